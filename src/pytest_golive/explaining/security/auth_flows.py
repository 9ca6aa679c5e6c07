"""What the gate about logging in measures, which settings it uses, and how to fix a red row."""

from __future__ import annotations

from pytest_golive.explaining.explanation import REACHING, Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "auth_flows": Explanation(
        "Each way of logging in that auth names: valid credentials are accepted; missing, wrong, malformed, expired "
        "and revoked ones are rejected without data, with the required status if there is one. A lesser identity that "
        "is known to be logged in (accepted somewhere, or rejected differently from anonymous users) is rejected "
        "where it lacks a right. After the log-out, the session or token no longer works (a session that lives in its "
        "own signed cookie ends in the browser; a copy that still works is noted, or fails by replay). JSON Web "
        "Tokens are also tried in their classic forgeries, and as tokens that the team provides; a token that is "
        "invalid for another reason as well proves nothing. Data is compared by values and words, not by pieces of "
        "text. Each attempt is a check of its own; attempts that were not possible are noted.",
        (
            *REACHING,
            "targets.NAME.auth.scheme",
            "targets.NAME.auth.protected",
            "targets.NAME.auth.shows",
            "targets.NAME.auth.status",
            "targets.NAME.auth.header",
            "targets.NAME.auth.prefix",
            "targets.NAME.auth.lesser.forbidden",
            "targets.NAME.auth.lesser.allowed",
            "targets.NAME.auth.lesser.status",
            "targets.NAME.auth.expired_token_env",
            "targets.NAME.auth.revoked_token_env",
            "targets.NAME.auth.wrong_audience_token_env",
            "targets.NAME.auth.wrong_issuer_token_env",
            "targets.NAME.auth.not_yet_valid_token_env",
            "targets.NAME.auth.unknown_crit_token_env",
            "targets.NAME.auth.signing_key_env",
            "targets.NAME.auth.jwks_url",
            "targets.NAME.auth.issuer",
            "targets.NAME.auth.audience",
            "targets.NAME.auth.other_resource",
            "targets.NAME.auth.login",
            "targets.NAME.auth.logout",
            "targets.NAME.auth.revocation_url",
            "targets.NAME.auth.logout_token_env",
            "targets.NAME.auth.replay",
            "targets.NAME.auth.csrf_field",
            "targets.NAME.auth.renews_session",
            "targets.NAME.allow",
        ),
        "Repeat the named attempt with its curl line. Let one place decide which requests are accepted, before any "
        "data is read, and respond with 401 or 403 to all others.",
        said=(
            "authentication works",
            "login and logout work",
            "sessions expire",
            "permissions enforced",
            "authorization enforced on protected routes",
            "anonymous users are refused",
        ),
    ),
}
