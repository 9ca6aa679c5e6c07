"""Servers of metrics, alerts and traces: where their programs are, how they are started, asked and waited for."""

from __future__ import annotations

import json
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest

from servers.certificates import Certificates
from servers.components import LEAVE_OUT
from servers.processes import ServerProcess

T = TypeVar("T")
W = TypeVar("W", bound="Watching")
TOOLS = Path(__file__).parents[3] / "tools"
GENERATIONS = ("old", "new")
BUILD_LIMIT = 3600.0
PATIENCE = 120.0
# Who may ask a server that was started with `people`, and bcrypt of the password.
CLERK = ("clerk", "word-of-the-clerk")
PEOPLE = {"clerk": "$2b$04$abcdefghijklmnopqrstuuS66OqjDvei6Snk8v0uTRxKbZbseSrLW"}


@cache
def fetched(tool: str) -> Path:
    """What ``tools/TOOL`` fetches or builds; it waits for a build that is under way."""
    done = subprocess.run([TOOLS / tool], capture_output=True, text=True, check=False, timeout=BUILD_LIMIT)
    if done.returncode:
        pytest.fail(f"tools/{tool} did not end well: {done.stderr[-2000:]}; {LEAVE_OUT}", pytrace=False)
    return Path(done.stdout.strip().splitlines()[-1])


def program_of(generation: str, name: str) -> str:
    """A program of Prometheus' family: prometheus, promtool, alertmanager, amtool; victoria-metrics, … of the new ones."""
    return str(fetched("prometheus") / generation / "bin" / name)


def until(check: Callable[[], T], what: str, patience: float = PATIENCE) -> T:
    """Ask again until the answer is true, and return it; an answer that fails to come counts as no."""
    end, last = time.monotonic() + patience, "nothing"
    while True:
        try:
            if found := check():
                return found
            last = repr(found)
        except (httpx.HTTPError, KeyError, IndexError, ValueError) as trouble:
            last = repr(trouble)
        assert time.monotonic() < end, f"{what}: not after {patience:.0f} s; last: {last}"
        time.sleep(0.1)


@dataclass(frozen=True)
class Web:
    """Who may ask a server of Prometheus' family, and how.

    Attributes:
        people: only `CLERK`, by basic authentication.
        tls: it speaks https, with the certificate called "good".
        client: and only with a certificate of a client from the same authority, such as "client".
    """

    people: bool = False
    tls: Certificates | None = None
    client: bool = False

    @property
    def scheme(self) -> str:
        """http or https."""
        return "https" if self.tls else "http"

    def options(self, folder: Path, port: int, prefix: str) -> list[str]:
        """The options of the command line, and their file."""
        options = [f"--web.listen-address=127.0.0.1:{port}"]
        if prefix:
            options.append(f"--web.external-url={self.scheme}://127.0.0.1:{port}{prefix}")
        config: dict[str, Any] = {"basic_auth_users": PEOPLE} if self.people else {}
        if self.tls:
            pem = str(self.tls.pem("good"))
            config["tls_server_config"] = {"cert_file": pem, "key_file": pem}
            if self.client:
                asks = {"client_auth_type": "RequireAndVerifyClientCert", "client_ca_file": str(self.tls.ca_file)}
                config["tls_server_config"] |= asks
        if config:
            write_config(folder / "web.yml", config)
            options.append(f"--web.config.file={folder}/web.yml")
        return options

    def trust(self) -> ssl.SSLContext | bool:
        """What a client that may ask verifies, and presents."""
        if self.tls is None:
            return True
        context = ssl.create_default_context(cafile=str(self.tls.ca_file))
        if self.client:
            context.load_cert_chain(self.tls.pem("client"))
        return context


NOTHING = Web()


class Watching:
    """A server that answers by HTTP on loopback.

    Attributes:
        url: its address, with the path prefix if it was started with one; no slash at the end.
        process: its process.
    """

    health = "/-/ready"

    def __init__(
        self,
        command: Sequence[str],
        port: int,
        log: Path,
        *,
        prefix: str = "",
        web: Web = NOTHING,
        environment: Mapping[str, str] | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self.url = f"{web.scheme}://127.0.0.1:{port}{prefix}"
        self.address = f"127.0.0.1:{port}"
        self.process = ServerProcess(command, port=port, log=log, environment=environment, patience=patience)
        self._web = web
        self._patience = patience

    def start(self) -> None:
        """Start, and wait until it is ready."""
        self.process.start()
        until(self.ready, f"{self.url}{self.health} says that it is ready", self._patience)

    def ready(self) -> bool:
        """Whether it says so itself."""
        return self.send("GET", self.health).status_code == 200

    def stop(self) -> None:
        """End it; a second call does nothing."""
        self.process.stop()

    def send(self, method: str, path: str, **more: Any) -> httpx.Response:
        """The answer to one request below `url`."""
        auth = CLERK if self._web.people else None
        with httpx.Client(timeout=60, trust_env=False, auth=auth, verify=self._web.trust()) as client:
            return client.request(method, f"{self.url}{path}", **more)

    def ask(self, path: str, **parameters: Any) -> Any:
        """The JSON that it answers to GET; anything but a success fails."""
        answer = self.send("GET", path, params=parameters)
        assert answer.is_success, (path, answer.status_code, answer.text)
        return answer.json()

    def reload(self) -> None:
        """Read the changed configuration; one that it refuses fails with what it says."""
        answer = self.send("POST", "/-/reload")
        assert answer.is_success, answer.text


@contextmanager
def running(server: W) -> Iterator[W]:
    """The server, started, and stopped when the block ends."""
    server.start()
    try:
        yield server
    finally:
        server.stop()


def write_config(file: Path, config: Any) -> None:
    """YAML, of which JSON is a part; text as it is."""
    file.write_text(config if isinstance(config, str) else json.dumps(config, indent=1))
