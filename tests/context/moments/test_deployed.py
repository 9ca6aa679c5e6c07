"""When a release was deployed: by the command line, this run, or a record."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from pytest_golive.context.moments.deployed import deployed, must_be_deployed
from pytest_golive.context.moments.given import moment_of
from pytest_golive.context.sharing import Shared
from pytest_golive.context.shelf import Shelf
from pytest_golive.errors import GoliveError, NotSetUp
from pytest_golive.settings.model import Settings
from pytest_golive.signing.record import Record

NOW = dt.datetime(2026, 11, 27, 13, 0, 0, 500, tzinfo=dt.UTC)
DIGEST = "sha256:" + "0a" * 32


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("now", "2026-11-27T13:00:00+00:00"),
        (" NOW ", "2026-11-27T13:00:00+00:00"),
        ("2026-11-27T12:30:00Z", "2026-11-27T12:30:00+00:00"),
        ("2026-11-27 13:30:00.25+01:00", "2026-11-27T12:30:00+00:00"),
        ("2026-11-27T13:00:59Z", "2026-11-27T13:00:59+00:00"),
    ],
)
def test_a_moment_is_given_in_its_time_zone(text, moment):
    assert moment_of(text, NOW).isoformat() == moment


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-11-27T12:30:00", "has no time zone; write it as 2026-11-27T13:00:00Z"),
        ("2026-11-27", "has no time zone"),
        ("yesterday", "'yesterday' is no moment; write it as 2026-11-27T13:00:00Z, or now"),
        ("", "is no moment"),
        ("\x00", "is no moment"),
        ("0001-01-01T00:00:00+23:00", "is no moment"),
        (
            "2026-11-27T13:02:00Z",
            r"2026-11-27T13:02:00Z is in the future, by the clock of this machine \(2026-11-27T13",
        ),
        ("9" * 10_000, "is no moment"),
    ],
)
def test_a_moment_that_nobody_can_count_from_is_refused(text, said):
    with pytest.raises(GoliveError, match=said):
        moment_of(text, NOW)


def record(folder, name, **changes):
    fields = {
        "subject": {"digest": DIGEST, "commit": "1a2b"},
        "phases": ["deploy"],
        "target": "prod",
        "settings": DIGEST,
        "started": "2026-11-27T10:00:00+00:00",
        "ended": "2026-11-27T10:05:00+00:00",
        "rows": [{"id": "a::b", "title": "A", "outcome": "passed"}],
        "verdict": "GO",
    }
    file = folder / name
    file.write_text(Record.model_validate(fields | changes).sealed().text)
    return str(file)


@pytest.fixture
def run(tmp_path):
    def of(*after, said=""):
        shared = Shared(tmp_path, among_workers=False)
        asked = SimpleNamespace(deployed=said, after=after)
        settings = SimpleNamespace(targets={"prod": None, "staging": None}, of=Settings().of)
        return SimpleNamespace(shared=shared, asked=asked, settings=settings, target_name="prod", shelf=Shelf())

    return of


def test_the_end_of_a_run_that_deploys_is_the_moment_unless_the_record_says_more(run, tmp_path):
    deploy = record(tmp_path, "deploy.json")
    found = deployed(run(deploy))
    assert (found.text, found.source) == ("2026-11-27T10:05:00+00:00", "the record deploy.json")
    later = record(tmp_path, "after.json", phases=["post_deploy"], deployed="2026-11-27T10:04:00+00:00")
    assert deployed(run(later)).text == "2026-11-27T10:04:00+00:00"
    assert deployed(run(deploy, later)).text == "2026-11-27T10:05:00+00:00"
    assert deployed(run(record(tmp_path, "pre.json", phases=["pre_deploy"]))) is None


def test_a_record_of_another_target_says_nothing_of_this_one(run, tmp_path):
    assert deployed(run(record(tmp_path, "staging.json", target="staging"))) is None
    assert deployed(run(record(tmp_path, "any.json", target=""))) is not None


def test_what_cannot_be_read_says_nothing(run, tmp_path):
    (tmp_path / "broken.json").write_text("{")
    assert deployed(run(str(tmp_path / "broken.json"), str(tmp_path / "gone.json"))) is None


def test_the_deployment_of_this_run_comes_before_records_and_the_command_line_before_all(run, tmp_path):
    file = record(tmp_path, "deploy.json")
    watching = run(file)
    moments = {"began": "2026-11-27T11:58:00+00:00", "ended": "2026-11-27T12:00:00+00:00"}
    watching.shared.once("watched_deployment", lambda: SimpleNamespace(**moments))
    found = deployed(watching)
    assert (found.source, found.text) == ("the deployment of this run", moments["ended"])
    assert found.before == dt.datetime.fromisoformat(moments["began"]).timestamp()
    assert deployed(run(file)).before == deployed(run(file)).seconds
    assert deployed(run(file, said="2026-11-27T12:30:00+00:00")).source == "--golive-deployed"


def test_without_any_what_needs_it_is_not_set_up(run):
    with pytest.raises(NotSetUp, match="nothing says when this release was deployed"):
        must_be_deployed(run())
