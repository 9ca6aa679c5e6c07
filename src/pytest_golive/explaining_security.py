"""What the security gates that look at a running service measure, and how a red row turns green."""

from __future__ import annotations

from pytest_golive.explaining_live import REACHING
from pytest_golive.explanation import Explanation

AUTH = "targets.NAME.auth."

SECURITY: dict[str, Explanation] = {
    "security::auth_flows": Explanation(
        "For each table of the target's auth, what the service answers on its protected paths: the right credentials "
        "must be admitted, and no, wrong, malformed, expired, revoked and forged ones refused, without the data. A "
        "redirect to the log-in page is a refusal, too. What was not tried is told, with what it lacks.",
        (
            *REACHING,
            "targets.NAME.allow",
            *(
                f"{AUTH}{name}"
                for name in (
                    "scheme",
                    "protected",
                    "shows",
                    "lesser.forbidden",
                    "expired_token_env",
                    "revoked_token_env",
                    "signing_key_env",
                    "jwks_url",
                    "issuer",
                    "audience",
                    "other_resource",
                    "login",
                    "logout",
                    "csrf_field",
                    "renews_session",
                )
            ),
        ),
        "Repeat the named attempt with its curl line, and mend what let it in. If the right credentials were refused, "
        "see first whether they are those of this target.",
    ),
}
