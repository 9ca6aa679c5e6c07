"""What the steps of a deployment measure, which settings they use, and how to fix a red row."""

from __future__ import annotations

from pytest_golive.explaining.explanation import REACHING, Explanation
from pytest_golive.explaining.post_deploy.signed import SIGNING

VERSIONS = ("targets.NAME.version", "targets.NAME.version_samples", "targets.NAME.instances")
EXPLANATIONS: dict[str, Explanation] = {
    "deployed_to_staging": Explanation(
        "Which release staging reports, in several requests over new connections, on every instance that the settings "
        "count. A run about staging with --golive-execute deploys first, by deployment.command; a run about production "
        "looks at what staging runs now.",
        (*REACHING, *VERSIONS, "deployment.command", "deployment.appears_within"),
        "Deploy this release to staging: pytest -m deploy --target=staging --golive-execute.",
    ),
    "staging_regression": Explanation(
        "The exit status of the team's regression tests against staging, which a run about staging executes with "
        "--golive-execute after it has deployed. A run about production reads the record of that run "
        "(--golive-after), which must be about this content, be a GO, and hold as all records must.",
        (*REACHING, "deployment.regression", "deployment.regression_timeout"),
        "Mend what the tests show, and try the release on staging again.",
        said=("full regression test on staging", "regression tests pass on staging", "regression suite on staging"),
    ),
    "staging_stable": Explanation(
        "Several samples of staging's health and release, all good, as many and as far apart as the target's stability "
        "says, and from as many instances as its table counts; each time anew, also in the run about production.",
        (*REACHING, *VERSIONS, "targets.NAME.stability.samples", "targets.NAME.stability.interval"),
        "See what the named samples say, and do not deploy before staging is well.",
    ),
    "team_briefed": Explanation(
        "Nothing: people sign that the team knows when and how this release is deployed, who decides, and how it is "
        "rolled back. On a target that customers do not use it is not due, if the settings have one for production.",
        SIGNING,
        "Brief the team, then golive sign deployment::team_briefed --by NAME, and commit the signature.",
        said=("team standup deployment briefing", "team briefed", "deployment briefing held"),
    ),
    "deployed": Explanation(
        "Which release the target of the run reports after the deployment, on every instance that the settings count: "
        "asked again until all of them run it, for at most appears_within. Where the settings name no deployment "
        "command, others deploy, and the row only looks. Where deployment.batches has shares of the service, each is a "
        "row before this one: batch_10, in which this release and the one before may answer, and batch_10_watched, "
        "in which the service is stable for batch_watch.duration.",
        (
            *(*REACHING, *VERSIONS, "deployment.command", "deployment.timeout", "deployment.appears_within"),
            *("deployment.batches", "deployment.batch_targets", "deployment.batch_watch.duration"),
        ),
        "An instance that was left behind serves the old release: deploy to it, or take it out of the load balancer.",
        said=("deploy to production", "production deployed", "production deployment successful", "all code deployed"),
    ),
    "smoke_passed": Explanation(
        "The rows of the section smoke, and the team's own gates of the phase smoke that only read, each evaluated "
        "anew once the release is deployed.",
        REACHING,
        "The evidence names the request and its answer. Until a rollback, pytest -m smoke --target=NAME shows it anew; "
        "afterwards the release before answers there: send the request to a target that still runs this one, such as "
        "staging.",
    ),
}
