"""What is measured after a deployment: bugs and dashboards."""

from __future__ import annotations

from pytest_golive.explaining.explanation import REACHING, Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "no_critical_bugs": Explanation(
        "The open issues on the forge with a label that means critical, if they were opened, reopened or labelled "
        "since the release's commit; older ones are listed in the evidence. On GitHub also the repository's security "
        "advisories that are neither published nor closed; the token must be able to read them. A repository without "
        "such a label is not set up, because no issue can be marked as critical there.",
        (
            "forge.kind",
            "forge.url",
            "forge.remote",
            "forge.token_env",
            "post_deploy.critical_labels",
            "post_deploy.advisories",
            "post_deploy.issues_since",
        ),
        "Fix the named bug and release the fix, or roll back. If it is not critical after all, remove the label.",
        said=(
            "no critical bugs",
            "no critical bugs reported",
            "no critical issues in 24 hours",
            "no blocker bugs open",
        ),
    ),
    "dashboards_live": Explanation(
        "The dashboards in Grafana that the settings name, by their uids or by files in the repository. Each must be "
        "there. The queries of its panels, with the values of variables that a viewer sees first, are asked through "
        "Grafana for the last minutes, and must return data of this service, whose series still get samples; a panel "
        "about errors may be empty if its metric has data. Panels without queries, such as text, are not counted. The "
        "datasources must exist and be healthy. A file in the repository must equal what is deployed, apart from what "
        "Grafana counts or remembers itself, such as its id and version. Whether data of a datasource that does not "
        "speak PromQL are of this service is not proven, and said so.",
        (
            *REACHING,
            "targets.NAME.dashboards.url",
            "targets.NAME.dashboards.token_env",
            "targets.NAME.dashboards.uids",
            "targets.NAME.dashboards.files",
            "targets.NAME.dashboards.variable_values",
            "targets.NAME.dashboards.may_be_empty",
            "targets.NAME.dashboards.trusted",
            "targets.NAME.dashboards.lookback",
            "targets.NAME.dashboards.namespace",
            "targets.NAME.dashboards.compare",
            "targets.NAME.metrics.selector",
        ),
        "Open the named panel in Grafana: the metric may have a new name, or the datasource or a variable is wrong. If "
        "it may be empty while all is well, name its title in may_be_empty. If a file differs, deploy it.",
        said=(
            "dashboards are live",
            "dashboards show data",
            "monitoring dashboards work",
            "dashboards are deployed",
            "no dashboard is broken",
        ),
    ),
}
