"""A stored watch can be seen again: what changed in it, how it ended, and all its samples for a picture."""

from __future__ import annotations

import dataclasses

import pytest
from watched import BEGAN, EVERYTHING, NAMES, sample

from pytest_golive.cli import main
from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.watch.journal.lines import About, Began, Event
from pytest_golive.observability.watch.journal.replaying import replayed
from pytest_golive.observability.watch.journal.writing import begin
from pytest_golive.observability.watch.measured import Phase
from pytest_golive.observability.watch.pictures.drawing import svg
from pytest_golive.observability.watch.policy import Policy
from pytest_golive.reports.watch.replay import MOST_NEWS, replay
from pytest_golive.reports.watch.showing import show

BAD = {"error_rate": (Phase.FAILED, "7.2 % of 1,204 requests failed")}


@pytest.fixture
def stored(tmp_path):
    def write(samples, count=60, ending=""):
        policy = Policy(30.0, count, tolerance=EVERYTHING)
        journal = begin(tmp_path / "watch.jsonl", About("1.2.0", "", "prod", policy, NAMES), Began(BEGAN, None, ""))
        for one in samples:
            journal.add(one)
        if ending:
            journal.tell(Event("ended", BEGAN, "", ending))
        journal.close()
        return journal.path

    return write


def test_a_watch_is_told_by_its_changes_and_as_it_ended(stored):
    path = stored([sample(1), sample(2, **BAD), sample(3, gap="suspended for 93 s"), sample(4)], 3, "successful")
    text = replay(path, 200, "utf-8").splitlines()
    assert text[0].startswith(
        "watch, sample 2: monitoring::error_rate failed, limit < 5 %: 7.2 % of 1,204 requests failed"
    )
    assert text[1] == "watch, sample 3: a gap before it: suspended for 93 s"
    assert text[2:5] == [f"watch, sample 4: {name} is good again" for name in NAMES]
    assert text[5] == ("watch of prod: 3 of 3 samples, successful, all signals good (4 taken, until 08:02:00 UTC)")
    assert "▄✗?▂" in text[7] or "✗?" in text[7]
    assert text[7].endswith("2 good 1✗ 1?")


def test_a_watch_that_was_killed_has_not_ended(stored):
    path = stored([sample(1), sample(2)])
    path.write_bytes(path.read_bytes()[:-20])
    text = replay(path, 80, "ascii")
    assert text.isascii()
    assert text.startswith("watch of prod: 1 of 60 samples, not ended, all signals good")


def test_a_signal_that_swings_all_day_fills_no_screen(stored):
    path = stored([sample(number, **(BAD if number % 2 else {})) for number in range(1, 1_000)], 2_000)
    lines = replay(path, 80, "utf-8").splitlines()
    assert len(lines) < MOST_NEWS + 20
    assert "and 799 more changes" in lines


def test_all_samples_are_there_for_a_picture(stored):
    written = [dataclasses.replace(sample(number), since=30.0 * number) for number in range(1, 3_500)]
    path = stored(written, 4_000)
    assert list(replayed(path)[1]) == written
    assert "3,499 samples" in svg(replayed(path)[1])


def test_what_is_no_watch_is_told(tmp_path):
    path = tmp_path / "watch.jsonl"
    path.write_text("{}\n")
    with pytest.raises(CannotMeasure):
        replay(path, 80, "utf-8")


SECRETS = ("hunter2hunter2", "s3cr3t-s3cr3t", "AKIAABCDEFGHIJKLMNOP")  # pragma: allowlist secret


def test_secrets_that_a_foreign_file_holds_are_neither_shown_nor_drawn(stored, tmp_path, capsys):
    said = f"GET https://shop:{SECRETS[0]}@shop.example/ failed: password={SECRETS[1]} {SECRETS[2]}"
    gap = f"suspended, token={SECRETS[1]}"
    path = stored([sample(1), sample(2, error_rate=(Phase.FAILED, "SAID")), sample(3, gap="GAP")])
    text = path.read_text().replace("SAID", said).replace("GAP", gap).replace("look at it", said)
    path.write_text(text.replace('"unit":" %"', f'"unit":" {SECRETS[2]}"'))
    assert main(["watch", "--show", str(path), "--svg", str(tmp_path / "watch.svg")]) == 0
    shown = capsys.readouterr().out + (tmp_path / "watch.svg").read_text()
    assert "failed" in shown
    assert not [secret for secret in SECRETS if secret in shown]


@pytest.mark.parametrize(
    "line",
    [
        f'{{"event":"password={SECRETS[1]}","at":1}}',
        f'{{"sample":1,"at":1,"since":0,"took":0,"measurements":[{{"signal":"a","phase":"password={SECRETS[1]}"}}]}}',
        "\0\1\2",
        '{"sample":' + "[" * 100_000,
        "[]",
    ],
)
def test_a_damaged_file_is_told_by_its_line_and_without_its_secrets(stored, capsys, line):
    path = stored([])
    path.write_text(f"{path.read_text()}{line}\n")
    assert main(["watch", "--show", str(path)]) == 1
    said = capsys.readouterr().err
    assert "line 2" in said
    assert SECRETS[1] not in said


def test_a_watch_is_shown_and_drawn(stored, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    path = stored([sample(1), sample(2, **BAD)])
    assert "error_rate" in show(path)
    text = show(path, tmp_path / "watch.svg")
    assert text.endswith(f"\nsee {tmp_path / 'watch.svg'}\n")
    assert (tmp_path / "watch.svg").read_text().startswith("<svg")


def test_the_command_shows_a_stored_watch(stored, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    path = stored([sample(1), sample(2, **BAD)])
    assert main(["watch", "--show", str(path), "--svg", "watch.svg"]) == 0
    assert "error_rate failed" in capsys.readouterr().out
    assert (tmp_path / "watch.svg").is_file()
    assert main(["watch", "--svg", "watch.svg"]) == 1
    assert "with --show" in capsys.readouterr().err
    assert main(["watch", "--show", "none.jsonl"]) == 1
    assert "none.jsonl cannot be read" in capsys.readouterr().err
