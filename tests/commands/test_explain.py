from __future__ import annotations

import datetime as dt

import pytest

from pytest_golive.commands.explain import explained, listed
from pytest_golive.commands.reference.catalogue import Gate, UnknownGate, choose
from pytest_golive.explaining.catalogue import explanations
from pytest_golive.settings.loading import settings_in

TODAY = dt.date(2026, 11, 23)


def gate(key):
    return Gate(key, f"Title of {key}", "Because.", (("pre_deploy", "before"),), explanations()[key])


GATES = [gate(key) for key in explanations()]
COVERAGE = gate("code_quality::coverage")


def text_of(chosen, loaded=None, width=100):
    return explained(chosen, loaded, width=width, today=TODAY)


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        ("coverage", ["code_quality::coverage"]),
        ("code_quality::coverage", ["code_quality::coverage"]),
        ("golive/code_quality::coverage", ["code_quality::coverage"]),
        ("golive/security", [key for key in explanations() if key.startswith("security::")]),
    ],
)
def test_gates_are_found_by_id_name_and_section(asked, keys):
    assert [found.key for found in choose(GATES, asked)] == keys


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("coverge", "did you mean code_quality::coverage?"),
        ("Tests-Pass", "did you mean code_quality::tests_pass?"),
        ("security::no_exposed_secret", "did you mean security::no_exposed_secrets?"),
        ("", "--list"),
        ("weather", "--list"),
        ("gates/test_x.py::test_y", "team's own"),
        ("golive/chain::earlier_records", "--golive-after=FILE names it"),
    ],
)
def test_unknown_gates_are_answered_with_the_nearest(asked, hint):
    with pytest.raises(UnknownGate) as caught:
        choose(GATES, asked)
    assert hint in caught.value.cure


def test_a_gate_of_the_teams_own_is_answered_with_its_place(tmp_path, monkeypatch):
    (tmp_path / "gates").mkdir()
    (tmp_path / "gates" / "stock.py").write_text("import pytest\n\n\ndef shelves_are_full(judge):\n    pass\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnknownGate) as caught:
        choose(GATES, "shelves_are_full")
    assert caught.value.cure == "it is one of the team's own: gates/stock.py:4 says what it judges"


@pytest.mark.parametrize("found", GATES, ids=lambda found: found.key)
def test_an_explanation_says_everything(found):
    text = text_of(found)
    flat = " ".join(text.split())
    explanation = found.explanation
    assert text.startswith(f"{found.key}: {found.title}\n")
    assert found.why in text
    assert "pre_deploy, before" in text
    assert " ".join(explanation.measures.split()) in flat
    assert " ".join(explanation.fix.split()) in flat
    assert all(path in text for path in explanation.settings)
    assert f'"{found.key}" = ' in text
    assert "expires = 2027-02-21" in text


def test_current_values_come_with_their_place_and_default():
    loaded = settings_in("[tool.golive.code_quality]\ncoverage = 92.5\n", "pyproject.toml")
    text = text_of(COVERAGE, loaded)
    assert "code_quality.coverage = 92.5  (pyproject.toml:2; the default is 80)" in text
    assert "code_quality.coverage_of_changes = 80  (the default)" in text
    assert "tests.coverage_data is not given" in text


def test_a_value_equal_to_the_default_is_still_the_teams_word():
    loaded = settings_in("[code_quality]\ncoverage = 80\n", "golive.toml")
    assert "coverage = 80  (golive.toml:2; the default is 80)" in text_of(COVERAGE, loaded)


def test_what_to_write_is_spelled_for_the_file_that_is_used():
    assert "[[tool.golive.waivers]]" in text_of(COVERAGE)
    own = text_of(COVERAGE, settings_in("", "golive.toml"))
    assert "[[waivers]]" in own
    assert "[not_applicable]" in own
    assert "[[tool.golive" not in own


def test_what_to_write_loads():
    text = text_of(COVERAGE, settings_in("", "golive.toml"))
    lines = [line.strip() for line in text.splitlines()]
    start = lines.index("[[waivers]]")
    waiver = "\n".join(lines[start:])
    declared = "\n".join(lines[lines.index("[not_applicable]") : lines.index("[not_applicable]") + 2])
    settings = settings_in(f"{declared}\n{waiver}\n", "golive.toml").settings
    assert settings.waivers[0].gate in settings.not_applicable


@pytest.mark.parametrize("width", [40, 72, 100])
def test_prose_keeps_to_the_width(width):
    prose = text_of(COVERAGE, width=width).split("Settings\n")[0].partition("\n")[2]
    assert max(len(line) for line in prose.splitlines()) <= width


def test_the_list_is_aligned():
    lines = listed(GATES).splitlines()
    assert len(lines) == len(GATES)
    assert len({line.index("  Title") for line in lines}) == 1
