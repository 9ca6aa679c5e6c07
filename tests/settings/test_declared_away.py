"""Rows that are declared away are counted one by one: a glob counts once for each row it matches, nothing twice."""

from __future__ import annotations

import pytest

from pytest_golive.settings.comparing.choice import in_numbers
from pytest_golive.settings.comparing.declared_away import newly_away
from pytest_golive.settings.declaring import not_due, reason_for
from pytest_golive.settings.loading import settings_in

ROWS = {
    "security::auth_flows": "service",
    "security::api_keys": "service",
    "security::no_secrets": "",
    "infrastructure::staging": "service",
}
WHY = "nobody needs it here"
LIBRARY = 'kind = "library"\n'


def settings(*declared, kind="", reason=WHY):
    lines = "".join(f'"{name}" = "{reason}"\n' for name in declared)
    return settings_in(f"{kind}[not_applicable]\n{lines}", "golive.toml").settings


def told(old, new):
    return [one.sentence for one in newly_away(old, new, ROWS)]


def counted(old, new):
    return in_numbers([*newly_away(old, new, ROWS)])


@pytest.mark.security
@pytest.mark.parametrize(
    ("declared", "counts"),
    [
        (["security::*"], "3 rows not applicable"),
        (["security::a*"], "2 rows not applicable"),
        (["security::auth*", "security::api*"], "2 rows not applicable"),
        (["security::*", "security::auth_flows"], "3 rows not applicable"),
        (["security::*", "security::**"], "3 rows not applicable"),
        (["infrastructure::*"], "1 row not applicable"),
        (["security::auth_flows"], "1 row not applicable"),
        (["smoke::*"], "1 group of rows not applicable"),
        (["smoke::*", "smoke::healthy"], "1 row not applicable, 1 group of rows not applicable"),
        ([], ""),
    ],
)
def test_a_glob_counts_as_many_rows_as_it_means(declared, counts):
    assert counted(settings(), settings(*declared)) == counts


@pytest.mark.parametrize(
    ("before", "after", "sentences"),
    [
        (["security::*"], ["security::auth_flows"], []),
        (["security::*"], ["security::a*"], []),
        (["security::a*"], ["security::*"], [f"not applicable: security::* ({WHY}): 1 row"]),
        (["security::auth_flows", "security::api_keys"], ["security::a*"], []),
        (["security::auth_flows"], ["security::a*"], [f"not applicable: security::a* ({WHY}): 1 row"]),
        (["smoke::*"], ["smoke::healthy"], []),
        (["smoke::healthy"], ["smoke::*"], [f"not applicable: smoke::* ({WHY})"]),
    ],
)
def test_only_what_was_not_declared_away_before_is_new(before, after, sentences):
    assert told(settings(*before), settings(*after)) == sentences


@pytest.mark.security
def test_a_placeholder_declares_nothing_away_before_or_after():
    todo = settings("security::*", reason="REPLACE THIS: say why")
    assert told(settings(), todo) == []
    assert counted(todo, settings("security::*")) == "3 rows not applicable"
    nearer = settings_in(
        f'[not_applicable]\n"security::*" = "{WHY}"\n"security::api_keys" = "REPLACE THIS: why"\n', "golive.toml"
    ).settings
    assert counted(settings(), nearer) == "2 rows not applicable"


@pytest.mark.security
def test_a_kind_counts_the_rows_that_it_leaves_out_and_no_row_counts_twice():
    library = settings(kind=LIBRARY)
    assert told(settings(), library) == ['kind: not given → "library": 3 rows not due']
    both = settings("security::*", kind=LIBRARY)
    assert counted(settings(), both) == "1 row not applicable, 3 rows not due"
    assert counted(settings("security::*"), both) == "1 row not due"
    assert counted(library, both) == "1 row not applicable"
    assert told(both, library) == []
    assert told(library, settings(kind='kind = "service"\n')) == []


def test_a_row_is_due_for_its_own_kind_and_where_nobody_has_said_which_it_is():
    assert not_due("service", "library") == 'only due for a service; kind = "library"'
    assert not_due("library", "service") == 'only due for a library; kind = "service"'
    assert [not_due(*pair) for pair in (("", "library"), ("service", "service"), ("service", None))] == [""] * 3


def test_the_reason_is_that_of_the_nearest_declaration():
    reasons = {"security::*": WHY, "security::api_keys": "REPLACE THIS: why", "security::a*": "another one"}
    found = [reason_for(gate, reasons) for gate in ROWS]
    assert found == ["another one", "", WHY, ""]
