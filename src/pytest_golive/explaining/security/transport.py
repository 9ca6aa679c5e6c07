"""What the gate about TLS, headers and cookies measures, which settings it uses, and how to fix a red row."""

from __future__ import annotations

from pytest_golive.explaining.explanation import REACHING, Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "transport": Explanation(
        "Credentials are only as safe as the connection. The certificate, verified as a browser does, and its "
        "remaining days; versions of TLS older than min_tls, tried one by one; plain http, requested once and without "
        "credentials; redirects from https to http; security headers of the named pages; flags of the cookies that "
        "these pages, the health check and the log-in page set. A cookie that is being deleted needs no flags, and "
        "one that scripts must read needs no HttpOnly. On plain http, which is allowed on this machine only, headers "
        "and cookies are judged, and the evidence says what is not.",
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
        "Use a valid certificate with its whole chain, support only TLS 1.2 and newer, and let the proxy or a "
        "security middleware send the named headers and flags with every response.",
        said=(
            "HTTPS enforced",
            "TLS certificate valid",
            "security headers set",
            "HTTP redirects to HTTPS",
            "HSTS enabled",
            "cookies have secure flags",
        ),
    ),
}
