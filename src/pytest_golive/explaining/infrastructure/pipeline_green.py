"""What the gate about the pipeline measures, which settings it uses, and how to fix a red row."""

from __future__ import annotations

from pytest_golive.explaining.explanation import Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "pipeline_green": Explanation(
        "The checks that GitHub, GitLab, Gitea or Forgejo has for the release's commit: check runs, commit statuses, "
        "jobs, and workflows that could not start; the last attempt of each counts. The checks that branch "
        "protection, rulesets or the settings require must have succeeded on exactly this commit; one that never ran, "
        "was skipped, or ran on another commit is not green. If nothing requires a check by name, all count except "
        "those that are skipped or may fail, and at least one must have succeeded. This run's own job, and jobs that "
        "wait for it, do not count.",
        (
            "forge.kind",
            "forge.url",
            "forge.api",
            "forge.remote",
            "forge.branch",
            "forge.token_env",
            "forge.ca_file",
            "forge.timeout",
            "forge.patience",
            "pipeline.required",
            "pipeline.optional",
            "pipeline.wait",
            "pipeline.interval",
        ),
        "Open the named check on the forge and fix what failed, or run it on this commit. If it has not ended, run the "
        "checklist again when it has.",
        said=(
            "CI is green",
            "CI passes",
            "all CI checks pass",
            "pipeline is green",
            "build is green",
            "all required checks have passed",
            "continuous integration passes",
        ),
    ),
}
