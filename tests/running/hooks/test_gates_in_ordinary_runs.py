"""An ordinary run leaves the team's gates to the checklist, without a run."""

from __future__ import annotations

from types import SimpleNamespace as Fake

import pytest

from pytest_golive import plugin
from pytest_golive.plugin import _Ordinary

SOURCES = pytest.Config.ArgsSource


@pytest.fixture
def ordinary(tmp_path, monkeypatch):
    (tmp_path / "gates/deep").mkdir(parents=True)
    (tmp_path / "other/gates").mkdir(parents=True)
    (tmp_path / "link").symlink_to("other")

    def ordinary(*args, source=SOURCES.ARGS, verbosity=0, has_gates=True):
        monkeypatch.setattr(plugin, "gates_folder", lambda folder, _: folder / "gates" if has_gates else None)
        config = Fake(args=[*args], args_source=source, rootpath=tmp_path, invocation_params=Fake(dir=tmp_path))
        config.get_verbosity = lambda: verbosity
        return _Ordinary(config), config

    return ordinary


@pytest.mark.parametrize(
    ("source", "left"),
    [
        (SOURCES.TESTPATHS, ["tests", "other/gates", "."]),
        (SOURCES.ARGS, ["tests", "gates", "gates/deep::x", "other/gates", "."]),
        (SOURCES.INVOCATION_DIR, ["tests", "gates", "gates/deep::x", "other/gates", "."]),
    ],
)
def test_testpaths_do_not_lead_there(ordinary, source, left):
    _, config = ordinary("tests", "gates", "gates/deep::x", "other/gates", ".", source=source)
    assert config.args == left


@pytest.mark.parametrize(
    ("path", "is_left"),
    [("gates", True), ("gates/deep", None), ("other/gates", None), ("link/gates", None), ("tests", None)],
)
def test_the_folder_is_not_collected(ordinary, tmp_path, path, is_left):
    assert ordinary()[0].pytest_ignore_collect(tmp_path / path) is is_left
    assert ordinary(has_gates=False)[0].pytest_ignore_collect(tmp_path / path) is None


def test_a_folder_of_another_name_that_leads_there_is_another_folder(ordinary, tmp_path):
    (tmp_path / "more").symlink_to("gates")
    assert ordinary()[0].pytest_ignore_collect(tmp_path / "more") is None


SAID = ["golive: gates/ is left to the go-live checklist (pytest -m pre_deploy)"]


@pytest.mark.parametrize(
    ("args", "verbosity", "said"),
    [
        ((".",), 0, SAID),
        (("tests", "."), 1, SAID),
        (("gates",), 0, SAID),
        ((".::x",), 0, SAID),
        ((".",), -1, []),
        (("tests",), 0, []),
        (("gates/deep",), 0, []),
        ((), 0, []),
    ],
)
def test_it_is_mentioned_where_it_would_have_been_collected(ordinary, args, verbosity, said):
    assert ordinary(*args, verbosity=verbosity)[0].pytest_report_collectionfinish() == said
    assert ordinary(*args, verbosity=verbosity, has_gates=False)[0].pytest_report_collectionfinish() == []
