"""Lines of the table for several rows."""

from __future__ import annotations

from types import SimpleNamespace as Fake

from pytest_golive.reports import table


def test_rows_that_are_not_due_for_different_reasons_have_a_line_each(monkeypatch):
    said = []
    monkeypatch.setattr(table, "_write_in_full", lambda _screen, _start, text: said.append(text))
    entry = Fake(section="a_b", id="x", title="X", place="")
    rows = [Fake(outcome=table.Outcome.NOT_DUE, message=why, entry=entry) for why in ("one", "two", "one")]
    table.write_table(Fake(verbosity=0), rows, has_settings=True)
    assert said == ["2 rows, one: a b (2)", "1 row, two: a b (1)"]
