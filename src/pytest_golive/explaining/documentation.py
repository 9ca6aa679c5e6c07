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
        "out, and counted. Links to other sites are not followed. The project's strict build runs, if it has one: "
        "sphinx-build -W, mkdocs build --strict, or the command in build.",
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
    "api_documentation_current": Explanation(
        "The public API in Python, read by griffe and not imported: what __all__ lists, what has no underscore, what a "
        "package takes from its own modules. Each class, function, method and property has a docstring; what it says "
        "in the style of Google, NumPy or Sphinx of parameters, defaults, returns and exceptions is held against the "
        "signature; what the packages offer stands in the reference pages (autodoc, autosummary, mkdocstrings or by "
        "name), and what stands there is there. The committed OpenAPI document is held against what the target serves, "
        "path by path; order and server URLs do not count. That each route answers as described is for schemathesis.",
        (
            *READING,
            "kind",
            "documentation.api.include",
            "documentation.api.exclude",
            "documentation.api.docstrings",
            "documentation.api.reference",
            "documentation.openapi.document",
            "documentation.openapi.served",
            "documentation.openapi.served_at",
            "default_target",
            "targets.NAME.url",
        ),
        "Write down what the code does now, or take the parameter out of the docstring; make what nobody should use "
        "private by an underscore. Export the OpenAPI document again from the service that runs.",
    ),
    "migration_guide_complete": Explanation(
        "What breaks between the previous release and now: in Python by griffe's outlines (removed, renamed or moved "
        "objects, parameters that became required, went, moved or changed their kind or default, lost base classes, "
        "through re-exports), over HTTP by oasdiff, if it is on the PATH. Each is named in the migration guide, the "
        "changelog's section of this version or a fragment for it; what the previous release had announced may be "
        "summed up. A version that promises no breaking change has none.",
        (
            *READING,
            "kind",
            "release_tags",
            "previous_release",
            "documentation.api.include",
            "documentation.api.exclude",
            "documentation.openapi.document",
            "documentation.openapi.breaking",
            "documentation.migration.guides",
            "documentation.migration.compatibility",
        ),
        "Name each change in the section of this version, with what to write instead; or keep the old name with a "
        "DeprecationWarning for a while. If something has to break, raise the major version.",
    ),
}
