"""The part that pytest loads in every run, hook by hook and without one."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace as Fake

import pytest
from _pytest.config import ConftestImportFailure

from pytest_golive import plugin
from pytest_golive.activation import PHASES
from pytest_golive.errors import GoliveError
from pytest_golive.processes import garbage, importing, pythons
from pytest_golive.running import door, shielding, starting

pytestmark = pytest.mark.security
ARGS, TESTPATHS = pytest.Config.ArgsSource.ARGS, pytest.Config.ArgsSource.TESTPATHS


@pytest.fixture
def did(monkeypatch):
    """What the hooks have others do."""
    done = []
    keep = lambda name: lambda *args: done.append((name, *args))  # noqa: E731
    monkeypatch.setattr(plugin, "asked_early", lambda config: config.asked)
    monkeypatch.setattr(plugin, "asked_for", lambda config: config.asked)
    monkeypatch.setattr(plugin, "gates_folder", lambda folder, _: folder / "gates")
    monkeypatch.setattr(door, "Door", lambda config: Fake(close=lambda: done.append(("closed", config))))
    monkeypatch.setattr(door, "write_broken_conftest", keep("broken"))
    monkeypatch.setattr(shielding, "set_aside_early", keep("aside"))
    monkeypatch.setattr(importing, "import_as_written", lambda: "as it was")
    monkeypatch.setattr(pythons, "shadows", lambda root: [f"{root} is in the way"] if root == "shadowed" else [])
    monkeypatch.setattr(starting, "start", keep("started"))
    monkeypatch.setattr(garbage, "spare_loaded", lambda: "as before")
    monkeypatch.setattr(garbage, "spare_the_end", keep("spared"))
    return done


def config_of(did, asked=None, **values):
    keep = lambda name: lambda *args: did.append((name, *args))  # noqa: E731
    return Fake(
        asked=asked,
        add_cleanup=keep("cleanup"),
        addinivalue_line=keep("line"),
        pluginmanager=Fake(register=keep("registered")),
        known_args_namespace=Fake(),
        option=Fake(),
        stash=pytest.Stash(),
        **{
            "rootpath": Path("/root"),
            "args": [],
            "args_source": ARGS,
            "invocation_params": Fake(dir=Path("/root"), args=()),
            **values,
        },
    )


def loaded(config, error=None):
    hook = plugin.pytest_load_initial_conftests(config)
    next(hook)
    with pytest.raises(StopIteration):
        hook.throw(error) if error else hook.send(None)


ASKED = Fake(alone=True)


@pytest.mark.parametrize("asked", [ASKED, None])
def test_the_exit_is_guarded_before_any_conftest_is_loaded(did, asked):
    config = config_of(did, asked)
    loaded(config)
    *before, (_, last) = did
    assert before == ([("cleanup", "as it was"), ("closed", config), ("aside", config, asked)] if asked else [])
    assert last._is_asked_early is (asked is not None)


BROKEN = ConftestImportFailure(Path("/root/conftest.py"), cause=ImportError("no"))


def test_a_conftest_that_ends_or_breaks_a_checklist_is_told(did):
    with pytest.raises(SystemExit) as caught:
        loaded(config_of(did, ASKED), SystemExit(0))
    assert caught.value.code == 1
    with pytest.raises(ConftestImportFailure):
        loaded(config_of(did, ASKED), BROKEN)
    assert did[-1] == ("broken", BROKEN.path, BROKEN.cause)
    assert not [call for call in did if call[0] == "registered"]


@pytest.mark.parametrize("error", [SystemExit(0), BROKEN])
def test_an_ordinary_run_ends_as_its_conftests_say(did, error):
    with pytest.raises(type(error)) as caught:
        loaded(config_of(did), error)
    assert caught.value is error
    assert did == []


def test_a_package_that_adds_sections_wrongly_is_a_fault_of_usage(did, monkeypatch):
    def refuse(*_):
        raise GoliveError("::error::no section", "")

    monkeypatch.setattr(plugin, "_begin", plugin._begin)
    monkeypatch.setattr(garbage, "uncollected", refuse)
    with pytest.raises(pytest.UsageError, match=":\u200b:error::no section"):
        plugin._begin(config_of(did), ASKED)
    with pytest.raises(pytest.UsageError, match=":\u200b:error::no section"):
        plugin.pytest_configure(config_of(did, ASKED))
    assert not [call for call in did if call[0] in {"closed", "started"}]


@pytest.mark.parametrize(
    ("early", "asked", "shows_help", "worker", "is_left"),
    [
        (False, ASKED, False, False, True),
        (True, ASKED, False, False, True),
        (True, None, True, False, True),
        (True, None, False, False, False),
        (False, None, True, False, False),
        (False, None, False, False, False),
        (True, ASKED, True, True, False),
    ],
)
def test_the_last_word_is_ours_where_a_checklist_was_asked_for(  # noqa: PLR0917 -- a table
    did, monkeypatch, early, asked, shows_help, worker, is_left
):
    def leave(config):
        return ("left", (yield))

    monkeypatch.setattr(door, "leave", leave)
    values = {"workerinput": {}} if worker else {}
    config = config_of(did, asked, getoption=lambda name: {"help": shows_help}[name], **values)
    hook = plugin._Last(is_asked_early=early).pytest_cmdline_main(config)
    next(hook)
    with pytest.raises(StopIteration) as end:
        hook.send(3)
    assert end.value.value == (("left", 3) if is_left else 3)


MARKERS = [
    ("line", "markers", "gate(title, permission=, fix=): one row of the go-live checklist"),
    *(("line", "markers", f"{phase}: gates due {meaning}") for phase, meaning in PHASES.items()),
]


@pytest.mark.parametrize("alone", [True, False])
def test_a_checklist_is_started(did, alone):
    asked = Fake(alone=alone)
    config = config_of(did, asked)
    plugin.pytest_configure(config)
    rest = [("cleanup", "as before"), ("spared",)] if alone else []
    assert did == [*MARKERS, ("started", config, asked), *rest]


def test_what_shadows_our_modules_stops_a_checklist_and_no_ordinary_run(did):
    with pytest.raises(pytest.UsageError, match="shadowed is in the way"):
        plugin.pytest_configure(config_of(did, ASKED, rootpath="shadowed"))
    assert did == MARKERS
    did.clear()
    plugin.pytest_configure(config_of(did, rootpath="shadowed"))
    *before, (name, ordinary) = did
    assert (before, name, type(ordinary)) == (MARKERS, "registered", plugin._Ordinary)


def test_hooks_stand_before_and_around_those_of_others():
    for hook in (plugin.pytest_load_initial_conftests, plugin._Last.pytest_cmdline_main):
        assert (hook.pytest_impl["wrapper"], hook.pytest_impl["tryfirst"]) == (True, True)
    for hook in (plugin.pytest_configure, plugin._Ordinary.pytest_ignore_collect):
        assert hook.pytest_impl["tryfirst"]
