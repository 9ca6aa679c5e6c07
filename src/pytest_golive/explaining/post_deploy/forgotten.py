"""What the release before has left undone."""

from __future__ import annotations

from pytest_golive.explaining.explanation import Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "nothing_forgotten": Explanation(
        "The built-in rows with a time after the deployment, and rows of documents with until=+7d and the like, of the "
        "release before, as its own settings and documents have them. It was deployed when the first of its records "
        "says so (release.records); where it went to production, signed records about that alone count. A row is "
        "done if a record says that it passed, was signed, waived, known or not applicable, or if enough signatures "
        "of that release's content count. A row that is not due yet is no finding, and a first release has none. No "
        "record of the release before is an error.",
        (
            "release.records",
            "post_deploy.day",
            "post_deploy.week",
            "post_deploy.month",
            "signing.people.NAME.emails",
            "signing.signed_records",
        ),
        "Do what was put off; check out the release before on a branch, sign there, and merge the branch; for rows "
        "that are measured, run pytest -m post_deploy there, and commit its record here.",
        said=(
            "nothing of the last release is forgotten",
            "follow-ups of the last release are done",
            "post-deployment tasks of the previous release are done",
        ),
    ),
}
