"""The service as a process: its start, its output, its end."""

from __future__ import annotations

import contextlib
import json
import signal
import socket
import ssl
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import httpx2
import pytest
import trustme

from pytest_golive.demo.accounts import tokens
from pytest_golive.demo.accounts.credentials import Credentials

COMMAND = [sys.executable, "-m", "pytest_golive.demo"]
KNOWN = Credentials.fresh()
PATIENCE = 30


@contextlib.contextmanager
def started(*options, known=None, **more):
    """A running service and the URL that it prints; it ends with the block."""
    process = subprocess.Popen(
        [*COMMAND, *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **more,
    )
    with process:
        try:
            if known is not None:
                process.stdin.write(known.to_json() + "\n")
                process.stdin.flush()
            line = process.stdout.readline()
            assert line.startswith("listening on "), process.stderr.read()
            yield process, line.removeprefix("listening on ").strip()
        finally:
            process.kill()


def get(url, path, **options):
    with httpx2.Client(trust_env=False, timeout=PATIENCE, verify=options.pop("verify", True)) as client:
        return client.get(url + path, **options)


def trace_of(process):
    """Everything that other users of the machine could see of it."""
    folder = Path(f"/proc/{process.pid}")
    return b"".join((folder / name).read_bytes() for name in ("cmdline", "environ")).decode()


@pytest.mark.security
def test_it_says_one_line_answers_and_shows_no_secret():
    with started("--credentials", "-", "--version", "9.9", "--commit", "c0ffee", known=KNOWN) as (process, url):
        assert get(url, "/version").json() == {"version": "9.9", "commit": "c0ffee", "instance": "demo-1"}
        token = tokens.mint(KNOWN, "valid")
        assert get(url, "/orders", headers={"Authorization": f"Bearer {token}"}).status_code == 200
        assert get(url, "/stock", params={"api_key": KNOWN.api_key}).status_code == 401
        seen = trace_of(process)
        process.terminate()
        out, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, errors) == (0, "", "")
    secrets = [*asdict(KNOWN).values(), token]
    assert "--credentials" in seen
    assert not [value for value in secrets if value != KNOWN.client_id and value in seen + out + errors]


def test_it_ends_by_interrupt_even_while_an_answer_hangs():
    with started("--fault", "hang") as (process, url):
        address = httpx2.URL(url)
        with socket.create_connection((address.host, address.port)) as waiting:
            waiting.sendall(b"GET /products HTTP/1.1\r\nHost: x\r\n\r\n")
            assert get(url, "/healthz").status_code == 200
            process.send_signal(signal.SIGINT)
            assert process.wait(PATIENCE) == 0


def test_without_credentials_from_stdin_its_end_means_nothing():
    with started() as (process, url):
        process.stdin.close()
        assert get(url, "/healthz").status_code == 200
        process.terminate()
        assert process.wait(PATIENCE) == 0


def test_it_dies_with_the_process_that_started_it():
    parent = (
        "import subprocess, sys, time\n"
        f"demo = subprocess.Popen({[*COMMAND, '--credentials', '-']!r}, stdin=subprocess.PIPE)\n"
        f"demo.stdin.write({KNOWN.to_json()!r}.encode() + b'\\n'); demo.stdin.flush()\n"
        "time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE, text=True) as process:
        url = process.stdout.readline().removeprefix("listening on ").strip()
        assert get(url, "/healthz").status_code == 200
        process.kill()
        # The service holds the other end of this pipe: it has ended once the service has.
        assert process.communicate(timeout=PATIENCE) == ("", None)
    with pytest.raises(httpx2.ConnectError):
        get(url, "/healthz")


def test_it_speaks_tls_and_then_asks_browsers_to_stay_with_it(tmp_path):
    authority = trustme.CA()
    authority.issue_cert("localhost", "127.0.0.1").private_key_and_cert_chain_pem.write_to_path(tmp_path / "both.pem")
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    both = str(tmp_path / "both.pem")
    with started("--tls-cert", both, "--tls-key", both) as (_, url):
        trusted = {"verify": ssl.create_default_context(cafile=tmp_path / "ca.pem")}
        assert url.startswith("https://127.0.0.1:")
        answer = get(url, "/login", **trusted)
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")
    assert "Secure" in answer.headers["set-cookie"]


def test_a_file_of_credentials_is_made_for_its_owner_only_and_used_again(tmp_path):
    file = tmp_path / "known.json"
    for _ in range(2):
        with started("--credentials", str(file)) as (_, url):
            known = Credentials.from_json(file.read_text())
            assert get(url, "/stock", headers={"X-API-Key": known.api_key}).status_code == 200
    assert file.stat().st_mode & 0o777 == 0o600
    assert json.loads(file.read_text())["client_id"] == "shop-client"
