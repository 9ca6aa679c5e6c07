"""One declaration may cover several rows; the most specific one counts."""

from __future__ import annotations

import pytest

from pytest_golive.errors import SettingsError
from pytest_golive.settings.declaring import declaration_of, means
from pytest_golive.settings.loading import settings_in

AUTH = "security::auth_flows"


@pytest.mark.parametrize(
    ("declared", "gate", "meant"),
    [
        ("security::*", AUTH, True),
        ("security::auth_*", AUTH, True),
        (AUTH, AUTH, True),
        ("security::auth", AUTH, False),
        ("infrastructure::*", AUTH, False),
        ("gates/a.py::test_x[*]", "gates/a.py::test_x[one]", True),
        ("gates/a.py::test_x[one]", "gates/a.py::test_xo", False),
    ],
)
def test_what_a_declaration_means(declared, gate, meant):
    assert means(declared, gate) is meant


def test_the_nearest_declaration_counts():
    assert declaration_of(AUTH, ["security::*", AUTH, "security::auth_*"]) == AUTH
    assert declaration_of(AUTH, ["security::*", "security::auth_*"]) == "security::auth_*"
    assert declaration_of(AUTH, ["smoke::*"]) == ""


def test_all_sections_at_once_are_refused():
    with pytest.raises(SettingsError, match="must name one section"):
        settings_in('[not_applicable]\n"*::*" = "there is nothing to check"\n', "golive.toml")
