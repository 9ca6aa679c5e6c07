"""``golive sign`` and ``golive record`` in a real project: what is written counts, and comes into the record."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema

from pytest_golive.cli import main
from pytest_golive.signing.record import read_record


def test_from_missing_to_signed_to_go(going, command, key, git):
    assert going.phase().ret == 1
    status, said = command("sign", "--list")
    assert status == 0
    assert "MISSING  review  The security review is done (docs/GO_LIVE.md:7)" in said
    assert "needs 1 person who is manager; may sign: ann" in said
    assert "2 row(s) for people; who may sign: this release itself" in said
    status, said = command(
        "sign",
        "review",
        "--by",
        "ann",
        "--role",
        "manager",
        "--evidence",
        "https://ci.shop.example/7",
        "--key",
        str(key),
    )
    assert status == 0, said
    assert said.endswith("ann approves review; commit it\n")
    assert command("sign", "support", "--by", "ann@shop.example", "--key", str(key))[0] == 0
    listed = command("sign", "--list")[1]
    assert "signed   review" in listed
    assert "signed by ann as manager on " in listed
    going.commit()
    result = going.phase("--golive-record=pre.json", f"--golive-key={key}")
    assert result.ret == 0, result.stdout.str()
    record = read_record(going.path / "pre.json")
    (review,) = [row for row in record.rows if row.id == "checklist::review"]
    assert (review.outcome, review.signatures[0].by, review.signatures[0].trust) == ("signed", "ann", "proven")
    assert list(record.documents) == ["docs/GO_LIVE.md"]
    assert {row.id for row in record.rows} >= {"code_quality::files_within_limit", "checklist::support"}
    status, said = command("record", "verify", str(going.path / "pre.json"))
    assert status == 0
    assert said.startswith(f"GO  pre_deploy of commit {record.subject.commit[:10]}, version 1.2.0")
    assert "signed by ann, whose key is that of this release itself" in said
    assert "it is about what is checked out here" in said
    schema = json.loads((Path(__file__).parents[2] / "docs/record.schema.json").read_text())
    jsonschema.Draft202012Validator(schema).validate(json.loads((going.path / "pre.json").read_text()))
    # Ticked in place, and that committed, it is the same release.
    assert going.phase("--golive-checklist-out=docs/GO_LIVE.md").ret == 0
    assert "- [x] Support knows" in (going.path / "docs/GO_LIVE.md").read_text()
    assert going.phase("--golive-after=pre.json").ret == 0
    going.commit()
    result = going.phase("--golive-after=pre.json", "--golive-record=again.json")
    assert result.ret == 0, result.stdout.str()
    assert read_record(going.path / "again.json").subject == record.subject


def test_a_row_that_was_deleted_after_the_record(going, command, key):
    for row in ("review", "support"):
        assert command("sign", row, "--by", "ann", "--key", str(key))[0] == 0
    going.commit()
    assert going.phase("--golive-record=pre.json", f"--golive-key={key}").ret == 0
    document = going.path / "docs/GO_LIVE.md"
    document.write_text(document.read_text().replace("- [ ] Support knows <!-- golive: sign id=support -->\n", ""))
    result = going.phase("--golive-after=pre.json")
    result.stdout.fnmatch_lines(["*docs/GO_LIVE.md differ from the commit, so no record is about what is here*"])
    going.commit()
    result = going.phase("--golive-after=pre.json")
    result.stdout.fnmatch_lines(["*the checklist has changed since: docs/GO_LIVE.md*"])
    assert result.ret == 1


def test_a_row_that_is_deselected_is_recorded_as_such(going, command, key):
    for row in ("review", "support"):
        assert command("sign", row, "--by", "ann", "--key", str(key))[0] == 0
    going.commit()
    assert going.phase("--golive-record=pre.json", "-k", "not review").ret == 1
    record = read_record(going.path / "pre.json")
    assert record.verdict == "NO-GO"
    assert {row.outcome for row in record.rows if row.id == "checklist::review"} == {"not run"}


def test_a_signature_is_taken_back_by_who_gave_it(going, command, key):
    command("sign", "review", "--by", "ann", "--key", str(key))
    listed = command("sign", "--list")[1]
    (file,) = (going.path / "golive-signoffs").iterdir()
    id_ = next(line for line in file.read_text().splitlines() if line.startswith("id = "))[6:-1]
    assert "signed   review" in listed
    assert command("sign", "--revoke", id_, "--by", "bob") == (
        1, f"golive: {id_} is by ann, and nobody else takes it back; reject the row: --reject\n"
    )  # fmt: skip
    status, said = command("sign", "--revoke", id_, "--key", str(key))
    assert (status, said.endswith(f"ann takes {id_} (review) back; commit it\n")) == (0, True)
    assert "does not count: revoked" in command("sign", "--list")[1]
    assert (
        command("sign", "--revoke", id_)[1]
        == f"golive: {id_} was taken back already; sign anew, if that was a mistake\n"
    )
    assert command("sign", "--revoke", "so-none")[1].startswith("golive: there is no signature 'so-none'; ")


def test_a_rejection_blocks(going, command, key):
    command("sign", "review", "--by", "ann", "--key", str(key))
    command("sign", "support", "--by", "ann", "--key", str(key), "--reject", "--note", "the team is away")
    result = going.phase()
    result.stdout.fnmatch_lines(["*ann rejects it: the team is away*"])
    assert result.ret == 1


def test_the_published_schema_is_current(capsys):
    assert main(["record", "schema"]) == 0
    published = json.loads((Path(__file__).parents[2] / "docs/record.schema.json").read_text())
    printed = json.loads(capsys.readouterr().out)
    assert plain(published) == plain(printed), "golive record schema > docs/record.schema.json"


def plain(schema):
    """Without what pydantic spells out since 2.11 and what goes without saying."""
    if isinstance(schema, list):
        return [plain(part) for part in schema]
    if isinstance(schema, dict):
        return {key: plain(part) for key, part in schema.items() if (key, part) != ("additionalProperties", True)}
    return schema


def test_the_schema_refuses_what_we_refuse(going, command):
    assert going.phase("--golive-record=pre.json").ret == 1
    schema = json.loads((Path(__file__).parents[2] / "docs/record.schema.json").read_text())
    validator = jsonschema.Draft202012Validator(schema)
    record = json.loads((going.path / "pre.json").read_text())
    validator.validate(record)
    for change in ({"colour": "red"}, {"verdict": "MAYBE"}, {"schema_version": 2}, {"rows": None}, {"subject": {}}):
        assert not validator.is_valid(record | change)
