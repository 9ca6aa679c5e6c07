"""What the gates about staging and load measure, which settings they use, and how to fix a red row."""

from __future__ import annotations

from pytest_golive.explaining.explanation import REACHING, Explanation

PLACE = 30  # in the checklist
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
    "staging_deployed": Explanation(
        "Several samples of the staging target. Each sample requests its health and its release several times, so "
        "that both reach every instance behind a load balancer. A request without a response is not a sample, and is "
        "reported.",
        (
            *REACHING,
            "targets.NAME.health",
            "targets.NAME.health_json",
            "targets.NAME.version",
            "targets.NAME.version_samples",
            "targets.NAME.instances",
            "targets.NAME.stability.samples",
            "targets.NAME.stability.interval",
        ),
        "Deploy this commit to staging and wait until it is up. If it is up, see what the named sample says: a health "
        "check that flaps, or an instance that still runs the old release.",
        said=(
            "deployed to staging",
            "staging is stable",
            "staging is healthy",
            "staging runs the release candidate",
            "staging environment verified",
        ),
    ),
    "performance_acceptable": Explanation(
        "The target under load, sent by locust in separate processes: its endpoints in proportion to their weights, "
        "either at a fixed rate and measured from when each request was due, or by users; or the team's own locust "
        "scenario. Percentiles are medians of runs. A slowdown against the baseline must be statistically "
        "significant.",
        (
            *REACHING,
            "targets.NAME.endpoints.path",
            "targets.NAME.endpoints.weight",
            "targets.NAME.allow",
            "performance.limits",
            "performance.endpoint_limits",
            "performance.rate",
            "performance.users",
            "performance.warm_up",
            "performance.duration",
            "performance.runs",
            "performance.max_regression",
            "performance.baselines",
            "performance.machine",
            "performance.max_lateness",
            "performance.locustfile",
            "performance.workers",
        ),
        "See the attached picture: a longer tail, or a moment at which everything slowed down. Profile the named "
        "endpoint. If the new times are intended, record a new baseline: golive baseline record.",
        said=(
            "load tests pass",
            "performance tests pass",
            "response time p95 under 200 ms under load",
            "performance targets met",
            "latency within budget",
        ),
    ),
}
