"""What the gate about service level objectives measures."""

from __future__ import annotations

from pytest_golive.explaining.explanation import REACHING, Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "slos_defined": Explanation(
        "The objectives in the named files, in the format of OpenSLO (v1, v1alpha) or Sloth (prometheus/v1, or the "
        "Kubernetes resource): unknown keys, targets that are no targets, and templates that were not rendered are "
        "faults. Both queries of each must find this service's series, and no other's that they do not name; a query "
        "for errors must be able to find some, none of them may count as good, and a limit must be one that can be "
        "passed. What is left of the error budget is computed over the objective's window, or over as much of it as "
        "there are data for, which the evidence says. It cannot be measured without traffic, with NaN, with data for "
        "less than least_data (25 %) of the window, with queries that are not understood or may hide events (a cap, a "
        "comparison, a rate by an increase), or if its queries are for another kind of source.",
        (
            *REACHING,
            "targets.NAME.metrics.url",
            "targets.NAME.metrics.selector",
            "targets.NAME.slos.files",
            "targets.NAME.slos.required",
            "targets.NAME.slos.trusted",
            "targets.NAME.slos.services",
            "targets.NAME.slos.budget_left",
            "targets.NAME.slos.least_data",
            "targets.NAME.slos.sloth_days",
        ),
        "Write an objective of this service into the files that targets.NAME.slos.files names, in the format of "
        "OpenSLO or Sloth; if they name the service otherwise, say so in targets.NAME.slos.services.",
        said=(
            "service level objectives are defined",
            "SLOs are defined",
            "SLOs are met",
            "error budget left",
            "error budget not spent",
        ),
    ),
}
