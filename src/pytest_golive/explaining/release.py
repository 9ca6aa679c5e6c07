"""What the gates about a release's announcement measure, which settings they use, and how to fix a red row."""

from __future__ import annotations

from pytest_golive.explaining.explanation import Explanation

PLACE = 60  # in the checklist
SAID = ("release gate passed", "release checklist complete")  # of the whole section
EXPLANATIONS: dict[str, Explanation] = {
    "notes_published": Explanation(
        "The release notes of this version, in a file, in the message of its annotated tag, or in the forge's release "
        "of that tag (which must be published: no draft, no pre-release of a final version): whether they have the "
        "required sections, and whether they contradict the facts: breaking changes (as migration_guide_complete "
        "measures them, and as commits name them) that they omit or deny, deprecations that they deny, another "
        "version in their title, or a number for a measured value that no record has.",
        (
            "release.notes",
            "release.sections",
            "release.records",
            "documentation.changelog",
            "documentation.migration.guides",
        ),
        "Correct the named line, or add what is missing; golive notes writes the notes from the facts.",
        said=("release notes published", "publish the release notes", "release notes are written"),
    ),
}
