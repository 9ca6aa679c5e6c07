"""``golive announce`` by mail at a real server, mailpit, with each fault that it can play.

Needs mailpit 1.33 on the PATH: go install github.com/axllent/mailpit@v1.33.1

    python benchmarks/mail_at_mailpit.py
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from pytest_golive.delivery.announcing.mail import Mailbox, send
from pytest_golive.delivery.announcing.message import Message
from pytest_golive.errors import CannotMeasure

PATIENCE = 60.0  # seconds for the server to answer
PASSWORD = "not-" + "a-secret"
SETTINGS = """\
[project]
name = "shop"
version = "1.0.0"

[tool.golive.announcements.audiences.team]
kind = "email"
to = ["ann@shop.example", "bob@shop.example"]
sender = "robot@shop.example"
smtp = "127.0.0.1:{smtp}"
tls = "none"
user_env = "MAIL_USER"
password_env = "MAIL_PASSWORD"
links = ["https://wiki.shop.example/releases"]
"""
PERMANENT = 500
NO_FAULT = {"ErrorCode": 451, "Probability": 0}
FAULTS = [(step, code) for step in ("Sender", "Recipient", "Authentication") for code in (421, 451, 452, 535, 550, 554)]


class Mailpit:
    """The server, with its interface for people who test."""

    def __init__(self, http: int, smtp: int) -> None:
        self.api, self.smtp = f"http://127.0.0.1:{http}/api/v1", smtp

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        answer = httpx.request(method, f"{self.api}/{path}", content=data, timeout=PATIENCE, trust_env=False)
        text = answer.raise_for_status().content
        return json.loads(text) if text[:1] in {b"{", b"["} else text

    def play(self, step: str = "", code: int = 451) -> None:
        """Let *step* fail always; no step at all if none is given."""
        faults = dict.fromkeys(("Sender", "Recipient", "Authentication"), NO_FAULT)
        self.ask("PUT", "chaos", {**faults, **({step: {"ErrorCode": code, "Probability": 100}} if step else {})})

    def mails(self) -> list[Any]:
        return [self.ask("GET", f"message/{one['ID']}") for one in self.ask("GET", "messages")["messages"]]


@contextlib.contextmanager
def mailpit(folder: Path) -> Iterator[Mailpit]:
    """The server, started with one user."""
    http, smtp = _free_port(), _free_port()
    (folder / "users").write_text(f"robot:{PASSWORD}\n")
    places = ("--listen", f"127.0.0.1:{http}", "--smtp", f"127.0.0.1:{smtp}")
    users = ("--smtp-auth-file", str(folder / "users"), "--smtp-auth-allow-insecure")
    command = ["mailpit", *places, *users, "--enable-chaos", "--quiet", "--disable-version-check"]
    process = subprocess.Popen(command)
    try:
        server, deadline = Mailpit(http, smtp), time.monotonic() + PATIENCE
        while True:
            try:
                server.ask("GET", "info")
                break
            except httpx.HTTPError:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
        yield server
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def announced(shop: Path) -> subprocess.CompletedProcess[str]:
    """What ``golive announce --send`` says in the project."""
    golive = str(Path(sys.executable).with_name("golive"))
    around = {**os.environ, "MAIL_USER": "robot", "MAIL_PASSWORD": PASSWORD}
    command = [golive, "announce", "--send"]
    return subprocess.run(command, cwd=shop, env=around, capture_output=True, text=True, check=False)


def check(what: str, *, holds: bool) -> bool:
    print(f"{'ok   ' if holds else 'WRONG'} {what}", flush=True)
    return holds


def main() -> int:
    if shutil.which("mailpit") is None:
        print(__doc__)
        return 2
    with tempfile.TemporaryDirectory() as name, mailpit(Path(name)) as server:
        shop = Path(name) / "shop"
        shop.mkdir()
        (shop / "pyproject.toml").write_text(SETTINGS.format(smtp=server.smtp))
        identity = ("-c", "user.name=Ann", "-c", "user.email=ann@shop.example")
        for args in (("init", "-q"), ("add", "."), (*identity, "commit", "-qm", "feat: pay by card ünï 🎉")):
            subprocess.run(["git", *args], cwd=shop, check=True)
        results = [*_refused(server, shop), *_accepted(server, shop)]
    print(f"{sum(results)} of {len(results)} as they should be")
    return 0 if all(results) else 1


def _refused(server: Mailpit, shop: Path) -> Iterator[bool]:
    """Whatever fails, nobody is taken to have been told, and no receipt is written."""
    box = Mailbox("127.0.0.1", server.smtp, "none", "robot", PASSWORD, "robot@shop.example", ("ann@shop.example",))
    for step, code in FAULTS:
        server.play(step, code)
        try:
            said = send(Message("shop", "1.0.0", "GO", "1 change."), box, name="team").how
        except CannotMeasure as error:
            said = f"refused: {error}"
        is_cured = ("retry later" in said) == (code < PERMANENT)
        yield check(f"{step} {code}: {said}", holds=said.startswith("refused: ") and is_cured and PASSWORD not in said)
    done = announced(shop)
    holds = done.returncode == 1 and not (shop / "golive-records").exists()
    yield check(f"golive announce: {done.stderr.strip()}", holds=holds)
    server.play()
    yield check("nothing has arrived", holds=server.mails() == [])


def _accepted(server: Mailpit, shop: Path) -> Iterator[bool]:
    done = announced(shop)
    yield check(f"golive announce: {done.stdout.strip()}{done.stderr.strip()}", holds=done.returncode == 0)
    (mail,) = server.mails() or [{}]
    yield check(f"subject: {mail.get('Subject')}", holds=mail.get("Subject") == "shop 1.0.0 is released")
    to = [one["Address"] for one in mail.get("To", [])]
    yield check(f"to: {to}", holds=to == ["ann@shop.example", "bob@shop.example"])
    yield check("text", holds="1 change" in mail.get("Text", "") and "wiki.shop.example" in mail.get("Text", ""))
    receipts = [*(shop / "golive-records" / "announced").glob("*")]
    yield check(f"receipts: {len(receipts)}", holds=len(receipts) == 1)
    again = announced(shop)
    yield check(f"again: {again.stdout.strip()}", holds="already" in again.stdout and len(server.mails()) == 1)


if __name__ == "__main__":
    sys.exit(main())
