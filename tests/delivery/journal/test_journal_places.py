"""What a journal is about, and where it lies."""

from __future__ import annotations

import pytest

from pytest_golive.delivery.journal.entries import Event, Result
from pytest_golive.delivery.journal.holding import is_held
from pytest_golive.delivery.journal.places import journal_of
from pytest_golive.delivery.journal.reading import NoJournal, OfAnother, read
from pytest_golive.errors import CannotMeasure

STEP = "deployment::deployed"


def test_what_the_journal_writes_itself_nobody_else_writes(opened):
    with opened() as journal:
        with pytest.raises(ValueError, match="was not begun"):
            journal.end(STEP, Result.PASSED)
        with pytest.raises(ValueError, match="is written by opened, begin or end"):
            journal.tell(Event.STEP_ENDED, STEP, Result.PASSED)
    with pytest.raises(CannotMeasure, match="is closed; open it again"):
        journal.begin(STEP)


def test_a_journal_is_about_one_target(deployed, opened, path):
    with pytest.raises(OfAnother, match=r"is about the target 'prod', not 'staging'; .* let \{target\} be in it, so"):
        opened(target="staging")
    with pytest.raises(OfAnother, match=r"is about the target 'prod', not 'staging'"):
        read(path, "staging")
    assert read(path, "prod").target == read(path).target == "prod"


def test_there_is_none_before_the_first_deployment(path):
    assert not is_held(path)
    with pytest.raises(NoJournal, match=r"there is no journal .*; the first deployment that is executed begins it"):
        read(path)


def test_where_it_lies(tmp_path):
    where = {"root": tmp_path / "shop", "common": tmp_path / "shop" / ".git"}
    assert journal_of("prod", **where) == tmp_path / "shop/.git/golive/journal/prod.jsonl"
    assert journal_of("prod", **where, setting="log/{target}.jsonl") == tmp_path / "shop/log/prod.jsonl"
    assert journal_of("prod", **where, setting="/var/log/{target}.jsonl").as_posix() == "/var/log/prod.jsonl"
    folder = tmp_path / "shop/.git/golive/journal"
    assert {journal_of(name, **where).parent for name in ("../../x", "..", ".", "a/b", "a\\b", "é")} == {folder}
    assert len({journal_of(name, **where) for name in ("../../x", "..", ".", "a/b", "a%2Fb", "é")}) == 6
