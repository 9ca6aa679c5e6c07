"""Secrets: what detect-secrets' own command finds, and nothing is passed over in silence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from pytest_golive.codebase.secrets.scanning import Secret, scan_secrets, surest_of
from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding

# Put together at run time, so that this file is no finding itself.
KEY = "AKIA" + "QYLPMN5HHHFPZAM2"
WORD = "pass" + "word"
# Made up for these tests, and told so here, for the history has it in one piece.
TAIL = "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx"  # pragma: allowlist secret
TOKEN = "gh" + "p_" + TAIL
HEX = "2b00042f" + "7481c7b0" + "56c4b410" + "d28f33cf"
BASE64 = "c3VwZXIgbG9u" + "ZyBzdHJpbmcg" + "c2hvdWxkIGNh" + "dXNlIGVub3Vn" + "aCBlbnRyb3B5"
PEM = "-----BEGIN RSA " + "PRIVATE KEY-----"
SAMPLES = {
    "a.py": f"key = '{KEY}'\n\n{WORD} = 'hunter2hunter2'\nx = '{HEX}'\n",
    "a.yaml": f"db:\n  {WORD}: hunter2hunter2\n  token: {TOKEN}\n  blob: |\n    {BASE64}\n",
    "a.ini": f"[db]\n{WORD} = hunter2hunter2\nkey = {BASE64}\n",
    "no_suffix": f"[db]\n{WORD} = hunter2hunter2\n",
    "a.json": json.dumps({"key": KEY, WORD: "hunter2hunter2"}),
    "key.pem": f"{PEM}\nMIIEpAIBAAKCAQEA\n",
    "allowed.py": f"key = '{KEY}'  # pragma: allowlist secret\n# pragma: allowlist nextline secret\nb = '{KEY}'\n",
    "twice.py": f"a = '{KEY}'\nb = '{KEY}'\n",
    "package-lock.json": json.dumps({WORD: "hunter2hunter2"}),
    "a.svg": f"<svg {WORD}='hunter2hunter2'/>",
    "crlf.py": f"key = '{KEY}'\r\nother = '{TOKEN}'\r\n",
    "url.txt": "https://user:" + "hunter2hunter2@example.org/\n",
    "empty.py": "",
    "with space.py": f"key = '{KEY}'\n",
}


def of_the_tool(root, paths):
    command = [sys.executable, "-m", "detect_secrets", "scan", "--no-verify", *paths]
    done = subprocess.run(
        command, cwd=root, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONUTF8": "1"}
    )
    found = json.loads(done.stdout)["results"]
    return sorted((path, hit["line_number"], hit["type"]) for path, hits in found.items() for hit in hits)


def places(found):
    return {(path, line) for path, line, _ in found}


def ours(root, paths):
    return sorted((finding.path, finding.line, finding.rule) for finding in scan_secrets(root, paths).findings)


@pytest.fixture
def samples(tmp_path):
    for name, text in SAMPLES.items():
        (tmp_path / name).write_bytes(text.encode())
    return tmp_path


def test_findings_are_those_of_the_tool(samples):
    expected = of_the_tool(samples, sorted(SAMPLES))
    assert len(expected) > 10
    assert places(expected) <= places(ours(samples, sorted(SAMPLES)))


def test_findings_are_those_of_the_tool_on_real_code():
    root = Path(sysconfig.get_paths()["stdlib"])
    paths = sorted(path.relative_to(root).as_posix() for path in [*root.glob("h*.py"), *(root / "email").glob("*.py")])
    found = scan_secrets(root, paths)
    assert places(of_the_tool(root, paths)) <= places((one.path, one.line, one.rule) for one in found.findings)
    assert found.blocking("medium") == ()


def test_a_line_is_told_once_for_a_secret_and_a_secret_on_each_of_its_lines(samples):
    assert [line for _, line, _ in ours(samples, ["a.yaml"])] == [2, 3]
    assert ours(samples, ["twice.py"]) == [("twice.py", 1, "AWS Access Key"), ("twice.py", 2, "AWS Access Key")]


def test_of_two_engines_the_surer_is_believed():
    def secret(severity, line=1):
        return Secret(Finding("a.py", line, "x", severity, severity, severity), frozenset({severity}))

    low, medium, high, other = secret("low"), secret("medium"), secret("high"), secret("low", 2)
    (one,) = surest_of([low], [high])
    assert (one.finding, one.identities) == (high.finding, {"low", "high"})
    assert [one.finding for one in surest_of([medium], [low])] == [medium.finding]
    assert [one.finding for one in surest_of([medium], [other])] == [medium.finding, other.finding]


def test_allowlisted_lines_are_counted(samples):
    scan = scan_secrets(samples, ["allowed.py"])
    assert (scan.findings, len(scan.allowed)) == ((), 1)
    assert "1 allowlisted inline" in scan.source


def test_many_files_are_spread_over_processes_with_the_same_findings(tmp_path):
    paths = [f"{number}.py" for number in range(60)]
    for path in paths:
        (tmp_path / path).write_text(f"key = '{KEY}'\n")
    told = []
    scan = scan_secrets(tmp_path, paths, lambda what, done=0, total=0: told.append((done, total)))
    assert [finding.path for finding in scan.findings] == sorted(paths)
    assert told[-1] == (60, 60)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-8-sig", "utf-32"])
def test_text_that_is_not_utf8_is_scanned_too(tmp_path, encoding):
    (tmp_path / "a.py").write_bytes(f"# é\nkey = '{KEY}'\n".encode(encoding))
    assert ours(tmp_path, ["a.py"]) == [("a.py", 2, "AWS Access Key")]


def test_binary_is_no_text(tmp_path):
    (tmp_path / "a.bin").write_bytes(b"\xff\x00\xfe" + KEY.encode() + b"\x00\xff")
    assert ours(tmp_path, ["a.bin"]) == []


def test_a_file_too_large_to_scan_cannot_be_measured(tmp_path):
    (tmp_path / "big.json").write_text("x" * 5_000_001)
    with pytest.raises(CannotMeasure, match=r"big\.json is too large to scan .*exclude"):
        scan_secrets(tmp_path, ["big.json"])


def test_a_file_that_is_gone_cannot_be_measured(tmp_path):
    with pytest.raises(CannotMeasure, match=r"gone\.py cannot be read: No such file"):
        scan_secrets(tmp_path, ["gone.py"])


def test_nothing_to_scan_cannot_be_measured(tmp_path):
    with pytest.raises(CannotMeasure, match="no tracked file"):
        scan_secrets(tmp_path, [])


@pytest.mark.security
def test_neither_the_secret_nor_its_digest_is_kept(samples):
    import hashlib

    said = repr(scan_secrets(samples, sorted(SAMPLES)))
    for secret in (KEY, TOKEN, HEX, BASE64, "hunter2hunter2"):
        assert secret not in said
        for digest in (hashlib.sha1, hashlib.sha256, hashlib.md5):
            assert digest(secret.encode()).hexdigest()[:12] not in said


def test_two_secrets_of_one_kind_have_fingerprints_of_their_own(samples):
    findings = scan_secrets(samples, ["a.py", "a.yaml", "twice.py"]).findings
    assert len({finding.fingerprint for finding in findings}) == len(findings)
