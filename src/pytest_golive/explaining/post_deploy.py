"""What the gates about the time after a deployment measure, which settings they use, and how to fix a red row."""

from __future__ import annotations

from pytest_golive.explaining.explanation import Explanation

PLACE = 80  # in the checklist
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
}
