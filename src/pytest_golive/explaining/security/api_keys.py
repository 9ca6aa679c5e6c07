"""What the gate about API keys measures, which settings it obeys, and how a red row turns green."""

from __future__ import annotations

from pytest_golive.explaining.explanation import REACHING, Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "api_keys": Explanation(
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
}
