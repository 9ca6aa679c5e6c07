"""Names that teams import from us, and fixtures that their gates request, are listed and do not change."""

from __future__ import annotations

import inspect

import pytest

import pytest_golive
from pytest_golive.commands.reference.api import api_page
from pytest_golive.sections import modules_in

SHARED = ("pytest_golive.fixtures.core", "pytest_golive.fixtures.live")


def sources():
    for module in modules_in("fixtures"):
        for name, function in vars(module).items():
            if hasattr(function, "__golive_scope__") and function.__module__ == module.__name__:
                yield name, module.__name__, inspect.get_annotations(function)["return"]


def test_every_public_name_has_one_home():
    assert sorted(pytest_golive.__all__) == sorted({*pytest_golive.HOMES, "gate"})
    assert len(set(pytest_golive.HOMES.values())) == len(pytest_golive.HOMES)


@pytest.mark.parametrize("name", pytest_golive.HOMES)
def test_a_public_name_gives_what_is_at_its_home(name):
    assert getattr(pytest_golive, name).__name__ == pytest_golive.HOMES[name].rpartition(".")[2]


def test_what_is_not_public_is_no_attribute():
    with pytest.raises(AttributeError, match="module 'pytest_golive' has no attribute 'Verdict'"):
        _ = pytest_golive.Verdict


def test_what_every_gate_may_ask_for_is_of_a_public_type():
    private = [
        (name, given)
        for name, module, given in sources()
        if module in SHARED and given not in {*pytest_golive.__all__, "Iterator[httpx.Client]", "TargetTable"}
    ]
    assert private == []


def test_the_page_lists_every_name_and_every_fixture_once():
    rows = [line.split("`")[1] for line in api_page().splitlines() if line.startswith("| `")]
    assert rows[: len(pytest_golive.__all__)] == pytest_golive.__all__
    assert sorted(rows[len(pytest_golive.__all__) :]) == sorted(name for name, _, _ in sources())


def test_the_page_shows_the_public_name_of_a_type():
    page = api_page()
    assert "| `target_settings` | `TargetSettings` | The settings" in page
    assert "| `client` | `httpx.Client` |" in page
    assert "| `endpoints` | `tuple[Finding, ...]` |" in page
    assert "| `secret_history` | `pytest_golive.codebase.secrets.history.SecretHistory \\| None` |" in page


def test_a_teams_gate_may_use_them_all_by_their_types(project):
    project.write(
        "gates/test_names.py",
        "from pytest_golive import Inventory, Judge, Repository, Run, Settings, gate\n\n\n"
        '@gate("The names hold")\n'
        "def test_names(\n"
        "    golive: Run, settings: Settings, repository: Repository, inventory: Inventory, judge: Judge\n"
        ") -> None:\n"
        '    judge("run", isinstance(golive, Run), equals=True)\n'
        '    judge("settings", isinstance(settings, Settings), equals=True)\n'
        '    judge("repository", isinstance(repository, Repository), equals=True)\n'
        '    judge("inventory", isinstance(inventory, Inventory), equals=True)\n',
    )
    project.commit()
    project.phase(apart=True).stdout.fnmatch_lines(["*PASS*The names hold*", "GO  3 passed*"])
