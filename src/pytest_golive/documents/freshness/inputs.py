"""Everything that decides what changed since a release: what was found stays true for as long as it stays the same."""

from __future__ import annotations

from collections.abc import Sequence

from pytest_golive.documents.freshness.covering import Covering
from pytest_golive.documents.freshness.roles import is_manifest
from pytest_golive.documents.reading.tools import markup_tools
from pytest_golive.documents.standards.enforced import is_read


def inputs(covering: Covering, paths: Sequence[str]) -> list[object] | None:
    """The inputs as JSON has them; None if one of the files cannot be read.

    What git finds unchanged is as the commit has it; what differs, what configures or declares, and *paths* are looked
    at.

    Args:
        covering: what changed.
        paths: documents that are held against it.
    """
    compared, texts = covering.compared, covering.texts
    looked_at = {*compared.added, *compared.changed, *texts.those(is_read), *texts.those(is_manifest)}
    found = texts.contents([*paths, *sorted(looked_at)])
    names = [sorted(each) for each in (compared.added, compared.removed, compared.changed)]
    tree = [covering.commit, covering.repository.prefix, *names, sorted(compared.moved.items()), markup_tools()]
    return None if found is None else [*tree, found, covering.content, [*covering.covers]]
