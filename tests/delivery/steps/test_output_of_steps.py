"""What a step writes: bounded, readable, and without secrets, on the screen and on the disk."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pytest_golive.delivery.steps.output.bounding import HEAD, TAIL, Output
from pytest_golive.masking.known import HIDDEN, MASK

SECRET = "correct-horse-battery"
FLOOD = """\
import os, sys
os.write(1, b"the beginning\\n")
line = b"x" * 99 + b"\\n"
for _ in range(50):
    os.write(1, line * 10_000)
os.write(1, b"the end\\n")
"""


def log_of(result):
    return Path(result.last.log).read_text(encoding="utf-8")


def test_a_flood_keeps_its_beginning_and_its_end(shop):
    result = shop.run(sys.executable, "-c", FLOOD)
    text = log_of(result)
    assert (result.outcome, result.last.said[-1]) == ("passed", "the end")
    assert text.startswith("the beginning\n")
    assert text.endswith("the end\n")
    assert "bytes are left out here" in text
    assert result.last.size == 50 * 1_000_000 + len("the beginning\nthe end\n")
    assert result.last.left_out == result.last.size - HEAD - TAIL
    assert len(text) <= HEAD + TAIL + 100


def test_an_endless_flood_ends_with_its_time(shop, gone):
    result = shop.shell("echo $$; exec yes", timeout=2)
    assert result.outcome == "error"
    assert gone(int(log_of(result).split()[0]))
    assert len(log_of(result)) <= HEAD + TAIL + 100


@pytest.mark.parametrize("name", ["DEPLOY_TOKEN", "DB_PASSWORD", "API_KEY"])
def test_a_secret_that_is_printed_is_kept_nowhere(shop, name):
    text = f'echo "it is ${name}"; printf %s ${name} | base64; echo "\n[${name}]" >&2; exit 3'
    result = shop.shell(text, {name: SECRET}, variables=(name,))
    everything = [log_of(result), result.what, result.shown, str(result.evidence()), *shop.told]
    assert not [text for text in everything if SECRET in text]
    assert f"it is {HIDDEN}" in log_of(result)
    assert not [file for file in shop.root.parent.rglob("*") if file.is_file() and SECRET in file.read_text("latin-1")]


def test_a_secret_that_the_step_does_not_get_is_hidden_all_the_same(shop):
    result = shop.shell(f'echo {SECRET}; echo "<$DEPLOY_TOKEN>"', {"DEPLOY_TOKEN": SECRET})
    assert log_of(result).split() == [HIDDEN, "<>"]


def test_possible_credentials_of_others_are_hidden(shop):
    result = shop.shell(
        "echo https://bob:hunter22@shop.example/x; echo 'password = geheim77'"  # pragma: allowlist secret
    )  # pragma: allowlist secret
    assert "hunter22" not in log_of(result)
    assert "geheim77" not in log_of(result)


def test_half_a_secret_at_a_cut_is_not_kept(tmp_path):
    MASK.reset()
    MASK.add(SECRET)
    log = tmp_path / "out.log"
    output = Output(log)
    before = HEAD - len(SECRET) // 2
    output._take(b"x" * before + SECRET.encode() + b"y" * (3 * TAIL))
    output._take((SECRET * 3).encode() + b"z" * (TAIL - len(SECRET) // 2))
    output._keep()
    text = log.read_text(encoding="utf-8")
    assert SECRET[:8] not in text
    assert SECRET[-8:] not in text
    assert {"x", "z"} <= set(text)
    MASK.reset()


def test_bytes_that_are_no_text_and_commands_to_a_terminal_do_no_harm(shop):
    result = shop.shell(r"printf '\377\376caf\303\251\033[2J\033]0;title\007\rover\n\000end\n'")
    text = log_of(result)
    assert "café" in text
    assert "\x1b" not in text
    assert "\0" not in text
    assert result.last.said[-1] == "end"


def test_a_log_that_cannot_be_written_is_told_and_does_not_end_the_step(shop, tmp_path):
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "roll_out.log").symlink_to("/dev/full")
    result = shop.shell("echo hello")
    assert result.outcome == "passed"
    assert "its output could not be kept: No space left on device" in result.last.what
    assert result.last.said == ("hello",)


def test_logs_are_not_for_others_to_read(shop):
    assert Path(shop.shell("echo hello").last.log).stat().st_mode & 0o077 == 0


def test_a_step_gets_few_variables_and_those_that_it_asks_for(shop):
    given = {"AWS_REGION": "eu", "AWS_PROFILE": "shop", "OTHER": "no", "GOLIVE_VERSION": "9.9.9", "GOLIVE_KEY": "x"}
    result = shop.shell("env", given, variables=("AWS_*", "GOLIVE_*"))
    names = {line.partition("=")[0] for line in log_of(result).split("\n") if "=" in line}
    assert {"PATH", "HOME", "AWS_REGION", "AWS_PROFILE", "GOLIVE_TARGET", "GOLIVE_VERSION", "GOLIVE_KEY"} <= names
    assert "OTHER" not in names
    assert "GOLIVE_VERSION=1.2.0" in log_of(result)


@pytest.mark.parametrize(
    ("text", "outcome", "tries"),
    [("exit 0", "done already", 1), ("exit 1", "passed", 2), ("exit 2", "error", 1), ("kill $$", "error", 1)],
)
def test_a_step_that_is_done_already_is_not_done_again(shop, tmp_path, text, outcome, tries):
    result = shop.shell(f"touch {tmp_path}/ran", done_if=("sh", "-c", text))
    assert (result.outcome, len(result.attempts)) == (outcome, tries)
    assert (tmp_path / "ran").exists() is (outcome == "passed")
    assert result.is_good is (outcome != "error")
