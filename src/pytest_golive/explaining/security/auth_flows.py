"""What the gate about logging in measures, which settings it obeys, and how a red row turns green."""

from __future__ import annotations

from pytest_golive.explaining.explanation import REACHING, Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "auth_flows": Explanation(
        "Each way of logging in that auth names: right credentials are admitted, and none, wrong, malformed, expired "
        "and revoked ones are refused without data, with the demanded status if there is one; a lesser identity that "
        "is known to be logged in (admitted somewhere, or refused otherwise than strangers are) is refused what it may "
        "not do; after the log-out the session, or the token that was logged out, is dead (a session that lives "
        "in its own signed cookie: in the browser; that a copy outlives the log-out is noted, or red by replay). JSON "
        "Web Tokens are also tried in their classic forgeries, and as tokens that the team holds; one that is wrong in "
        "more than what it is held for proves nothing. Data is compared by values and words, not by pieces of text. "
        "Each attempt is evidence of its own; what was not tried, for want of material, is noted.",
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
        "Repeat the named attempt with its curl line. Let one place decide who is admitted, before any data is read, "
        "and answer 401 or 403.",
    ),
}
