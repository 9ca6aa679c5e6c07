"""The second engine, as it is installed from the package index."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from pytest_golive.codebase.secrets.scanning import scan_secrets

pytestmark = pytest.mark.skipif(
    find_spec("credsweeper") is None and not os.environ.get("CI"),
    reason="credsweeper is not installed here; in continuous integration it has to be",
)
KEY = "AKIA" + "QYLPMN5HHHFPZAM2"
TOKEN = "gh" + "p_" + "wWPw5k4aXcaT" + "4fNP0UcnZwJU" + "VFk6LO0pINUx"
WORD = "pass" + "word"
SAMPLES = {
    "a.py": f"key = '{KEY}'\n\ndb_{WORD} = 'Kx7#qP2w!zL9'\n",
    "b.yaml": f"db:\n  {WORD}: Kx7#qP2w!zL9\n",
    "curl.sh": "curl -u me:Kx7qP2wzL9aB https://db.shop.org/\n",  # pragma: allowlist secret
    "tenant.yaml": "tenant: c3f8a1de-" + "5b74-4e29-9d0a-" + "6f1be27c8a43\n",
    "c.txt": "nothing to see\n",
    "binary": b"\0\1\2" + KEY.encode(),
    "utf16.py": f"key = '{KEY}'\n".encode("utf-16"),
}


@pytest.fixture
def samples(tmp_path):
    for name, text in SAMPLES.items():
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return tmp_path


def ours(root, **options):
    return scan_secrets(root, sorted(SAMPLES), engines=("credsweeper",), **options)


def test_findings_are_those_of_its_command_line(samples, tmp_path_factory):
    report = tmp_path_factory.mktemp("report") / "found.json"
    command = [sys.executable, "-m", "credsweeper", "--path", *sorted(SAMPLES), "--no-stdout", "--log", "SILENCE"]
    environment = {**os.environ, "ORT_DISABLE_TELEMETRY": "1"}
    subprocess.run([*command, "--save-json", str(report)], cwd=samples, check=True, env=environment)
    expected = {
        (hit["line_data_list"][0]["path"], hit["line_data_list"][0]["line_num"], hit["rule"])
        for hit in json.loads(report.read_text())
    }
    assert len(expected) >= 4
    assert {(f.path, f.line, f.rule) for f in ours(samples).findings} == expected


def test_what_it_reports_blocks_unless_it_is_public_by_design(tmp_path):
    uuid, digest = "c3f8a1de-" + "5b74-4e29-9d0a-" + "6f1be27c8a43", "sha256:" + "9f86d081884c7d65" * 4
    (tmp_path / "app.yaml").write_text(f"tenant: {uuid}\napi_{WORD}: {digest}\n")
    (tmp_path / "uv.lock").write_text(f"tenant: {uuid}\n")
    scan = scan_secrets(tmp_path, ["app.yaml", "uv.lock"], engines=("credsweeper",))
    assert [(one.path, one.line) for one in scan.blocking("medium")] == [("app.yaml", 1)]
    assert ("uv.lock", 1) in [(one.path, one.line) for one in scan.lesser("medium")]


def test_it_adds_to_the_first_engine_what_that_misses(samples):
    both = scan_secrets(samples, sorted(SAMPLES), engines=("detect-secrets", "credsweeper"))
    one = scan_secrets(samples, sorted(SAMPLES))
    assert {finding.path for finding in both.findings} - {finding.path for finding in one.findings} == {"tenant.yaml"}
    assert len({(finding.path, finding.line) for finding in both.findings}) <= len(both.findings)
    assert "detect-secrets " in both.tool
    assert " and credsweeper " in both.tool


@pytest.mark.security
def test_neither_the_secret_nor_word_of_us_gets_out(samples, tmp_path, monkeypatch):
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / ".cache"))
    said = repr(ours(samples))
    assert KEY not in said
    assert "Kx7#qP2w!zL9" not in said
    assert [path for path in home.rglob("*") if path.is_file()] == []


def test_a_file_that_cannot_be_read_is_an_error(samples):
    from pytest_golive.errors import CannotMeasure

    Path(samples / "c.txt").unlink()
    with pytest.raises(CannotMeasure, match=r"c\.txt cannot be read"):
        ours(samples)
