"""What the gate about reviews measures, which settings it uses, and how to fix a red row."""

from __future__ import annotations

from pytest_golive.explaining.explanation import Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "reviewed": Explanation(
        "Each commit on the main line since the previous release, and the pull or merge request that contains it, as "
        "the forge knows it. A change needs an approval after its last push, by a person who is not one of its "
        "authors and may write to the repository; an objection that is not withdrawn is a finding. A commit without a "
        "change was pushed directly, and is a finding. Commits with only signatures or records do not count.",
        (
            "forge.kind",
            "forge.url",
            "forge.remote",
            "forge.branch",
            "forge.token_env",
            "reviews.approvals",
            "reviews.bots",
            "reviews.unreviewed",
            "reviews.exceptions",
            "reviews.since",
        ),
        "Have somebody else review the named change or commit now, and add it with the reason to reviews.exceptions. "
        "Protect the branch, so that the forge requires a review before each merge.",
        said=(
            "final code review",
            "all changes have been reviewed",
            "code review completed",
            "pull requests approved",
            "all pull requests are approved",
        ),
    ),
}
