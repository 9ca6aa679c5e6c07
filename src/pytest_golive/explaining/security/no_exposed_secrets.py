"""What the gate about secrets in the repository measures, which settings it uses, and how to fix a red row."""

from __future__ import annotations

from pytest_golive.explaining.explanation import Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "no_exposed_secrets": Explanation(
        "Every tracked file, including generated and vendored ones, and every commit since the last release tag, "
        "scanned by detect-secrets without network access. Formats that providers designed for scanners always block; "
        "values next to a telling name and random-looking strings block unless something clearly speaks against them. "
        "Lines with 'pragma: allowlist secret' are left out and counted.",
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
        "Revoke the secret first, because every clone has it; then read it from the environment. If it is only in the "
        "history, waive it once it is revoked: golive waive. '# pragma: allowlist secret' is for values that are not "
        "secret.",
        said=(
            "no secrets in the repository",
            "no credentials committed",
            "no passwords in the code",
            "secret scan clean",
            "no hardcoded secrets",
        ),
    ),
}
