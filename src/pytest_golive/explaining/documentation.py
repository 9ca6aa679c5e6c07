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
        "Each required document, compared with the previous release: it must have changed if what it covers has. The "
        "summary covers source files that were added, removed or moved; the architecture covers packages and "
        "services; the standards cover limits and tools of the configuration; the README covers entry points; the "
        "deployment guide covers deployment files; the changelog covers everything; the roadmap must mark the phase "
        "of this release as done. What fails is literal: a changelog that was kept up and lacks this release, a path, "
        "a command's target, an imported name, an image's version, or a limit that was there and is gone. Weaker "
        'signs (names, calls, lists, defaults) are counted and shown as worth a look, which worth_a_look = "fail" '
        "makes fail; what may mean another thing is not judged. An edit counts if it mentions what changed; white "
        "space, dates and front matter do not count. Documents that moved are followed.",
        (
            *COMPARING,
            "documentation.documents",
            "documentation.covers",
            "documentation.covered",
            "documentation.worth_a_look",
            "documentation.places",
            "documentation.roadmap_phase",
            "exclude",
        ),
        "Describe in the named document what the named change means for its readers. If it means nothing to them, "
        "waive that one finding: golive waive.",
        said=(
            "architecture document is up to date",
            "architecture diagrams updated",
            "deployment guide is up to date",
            "required documents are up to date",
        ),
    ),
    "code_standards_verified": Explanation(
        "The code standards (docs/code-standards.md, a style guide, or CONTRIBUTING): each stated line length, file "
        "length, complexity, coverage, Python version, strict type check and tool is compared with the configuration "
        "of ruff, black, flake8, pylint, mypy, pyright, coverage, prettier, eslint, EditorConfig and others, with "
        "what CI and hooks run, and with this checklist's own limits.",
        (
            "documentation.places",
            "code_quality.max_lines",
            "code_quality.max_complexity",
            "code_quality.coverage",
            "exclude",
        ),
        "Make the two agree: correct the document or the configuration. If nothing enforces a statement, set up a "
        "tool that does, or word it as advice.",
        said=("coding guidelines match the linter configuration", "code standards document is current"),
    ),
    "codebase_summary_current": Explanation(
        "The codebase summary, compared with the tracked source: it must name the packages, modules, services "
        "(compose, Procfile) and entry points; paths, files and dotted names in its code spans and drawn trees must "
        "exist, and names that existed at the previous release must still exist. The modules of a folder, and "
        "packages below the first level, are required only if the summary already lists most of them. Folders and "
        "files are compared in any language, names in Python.",
        (
            *COMPARING,
            "documentation.places",
            "documentation.summary_depth",
            "documentation.summary_complete",
            "documentation.summary_exclude",
            "documentation.summary_vocabulary",
            "exclude",
        ),
        "Add the named part to the summary, and replace a name that no longer exists with the current one.",
        said=("codebase summary lists the modules and packages", "module structure documented"),
    ),
    "changelog_updated": Explanation(
        "The changelog, in Markdown, reStructuredText or plain text: it has a section for this version with entries "
        "and a date; dates are not in the future, versions are in order, and none occurs twice; nothing is left under "
        "Unreleased, and no fragment of towncrier, scriv or changesets is left over; links compare the right tags; "
        "entries of the previous release are not repeated. All places that declare the version agree: metadata, "
        "__version__, tag, package.json, chart, lock files.",
        (
            *COMPARING,
            "documentation.changelog",
            "documentation.changelog_dates",
            "documentation.changelog_fragments",
            "documentation.versions",
            "exclude",
        ),
        "Give this version its section, with a date and its changes, and raise the version in every place that "
        "declares it.",
        said=("changelog entry for this version", "changelog has a section for the release"),
    ),
    "documents_sound": Explanation(
        "Every tracked document: Markdown, reStructuredText (by docutils, the extra rst) and the Markdown cells of "
        "notebooks. Checked are relative links, images, includes, anchors (by the rules of the forge or site that "
        "shows the document), line numbers in links, reference links, footnotes, labels and targets; code blocks "
        "marked as Python, TOML, JSON, YAML, shell or Mermaid must be valid. Documents in folders of tests, vendored "
        "ones and templates are left out and counted. Links to other sites are requested if links.follow says so: 404 "
        "and 410 are dead links, and links without a clear response are listed as unknown. The project's strict build "
        "runs, if it has one: sphinx-build -W, mkdocs build --strict, or the command in build. What only that build "
        'can judge, and blocks that are no program, are worth a look, which worth_a_look = "fail" makes fail.',
        (
            *READING,
            "documentation.anchors",
            "documentation.worth_a_look",
            "documentation.strict_build",
            "documentation.build",
            "documentation.build_timeout",
            "documentation.links.follow",
            "documentation.links.exclude",
            "documentation.links.private",
            "documentation.links.judged",
            "documentation.links.keep",
            "documentation.links.timeout",
        ),
        "Correct the named link or code block. Mark a block that is not meant to be complete: with the word fragment "
        "after its language, or with <!-- fragment --> before it.",
        said=("no broken links in the documentation", "documentation builds without warnings"),
    ),
    "readme_accurate": Explanation(
        "The commands in the shell blocks of the README: programs, sub-commands and options of the project's own "
        "entry points (each runs once with --help, in a separate process), files, modules, extras, dependency groups, "
        "make targets, tox environments, npm scripts, and versions of this project. The badges at its head must be "
        "this project's. The imports of Python examples must exist; sessions (>>>) run as doctests if readme_examples "
        "says so.",
        (
            *READING,
            "documentation.readme",
            "documentation.readme_examples",
            "tests.python",
        ),
        "Run the named command as a new user would, in a clean clone; then correct the README, or restore what it "
        "promises.",
        said=("README is up to date",),
    ),
    "api_documentation_current": Explanation(
        "The public API in Python, read by griffe without importing it: names in __all__, names without an "
        "underscore, and what a package imports from its own modules. Each class, function, method and property needs "
        "a docstring; what it says in Google, NumPy or Sphinx style about parameters, defaults, returns and "
        "exceptions is compared with the signature. The reference pages (autodoc, autosummary, mkdocstrings or by "
        "name) must list what the packages promise, and nothing that does not exist. What fails is certain; what may "
        'be meant so is counted and shown as worth a look, which worth_a_look = "fail" makes fail. The committed '
        "OpenAPI document is compared with the one that the target serves, path by path; order and server URLs do not "
        "count. Whether each route responds as described is a task for schemathesis.",
        (
            *READING,
            "kind",
            "documentation.api.include",
            "documentation.api.public",
            "documentation.api.exclude",
            "documentation.api.docstrings",
            "documentation.api.reference",
            "documentation.worth_a_look",
            "documentation.openapi.document",
            "documentation.openapi.services",
            "documentation.openapi.served",
            "documentation.openapi.served_at",
            "default_target",
            "targets.NAME.url",
        ),
        "Describe what the code does now, or remove the parameter from the docstring; mark what nobody should use as "
        "private with an underscore. Export the OpenAPI document again from the running service.",
        said=(
            "API reference is up to date",
            "API docs match the code",
            "OpenAPI specification matches the service",
            "docstrings complete",
        ),
    ),
    "migration_guide_complete": Explanation(
        "The breaking changes between the previous release and now: in Python by griffe's outlines (objects removed, "
        "renamed or moved; parameters that became required, were removed, moved, or changed their kind or default; "
        "lost base classes; also through re-exports), over HTTP by oasdiff, if it is on the PATH. Each must be named "
        "in the migration guide, in the changelog's section of this version or in a fragment for it; changes that the "
        "previous release announced may be summarised. A version that promises no breaking change must have none.",
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
        "Name each change in the section of this version, and say what to write instead; or keep the old name with a "
        "DeprecationWarning for a while. If a break is necessary, raise the major version.",
        said=("migration guide covers breaking changes", "upgrade guide written", "breaking changes documented"),
    ),
}
