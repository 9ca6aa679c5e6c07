"""The picture of a watch stands beside its samples."""

from __future__ import annotations

from pathlib import Path

import pytest
from watched import BEGAN, EVERYTHING, NAMES, sample

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.watch.journal.lines import About, Began
from pytest_golive.observability.watch.journal.writing import begin
from pytest_golive.observability.watch.policy import Policy
from pytest_golive.observability.watch.result import Watched
from pytest_golive.observability.watch.standing import Ending
from pytest_golive.targets.observing.picturing import picture_of
from pytest_golive.testrun.junit.safe_xml import read_xml

POLICY = Policy(30.0, 3_100, tolerance=EVERYTHING)


@pytest.fixture
def watched(tmp_path):
    journal = begin(tmp_path / "watch-prod.jsonl", About("1", "", "prod", POLICY, NAMES), Began(BEGAN, None, ""))
    for number in range(1, 3_000):
        journal.add(sample(number))
    journal.close()
    return Watched(Ending.SUCCESSFUL, POLICY, {}, (), 2_999, BEGAN, 0.0, file=str(journal.path))


def test_all_samples_are_drawn_not_only_those_in_memory(watched, tmp_path):
    path = picture_of(watched, BEGAN - 60, {NAMES[0]: 1.0})
    assert path == str(tmp_path / "watch-prod.svg") == picture_of(watched)  # a newer one replaces it
    assert read_xml(Path(path), "picture")[0].text.startswith("watch of prod: 2,999 samples")


def test_what_is_no_picture_is_left_alone(watched, tmp_path):
    (tmp_path / "watch-prod.svg").write_text("diary")
    with pytest.raises(CannotMeasure, match="not a picture"):
        picture_of(watched)
    assert (tmp_path / "watch-prod.svg").read_text() == "diary"


def test_a_picture_that_cannot_be_written_is_told(watched, tmp_path):
    (tmp_path / "watch-prod.svg").mkdir()
    with pytest.raises(CannotMeasure):
        picture_of(watched)


def test_a_watch_without_a_file_has_no_picture():
    assert picture_of(Watched(Ending.SUCCESSFUL, POLICY, {}, (), 0, BEGAN, 0.0)) == ""
