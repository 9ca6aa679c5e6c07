"""Output of other plugins: allure's files, metadata of reports, and hooks that run before ours."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import SimpleNamespace as Fake

import pluggy
import pytest
from _pytest import hookspec
from fake_config import config

from pytest_golive.masking.known import MASK
from pytest_golive.outcomes.concealing import Concealing
from pytest_golive.outcomes.concealing_allure import conceal_allure
from pytest_golive.outcomes.concealing_files import conceal_metadata

pytestmark = pytest.mark.security
CANARY = "canary-" + "Zr85Lw20Vf63"
mark = pluggy.HookimplMarker("allure")


@pytest.fixture(autouse=True)
def _known():
    MASK.add(CANARY)
    yield
    MASK.reset()


class Item:
    """An object as attrs makes them."""

    __attrs_attrs__ = (Fake(name="name"), Fake(name="steps"))

    def __init__(self, name, *steps):
        self.name, self.steps = name, list(steps)


class Writer:
    """The relevant part of allure's file writer; it lacks the hook of newer versions."""

    def __init__(self, folder):
        self._report_dir = str(folder)
        self.got = []

    @mark
    def report_result(self, result):
        self.got.append(result)
        return "result"

    @mark
    def report_attached_data(self, body, file_name):
        self.got.append((body, file_name))
        return "data"

    @mark
    def report_attached_file(self, source, file_name):
        if source:
            file = Path(self._report_dir, file_name)
            file.write_text(source)
            os.utime(file, (1, 1))
        return "file"


@pytest.fixture
def writer(tmp_path, monkeypatch):
    manager = pluggy.PluginManager("allure")
    made = Writer(tmp_path)
    manager.register(made)
    monkeypatch.setitem(sys.modules, "allure_commons", Fake(plugin_manager=manager))
    made.hook = manager.hook
    return made


def test_results_of_allure(writer):
    undo = conceal_allure()
    item = Item(f"<{CANARY}>", Item(CANARY), f"step {CANARY}")
    assert writer.hook.report_result(result=item) == ["result"]
    assert writer.got == [item]
    assert (item.name, item.steps[0].name, item.steps[1]) == ("<[hidden]>", "[hidden]", "step [hidden]")
    for each in undo:
        each()
    plain = Item(CANARY)
    writer.hook.report_result(result=plain)
    assert plain.name == CANARY  # the hooks are allure's own again


def test_attachments_of_allure(writer, tmp_path):
    conceal_allure()
    assert writer.hook.report_attached_data(body=f"<{CANARY}>", file_name="a") == ["data"]
    writer.hook.report_attached_data(body=f"<{CANARY}>\udcff".encode("utf-8", "surrogateescape"), file_name="b")
    assert writer.got == [("<[hidden]>", "a"), (b"<[hidden]>\xff", "b")]
    for name, source in (("c", f"<{CANARY}>"), ("d", "plain"), ("none", "")):
        assert writer.hook.report_attached_file(source=source, file_name=name) == ["file"]
    assert (tmp_path / "c").read_text() == "<[hidden]>"
    assert (tmp_path / "d").stat().st_mtime == 1  # what holds no secret is left alone


def test_without_allure_there_is_nothing_to_hide(monkeypatch):
    monkeypatch.delitem(sys.modules, "allure_commons", raising=False)
    assert conceal_allure() == []


def test_metadata_of_reports(monkeypatch):
    run, key = config(), pytest.StashKey()
    run.stash[key] = table = {"CI_URL": f"https://{CANARY}@ci", "plain": "value"}
    run.stash[None] = elsewhere = {"a": CANARY}
    monkeypatch.delitem(sys.modules, "pytest_metadata.plugin", raising=False)
    conceal_metadata(run)
    assert (table["CI_URL"], elsewhere["a"]) == (f"https://{CANARY}@ci", CANARY)  # nobody says where it is
    monkeypatch.setitem(sys.modules, "pytest_metadata.plugin", Fake(metadata_key=key))
    table[CANARY] = "a name"
    conceal_metadata(run)
    assert table == {"CI_URL": "https://[hidden]@ci", "plain": "value", "[hidden]": "a name"}
    assert run.stash[key] is table
    conceal_metadata(config())  # it is loaded, and collects nothing


def hooks_of(*plugins):
    manager = pluggy.PluginManager("pytest")
    manager.add_hookspecs(hookspec)
    for plugin in plugins:
        manager.register(plugin)
    return manager.hook


def test_what_a_later_plugin_writes_at_the_start_is_hidden():
    shown = []
    terminal = Fake(_tw=Fake(write=shown.append))

    class Later:
        @pytest.hookimpl
        def pytest_sessionstart(self):
            terminal._tw.write(f"<{CANARY}>")

    hooks_of(Concealing(config(terminalreporter=terminal)), Later()).pytest_sessionstart(session=None)
    assert shown == ["<[hidden]>"]


def test_what_an_earlier_plugin_adds_to_junit_at_the_end_is_hidden():
    case = Fake(properties=[], to_xml=lambda: Fake(iter=list))
    writer = Fake(add_global_property=1, node_reporter=1, node_reporters_ordered=[case])

    class Earlier:
        @pytest.hookimpl(wrapper=True)
        def pytest_sessionfinish(self):
            case.properties.append(("a", CANARY))
            return (yield)

    hooks_of(Earlier(), Concealing(config(xml=writer))).pytest_sessionfinish(session=None, exitstatus=0)
    assert case.properties == [("a", "[hidden]")]
