"""Find, read and judge the changelogs of a project at a release."""

from __future__ import annotations

from pytest_golive.delivery.git.comparing import Comparison
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.releases.tags import no_versions, not_within
from pytest_golive.documents.changelog import fragments, places
from pytest_golive.documents.changelog.result import ChangelogReview, Release, Rules
from pytest_golive.documents.changelog.reviewing import Reviewing
from pytest_golive.documents.tracked import Texts


def review(
    repository: Repository, texts: Texts, compared: Comparison | None, release: Release, rules: Rules
) -> ChangelogReview:
    """Judge the changelogs of a project.

    Args:
        repository: the repository with the previous release.
        texts: the texts of the tracked files.
        compared: the differences from the previous release; None for the first.
        release: the release to judge.
        rules: the rules from the settings.

    Raises:
        CannotMeasure: a changelog cannot be read.
        NotSetUp: there is none.
    """
    pieces = fragments.find(texts.paths, texts.read, rules.fragments)
    units = places.units(texts, rules.changelog, pieces, release.names)
    reviewing = Reviewing(repository, texts, compared, release, rules)
    found = [one for unit in units if (one := reviewing.of(unit, alone=len(units) == 1))]
    faults = [
        *(fault for one in found for fault in one.faults),
        *(fault for piece in pieces for fault in piece.findings()),
    ]
    tools = [f"{piece.tool or 'pieces'} in {piece.folder}/" for piece in pieces]
    held = f"compared with {release.previous.place}" if release.previous else _first(repository)
    return ChangelogReview(
        ", ".join(one.version for one in found) or "none has a new version",
        tuple(faults),
        tuple(fault for one in found for fault in one.disagreeing),
        sum(one.sections for one in found),
        sum(one.places for one in found),
        "; ".join([*(one.source for one in found[:3]), *tools, held]),
        tuple(dict.fromkeys(note for one in found for note in one.notes)),
    )


def _first(repository: Repository) -> str:
    tags = repository.tags()
    within = repository.git("tag", "--merged", "HEAD").decode("utf-8", "replace").split()
    told = [no_versions(tags), not_within(tags, within)]
    return "; ".join(["first release: nothing to compare with", *filter(None, told)])
