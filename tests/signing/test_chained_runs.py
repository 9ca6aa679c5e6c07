"""One phase allows the next: real runs, each compared with the record of the previous run."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from fnmatch import fnmatchcase

import pytest

from pytest_golive.signing.files import SignOff
from pytest_golive.signing.proving.openssh import sign
from pytest_golive.signing.record import NAMESPACE, Record, read_record
from pytest_golive.signing.writing import text_of, with_id

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
OLD = text_of(
    with_id(SignOff("", "review", "ann", "approve", dt.datetime(2026, 1, 1, tzinfo=dt.UTC), "sha256:" + "0a" * 32))
)
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
    from spared import HEAVY  # of the tests

    others = (*HEAVY, "deployment::*", "release::*", "rollback::*")
    away = "\n".join(f'"{gate}" = "not tried in this test"' for gate in others)
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
    result.stdout.fnmatch_lines(["NO-GO *"])
    words = " ".join(result.stdout.str().split())  # whatever lines the reasons are on
    assert fnmatchcase(words, f"*{why}*"), words
    assert result.ret == 1
    assert not (project.path / "deployed").exists()
    return result


def test_a_record_opens_production_and_its_own_record_is_of_the_same_release(chained, keys):
    moment = dt.datetime.now(dt.timezone(dt.timedelta(hours=2))).replace(microsecond=0)
    said = f"--golive-deployed={moment.isoformat()}"
    result = chained.run(*DEPLOY, "--golive-after=pre.json", "--golive-record=deploy.json", said, "-n1")
    assert result.ret == 0, result.stdout.str()
    assert (chained.path / "deployed").exists()
    result.stdout.fnmatch_lines(["*The phases before are a GO*"])
    pre, deploy = (read_record(chained.path / f"{name}.json") for name in ("pre", "deploy"))
    assert pre.subject == deploy.subject
    assert (deploy.phases, deploy.production) == (("deploy",), True)
    assert (pre.deployed, deploy.deployed) == (None, moment.astimezone(dt.UTC).isoformat())


def test_without_a_record_nothing_is_deployed(chained):
    result = refused(
        chained, "--junitxml=out.xml", why="deploy needs the record of pre_deploy, and none was given", after=""
    )
    result.stdout.fnmatch_lines(
        ["*pytest -m pre_deploy --golive-record=FILE --golive-key=KEY, then --golive-after=FILE here*"]
    )
    report = (chained.path / "out.xml").read_text()
    case = report[report.index('name="earlier_records"') :]
    assert case[: case.index("</testcase>")].count("<error ") == 1
    assert "not tried, because the phase is not open: chain::earlier_records says why" in report
    # Workers do not deploy, either, and a gate that is chosen by its name is no way around.
    result = refused(chained, "-n1", why="deploy needs the record of pre_deploy, and none was given", after="")
    assert result.stdout.str().count("not tried, because the phase is not open") >= 1
    named = chained.run("gates/test_ours.py::test_put", "--target=production")
    assert named.ret == 1
    assert not (chained.path / "deployed").exists()
    # Nor is it one to name the phase before as well, of which this run may find nothing or no good.
    both = chained.run("-m", "pre_deploy or deploy", "-k", "test_put", "--target=production")
    both.stdout.fnmatch_lines(["*not tried, because the phase is not open: deploy needs the record of pre_deploy*"])
    assert not (chained.path / "deployed").exists()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"src/shop/pay.py": '"""Pay more."""\n'}, "it covers other content (commit *), which has changed since"),
        ({"golive-records/old.toml": OLD}, ""),
        ({"golive-records/core.toml": "code = 1\n"}, "it covers other content (commit *), which has changed since"),
    ],
    ids=["content", "aside", "beside"],
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
    file.write_text(file.read_text().replace("[tool.golive.signing]", "[tool.golive.signing]\nproven = true"))
    refused(chained, why="pyproject.toml differs from the commit, so no record is about what is here")
    chained.commit()
    refused(chained, why="the settings have changed since")


def test_a_row_that_was_not_in_the_record(chained, keys):
    record = read_record(chained.path / "pre.json")
    rows = tuple(row for row in record.rows if "test_ready" not in row.id)
    forged = record.model_copy(update={"rows": rows}).sealed(lambda words: sign(words, keys / "robot", NAMESPACE))
    chained.write("less.json", forged.text)
    refused(chained, why="it lacks rows that are due: gates/test_ours.py::test_ready", after="less.json")


def test_records_that_nobody_may_believe(chained, keys, git):
    text = (chained.path / "pre.json").read_text()
    record = read_record(chained.path / "pre.json")
    red = record.model_copy(update={"verdict": "NO-GO"}).sealed(lambda words: sign(words, keys / "robot", NAMESPACE))
    forged = Record.model_validate(json.loads(text) | {"ended": "2030-01-01T00:00:00+00:00"})
    resealed = forged.model_copy(update={"digest": forged.own_digest})
    by_other = record.sealed(lambda words: sign(words, keys / "other", NAMESPACE))
    for_a_row = record.sealed(lambda words: sign(words, keys / "robot", "pytest-golive"))
    for name, words, why in (
        ("edited", text.replace('"version": "1.2.0"', '"version": "1.2.1"'), "the record edited.json was edited: its digest does not match its fields"),
        ("forged", resealed.text, "it is not signed by anybody who may sign records"),
        ("other", by_other.text, "it is not signed by anybody who may sign records"),
        ("row", for_a_row.text, "it is not signed by anybody who may sign records"),
        ("unsigned", record.sealed().text, "it is unsigned"),
        ("red", red.text, "it says NO-GO"),
        ("cut", text[: len(text) // 2], "the record cut.json is not JSON, or was cut off"),
        ("old", text.replace('"schema_version": 1', '"schema_version": 0'), "the record old.json has the schema 0"),
    ):  # fmt: skip
        chained.write(f"{name}.json", words)
        refused(chained, why=why, after=f"{name}.json")
    refused(chained, why="the record none.json cannot be read: No such file", after="none.json")
    git(chained.path, "checkout", "-q", "--orphan", "other")  # the same content, in another history
    chained.commit()
    refused(chained, why="it belongs to another repository")


def test_an_unsigned_part_does_not_come_into_a_signed_whole(chained, keys):
    key = f"--golive-key={keys / 'robot'}"
    for options, status in (((), 1), ((key,), 0)):
        assert chained.phase("-k", "not test_ready", "--golive-record=part.json", *options).ret == 1
        files = "--golive-after=part.json", "--golive-record=whole.json", key
        result = chained.phase("-k", "test_ready or earlier_records", *files)
        assert result.ret == status, result.stdout.str()
        assert ("the record part.json opens nothing here: it is unsigned" in result.stdout.str()) is bool(status)


def test_production_wants_to_know_who_signs_records(chained):
    file = chained.path / "pyproject.toml"
    file.write_text(file.read_text().replace('recorders = ["robot"]\n', ""))
    chained.commit()
    result = refused(chained, why="[[]tool.golive.signing] recorders names nobody, so any of the people could")
    result.stdout.fnmatch_lines(['*name who signs records, such as a robot of CI: recorders = [[]"robot"]*'])
