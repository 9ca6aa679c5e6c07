"""Which rows are due if single ones were chosen, and which have no report yet."""

from __future__ import annotations

from types import SimpleNamespace as Fake

from pytest_golive.activation import Asked
from pytest_golive.judging.evidence import Evidence
from pytest_golive.outcomes.tallying import Tally
from pytest_golive.settings.model import Settings


def tally(*chosen):
    return Tally(Fake(asked=Asked((), chosen, True, None, frozenset(), ()), settings=Settings()))


def test_rows_that_were_not_chosen_are_those_of_the_phases_of_what_was():
    (told,) = tally("golive/smoke::healthy")._not_chosen()
    assert " built-in rows for smoke were not chosen" in told
    (told,) = tally("golive/nothing_of_the_kind")._not_chosen()
    assert " built-in rows for pre_deploy were not chosen" in told


def test_before_any_report_nothing_has_failed_beside_the_rows():
    assert tally().has_foreign_failures is False


def test_only_texts_of_several_lines_are_pictures():
    assert [Evidence("x", value).picture for value in (5, "one", "a\nb")] == [(), (), ("a", "b")]
