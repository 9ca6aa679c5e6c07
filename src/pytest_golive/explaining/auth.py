"""What the gate of log-ins measures, which settings it obeys, and how a red row turns green."""

from __future__ import annotations

from pytest_golive.explaining.explanation import Explanation
from pytest_golive.explaining.live import REACHING

AUTH: dict[str, Explanation] = {
    "security::auth_flows": Explanation(
        "Each way of logging in that auth names: right credentials are admitted, and none, wrong, malformed, expired "
        "and revoked ones are refused without data; a lesser identity is refused what it may not do; after the log-out "
        "the session is dead (one that lives in its own signed cookie: in the browser; that a copy of it outlives the "
        "log-out is noted). JSON Web Tokens are also tried in their classic forgeries. Each attempt is evidence of "
        "its own; what was not tried, for want of material, is noted.",
        (
            *REACHING,
            "targets.NAME.auth.scheme",
            "targets.NAME.auth.protected",
            "targets.NAME.auth.shows",
            "targets.NAME.auth.lesser.forbidden",
            "targets.NAME.auth.expired_token_env",
            "targets.NAME.auth.revoked_token_env",
            "targets.NAME.auth.signing_key_env",
            "targets.NAME.auth.jwks_url",
            "targets.NAME.auth.issuer",
            "targets.NAME.auth.audience",
            "targets.NAME.auth.other_resource",
            "targets.NAME.auth.login",
            "targets.NAME.auth.logout",
            "targets.NAME.auth.csrf_field",
            "targets.NAME.auth.renews_session",
            "targets.NAME.allow",
        ),
        "Repeat the named attempt with its curl line. Let one place decide who is admitted, before any data is read, "
        "and answer 401 or 403.",
    ),
}
