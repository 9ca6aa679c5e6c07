"""A release before this one, what is recorded and signed about it, and the next one, which is about to go out."""

from __future__ import annotations

from people_of_the_shop import ago

from pytest_golive.cli import main
from pytest_golive.collecting.entries import built_in_entries
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.rows.signers import signed_gates
from pytest_golive.signing.content import digest_of
from pytest_golive.signing.glass.glass import SETTLED
from pytest_golive.signing.record import Record, RecordedRow, Subject

BEFORE = "v1.1.0"
TERMS = {entry.id.removeprefix("golive/"): entry.term for entry in built_in_entries() if entry.term}
SIGNED = [row for row in TERMS if row in signed_gates()]
MEASURED = [row for row in TERMS if row not in signed_gates() and row != SETTLED]


def rows_that(outcome, *names):
    """Rows of a record."""
    return tuple(RecordedRow(id=name, title=name, outcome=outcome, message=f"it {outcome}") for name in names)


class Releases:
    """The shop, of which v1.1.0 was released, and to which something was added since."""

    def __init__(self, shop, git, signers):
        self._shop, self._git, self._signers = shop, git, signers

    def release(self, tag=BEFORE):
        """Release what is there, and go on."""
        self._shop.commit()
        self._git(self._shop.path, "tag", tag)
        self._shop.write("src/shop/sell.py", f'def sell():\n    return "after {tag}"\n')
        self._shop.commit()
        return self

    def record(self, rows=(), *, deployed="", name="1.1.0", sign=None, release=BEFORE, **said):
        """Write a record of the release before, or of another one, and commit it."""
        repository = Repository.open(self._shop.path)
        commit = repository.commit(release)
        subject = {
            "digest": digest_of(repository, commit),
            "commit": commit,
            "version": "1.1.0",
            "roots": repository.git("rev-list", "--max-parents=0", "HEAD").decode().split(),
        }
        subject |= said.pop("subject", {})
        moment = deployed or ago(days=40)
        fields = {"phases": ("post_deploy",), "settings": "s", "started": moment, "ended": moment, "verdict": "NO-GO"}
        moments = {} if moment == "none" else {"deployed": moment.replace("Z", "+00:00")}
        fields |= {"ended": "2026-01-01T00:00:00+00:00"} if moment == "none" else {}
        made = Record(subject=Subject(**subject), rows=tuple(rows), **{**fields, **moments, **said}).sealed(sign)
        self._shop.write(f"golive-records/{name}.json", made.text)
        self._shop.commit()

    def sign(self, rows, by="ann", *options):
        """Sign rows of the release before, where it is checked out, and merge that."""
        git, path = self._git, self._shop.path
        git(path, "checkout", "-q", "-B", "signed", BEFORE)
        assert main(["sign", *rows, "--by", by, *options]) == 0
        self._signers.commit(by)
        git(path, "checkout", "-q", "-")
        git(path, "merge", "-q", "--no-edit", "signed")
