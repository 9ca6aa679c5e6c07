"""What the gates about documents measure, which settings they use, and how to fix a red row."""

from __future__ import annotations

from pytest_golive.explaining.explanation import Explanation

# Every gate that reads documents obeys them.
READING = ("documentation.exclude", "exclude")

PLACE = 15  # in the checklist
EXPLANATIONS: dict[str, Explanation] = {
    "documents_sound": Explanation(
        "Every tracked document: Markdown, reStructuredText (by docutils, the extra rst) and the Markdown cells of "
        "notebooks. Relative links, images, includes, anchors by the rules of whatever shows the document, lines that "
        "a link names, reference links, footnotes, labels and targets; blocks that are called Python, TOML, JSON, "
        "YAML, shell or Mermaid are read as that. Documents in folders of tests, vendored ones and templates are left "
        "out, and counted. Links to other sites are not followed.",
        (
            *READING,
            "documentation.anchors",
            "documentation.strict_build",
            "documentation.build",
            "documentation.build_timeout",
        ),
        "Correct the named link to what is there now, or the named block; a block that is not meant to be whole says "
        "so: the word fragment behind its language, or <!-- fragment --> before it.",
    ),
}
