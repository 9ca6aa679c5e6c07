"""Records are read back as they were written; every change in between is reported."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from pytest_golive.errors import CannotMeasure
from pytest_golive.judging.verdict import Outcome
from pytest_golive.signing.chain import Now, reasons_against
from pytest_golive.signing.record import BLOCKING, Record, RecordedRow, read_record

CONTENT, OTHER = "sha256:" + "0a" * 32, "sha256:" + "0b" * 32


def made(**changes):
    fields = {
        "subject": {"digest": CONTENT, "commit": "1a2b3c4d5e6f", "version": "2.0.0", "roots": ["f00"]},
        "phases": ["pre_deploy"],
        "settings": OTHER,
        "documents": {"GO.md": CONTENT},
        "tools": {"pytest": "9.2.0"},
        "started": "2026-11-26T10:00:00+00:00",
        "ended": "2026-11-26T10:05:00+00:00",
        "rows": [
            {"id": "a::b", "title": "A", "outcome": "passed", "evidence": [{"name": "n", "value": 1.5, "ok": True}]},
            {"id": "a::c", "title": "C", "outcome": "not applicable", "message": "ünß"},
        ],
        "verdict": "GO",
    }
    return Record.model_validate(fields | changes).sealed()


@pytest.fixture
def reading(tmp_path):
    def of(data):
        file = tmp_path / "record.json"
        file.write_bytes(data.encode() if isinstance(data, str) else data)
        return read_record(file)

    return of


def test_a_record_is_read_as_it_was_written(reading):
    record = made()
    assert reading(record.text) == record


@pytest.mark.security
def test_one_byte_is_noticed_wherever_it_is(reading):
    text = made().text
    for edit in (("2.0.0", "2.0.1"), ('"passed"', '"known"'), ("1.5", "1.6"), ("10:05", "10:06"), ("9.2.0", "9.2.1")):
        assert edit[0] in text
        with pytest.raises(CannotMeasure, match=r"record\.json was edited: its digest does not match its fields"):
            reading(text.replace(*edit))


@pytest.mark.security
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"verdict": "GO"', '"verdict":  "GO"'),
        ('"verdict": "GO"', '"verdict": "NO-GO",\n  "verdict": "GO"'),
        ("2.0.0", "\\u0032.0.0"),
        ("{", " {"),
    ],
)
def test_what_changes_no_word_is_noticed_too(reading, old, new):
    text = made().text
    assert old in text
    with pytest.raises(CannotMeasure, match=r"record\.json was edited: it is not spelled as it was written"):
        reading(text.replace(old, new, 1))


def test_records_of_older_versions_without_what_is_in_force_keep_their_digests(reading):
    assert "in_force" not in made().text
    assert reading(made().text).in_force is None
    assert reading(made(in_force=["max_lines: 200 → 300"]).text).in_force == ("max_lines: 200 → 300",)
    with pytest.raises(CannotMeasure, match="was edited: its digest does not match"):
        reading(made(in_force=["x"]).text.replace('"x"', '"y"'))


def test_the_moment_of_the_deployment_is_in_records_that_know_it(reading):
    moment = "2026-11-26T09:00:00+00:00"
    assert "deployed" not in made().text
    assert reading(made().text).deployed is None
    assert reading(made(deployed=moment).text).deployed == moment
    with pytest.raises(CannotMeasure, match="was edited: its digest does not match"):
        reading(made(deployed=moment).text.replace(moment, "2026-11-26T08:00:00+00:00"))
    for said in ("yesterday", "2026-11-26T09:00:00", "2026-11-26T09:00:00+01:00"):
        with pytest.raises(ValidationError, match="deployed"):
            made(deployed=said)


def test_a_checkout_may_end_lines_as_windows_does(reading):
    record = made()
    assert reading(record.text.replace("\n", "\r\n").encode()) == record


@pytest.mark.security
def test_a_forged_verdict_contradicts_its_rows_even_with_a_new_digest(reading):
    rows = [{"id": "a::b", "title": "A", "outcome": "failed"}]
    with pytest.raises(CannotMeasure, match="contradicts itself: it says GO, but a::b stands in the way"):
        reading(made(rows=rows).text)
    with pytest.raises(CannotMeasure, match="contradicts itself: it says GO, but a fault stands in the way"):
        reading(made(faults=["worker crashed"]).text)
    with pytest.raises(CannotMeasure, match="contradicts itself: it says GO, but nothing in it was verified"):
        reading(made(rows=[]).text)


def test_what_is_no_record_is_told(reading, tmp_path):
    text = made().text
    for data, said in (
        (text[: len(text) // 2], "is not JSON, or was cut off"),
        (b"\xff\xfe\x00", "is not JSON, or was cut off"),
        ("[" * 100_000, "is not JSON, or was cut off"),
        ("[]", "has the schema None, but this version reads 1"),
        (json.dumps({"schema_version": 0}), "has the schema 0, but this version reads 1"),
        (json.dumps({"schema_version": 1}), "is not valid: subject: Field required"),
        (json.dumps(json.loads(text) | {"more": 1}), "is not valid: more: Extra inputs are not permitted"),
        (
            json.dumps(json.loads(text) | {"verdict": "MAYBE"}),
            "is not valid: verdict: Input should be 'GO', 'NO-GO' or 'BREAK-GLASS'",
        ),
    ):
        with pytest.raises(CannotMeasure, match=said):
            reading(data)
    with pytest.raises(CannotMeasure, match=r"none\.json cannot be read: No such file.*--golive-record=FILE"):
        read_record(tmp_path / "none.json")


def test_a_record_that_is_too_large_is_not_read(reading, monkeypatch):
    text = made().text
    monkeypatch.setattr("pytest_golive.signing.record.MOST_BYTES", len(text.encode()))
    assert reading(text).verdict == "GO"
    with pytest.raises(CannotMeasure, match=r"is larger than \d+ MiB; write it again"):
        reading(text + " ")


def now(**changes):
    fields = {
        "digest": CONTENT,
        "roots": ("f00",),
        "settings": OTHER,
        "documents": {"GO.md": CONTENT},
        "due": ["a::b", "a::c"],
        "needs_signature": False,
    }
    return Now(**(fields | changes))


def test_a_record_of_this_release_opens_the_next_phase():
    assert list(reasons_against(made(), "pre_deploy", now(), is_signed=False)) == []
    assert list(reasons_against(made(), "pre_deploy", now(needs_signature=True), is_signed=True)) == []


@pytest.mark.security
@pytest.mark.parametrize(
    ("record", "today", "why"),
    [
        ({}, {"production": True, "target": "live"}, "it is not about production"),
        ({"production": True}, {"production": False}, "it is about production"),
        ({"target": "staging"}, {"production": False, "target": "test"}, "it is about the target staging, not test"),
        ({"phases": ["smoke"]}, {}, "it covers smoke, not pre_deploy"),
        ({}, {"roots": ("bad",)}, "it belongs to another repository"),
        ({}, {"digest": OTHER}, "it covers other content (commit 1a2b3c4d5e), which has changed since"),
        ({}, {"settings": CONTENT}, "the settings have changed since"),
        ({}, {"documents": {"GO.md": OTHER}}, "the checklist has changed since: GO.md"),
        ({}, {"documents": {}}, "the checklist has changed since: GO.md"),
        (
            {},
            {"due": ["a::b", "x::1", "x::2", "x::3", "x::4"]},
            "it lacks rows that are due: x::1, x::2, x::3 and 1",
        ),
        ({"verdict": "NO-GO"}, {}, "it says NO-GO"),
        ({}, {"needs_signature": True}, "it is unsigned"),
    ],
)
def test_what_speaks_against_a_record(record, today, why):
    (reason,) = reasons_against(made(**record), "pre_deploy", now(**today), is_signed=False)
    assert reason.startswith(why)


@pytest.mark.security
def test_a_signature_of_somebody_else_is_none():
    signed = made().model_copy(update={"signature": "-----BEGIN SSH SIGNATURE-----"})
    (reason,) = reasons_against(signed, "pre_deploy", now(needs_signature=True), is_signed=False)
    assert reason == "it is not signed by anybody who may sign records"


def test_a_record_knows_the_outcomes_of_a_verdict_and_which_of_them_block():
    known = RecordedRow.model_json_schema()["properties"]["outcome"]["enum"]
    assert set(known) == {str(outcome) for outcome in Outcome}
    assert set(BLOCKING) == {str(outcome) for outcome in Outcome if outcome.blocks}
