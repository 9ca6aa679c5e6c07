"""Who signed the release tag, and what earlier records say went live under this version."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.published.tag_objects import TagObject, words_of
from pytest_golive.delivery.rollback.rehearsals import FOLDER as REHEARSALS
from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.findings import Finding
from pytest_golive.signing.people import Person
from pytest_golive.signing.release import Checkout

if TYPE_CHECKING:
    from pytest_golive.signing.record import Record

ROLLED_BACK: Final = "golive-records/rolled-back"  # receipts of whoever was told of a rollback
RECORDS: Final = "golive-records"  # where records lie, as the settings propose
LIVE: Final = frozenset({"deploy", "smoke", "post_deploy"})  # phases after which customers have had it
MOST: Final = 1_000  # files that are read


def unsigned(repository: Repository, tag: TagObject, people: Sequence[Person]) -> tuple[Finding, ...]:
    """What is wrong with the signature of *tag*; () if a key of one of *people* made it.

    Raises:
        NotSetUp: none of them has a key.
        CannotMeasure: what is needed to check a signature is not there.
    """
    from pytest_golive.signing.proving.proofs import by_object

    if not any(one.ssh_keys or one.gpg_keys for one in people):
        raise NotSetUp(
            "signed_tags demands a signature, and nobody in [tool.golive.signing.people] has a key",
            "add ssh_keys or gpg_keys of those who tag releases",
        )
    if not tag.is_annotated or not words_of(repository, tag).is_signed:
        cure = "sign it when it is made: git tag --sign; raise the version if others have this one"
        return (Finding("", 0, "not signed", f"{tag.name} is not signed", "high", key=tag.name, cure=cure),)
    if any(by_object(repository, tag.sha, one, "tag") for one in people):
        return ()
    what = f"{tag.name} is signed, but by no key in [tool.golive.signing.people] that is valid now"
    cure = "let somebody tag it whose key the previous release knows; a new key needs a release of its own"
    return (Finding("", 0, "signed by a stranger", what, "high", key=tag.name, cure=cure),)


def contradicting(
    paths: Iterable[Path], version: str, checkout: Checkout, read: Callable[[Path], Record]
) -> Iterator[Finding]:
    """The records at *paths*, as *read* finds them, by which *version* went live with other content.

    Raises:
        CannotMeasure: one cannot be read.
    """
    for path in paths:
        record = read(path)
        subject = record.subject
        is_live = record.verdict != "NO-GO" and not LIVE.isdisjoint(record.phases)
        if subject.version != version or not is_live or subject.digest == checkout.digest():
            continue
        what = f"{path.name}: {version} went live as {subject.commit[:7]}, with other content than {checkout.head[:7]}"
        cure = "one version is one content: raise the version"
        yield Finding("", 0, "another content", what, "high", key=path.name, cure=cure)


def records_gone(repository: Repository) -> list[tuple[str, Callable[[], Record]]]:
    """Names and readers of records that somebody deleted or overwrote in the project's folder for them."""
    from pytest_golive.signing.proving.proofs import gone
    from pytest_golive.signing.record import record_in

    if repository.head is None:
        return []
    changed = repository.changed_tracked()
    versions = {
        data: path for path, _, data in gone(repository, (f"{RECORDS}/",), None, changed) if path.endswith(".json")
    }
    return [(name, partial(record_in, data, name)) for data, path in versions.items() for name in [Path(path).name]]


def records(root: Path, given: Iterable[str], receipts: str = "") -> list[Path]:
    """The records that a run was given, and those in the project's folder for them; *receipts* in there are none.

    Raises:
        CannotMeasure: there are too many.
    """
    folder = root / RECORDS
    others = [root / one for one in (receipts, REHEARSALS, ROLLED_BACK) if one]
    files = (path for path in folder.glob("**/*.json") if not any(map(path.is_relative_to, others)))
    found = sorted(files)[: MOST + 1] if folder.is_dir() else []
    if len(found) > MOST:
        raise CannotMeasure(f"{RECORDS}/ holds more than {MOST:,} records", "move those of old releases elsewhere")
    return list(dict.fromkeys([*(Path(name).absolute() for name in given), *found]))
