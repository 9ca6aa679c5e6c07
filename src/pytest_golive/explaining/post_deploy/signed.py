"""What people sign after a deployment: the rows of the first day, week and month, and of the celebration."""

from __future__ import annotations

from pytest_golive.explaining.explanation import Explanation

SIGNING = (
    "signing.people.NAME.emails",
    "signing.people.NAME.roles",
    "signing.approvers",
    "signing.roles",
    "signing.proven",
    "signing.self_approval",
    "signing.rows.NAME.approvers",
    "signing.rows.NAME.roles",
)
WHEN = (
    "It is due {after} after the deployment's moment, which --golive-deployed or the record of the phase deploy tells; "
    "{unknown}."
)
AT_ONCE = "a run of the phase without one asks at once"
LATER = "without one it is not due"
TERMS = {
    "day": WHEN.format(after="24 hours (post_deploy.day)", unknown=AT_ONCE),
    "week": WHEN.format(after="7 days (post_deploy.week)", unknown=LATER),
    "month": WHEN.format(after="30 days (post_deploy.month)", unknown=LATER),
}


def _signed(asks: str, term: str, *said: str) -> Explanation:
    return Explanation(
        f"Nothing: people sign {asks}. Approvals of this release's content count that were given after the deployment. "
        f"{TERMS[term]}",
        (*SIGNING, f"post_deploy.{term}"),
        "Do it, then golive sign ROW --by NAME, and commit the signature; golive sign --list names who may.",
        said,
    )


EXPLANATIONS: dict[str, Explanation] = {
    "dashboards_reviewed": _signed(
        "that somebody has looked at the dashboards of the first day and of the day before",
        "day",
        "review monitoring dashboards",
        "monitoring dashboards reviewed",
        "dashboards reviewed",
    ),
    "team_feedback_collected": _signed(
        "that the team was asked what went well, what did not, and what it had to do by hand",
        "day",
        "collect team feedback",
        "team feedback collected",
        "gather feedback from the team",
    ),
    "user_feedback_collected": _signed(
        "that somebody has read what users say: support, reviews, calls",
        "day",
        "collect user feedback",
        "user feedback collected",
        "gather feedback from users",
    ),
    "team_acknowledged": _signed(
        "that the team was thanked for this release, by name",
        "day",
        "team acknowledgment",
        "team acknowledgement",
        "acknowledge the team",
        "celebrate with the team",
    ),
    "performance_optimised": _signed(
        "that whatever the release made slower was made faster, or that nothing needs to be",
        "week",
        "performance optimization if needed",
        "performance optimisation if needed",
        "optimize performance if needed",
    ),
    "user_bugs_fixed": _signed(
        "that the bugs that users report of this release are fixed, or planned with a date",
        "week",
        "bug fixes from user reports",
        "fix bugs from user reports",
        "user-reported bugs fixed",
    ),
    "documentation_refined": _signed(
        "that the questions of the first week are answered in the documentation",
        "week",
        "documentation refinement",
        "refine the documentation",
        "documentation refined",
    ),
    "improvement_measured": _signed(
        "that what the release was to improve is measured, and the figures are kept",
        "month",
        "measure improvement metrics",
        "improvement metrics measured",
        "measure the improvement",
    ),
    "next_cycle_planned": _signed(
        "that the improvements of the next cycle are planned: who does what, and until when",
        "month",
        "plan next refactoring cycle",
        "plan improvements for next cycle",
        "next cycle planned",
        "plan the next cycle",
    ),
    "roadmap_updated": _signed(
        "that the roadmap shows what is out, and what comes next",
        "month",
        "update roadmap",
        "update project roadmap",
        "roadmap updated",
        "update the roadmap",
    ),
}
