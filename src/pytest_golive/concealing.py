"""The last look at a report before it goes anywhere: no secret leaves in it, whoever put it there."""

from __future__ import annotations

import pytest

from pytest_golive.masking import MASK


def conceal(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Hide every known secret in *report*: traceback and locals, captured output and logs, properties, location."""
    if report.longrepr is not None:
        report.longrepr = _concealed(report.longrepr)
    report.sections = [(MASK.hide(name), MASK.hide(text)) for name, text in report.sections]
    if isinstance(report, pytest.TestReport):
        report.user_properties = [(name, MASK.hide_in(value)) for name, value in report.user_properties]
        record = getattr(report, "golive", None)
        if record is not None:
            report.golive = MASK.hide_in(record)  # type: ignore[attr-defined]


def _concealed(shown: object) -> str | tuple[str, int, str]:
    if isinstance(shown, str | tuple):
        hidden: str | tuple[str, int, str] = MASK.hide_in(shown)
        return hidden
    text = str(shown)
    if MASK.hide(text) == text:
        return shown  # type: ignore[return-value]  # pytest's own representation, with its colours
    return MASK.hide(text)
