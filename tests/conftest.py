"""Small projects for pytest runs of our own, and small servers for them."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml  # noqa: F401 -- its part in C knows the classes of the first import; pytester unloads what a run imports
from accepting import accepting
from measured import measure_children_of
from preloaded import forget_stale_modules, preload
from remembered import remember_packages
from shaky import Shaky
from spared import HEAVY, QUICK

remember_packages()
preload()
# Real servers, processes and clocks: a machine that stands still for seconds can spoil one attempt. The summary names each
# test that needed its second one.
TIMED = ("integration", "load", "service", *(f"gates/{name}" for name in ("deployment", "infrastructure", "smoke")))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the tests of `TIMED` folders a second attempt, where pytest-rerunfailures is there."""
    folders = [Path(__file__).parent / name for name in TIMED]
    for item in items:
        if any(item.path.is_relative_to(folder) for folder in folders):
            item.add_marker(pytest.mark.flaky(reruns=1, reruns_delay=10))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any fixture: it may start a process that later tests use, too."""
    measure_children_of(item.path)


@pytest.fixture(autouse=True)
def _of_one_time(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test that may have run pytest in this process; to look through all modules after each takes minutes."""
    yield
    if "pytester" in request.fixturenames:
        forget_stale_modules()


class Project:
    """A git repository that pytest runs in."""

    def __init__(self, pytester: pytest.Pytester, commit: Callable[[Path], None]) -> None:
        self.path = pytester.path
        self._pytester = pytester
        self._commit = commit

    @property
    def is_go(self) -> str:
        """The last line of a run in which everything possible is verified."""
        return f"GO  2 passed, {len(HEAVY)} not applicable, 1 not due;*"

    def write(self, path: str, text: str) -> Path:
        """Write one file, dedented by the caller."""
        file = self.path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def commit(self) -> None:
        """Commit all files."""
        self._commit(self.path)

    def run(self, *args: str, apart: bool = False) -> pytest.RunResult:
        """Run pytest here; *apart*, and with workers, in a separate process."""
        if "-n" in args:
            pytest.importorskip("xdist", reason="the environment without pytest-xdist has no workers to try")
        forget_stale_modules()
        in_process = not (apart or "-n" in args)
        run = self._pytester.runpytest_inprocess if in_process else self._pytester.runpytest_subprocess
        return run("-p", "no:randomly", *args)

    def phase(self, *args: str, apart: bool = False) -> pytest.RunResult:
        """Run ``pytest -m pre_deploy``."""
        return self.run("-m", "pre_deploy", *args, apart=apart)


@pytest.fixture
def project(pytester: pytest.Pytester, commit: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch) -> Project:
    """A committed project whose fast gates pass and whose other rows are not applicable."""
    monkeypatch.setenv("COLUMNS", "150")
    made = Project(pytester, commit)
    made.write("src/shop/pay.py", '"""Pay."""\n\n\ndef pay() -> int:\n    return 1\n')
    made.write("tests/test_pay.py", "raise AssertionError('unit tests must not be imported')\n")
    made.write("pyproject.toml", f'[project]\nname = "shop"\nversion = "1.2.0"\n\n{QUICK}')
    made.commit()
    return made


@pytest.fixture
def red(project: Project) -> Project:
    """The same project with a file that is too long."""
    project.write("src/shop/big.py", "x = 1\n" * 250)
    project.commit()
    return project


class Server:
    """Records requests and responds to them: ``answer(request)`` returns status, headers, body."""

    def __init__(self, answer) -> None:
        self.requests: list[tuple[str, str, dict[str, str], bytes]] = []
        self.answer = answer
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                request = (self.command, self.path, dict(self.headers), self.rfile.read(length))
                outer.requests.append(request)
                status, headers, body = outer.answer(request)
                self.send_response(status)
                pairs = headers.items() if isinstance(headers, dict) else headers
                for name, value in pairs:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with contextlib.suppress(OSError):
                    self.wfile.write(b"" if self.command == "HEAD" else body)

            do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815 -- the library's names

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Treat this machine as idle."""
    from pytest_golive.contention.contention import Contention

    monkeypatch.setattr(Contention, "is_busy", False)


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Start a server: ``serve(lambda request: (200, {}, b"body"))``."""
    servers: list[Server] = []

    def start(answer=lambda _: (200, {}, b"ok")) -> Server:
        servers.append(Server(answer))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture(scope="session")
def standing() -> Iterator[Server]:
    """A server at one address for the whole session; a test sets its `answer`.

    Prometheus takes seconds to learn of a new address, and none for a new page at one that it scrapes already.
    """
    made = Server(lambda _: (200, {}, b""))
    yield made
    made.close()


@pytest.fixture
def speak() -> Iterator[Callable[[Callable[[socket.socket], None]], str]]:
    """Start a server that passes each connection, after reading its request, to a function; yields its URL."""
    with contextlib.ExitStack() as running:

        def start(say: Callable[[socket.socket], None]) -> str:
            port = running.enter_context(accepting(lambda connection: (connection.recv(65_536), say(connection))))
            return f"http://127.0.0.1:{port}"

        yield start


@pytest.fixture
def server() -> Iterator[Shaky]:
    """A service that misbehaves on command, and can be stopped and started."""
    made = Shaky()
    yield made
    made.stop()
