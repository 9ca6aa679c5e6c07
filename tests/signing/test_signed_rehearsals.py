"""Rehearsals of a rollback are signed as other records are, and a forged one is refused."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from functools import partial

import pytest

from pytest_golive.commands.opening import opened_run
from pytest_golive.delivery.rollback.recorded import NAMESPACE, rehearsal_in, write_rehearsal
from pytest_golive.delivery.rollback.rehearsals import STAGES, Rehearsal, Stage
from pytest_golive.delivery.rollback.rehearsed import Rehearsed
from pytest_golive.errors import CannotMeasure
from pytest_golive.signing import record
from pytest_golive.signing.proving.openssh import sign
from pytest_golive.targets.returning.proving import proven

pytestmark = pytest.mark.security
TARGETS = (
    '[tool.golive.targets.staging]\nurl = "http://127.0.0.1:1"\n'
    '[tool.golive.targets.prod]\nurl = "http://127.0.0.2:1"\nproduction = true\n'
)
RECORDERS = '[tool.golive.signing]\nrecorders = ["ann"]\n{more}'
UNSIGNED, NOBODY = "it is unsigned", "it is not signed by anybody who may sign records"
NOW = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)
MADE = Rehearsal(
    "sha256:" + "0" * 64, "2.0.0", "c" * 40, "v1.0.0", "staging", {"rollback.command": "sha256:" + "1" * 64}, NOW, NOW,
    "ann@build-1", [Stage(name, "passed", 1.0) for name in STAGES],
)  # fmt: skip


@pytest.fixture
def judged(shop, monkeypatch):
    """What is wrong with a rehearsal, signed by *key* for *purpose*, and who is taken for its signer."""
    monkeypatch.chdir(shop.path)

    def judge(key="", *, target="prod", purpose=NAMESPACE, forge=None, more=""):
        shop.rules = TARGETS + RECORDERS.format(more=more)
        shop.settle()
        shop.commit()
        signing = (lambda words: sign(words, shop.pairs / key, purpose)) if key else None
        path = write_rehearsal(shop.path, MADE, signing)
        found = rehearsal_in(path.read_bytes(), path.name)
        if forge is not None:
            forged = write_rehearsal(shop.path, replace(MADE, **forge))
            found = replace(rehearsal_in(forged.read_bytes(), path.name), signature=found.signature)
        with opened_run(target, ()) as run:
            result = proven(run, Rehearsed((), found, path.name, 1))
        return [fault.message for fault in result.faults], result.signer

    return judge


def test_one_who_may_sign_records_has_signed_it(judged):
    assert judged("ann") == ([], "ann")


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ({}, UNSIGNED),
        ({"key": "bob"}, NOBODY),
        ({"key": "robot"}, NOBODY),
        ({"key": "ann", "purpose": record.NAMESPACE}, NOBODY),
        ({"key": "ann", "forge": {"release": "sha256:" + "2" * 64}}, NOBODY),
        ({"key": "ann", "forge": {"ended": NOW + dt.timedelta(days=1)}}, NOBODY),
        ({"key": "bob", "target": "staging"}, NOBODY),
        ({"target": "staging", "more": "signed_records = true\n"}, UNSIGNED),
    ],
    ids=[
        "unsigned",
        "no recorder",
        "a stranger",
        "of a record",
        "of another release",
        "of a later day",
        "staging",
        "all",
    ],
)
def test_what_nobody_vouches_for_is_refused(judged, given, what):
    assert judged(**given) == ([what], "")


@pytest.mark.parametrize(
    "given", [{"target": "staging"}, {"more": "signed_records = false\n"}], ids=["staging", "not wanted"]
)
def test_a_signature_that_nobody_demands(judged, given):
    assert judged(**given) == ([], "")


def test_nobody_can_sign_where_nobody_has_a_key(shop, judged):
    shop.people = []
    shop.settle()
    shop.commit()
    shop.git("tag", "--force", "-m", "v1.0.0", "v1.0.0", "HEAD")
    shop.work()
    rules = partial(RECORDERS.replace('recorders = ["ann"]', "{more}").format, more="")
    shop.rules = TARGETS + rules()
    shop.settle()
    shop.commit()
    with opened_run("prod", ()) as run:
        assert proven(run, Rehearsed((), MADE, "x.json", 1)).faults == ()


@pytest.mark.parametrize("change", [{"target": "prod"}, {"ended": "2026-11-28T12:00:00+00:00"}, {"digest": "sha256:0"}])
def test_one_that_was_edited_is_no_rehearsal(tmp_path, change):
    path = write_rehearsal(tmp_path, MADE)
    table = json.loads(path.read_bytes()) | change
    with pytest.raises(CannotMeasure, match="it was edited: its digest does not match its fields"):
        rehearsal_in(json.dumps(table).encode(), path.name)
