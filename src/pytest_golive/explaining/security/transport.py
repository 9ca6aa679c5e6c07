"""What the gate about TLS, headers and cookies measures, which settings it obeys, and how a red row turns green."""

from __future__ import annotations

from pytest_golive.explaining.explanation import REACHING, Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "transport": Explanation(
        "Part of the row 'Auth flows verified': credentials are worth what the wire is worth. The certificate as a "
        "browser verifies it, and its days left; versions of TLS older than min_tls, tried one by one; plain http, "
        "asked once and without any credential; redirects from https to http; security headers of the named pages; the "
        "flags of cookies that these, the health check and the log-in page set. A cookie that deletes one needs no "
        "flags, and one that scripts must read no HttpOnly. On plain http, which is this machine only, headers and "
        "cookies are judged, and the evidence says what is not.",
        (
            *REACHING,
            "targets.NAME.transport.days",
            "targets.NAME.transport.min_tls",
            "targets.NAME.transport.path",
            "targets.NAME.transport.hsts_days",
            "targets.NAME.transport.headers",
            "targets.NAME.transport.cookies_for_scripts",
            "targets.NAME.transport.redirect",
            "targets.NAME.transport.http_port",
        ),
        "Show a certificate in force with its whole chain, speak TLS 1.2 and newer only, and let the proxy or a "
        "security middleware send the named headers and flags with every answer.",
    ),
}
