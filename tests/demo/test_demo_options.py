"""A service that cannot start says why, on one line, and exits with status 2."""

from __future__ import annotations

import ast
import importlib
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import pytest_golive.demo
from pytest_golive.demo import __main__ as command
from pytest_golive.demo import options
from pytest_golive.errors import CannotMeasure
from pytest_golive.targets import demonstrating

FOLDER = Path(pytest_golive.demo.__file__).parent


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["--fault", "limiter_of"], "did you mean 'limiter_off'"),
        (["--host", "192.0.2.1"], "'192.0.2.1' is not this machine"),
        (["--host", "example.org"], "is not this machine"),
        (["--port", "http"], "invalid int value"),
        (["--port", "70000"], "there is no port 70000"),
        (["--rate", "fast"], "'fast' is no rate such as 10/2s"),
        (["--root-path", "shop"], "'shop' is no path such as /shop"),
        (["--elsewhere", "http://example.org/"], "is not this machine"),
        (["--traces", "http://example.org/v1/traces"], "is not this machine"),
        (["--stock", "127.0.0.1:8000"], "is no URL"),
        (["--tls-cert", "a.pem"], "go together"),
        (["--session-refusal", "500"], "invalid choice"),
        (["--cred", "x"], "unrecognized arguments"),
    ],
)
def test_a_bad_option_is_named(capsys, given, words):
    with pytest.raises(SystemExit) as ended:
        command.main(given)
    assert ended.value.code == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9", "::1", "localhost"])
def test_this_machine_has_several_names(host):
    assert options.parse(["--host", host]).host == host


def test_what_is_given_is_read(monkeypatch):
    monkeypatch.setenv("GOLIVE_DEMO_ELSEWHERE", "http://127.0.0.1:7/")
    read = options.parse(["--fault", "slow", "--fault", "limiter-off", "--rate", "5/1m", "--root-path", "/a/b/"])
    assert (read.fault, read.rate.requests, read.rate.seconds) == ({"slow", "limiter_off"}, 5, 60)
    assert (read.root_path, read.elsewhere) == ("/a/b", "http://127.0.0.1:7/")


def test_help_names_every_fault(capsys):
    with pytest.raises(SystemExit) as ended:
        options.parse(["--help"])
    assert ended.value.code == 0
    assert "limiter_off" in capsys.readouterr().out


def complaint(capsys, *given):
    assert command.main(list(given)) == 2
    out, errors = capsys.readouterr()
    assert out == ""
    assert errors.startswith("python -m pytest_golive.demo: ")
    return errors


def test_a_port_that_is_taken_is_said(capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert "in use" in complaint(capsys, "--port", str(taken.getsockname()[1]))


@pytest.mark.security
def test_a_file_without_credentials_is_said_and_not_quoted(capsys, tmp_path):
    file = tmp_path / "known.json"
    file.write_text('{"client_id": "canary-7"}')
    said = complaint(capsys, "--credentials", str(file))
    assert "must be a JSON object" in said
    assert "canary-7" not in said


def test_a_certificate_that_is_none_is_said(capsys, tmp_path):
    file = tmp_path / "cert.pem"
    file.write_text("no certificate")
    assert "cert.pem" in complaint(capsys, "--tls-cert", str(file), "--tls-key", str(file))


@pytest.mark.parametrize(
    ("missing", "package"),
    [
        ("uvicorn", "uvicorn"),
        ("starlette", "Starlette"),
        ("jwt", "PyJWT"),
        ("prometheus_client", "prometheus-client"),
        ("anyio", "anyio"),
    ],
)
def test_without_the_extra_it_says_how_to_install_it(missing, package):
    code = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        "from pytest_golive.demo.__main__ import main\n"
        "sys.exit(main([]))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=600, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    words = f"it needs the extra demo, of which {package} is not installed: pip install 'pytest-golive[demo]'"
    assert words in done.stderr


def test_a_run_names_the_extra_too(monkeypatch):
    monkeypatch.setattr(demonstrating, "find_spec", lambda name: None if name in {"jwt", "uvicorn"} else object())
    with pytest.raises(CannotMeasure, match="needs the extra demo, of which uvicorn and PyJWT are not installed") as no:
        demonstrating.open_demo(None)
    assert no.value.cure.startswith("pip install 'pytest-golive[demo]'; or describe a target of your own")


@pytest.mark.parametrize("file", sorted(FOLDER.rglob("*.py")), ids=lambda file: file.relative_to(FOLDER).as_posix())
def test_it_stands_alone(file):
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    assert not {name for name in names if name.partition(".")[0] in {"pytest", "_pytest"}}
    ours = {name for name in names if name.startswith("pytest_golive")}
    assert {name for name in ours if not name.startswith("pytest_golive.demo")} == set()


@pytest.mark.parametrize("module", ["accounts.credentials", "target", "faults"])
def test_what_the_gates_need_loads_no_server(module):
    code = f"import sys, pytest_golive.demo.{module}; print(*{{'uvicorn', 'starlette'}} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=600, check=True)
    assert importlib.import_module(f"pytest_golive.demo.{module}")
    assert done.stdout.strip() == ""
