"""What the gates about documents measure, which settings they use, and how to fix a red row."""

from __future__ import annotations

from pytest_golive.explaining.explanation import Explanation

# Every gate that reads documents uses these settings.
READING = ("documentation.exclude", "exclude")

PLACE = 15  # in the checklist
SAID = (
    "documentation complete",
    "all documentation updated",
    "documentation up to date",
)  # of the whole section
# Every gate that compares with the previous release uses these settings.
COMPARING = ("release_tags", "previous_release")
EXPLANATIONS: dict[str, Explanation] = {
    "documents_updated": Explanation(
        "Each required document against the release before: it has to have changed if what it covers did. The summary "
        "covers source files that came, went or moved; the architecture packages and services; the standards limits "
        "and tools of the configuration; the README entry points; the deployment guide what deploys; the changelog "
        "everything; the roadmap marks the phase of this release as done. An edit counts if it speaks of what "
        "changed; white space, dates and front matter do not. Documents that moved are followed.",
        (
            *COMPARING,
            "documentation.documents",
            "documentation.covers",
            "documentation.covered",
            "documentation.places",
            "documentation.roadmap_phase",
            "exclude",
        ),
        "Say in the named document what the named change means for its readers. Where it means nothing, waive that one "
        "finding: golive waive.",
        said=(
            "architecture document is up to date",
            "architecture diagrams updated",
            "deployment guide is up to date",
            "required documents are up to date",
        ),
    ),
    "code_standards_verified": Explanation(
        "The code standards (docs/code-standards.md, a style guide, or CONTRIBUTING): stated line length, file length, "
        "complexity, coverage, Python version, strict types and tools, each held against the configuration of ruff, "
        "black, flake8, pylint, mypy, pyright, coverage, prettier, eslint, EditorConfig and others, what CI and "
        "hooks run, and against this checklist's own limits.",
        (
            "documentation.places",
            "code_quality.max_lines",
            "code_quality.max_complexity",
            "code_quality.coverage",
            "exclude",
        ),
        "Make the two say the same: correct the document, or the configuration. What nothing enforces is either set up "
        "in a tool, or worded as advice.",
        said=("coding guidelines match the linter configuration", "code standards document is current"),
    ),
    "codebase_summary_current": Explanation(
        "The codebase summary against the tracked source: packages, modules, services (compose, Procfile) and entry "
        "points have to be named in it; paths, files and dotted names in its code spans and drawn trees have to exist, "
        "and names that the release before had must not be gone. Of a folder's modules and packages below the first "
        "level, all are asked for where it lists most of them. Any language by folders and files; Python by names.",
        (
            *COMPARING,
            "documentation.places",
            "documentation.summary_depth",
            "documentation.summary_complete",
            "documentation.summary_exclude",
            "documentation.summary_vocabulary",
            "exclude",
        ),
        "Add the named part to the summary, and replace the name that is gone by the one that is there now.",
        said=("codebase summary lists the modules and packages", "module structure documented"),
    ),
    "changelog_updated": Explanation(
        "The changelog, in Markdown, reStructuredText or plain text: a section for this version that says something, "
        "dated, not in the future, in order, none twice; nothing left under Unreleased and no piece for towncrier, "
        "scriv or changesets ungathered; links compare the right tags. What the release before had already is not told "
        "again. The places that name the version agree: metadata, __version__, tag, package.json, chart, lock files.",
        (
            *COMPARING,
            "documentation.changelog",
            "documentation.changelog_dates",
            "documentation.changelog_fragments",
            "documentation.versions",
            "exclude",
        ),
        "Give this version its section, with a date and what it brings, and raise the version wherever it is named.",
        said=("changelog entry for this version", "changelog has a section for the release"),
    ),
    "documents_sound": Explanation(
        "Every tracked document: Markdown, reStructuredText (by docutils, the extra rst) and the Markdown cells of "
        "notebooks. Relative links, images, includes, anchors by the rules of whatever shows the document, lines that "
        "a link names, reference links, footnotes, labels and targets; blocks that are called Python, TOML, JSON, "
        "YAML, shell or Mermaid are read as that. Documents in folders of tests, vendored ones and templates are left "
        "out, and counted. Links to other sites are asked for if links.follow says so: 404 and 410 are dead, and what "
        "nobody could tell is named as not known. The project's strict build runs, if it has one: "
        "sphinx-build -W, mkdocs build --strict, or the command in build.",
        (
            *READING,
            "documentation.anchors",
            "documentation.strict_build",
            "documentation.build",
            "documentation.build_timeout",
            "documentation.links.follow",
            "documentation.links.exclude",
            "documentation.links.private",
            "documentation.links.keep",
            "documentation.links.timeout",
        ),
        "Correct the named link to what is there now, or the named block; a block that is not meant to be whole says "
        "so: the word fragment behind its language, or <!-- fragment --> before it.",
        said=("no broken links in the documentation", "documentation builds without warnings"),
    ),
    "readme_accurate": Explanation(
        "The commands in the shell blocks of the README: programs, sub-commands and options of the project's own entry "
        "points (each is asked for --help once, in a process of its own), files, modules, extras, groups of "
        "dependencies, targets of make, environments of tox, scripts of npm, and versions of this project. The badges "
        "at its head must be this project's. Python examples import what is there; sessions (>>>) are run as doctests "
        "if readme_examples says so.",
        (
            *READING,
            "documentation.readme",
            "documentation.readme_examples",
            "tests.python",
        ),
        "Try the named command as a new user would, in a clean clone, and correct the README, or bring back what it "
        "promises.",
        said=("README is up to date", "README install instructions work", "commands of the README work"),
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
            "documentation.api.public",
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
        said=(
            "API reference is up to date",
            "API docs match the code",
            "OpenAPI specification matches the service",
            "docstrings complete",
        ),
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
            "documentation.api.public",
            "documentation.api.exclude",
            "documentation.openapi.document",
            "documentation.openapi.breaking",
            "documentation.migration.guides",
            "documentation.migration.compatibility",
        ),
        "Name each change in the section of this version, with what to write instead; or keep the old name with a "
        "DeprecationWarning for a while. If something has to break, raise the major version.",
        said=("migration guide covers breaking changes", "upgrade guide written", "breaking changes documented"),
    ),
}
