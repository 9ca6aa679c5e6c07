"""One phase opens the next: real runs, each held against the record of the one before."""

from __future__ import annotations

import json
import subprocess

import pytest

from pytest_golive.signing.openssh import sign
from pytest_golive.signing.record import NAMESPACE, Record, read_record

pytestmark = pytest.mark.security
GATES = """
import pytest
from pytest_golive import gate


@gate("Ready")
@pytest.mark.pre_deploy
def test_ready(judge):
    judge("ready", 1, equals=1)


@gate("Put")
@pytest.mark.deploy
def test_put(judge):
    open("deployed", "w").close()
    judge("put", 1, equals=1)
"""
SETTINGS = """
[tool.golive.targets.production]
url = "https://shop.example"
production = true
[tool.golive.not_applicable]
{away}
[tool.golive.signing]
recorders = ["robot"]
[tool.golive.signing.people.robot]
ssh_keys = ["{key}"]
"""
DEPLOY = ("-m", "deploy", "--target=production")


@pytest.fixture
def keys(tmp_path_factory):
    folder = tmp_path_factory.mktemp("chain")
    for name in ("robot", "other"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(folder / name)], check=True)
    return folder


@pytest.fixture
def chained(project, keys):
    """A project that may be put on production, with the signed record of its pre_deploy."""
    from spared import HEAVY

    away = "\n".join(f'"{gate}" = "not tried in this test"' for gate in (*HEAVY, "deployment::*"))
    text = SETTINGS.format(away=away, key=(keys / "robot.pub").read_text().strip())
    project.write("pyproject.toml", f'[project]\nname = "shop"\nversion = "1.2.0"\n{text}')
    project.write("gates/test_ours.py", GATES)
    project.write(".gitignore", "deployed\n*.json\n__pycache__/\n.pytest_cache/\n")
    project.commit()
    done = project.phase("--golive-record=pre.json", f"--golive-key={keys / 'robot'}")
    assert done.ret == 0, done.stdout.str()
    return project


def refused(project, *options, why, after="pre.json"):
    """A run that must deploy nothing, for the reason that is given."""
    result = project.run(*DEPLOY, *([f"--golive-after={after}"] if after else []), *options)
    result.stdout.fnmatch_lines([f"*{why}*", "NO-GO *"])
    assert result.ret == 1
    assert not (project.path / "deployed").exists()
    return result


def test_a_record_opens_production_and_its_own_record_is_of_the_same_release(chained, keys):
    result = chained.run(*DEPLOY, "--golive-after=pre.json", "--golive-record=deploy.json", "-n1")
    assert result.ret == 0, result.stdout.str()
    assert (chained.path / "deployed").exists()
    result.stdout.fnmatch_lines(["*The phases before are a GO*"])
    pre, deploy = (read_record(chained.path / f"{name}.json") for name in ("pre", "deploy"))
    assert pre.subject == deploy.subject
    assert (deploy.phases, deploy.production) == (("deploy",), True)


def test_without_a_record_nothing_is_deployed(chained):
    result = refused(
        chained, "--junitxml=out.xml", why="deploy needs the record of pre_deploy, and none was given", after=""
    )
    result.stdout.fnmatch_lines(["*pytest -m pre_deploy --golive-record FILE, then --golive-after FILE here*"])
    report = (chained.path / "out.xml").read_text()
    case = report[report.index('name="earlier_records"') :]
    assert case[: case.index("</testcase>")].count("<error ") == 1
    assert "not tried, for its phase is not opened: deploy needs the record of pre_deploy" in report
    # Workers do not deploy, either, and a gate that is chosen by its name is no way around.
    result = refused(chained, "-n1", why="deploy needs the record of pre_deploy, and none was given", after="")
    assert result.stdout.str().count("not tried, for its phase is not opened") >= 1
    named = chained.run("gates/test_ours.py::test_put", "--target=production")
    assert named.ret == 1
    assert not (chained.path / "deployed").exists()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"src/shop/pay.py": '"""Pay more."""\n'}, "it is of another content (commit *), which has changed since"),
        ({"golive-signoffs/note.txt": "no part of it"}, ""),
    ],
    ids=["content", "aside"],
)
def test_a_release_that_has_changed_since(chained, change, why):
    for path, text in change.items():
        chained.write(path, text)
    chained.commit()
    if why:
        refused(chained, why=why)
    else:
        assert chained.run(*DEPLOY, "--golive-after=pre.json").ret == 0


def test_settings_loosened_between_the_phases(chained):
    file = chained.path / "pyproject.toml"
    file.write_text(file.read_text().replace("[tool.golive.signing]", "[tool.golive.signing]\napprovers = 2"))
    refused(chained, why="pyproject.toml differ from the commit, so no record is about what is here")
    chained.commit()
    refused(chained, why="the settings have changed since")


def test_a_row_that_was_not_in_the_record(chained, keys):
    record = read_record(chained.path / "pre.json")
    rows = tuple(row for row in record.rows if "test_ready" not in row.id)
    forged = record.model_copy(update={"rows": rows}).sealed(lambda words: sign(words, keys / "robot", NAMESPACE))
    chained.write("less.json", forged.text)
    refused(chained, why="rows that are due were not in it: gates/test_ours.py::test_ready", after="less.json")


def test_records_that_nobody_may_believe(chained, keys, git):
    text = (chained.path / "pre.json").read_text()
    record = read_record(chained.path / "pre.json")
    red = record.model_copy(update={"verdict": "NO-GO"}).sealed(lambda words: sign(words, keys / "robot", NAMESPACE))
    forged = Record.model_validate(json.loads(text) | {"ended": "2030-01-01T00:00:00+00:00"})
    resealed = forged.model_copy(update={"digest": forged.own_digest})
    by_other = record.sealed(lambda words: sign(words, keys / "other", NAMESPACE))
    for_a_row = record.sealed(lambda words: sign(words, keys / "robot", "pytest-golive"))
    for name, words, why in (
        ("edited", text.replace('"version": "1.2.0"', '"version": "1.2.1"'), "the record edited.json was edited: its words have another digest"),
        ("forged", resealed.text, "nobody who may sign records has signed it"),
        ("other", by_other.text, "nobody who may sign records has signed it"),
        ("row", for_a_row.text, "nobody who may sign records has signed it"),
        ("unsigned", record.sealed().text, "it is unsigned"),
        ("red", red.text, "it says NO-GO"),
        ("cut", text[: len(text) // 2], "the record cut.json is no JSON, or was cut"),
        ("old", text.replace('"schema_version": 1', '"schema_version": 0'), "the record old.json is of schema 0"),
    ):  # fmt: skip
        chained.write(f"{name}.json", words)
        refused(chained, why=why, after=f"{name}.json")
    refused(chained, why="the record none.json cannot be read: No such file", after="none.json")
    # The same content in a repository with another beginning.
    git(chained.path, "checkout", "-q", "--orphan", "other")
    chained.commit()
    refused(chained, why="it is of another repository")


def test_an_unsigned_part_does_not_come_into_a_signed_whole(chained, keys):
    key = f"--golive-key={keys / 'robot'}"
    for options, status in (((), 1), ((key,), 0)):
        assert chained.phase("-k", "not test_ready", "--golive-record=part.json", *options).ret == 1
        result = chained.phase("-k", "test_ready or earlier_records", "--golive-after=part.json", key)
        assert result.ret == status, result.stdout.str()
        assert ("the record part.json opens nothing here: it is unsigned" in result.stdout.str()) is bool(status)
