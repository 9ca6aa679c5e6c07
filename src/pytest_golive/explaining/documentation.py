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
    "readme_accurate": Explanation(
        "The commands in the shell blocks of the README: programs, sub-commands and options of the project's own entry "
        "points (each is asked for --help once, in a process of its own), files, modules, extras, groups of "
        "dependencies, targets of make, environments of tox, scripts of npm, and versions of this project. The badges "
        "at its head must be this project's. Python examples import what is there; with readme_doctest they are run.",
        (
            *READING,
            "documentation.readme",
            "documentation.readme_doctest",
            "tests.python",
        ),
        "Try the named command as a new user would, in a clean clone, and correct the README, or bring back what it "
        "promises.",
    ),
}
