"""What is written down after a deployment."""

from __future__ import annotations

from pytest_golive.explaining.explanation import Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "lessons_documented": Explanation(
        "The document about this release: whether it is tracked, names the version above its sections, has a date that "
        "is neither before the release nor in the future, and has each section with content: comments, headings and "
        "placeholders are none. It is due 24 hours (post_deploy.day) after the deployment's moment, which "
        "--golive-deployed or the record of the phase deploy tells; a run of the phase without one asks at once.",
        ("post_deploy.lessons", "post_deploy.lessons_sections", "post_deploy.day", "signing.aside"),
        "golive lessons starts the document from facts: complete it, and commit it; name it in signing.aside, so that "
        "it does not change the release that is signed.",
        said=(
            "document lessons learned",
            "lessons learned documented",
            "lessons learned are written down",
            "write down lessons learned",
        ),
    ),
}
