"""What the gate about the release tag measures, which settings it uses, and how to fix a red row."""

from __future__ import annotations

from pytest_golive.explaining.explanation import Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "tagged": Explanation(
        "The tag of the version that the project's files declare, or, if a tool takes the version from tags, the tag "
        "on this commit: whether it is annotated, on this release, and the same object on the remote, listed now by "
        "git ls-remote; whether its signature is by a key of somebody who may sign, if that is required; and whether "
        "a record of a deployment, in golive-records or given by --golive-after, has this version with different "
        "content. Files that disagree about the version are an error.",
        (
            "deployment.remote",
            "deployment.annotated_tags",
            "deployment.signed_tags",
            "release_tags",
            "signing.people.NAME.ssh_keys",
            "signing.people.NAME.gpg_keys",
        ),
        "Tag the merged commit with git tag --annotate, then push the tag. Never move a tag that others may have: "
        "raise the version instead.",
        said=(
            "tag release",
            "tag the release",
            "release tag created",
            "git tag pushed",
        ),
    ),
}
