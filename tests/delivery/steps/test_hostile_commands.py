"""Commands that hang, fork away, ignore signals, ask for input, or change what the release is judged by."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from pytest_golive.delivery.steps.running import StepInterrupted
from pytest_golive.delivery.steps.step import Retries

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows which processes are left")
AWAY = """\
import os, signal, sys, time
said, tell = os.pipe()
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        print(os.getpid(), flush=True)
        os.write(tell, b"x")
        if sys.argv[1:] == ["quiet"]:
            os.close(1), os.close(2)
        time.sleep(600)
    os._exit(0)
os.wait()
os.read(said, 1)
"""


@pytest.fixture
def away(tmp_path):
    """A program whose grandchild leaves its session and ignores SIGTERM; it prints the grandchild's id."""
    file = tmp_path / "away.py"
    file.write_text(AWAY, encoding="utf-8")
    return (sys.executable, str(file))


def test_a_command_that_hangs_is_ended_with_its_children(shop, gone):
    result = shop.shell("sleep 600 & echo $!; trap '' TERM; while :; do sleep 1; done", timeout=2)
    assert result.outcome == "error"
    assert "did not end within 2 s, and was ended with all it had started" in result.what
    assert "timeout" in result.cure
    assert gone(int(result.last.said[0]))


@pytest.mark.parametrize("how", [(), ("quiet",)])
def test_what_forks_away_and_ignores_the_end_is_ended(shop, gone, away, how):
    result = shop.run(*away, *how)
    assert result.outcome == "passed"
    assert gone(int(result.last.said[0]))


def test_a_server_that_a_deployment_leaves_stays_and_can_go_on_writing(shop, gone, tmp_path):
    text = f"(trap '' TERM; while :; do echo serving; sleep 0.1; done) & echo $! > {tmp_path}/pid; sleep 1"
    result = shop.shell(text, leaves=True)
    assert result.outcome == "passed"
    pid = int((tmp_path / "pid").read_text(encoding="utf-8"))
    try:
        time.sleep(2)  # many lines later: without a reader the first of them would have ended it
        assert Path(f"/proc/{pid}").exists()
        assert "serving" in Path(result.last.log).read_text(encoding="utf-8")
    finally:
        os.kill(pid, signal.SIGKILL)
    assert gone(pid)


def test_a_flood_of_what_is_left_running_does_not_keep_us(shop, gone, tmp_path):
    result = shop.shell(f"yes & echo $! > {tmp_path}/pid", leaves=True)
    pid = int((tmp_path / "pid").read_text(encoding="utf-8"))
    os.kill(pid, signal.SIGKILL)
    assert result.outcome == "passed"
    assert gone(pid)


def test_nobody_is_asked_for_input(shop):
    result = shop.shell('read answer; echo "status $? answer <$answer>"; (: < /dev/tty) || echo no terminal')
    assert "status 1 answer <>" in result.last.said
    assert "no terminal" in result.last.said


def test_a_signal_is_told_by_its_name(shop):
    result = shop.shell("kill -SEGV $$")
    assert (result.outcome, result.last.signal, result.last.status) == ("failed", signal.SIGSEGV, None)
    assert "ended by SIGSEGV" in result.what


@pytest.mark.parametrize(
    ("command", "said"),
    [(("no-such-program",), "does not start: No such file"), (("./shop.py",), "does not start: Permission denied")],
)
def test_what_does_not_start_is_no_failure_of_the_release(shop, command, said):
    result = shop.run(*command, retries=Retries(3, "which cannot help here", 0.1))
    assert (result.outcome, len(result.attempts)) == ("error", 1)
    assert said in result.what


def test_a_command_may_close_its_output_and_go_on(shop, tmp_path):
    result = shop.shell(f"echo begun; exec >&- 2>&-; sleep 1; touch {tmp_path}/done; exit 7")
    assert (result.outcome, result.last.status, result.last.said) == ("failed", 7, ("begun",))
    assert (tmp_path / "done").exists()


def test_retries_are_told_with_their_reason_and_each_is_kept(shop, tmp_path):
    text = f"echo try >> {tmp_path}/tries; test $(wc -l < {tmp_path}/tries) -ge 3"
    result = shop.shell(text, retries=Retries(4, "the registry is flaky", 0.1))
    assert result.outcome == "passed"
    assert [attempt.outcome for attempt in result.attempts] == ["failed", "failed", "passed"]
    assert len({attempt.log for attempt in result.attempts}) == 3
    assert any("attempt 2 of 5 in 0.1 s: the registry is flaky" in told for told in shop.told)


def test_the_last_failure_says_how_many_attempts_there_were(shop):
    result = shop.shell("echo broken; exit 4", retries=Retries(1, "the registry is flaky", 0.1))
    assert result.what == "roll_out: exit status 4 after 2 attempts; it last said: broken"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("echo 'PRICE = 2' > shop.py", "tracked files differ: shop.py"),
        ("rm shop.py", "tracked files differ: shop.py"),
        ("echo x > new.py && git add new.py", "what is staged differs"),
        ("git commit --quiet --allow-empty --message more", "HEAD is "),
        ("git checkout --quiet -b other", "refs/heads/other is checked out now"),
        ("rm -rf .git", "there is no repository any more"),
        ("echo broken > .git/HEAD", "git cannot read it any more"),
        ("echo broken > .git/index", "git cannot read it any more"),
    ],
)
def test_a_command_that_changes_the_repository_has_failed(shop, text, said):
    people = {f"GIT_{who}_{what}": "a@b.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    result = shop.shell(text, people, variables=tuple(people))
    assert result.outcome == "failed"
    assert said in result.what
    assert "put the repository back" in result.cure


def test_what_only_touches_or_builds_changes_nothing(shop):
    result = shop.shell("touch shop.py; echo built > build.txt; git tag v1; exit 0")
    assert (result.outcome, result.changed) == ("passed", ())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_us_ends_the_command_and_is_told(shop, gone, number):
    def stop():
        until = time.monotonic() + 60
        while not any(told.removeprefix("roll_out: ").isdigit() for told in shop.told) and time.monotonic() < until:
            time.sleep(0.05)
        os.kill(os.getpid(), number)

    thread = threading.Thread(target=stop)
    thread.start()
    with pytest.raises(StepInterrupted) as caught:
        shop.shell("trap '' TERM INT; sleep 600 & echo $!; while :; do sleep 1; done")
    thread.join()
    result = caught.value.result
    assert result.outcome == "interrupted"
    assert "ended with all that it had started" in result.what
    assert gone(int(result.last.said[0]))


def test_killed_outright_we_leave_nothing_behind(shop, gone, tmp_path):
    program = tmp_path / "ours.py"
    program.write_text(
        "import os, sys\nfrom pathlib import Path\n"
        "from pytest_golive.delivery.steps.context import StepContext\n"
        "from pytest_golive.delivery.steps.running import run_step\n"
        "from pytest_golive.delivery.steps.step import Step\n"
        f"context = StepContext(Path({str(shop.root)!r}), Path({str(tmp_path / 'out')!r}))\n"
        f"text = 'trap \"\" TERM; sleep 600 & echo $! > {tmp_path}/pid; while :; do sleep 1; done'\n"
        "run_step(Step('hang', shell=text, leaves=True), context)\n",
        encoding="utf-8",
    )
    ours = subprocess.Popen([sys.executable, str(program)])
    until = time.monotonic() + 60
    while not ((tmp_path / "pid").exists() and (tmp_path / "pid").read_text()) and time.monotonic() < until:
        time.sleep(0.05)
    ours.kill()
    ours.wait()
    assert gone(int((tmp_path / "pid").read_text()))
