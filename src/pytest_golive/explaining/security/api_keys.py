"""What the gate about API keys measures, which settings it uses, and how to fix a red row."""

from __future__ import annotations

from pytest_golive.explaining.explanation import REACHING, Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "api_keys": Explanation(
        "Each protected path with a valid key, without a key, and with keys that must be rejected: a wrong one of the "
        "same format, a truncated one, and the revoked key and the other environment's key if the settings name them. "
        "The valid key is also tried in the query, where it must not work unless query says so; not on production, "
        "whose access logs would store it. A rejection is 401, 403 or a redirect to another page, or what status "
        "requires, without any of the data that the valid key gets. Each attempt is a check of its own; attempts that "
        "were not possible are noted.",
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
        "Repeat the named attempt with its curl line. Compare whole keys with those that are valid in this "
        "environment, and respond with 401 to all others before reading any data.",
        said=(
            "revoked API keys are refused",
            "invalid and expired API keys are rejected",
        ),
    ),
}
