"""``golive sign`` and ``golive record`` in a real project: signatures count, and the record contains them."""

from __future__ import annotations

import json
import re
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
    assert "13 rows for people; who may sign: this release itself" in said
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
    files = (
        "--golive-record=pre.json",
        f"--golive-key={key}",
        "--golive-checklist-out=out.md",
        "--golive-sarif=a.sarif",
    )
    result = going.phase("-q", *files)
    assert result.ret == 0, result.stdout.str()
    told = ["ticked document: out.md", "findings as SARIF: a.sarif", "record: pre.json, signed by ann"]
    written = [line.partition(", of commit ") for line in result.outlines]
    assert [line for line, *_ in written if line in told] == told
    (of,) = (commit for line, _, commit in written if line == told[-1])  # the signature is in a commit of its own
    (tally,) = (
        line.partition("; commit ")[0].removeprefix("GO  ") for line in result.outlines if line.startswith("GO  ")
    )
    (going.path / "out.md").unlink()
    record = read_record(going.path / "pre.json")
    (review,) = [row for row in record.rows if row.id == "checklist::review"]
    assert (review.outcome, review.signatures[0].by, review.signatures[0].trust) == ("signed", "ann", "proven")
    assert list(record.documents) == ["docs/GO_LIVE.md"]
    assert {row.id for row in record.rows} >= {"code_quality::files_within_limit", "checklist::support"}
    status, said = command("record", "verify", str(going.path / "pre.json"))
    assert status == 0
    assert said.startswith(f"GO  pre_deploy of commit {record.subject.commit[:10]}, version 1.2.0")
    assert f"\n  rows: {tally}\n" in said
    assert tally.startswith("2 passed, 2 signed, ")
    assert "signed by ann, whose key is that of this release itself" in said
    assert of == f"{record.subject.commit[:10]}, the first with this content"
    assert f"; {record.subject.commit[:10]} is the first commit with this content)" in said
    assert "\n  in force: " in said
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
    with (going.path / "docs/GO_LIVE.md").open("a") as document:
        document.write("\n☐ lost\n")
    assert "fault    docs/GO_LIVE.md:" in (listed := command("sign", "--list")[1])
    assert "'☐ lost' looks like a task, but Markdown does not read it as one" in listed


def test_a_row_that_was_deleted_after_the_record(going, command, key):
    for row in ("review", "support"):
        assert command("sign", row, "--by", "ann", "--key", str(key))[0] == 0
    going.commit()
    assert going.phase("--golive-record=pre.json", f"--golive-key={key}").ret == 0
    document = going.path / "docs/GO_LIVE.md"
    document.write_text(document.read_text().replace("- [ ] Support knows <!-- golive: sign id=support -->\n", ""))
    result = going.phase("--golive-after=pre.json")
    result.stdout.fnmatch_lines(["*docs/GO_LIVE.md differs from the commit, so no record is about what is here*"])
    going.commit()
    result = going.phase("--golive-after=pre.json")
    result.stdout.fnmatch_lines(["*checklist has changed since: docs/GO_LIVE.md*"])
    assert result.ret == 1


def test_a_row_that_is_deselected_is_recorded_as_such(going, command, key):
    status, said = command("sign", "review", "support", "review", "--by", "ann", "--key", str(key))
    assert (status, said.count("ann approves review; commit it"), said.count("\n")) == (0, 1, 2)
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
        1, f"golive: {id_} is by ann, and nobody else can revoke it; reject the row: --reject\n"
    )  # fmt: skip
    status, said = command("sign", "--revoke", id_, "--key", str(key))
    assert (status, said.endswith(f"ann takes {id_} (review) back; commit it\n")) == (0, True)
    assert "does not count: revoked" in command("sign", "--list")[1]
    assert (
        command("sign", "--revoke", id_)[1]
        == f"golive: {id_} was taken back already; sign anew, if that was a mistake\n"
    )
    assert command("sign", "--revoke", "so-none")[1].startswith("golive: there is no signature 'so-none'; ")


def test_an_approval_of_a_row_that_somebody_else_rejects_says_so(going, command, key):
    command("sign", "support", "--by", "bob", "--reject")
    going.commit()
    said = command("sign", "support", "--by", "ann", "--key", str(key))[1]
    assert re.search(r"commit it; it is still rejected by bob: golive sign --revoke so-\w+ takes that back\n$", said)


def test_a_rejection_blocks(going, command, key):
    command("sign", "review", "--by", "ann", "--key", str(key))
    command("sign", "support", "--by", "ann", "--key", str(key), "--reject", "--note", "the team is away")
    result = going.phase()
    cure = "*ann must answer: golive sign support --by ann approves it, golive sign --revoke so-* takes*"
    result.stdout.fnmatch_lines(["*ann rejects it: the team is away*", cure])
    assert result.ret == 1
    document = (going.path / "docs/GO_LIVE.md").read_text()
    going.write("docs/GO_LIVE.md", document.replace("sign id=support", "no-check"))
    going.commit()
    command("sign", "review", "--by", "ann", "--key", str(key), "--note", "anew")
    result = going.phase()
    gone = "*support was rejected, and people do not sign such a row now: ann rejects it: the team is away; restore it*"
    result.stdout.fnmatch_lines([gone])
    assert result.ret == 1


def test_the_published_schema_is_current(capsys):
    assert main(["record", "schema"]) == 0
    published = json.loads((Path(__file__).parents[2] / "docs/record.schema.json").read_text())
    printed = json.loads(capsys.readouterr().out)
    assert plain(published) == plain(printed), "golive record schema > docs/record.schema.json"


def plain(schema):
    """Without words that only pydantic from 2.11 on writes, and without defaults."""
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
