"""What the gates measure that look at whom a service admits, how often, and over which wire."""

from __future__ import annotations

from pytest_golive.explaining.explanation import Explanation
from pytest_golive.explaining.live import REACHING

ACCESS: dict[str, Explanation] = {
    "security::api_keys": Explanation(
        "Each protected path with a valid key, without one, and with keys that must be refused: a wrong one of the "
        "same shape, a truncated one, and the revoked and the other environment's key where the settings name them. "
        "The valid key is also tried in the query, where it has no business unless query says so; not on production, "
        "whose access logs would keep it. Refused is 401, 403 or a redirect to another page, or what status demands, "
        "with none of the data that the valid key gets. Each attempt is evidence of its own; what was not tried is "
        "noted.",
        (
            *REACHING,
            "targets.NAME.api_keys.protected",
            "targets.NAME.api_keys.header",
            "targets.NAME.api_keys.prefix",
            "targets.NAME.api_keys.query",
            "targets.NAME.api_keys.key_env",
            "targets.NAME.api_keys.key_command",
            "targets.NAME.api_keys.revoked_key_env",
            "targets.NAME.api_keys.other_key_env",
            "targets.NAME.api_keys.shows",
            "targets.NAME.api_keys.status",
        ),
        "Repeat the named attempt with its curl line. Compare whole keys with those that are in force in this "
        "environment, and answer all others 401 before any data is read.",
    ),
    "security::rate_limit": Explanation(
        "One burst at the declared path: at most one request more than the declared number, many at once, ended by the "
        "first refusal. Then, by single requests: that other clients are admitted meanwhile (another address of a "
        "target on this machine, another API key, another user), and that the service admits again when Retry-After or "
        "the RateLimit fields say so, give or take their rounding to whole seconds. One other client that is admitted "
        "proves that the limit is not everybody's; none is a breach only if no limiter that tells clients apart could "
        "have refused them all. No other gate asks the service meanwhile.",
        (
            *REACHING,
            "targets.NAME.production",
            "targets.NAME.allow",
            "targets.NAME.rate_limit.path",
            "targets.NAME.rate_limit.method",
            "targets.NAME.rate_limit.requests",
            "targets.NAME.rate_limit.per",
            "targets.NAME.rate_limit.status",
            "targets.NAME.rate_limit.by",
            "targets.NAME.rate_limit.says_when",
            "targets.NAME.rate_limit.patience",
            "targets.NAME.api_keys.second_key_env",
        ),
        "Let the limiter count each client for itself, refuse with the declared status, and send a Retry-After that is "
        "no shorter than the wait (nginx: limit_req_status 429, and add_header Retry-After; or says_when = false).",
    ),
    "security::transport": Explanation(
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
