"""The hooks that stand between the rows and plugins for unit tests, without a run."""

from __future__ import annotations

from types import SimpleNamespace as Fake

import pytest
from shielded import GIVEN, PLUGINS, config_of

from pytest_golive.errors import CannotMeasure
from pytest_golive.running import shielding
from pytest_golive.running.shielding import Shielding


class Item:
    """A row or a test with marks."""

    def __init__(self, *marks, gate=True, built_in=False, **values):
        self.gate, self.built_in, self.marks, self.added, self.permission = gate, built_in, marks, [], ""
        vars(self).update(values)

    def get_closest_marker(self, name):
        return name if name in self.marks else None

    def add_marker(self, mark):
        self.added.append(mark if isinstance(mark, str) else (mark.name, *mark.args, *mark.kwargs.items()))


@pytest.fixture(autouse=True)
def cleaned(monkeypatch):
    """Of which rows missing fixtures were removed."""
    seen = []
    monkeypatch.setattr(shielding, "is_gate", lambda item: item.gate)
    monkeypatch.setattr(shielding, "is_built_in", lambda item: item.built_in)
    monkeypatch.setattr(shielding, "permission_of", lambda item: item.permission)
    monkeypatch.setattr(shielding, "_remove_missing_fixtures", seen.append)
    monkeypatch.setattr(pytest.mark, "_config", None)  # which knows the marks of the plugins that are loaded
    return seen


LIMIT, SOCKETS, DEFAULT = ("timeout", 0), "enable_socket", ("filterwarnings", "default")
BOTH, RERUNS = ["pytest_timeout", "pytest_socket"], ["pytest_rerunfailures"]


@pytest.mark.parametrize(
    ("plugins", "item", "added"),
    [
        (BOTH, Item(), [LIMIT, SOCKETS]),
        (BOTH, Item(built_in=True), [LIMIT, SOCKETS, DEFAULT]),
        (BOTH, Item("timeout"), [SOCKETS]),
        (BOTH, Item("disable_socket"), [LIMIT]),
        (BOTH, Item("allow_hosts"), [LIMIT]),
        (["pytest_timeout"], Item(), [LIMIT]),
        (["pytest_socket"], Item(), [SOCKETS]),
        ([], Item(), []),
        ([], Item(built_in=True), [DEFAULT]),
        (BOTH, Item(gate=False), []),
        (RERUNS, Item(permission="deploy"), [("flaky", ("reruns", 0))]),
        (RERUNS, Item("flaky", permission="deploy"), []),
        (RERUNS, Item(permission="deploy", gate=False), []),
        (RERUNS, Item(permission="load"), []),
        ([], Item(permission="deploy"), []),
    ],
)
def test_limits_for_tests_are_taken_from_rows_unless_they_are_their_own(cleaned, plugins, item, added):
    item.added.clear()
    Shielding(config_of(plugins)).pytest_collection_modifyitems([item])
    assert item.added == added
    assert cleaned == [item] * (item.gate and not item.built_in)


def test_an_error_that_explains_itself_needs_no_traceback(monkeypatch):
    monkeypatch.setattr(shielding.recording, "without_traceback", lambda *args: args)
    hooks = Shielding(config_of())
    error = CannotMeasure("no", "do")
    raised = lambda value: Fake(excinfo=value and Fake(value=value))  # noqa: E731
    row, test = Item(), Item(gate=False)
    call = raised(error)
    assert hooks.pytest_runtest_makereport(row, call) == (row, call, error)
    for item, given in ((test, error), (row, ValueError()), (row, None), (test, None)):
        assert hooks.pytest_runtest_makereport(item, raised(given)) is None


def through(hook, config, result="done"):
    """What a wrapper returns; the options as they are inside it."""
    next(hook)
    inside = vars(config.option).copy()
    with pytest.raises(StopIteration) as end:
        hook.send(result)
    return end.value.value, inside


@pytest.mark.parametrize("gate", [True, False])
def test_a_row_runs_without_the_options_and_they_are_there_again_behind_it(gate):
    given = {name: value for name, (value, _) in GIVEN.items()}
    config = config_of(PLUGINS, **given)
    hook = Shielding(config).pytest_runtest_protocol(Item(gate=gate))
    neutral = {name: value for name, (_, value) in GIVEN.items()}
    assert through(hook, config) == ("done", neutral if gate else given)
    assert vars(config.option) == given
    hook = Shielding(config).pytest_runtest_protocol(Item(gate=gate))
    next(hook)
    with pytest.raises(KeyboardInterrupt):
        hook.throw(KeyboardInterrupt())
    assert vars(config.option) == given


@pytest.mark.parametrize(("built_in", "left"), [(True, ["judge", "run"]), (False, ["auto", "judge", "run"])])
def test_a_built_in_row_has_the_fixtures_that_it_asks_for(built_in, left):
    config = config_of(["pytest_repeat"], count=3)
    row = Item(built_in=built_in, _fixtureinfo=Fake(argnames=("run", "judge")))
    metafunc = Fake(definition=row, fixturenames=(names := ["auto", "judge", "run"]))
    assert through(Shielding(config).pytest_generate_tests(metafunc), config) == ("done", {"count": 1})
    assert metafunc.fixturenames is names
    assert (names, config.option.count) == (left, 3)


def test_hooks_stand_around_those_of_plugins():
    for name in ("pytest_runtest_protocol", "pytest_generate_tests"):
        options = getattr(Shielding, name).pytest_impl
        assert (options["wrapper"], options["tryfirst"]) == (True, True)
    for name in ("pytest_collection_modifyitems", "pytest_runtest_makereport"):
        assert getattr(Shielding, name).pytest_impl["tryfirst"]
