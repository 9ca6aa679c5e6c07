"""golive journal: a table and JSON of what was done, where it stopped, and how to go on."""

from __future__ import annotations

import json
import zlib

import pytest
from journalled import BACKUP, DEPLOYED, NEW, OLD, SETTINGS, deploy, golive, path, shop, words

from pytest_golive.delivery.journal.entries import Event, Release, Result
from pytest_golive.delivery.journal.lines import CRC_LENGTH
from pytest_golive.delivery.journal.writing import Journal

__all__ = ["path", "shop"]


def test_a_deployment_that_ended_well(path, capsys):
    deploy(path, OLD, Result.PASSED, Result.PASSED, ended=Result.PASSED)
    status, out, err = golive(capsys)
    lines = out.splitlines()
    assert (status, err) == (0, "")
    assert lines[0] == f"prod: {path}, 7 lines, all verified"
    assert words(lines[2]) == ["release", "step", "began", "(UTC)", "took", "result", "who"]
    assert [words(line)[:2] + words(line)[6:] for line in lines[3:5]] == [
        ["1.4.1", step, "passed", "ann@build-1", "4711"] for step in (BACKUP, DEPLOYED)
    ]
    assert lines[-1] == "1.4.1: the run ended: passed"


def test_where_it_stopped_and_how_to_go_on(path, capsys):
    deploy(path, OLD, Result.PASSED, Result.PASSED, ended=Result.PASSED)
    deploy(path, NEW, Result.PASSED, None)
    _, out, _ = golive(capsys)
    assert "never ended" in out
    stopped, look, go_on, back, *_ = out.splitlines()[-6:]
    assert stopped.startswith(f"1.4.2 stopped in {DEPLOYED}, which began at 2")
    assert stopped.endswith("UTC, and nobody wrote down how it ended")
    assert look == "look at the target first; then go on, which repeats no finished step, or roll back:"
    assert go_on == "  pytest -m deploy --target=prod --golive-execute --golive-allow=deploy --golive-confirm=1.4.2"
    assert back == "  golive rollback --target=prod"


@pytest.mark.parametrize(
    ("result", "said"), [(Result.FAILED, "failed at 2"), (Result.INTERRUPTED, "was interrupted at 2")]
)
def test_a_step_that_failed_or_was_interrupted(path, capsys, result, said):
    deploy(path, NEW, Result.PASSED, result, ended=Result.FAILED)
    _, out, _ = golive(capsys)
    assert f"1.4.2 stopped in {DEPLOYED}, which {said}" in out
    assert "1.4.2: the run ended: failed" in out
    assert "golive rollback" in out


def test_a_rollback_is_told_and_nothing_is_left_to_do(path, capsys):
    with Journal.opened(path, "prod", NEW) as journal:
        journal.begin(DEPLOYED)
        journal.end(DEPLOYED, Result.PASSED)
        journal.tell(Event.TRIGGER_FIRED, evidence={"trigger": "error_rate", "value": 6.1})
        journal.tell(Event.ROLLED_BACK, result=Result.PASSED, evidence={"to": "1.4.1"})
    _, out, _ = golive(capsys)
    assert "trigger fired: trigger error_rate, value 6.1" in out
    assert "rolled back: to 1.4.1" in out
    assert out.splitlines()[-1].startswith("1.4.2: the release was rolled back at 2")


def test_a_run_that_is_under_way(path, capsys):
    deploy(path, OLD, Result.PASSED, Result.PASSED, ended=Result.PASSED)
    with Journal.opened(path, "prod", NEW, "bob@laptop 9") as journal:
        journal.begin(DEPLOYED)
        _, out, _ = golive(capsys)
        found = json.loads(golive(capsys, "--json")[1])
        journal.end(DEPLOYED, Result.PASSED)
    assert "running" in out
    assert "1.4.2: bob@laptop 9 is deploying since 2" in out
    assert out.splitlines()[-1].startswith(f"now in {DEPLOYED}, since ")
    assert "s last time" in out.splitlines()[-1]
    assert (found["is_running"], found["steps"][0]["standing"]) == (True, "interrupted")


def test_all_of_it_as_json(path, capsys):
    deploy(path, OLD, Result.PASSED, Result.PASSED, ended=Result.PASSED)
    deploy(path, NEW, Result.PASSED, Result.ERROR)
    status, out, _ = golive(capsys, "--json")
    found = json.loads(out)
    assert (status, found["target"], found["path"], found["is_running"]) == (0, "prod", str(path), False)
    assert found["release"] == {"digest": "sha256:b", "version": "1.4.2", "commit": "b" * 40}
    assert [(one["step"], one["standing"], one["holds"]) for one in found["steps"]] == [
        (BACKUP, "finished", True), (DEPLOYED, "failed", False)]  # fmt: skip
    assert [one["number"] for one in found["entries"]] == list(range(1, 13))
    assert found["head"] == found["entries"][-1]["hash"]
    assert out.isascii()


def test_a_torn_line_is_told_and_nothing_is_written(path, capsys):
    deploy(path, NEW, Result.PASSED, None)
    for torn, said in (
        (b'{"golive":"jour', "line 6 is torn, 15 bytes: a run was killed"),
        (b"", "line 5 lacks its end"),
    ):
        content = path.read_bytes().rstrip(b"\n") + (b"\n" + torn if torn else b"")
        path.write_bytes(content)
        status, out, _ = golive(capsys)
        assert status == 0
        assert said in out
        assert path.read_bytes() == content
        path.write_bytes(content.removesuffix(torn))
    assert [one.name for one in path.parent.iterdir()] == ["prod.jsonl"]


def test_damage_names_the_line_and_what_to_do(path, capsys):
    deploy(path, NEW, Result.PASSED, Result.PASSED)
    path.write_bytes(path.read_bytes().replace(b'"passed"', b'"failed"', 1))
    status, out, err = golive(capsys)
    assert (status, out) == (1, "")
    assert f"the journal {path} is damaged in line 4: its checksum is wrong" in err
    assert f"(mv {path} {path}.damaged)" in err


def test_control_characters_never_reach_the_terminal(path, capsys):
    bad = "\x1b[2J\x9b\x07\r\u202e::error::"
    release = Release(f"sha256:c{bad}", f"1{bad}", bad)
    with Journal.opened(path, "prod", release, f"eve{bad}@x 1") as journal:
        journal.tell(Event.NOTED, bad, evidence={bad: bad})
        journal.begin(bad)
    for args in ((), ("--json",)):
        _, out, err = golive(capsys, *args)
        assert all(char.isprintable() or char == "\n" for char in out + err)
    path.write_bytes(bad.encode())
    other = path.with_name("x\x1b[2J.jsonl")
    other.write_bytes(b"\x1b[2J")
    for args in ((), (other,)):
        status, out, err = golive(capsys, *args)
        assert status == 1
        assert all(char.isprintable() or char == "\n" for char in out + err)


def test_a_file_that_lies_elsewhere(path, capsys, tmp_path, monkeypatch):
    deploy(path, NEW, Result.PASSED, None)
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes(path.read_bytes())
    monkeypatch.chdir("/")
    status, out, _ = golive(capsys, copy)
    assert status == 0
    assert out.startswith("prod: ")
    assert out.splitlines()[-4] == "  pytest -m deploy --target=prod --golive-execute"


def test_the_journal_of_another_target_is_not_shown_as_this_ones(path, capsys):
    deploy(path, NEW, Result.PASSED)
    path.rename(path.with_name("staging.jsonl"))
    for args in ((), ("--json",)):
        status, out, err = golive(capsys, "--target=staging", *args)
        assert (status, out) == (1, "")
        assert "staging.jsonl is about the target 'prod', not 'staging'" in err


def test_there_is_none(path, shop, capsys):
    status, _, err = golive(capsys)
    assert status == 1
    assert f"there is no journal of prod: {path}; the first deployment that is executed begins it" in err
    deploy(path, NEW)
    status, _, err = golive(capsys, "--target=staging")
    assert status == 1
    assert "there are journals of: prod; see golive journal --target NAME" in err
    status, _, err = golive(capsys, shop / "missing")
    assert (status, "there is no journal" in err) == (1, True)


def test_the_settings_may_move_it(shop, capsys):
    (shop / "pyproject.toml").write_text(SETTINGS + '[tool.golive.deployment]\njournal = "log/{target}.jsonl"\n')
    deploy(shop / "log/prod.jsonl", NEW, Result.PASSED)
    status, out, _ = golive(capsys)
    assert (status, out.splitlines()[0].startswith(f"prod: {shop / 'log/prod.jsonl'}, ")) == (0, True)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999"])
def test_a_forged_number_gives_no_json_that_others_cannot_read(path, capsys, number):
    with Journal.opened(path, "prod", NEW) as journal:
        journal.tell(Event.NOTED, evidence={"value": 7})
    *kept, last = path.read_bytes().splitlines(keepends=True)
    body = last.replace(b'"value":7', f'"value":{number}'.encode())[: -CRC_LENGTH - 1]
    path.write_bytes(b"".join([*kept, b'%b,"crc":"%08x"}\n' % (body, zlib.crc32(body))]))
    status, out, err = golive(capsys, "--json")
    assert (status, out) == (1, "")
    assert f"is damaged in line 3: it holds {number}" in err
