"""`golive probe`, as a separate process with a real server."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time

import pytest

from pytest_golive.cli import main

pytestmark = pytest.mark.usefixtures("quiet")

SWITCH = (
    "import http.client, sys, time\n"
    "for word in sys.argv[2:]:\n"
    "    if word[0].isdigit():\n"
    "        time.sleep(float(word))\n"
    "    elif word.startswith('exit'):\n"
    "        sys.exit(int(word[4:]))\n"
    "    else:\n"
    "        c = http.client.HTTPConnection('127.0.0.1', int(sys.argv[1]))\n"
    "        c.request('PUT', f'/mode/{word}'); c.getresponse().read(); c.close()\n"
    "        print('now', word, flush=True)\n"
)
QUICK = ("--settle", "600ms")
TRIES = 3  # a machine that is too busy measures nothing, and says so


@pytest.fixture
def golive(server, capfd):
    """Run it here; returns exit status, standard output and standard error."""

    def run(*words, options=(), where=None):
        command = [sys.executable, "-c", SWITCH, str(server.port), *words]
        for _ in range(TRIES):
            status = main(["probe", *(where or ("--url", server.url)), *QUICK, *options, "--", *command])
            said = capfd.readouterr()
            if "too slow" not in said.err:
                break
            server.mode = "ok"
        return status, *said

    return run


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_no_gap_is_0_and_the_commands_output_is_its_own(golive):
    status, out, err = golive("ok", "0.3")
    assert status == 0, err
    assert out == "now ok\n"
    assert "0 failed, no gap" in err
    assert "····" in err


def test_gaps_are_1_and_drawn(golive, tmp_path):
    picture = tmp_path / "gap.svg"
    status, out, err = golive("0.2", "status+502", "0.3", "ok", options=("--svg", str(picture)))
    assert status == 1, err
    assert out == "now status+502\nnow ok\n"
    assert "█" in err
    assert "fresh connections were not served for 0." in err
    assert "kept-alive connections were not served for 0." in err
    assert f"see {picture}" in err
    assert picture.read_text().startswith("<svg ")
    picture.write_text("mine\n")
    _, _, err = golive("ok", "0.1", options=("--svg", str(picture)))
    assert f"{picture} holds something other than a picture, and stays as it is; name another file" in err
    assert picture.read_text() == "mine\n"


def test_a_command_that_fails_proves_nothing(golive):
    status, _, err = golive("0.2", "exit7")
    assert status == 2
    assert "golive: the command ended with exit status 7" in err


def test_a_gap_beside_a_command_that_fails_is_a_gap(golive):
    assert golive("0.2", "status+502", "0.2", "ok", "exit7")[0] == 1


def test_too_little_to_judge(golive):
    status, _, err = golive("ok", options=("--settle", "50ms", "--interval", "200ms"))
    assert status == 2
    assert "could not measure: only " in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--url", "ftp://127.0.0.1", "--", "true"), "needs a URL with http or https"),
        (("--url", "http://192.0.2.1", "--", "true"), "192.0.2.1 is not this machine"),
        (("--url", "http://127.0.0.1:{port}", "--", "/nowhere/deploy"), "/nowhere/deploy does not start"),
        (("--url", "http://127.0.0.1:{port}", "--interval", "1ms", "--", "true"), "cannot ask every 0.001 s"),
        (("--target", "moon", "--", "true"), "there is no target 'moon'"),
        (("--target", "own", "--", "true"), "only runs while the checklist does"),
    ],
)
def test_what_cannot_be_measured_is_2(here, server, words, said, capsys):
    (here / "golive.toml").write_text('[targets.own]\nurl = "http://127.0.0.1:0"\nstart = ["./serve"]\n')
    assert main(["probe", *(word.format(port=server.port) for word in words)]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [(), ("--url", "http://h", "--target", "x", "--", "true"), ("--interval", "x", "--", "y")]
)
def test_wrong_usage_is_2(words, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["probe", *words])
    assert ended.value.code == 2
    assert "usage: golive probe" in capsys.readouterr().err


def test_a_target_of_the_settings(golive, server, here):
    file = here / "golive.toml"
    file.write_text(
        f'[targets.staging]\nurl = "http://127.0.0.1:{server.port}/shop"\nheaders = {{X-Tenant = "smoke"}}\n'
    )
    assert golive("ok", "0.2", where=("--target", "staging"))[0] == 0
    assert b"GET /shop/healthz HTTP/1.1" in server.requests[0]
    assert b"X-Tenant: smoke" in server.requests[0]
    file.write_text("[targets.staging]\n")
    assert golive("ok", where=("--target", "staging"))[0] == 4


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(("mode", "status"), [("ok", 2), ("status+502", 1)])
def test_broken_off_it_ends_the_command_and_tells_what_it_saw(server, tmp_path, number, mode, status):
    note = tmp_path / "pid"
    waits = f"import os, time, pathlib; pathlib.Path({str(note)!r}).write_text(str(os.getpid())); time.sleep(60)"
    command = [sys.executable, "-m", "pytest_golive.cli", "probe", "--url", server.url, *QUICK, "--"]
    runner = "import sys; from pytest_golive.cli import main; sys.exit(main(sys.argv[1:]))"
    command[1:3] = ["-c", runner]
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in the background, and inherited
    try:
        process = subprocess.Popen([*command, sys.executable, "-c", waits], stderr=subprocess.PIPE, text=True)
    finally:
        signal.signal(signal.SIGINT, before)
    while not (note.exists() and note.read_text()):
        time.sleep(0.02)
    server.mode = mode.replace("+", " ")
    time.sleep(0.4)
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert process.returncode == status, err
    assert "golive: broken off" in err
    assert "requests in " in err
    with contextlib.suppress(ProcessLookupError):
        os.kill(int(note.read_text()), 0)
        pytest.fail("the command was left behind")
