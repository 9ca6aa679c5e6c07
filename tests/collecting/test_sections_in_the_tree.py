"""The built-in checklist in pytest's tree: its sections, its marks, its titles."""

from __future__ import annotations

import sys
from types import ModuleType
from types import SimpleNamespace as Fake

import pytest

from pytest_golive import gate
from pytest_golive.collecting import chain, entries
from pytest_golive.collecting.entries import built_in_entries, built_in_gates, is_marked, is_under
from pytest_golive.collecting.tree import Checklist
from pytest_golive.context.run import RUN
from pytest_golive.sections import sections
from pytest_golive.settings.model import Settings


@pytest.mark.parametrize("is_there", [True, False])
def test_the_sections_come_in_the_order_of_the_checklist(request, monkeypatch, is_there):
    monkeypatch.setattr(chain, "is_there", lambda run: is_there and run is the_run)
    the_run = Fake(settings=Settings())
    checklist = Checklist.from_session(request.session)
    assert (checklist.nodeid, checklist.name, checklist.path.name) == ("golive", "golive", "gates")
    monkeypatch.setitem(request.config.stash, RUN, the_run)
    nodes = [*checklist.collect()]
    names = list(dict.fromkeys(node.name for node in nodes))
    assert names == [*(["chain"] if is_there else []), *sections()]
    assert {node.nodeid for node in nodes} == {f"golive/{name}" for name in names}
    smoke = next(node for node in nodes if node.name == "smoke")
    assert smoke.obj is sys.modules["pytest_golive.gates.smoke"]
    assert (smoke.istestclass(object, "TestX"), smoke.istestfunction(gate, "test_x")) == (False, False)


def function(*marks):
    def one():
        """Do nothing."""

    one.pytestmark = [*marks]
    return one


def test_marked_is_what_has_a_list_of_marks_with_ours():
    assert is_marked(gate("x")(function()))
    assert is_marked(function(pytest.mark.smoke, pytest.mark.gate("x").mark))
    assert not is_marked(function(pytest.mark.smoke.mark))
    assert not is_marked(function())
    assert not is_marked(object())
    assert not is_marked(Fake(pytestmark=(Fake(name="gate"),)))  # something that answers to any name
    assert not is_marked(Fake(pytestmark=[object()]))


def test_titles_follow_the_settings_and_kinds_the_gate_its_module_and_its_section(monkeypatch):
    kinds = {entry.id: entry.kind for entry in built_in_entries()}
    assert set(kinds.values()) == {"", "service"}
    settings = Settings()
    asked = []
    monkeypatch.setattr(entries, "in_force", lambda key, title, given: asked.append((key, given)) or title)
    built_in_entries(settings)
    assert len(asked) == len(kinds)
    assert all(given is settings for _, given in asked)
    built_in_entries()
    assert asked[-1][1] == Settings()


def test_the_marks_of_a_module_count_for_its_gates(monkeypatch):
    module = ModuleType("own_section")
    module.pytestmark = pytest.mark.smoke
    one = gate("One")(pytest.mark.pre_deploy(function()))
    one.__module__ = module.__name__
    imported = gate("Two")(function())
    module.one, module.imported, module.helper = one, imported, function()
    module.helper.__module__ = module.__name__
    monkeypatch.setitem(sys.modules, "own_section", module)
    monkeypatch.setattr(entries, "sections", lambda: ["own"])
    monkeypatch.setattr(entries, "parts", lambda *_: iter([module]))
    assert [*built_in_gates()] == [("own", one)]
    monkeypatch.setattr(entries, "in_force", lambda _, title, __: title)
    for shared in (pytest.mark.smoke, [pytest.mark.smoke]):
        module.pytestmark = shared
        (entry,) = built_in_entries()
        assert (entry.id, entry.title, entry.phases, entry.kind) == (
            "golive/own::one",
            "One",
            ("pre_deploy", "smoke"),
            "",
        )
    whole, beside = ModuleType("own"), ModuleType("beside")
    beside.KIND = "library"
    monkeypatch.setattr(entries, "parts", lambda *_: iter([whole, beside, module]))
    assert built_in_entries()[0].kind == ""
    whole.KIND = "library"
    assert built_in_entries()[0].kind == "library"
    module.KIND = "service"
    assert built_in_entries()[0].kind == "service"


@pytest.mark.parametrize(
    ("nodeid", "chosen", "is_it"),
    [
        ("golive/a::b", "golive", True),
        ("golive/a::b", "golive/a::b", True),
        ("golive/a::b", "golive/a", True),
        ("golive/a/c::b", "golive/a", True),
        ("golive/a::b[1]", "golive/a::b", True),
        ("golive/ab::b", "golive/a", False),
        ("golive/a::bc", "golive/a::b", False),
        ("golive/a::b", "golive/a::b[1]", False),
        ("tests/x", "golive", True),
    ],
)
def test_what_is_under_what(nodeid, chosen, is_it):
    assert is_under(nodeid, chosen) is is_it
