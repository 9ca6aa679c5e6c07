"""What the gate about secrets in the repository measures, which settings it obeys, and how a red row turns green."""

from __future__ import annotations

from pytest_golive.explaining.explanation import Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "no_exposed_secrets": Explanation(
        "Every tracked file, generated and vendored ones too, and every commit since the last release tag, by "
        "detect-secrets without the network. Formats that providers chose for scanners always block; values beside a "
        "telling name and strings that look random block unless something plain speaks against them. Lines under "
        "'pragma: allowlist secret' are honoured, and counted.",
        (
            "security.secrets_confidence",
            "security.secrets_engines",
            "security.history",
            "security.history_commits",
            "security.exclude",
            "release_tags",
            "previous_release",
            "exclude",
        ),
        "Revoke the secret first, for every clone has it; then read it from the environment instead. One that is only "
        "in the history is waived once it is revoked: golive waive. '# pragma: allowlist secret' is for what is no "
        "secret.",
    ),
}
