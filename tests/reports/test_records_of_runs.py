"""The record that a run writes about a release, and its uses."""

from __future__ import annotations

import json
import subprocess
from types import SimpleNamespace

import pytest

from pytest_golive.running.filing import check_key
from pytest_golive.signing.record import read_record

CONTENT = "[tool.golive.signing]\nartefacts = ['dist/*.whl']\n"


@pytest.fixture(scope="session")
def ecdsa(tmp_path_factory):
    file = tmp_path_factory.mktemp("record") / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ecdsa", "-b", "256", "-N", "", "-f", str(file)], check=True)
    return file


def test_a_record_and_an_attestation(project, ecdsa, git):
    settings = (project.path / "pyproject.toml").read_text()
    project.write("pyproject.toml", f"{settings}\n{CONTENT}")
    project.write(".gitignore", "dist/\nout.sarif\n")
    project.commit()
    project.write("dist/shop-1.2.0.whl", "wheel")
    files = ("--golive-record=golive-records/pre.json", "--golive-attest=golive-records/pre.intoto.json")
    result = project.phase(*files, f"--golive-key={ecdsa}", "--golive-sarif=out.sarif")
    assert result.ret == 0, result.stdout.str()
    nobodys = (
        "signed, but by a key of nobody in [[]tool.golive.signing.people]: it opens no phase that needs a signed record"
    )
    result.stdout.fnmatch_lines([f"*record: golive-records/pre.json, {nobodys}*"])
    record = read_record(project.path / "golive-records/pre.json")
    assert (record.verdict, record.phases, record.subject.version) == ("GO", ("pre_deploy",), "1.2.0")
    assert record.subject.commit == git(project.path, "rev-parse", "HEAD").strip()
    assert record.signature.startswith("-----BEGIN SSH SIGNATURE-----")
    outcomes = {row.id: row.outcome for row in record.rows}
    assert outcomes["code_quality::files_within_limit"] == "passed"
    assert outcomes["security::api_keys"] == "not applicable"
    (judged,) = [row for row in record.rows if row.id == "code_quality::files_within_limit"]
    assert judged.evidence[0]["limit"] == 200
    bundle = json.loads((project.path / "golive-records/pre.intoto.json").read_text())
    assert bundle["dsseEnvelope"]["signatures"]
    # Committed, the record is no part of the release: another run is about the same one.
    project.commit()
    again = project.phase("--golive-record=golive-records/again.json")
    assert again.ret == 0, again.stdout.str()
    second = read_record(project.path / "golive-records/again.json")
    assert second.subject == record.subject
    assert second.signature == ""


def test_a_red_run_is_recorded_too(red):
    result = red.phase("--golive-record=red.json")
    assert result.ret == 1
    record = read_record(red.path / "red.json")
    assert record.verdict == "NO-GO"
    assert "code_quality::files_within_limit" in {row.id for row in record.rows if row.outcome == "failed"}


@pytest.mark.parametrize(
    ("options", "prepare", "said"),
    [
        (["--golive-record=r.json"], {"src/shop/pay.py": '"""Pay."""\n'}, "*a record is about a commit, and src/shop/pay.py differ*"),
        (["--golive-record=new/../notes.txt"], {"notes.txt": "mine"}, "*notes.txt holds something else*"),
        (["--golive-record=notes.txt"], {"notes.txt": "mine"}, "*notes.txt holds something else and stays as it is*"),
    ],
    ids=range(3),
)  # fmt: skip
def test_without_the_file_that_was_asked_for_there_is_no_go(project, options, prepare, said):
    for path, text in prepare.items():
        project.write(path, text)
    result = project.phase(*options)
    result.stdout.fnmatch_lines([said, "NO-GO *"])
    assert result.ret == 1
    assert not (project.path / "r.json").exists()
    assert not prepare.get("notes.txt") or (project.path / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"attest": "a.json"}, "--golive-attest: an attestation is signed, and no key was given: --golive-key=FILE"),
        ({"record": "r", "key": "no.key"}, "--golive-key=no.key: there is no such file; name the private key that signs"),
        ({"record": "r", "key": "k"}, "--golive-key=k: ssh-keygen cannot sign with k: "),
        ({"attest": "a", "key": "k"}, "--golive-key=k: k contains no usable private key; name a PEM or OpenSSH file"),
        ({"key": "no.key"}, "--golive-key=no.key: there is nothing that it could sign: add --golive-record=FILE"),
        ({"record": "r"}, ""),
    ],
    ids=range(6),
)  # fmt: skip
def test_a_key_that_cannot_sign_is_told_before_the_run(tmp_path, options, said):
    (tmp_path / "k").write_text("none")
    config = SimpleNamespace(
        getoption=lambda name, _: options.get(name.removeprefix("golive_")),
        invocation_params=SimpleNamespace(dir=tmp_path),
    )
    if not said:
        check_key(config)
        return
    with pytest.raises(pytest.UsageError) as raised:
        check_key(config)
    assert str(raised.value).startswith(said)


def test_without_a_key_nothing_runs(project):
    result = project.phase("--golive-record=r.json", "--golive-key=no.key")
    result.stderr.fnmatch_lines(["ERROR: --golive-key=no.key: there is no such file; *"])
    assert (result.ret, result.outlines) == (4, [])


def test_without_a_repository_there_is_nothing_to_record(project, git):
    git(project.path, "init", "--quiet")
    for part in (project.path / ".git").rglob("*"):
        if part.is_file():
            part.unlink()
    result = project.phase("--golive-record=r.json")
    result.stdout.fnmatch_lines(["*there is no release to record: *"])
