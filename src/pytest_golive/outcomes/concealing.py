"""Hides secrets in every report before anything reads it, whoever put them there."""

from __future__ import annotations

import logging
import sys
import warnings
from collections.abc import Callable, Generator, Iterable, Sequence
from typing import Any

import pytest

from pytest_golive.masking.known import MASK
from pytest_golive.masking.printing import Lines, hidden_in, uncommanding, visible
from pytest_golive.masking.spellings import SHORT
from pytest_golive.outcomes.concealing_allure import conceal_allure
from pytest_golive.outcomes.concealing_files import conceal_junit, conceal_metadata, conceal_streams, writer_of

# Attributes that pytest itself sets on a report: `conceal` hides secrets in each of them, or they hold no free text.
OF_PYTEST = frozenset(
    (
        "nodeid",
        "location",
        "keywords",
        "outcome",
        "longrepr",
        "when",
        "user_properties",
        "sections",
        "duration",
        "wasxfail",
    )
)


def conceal(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Hide every known secret in *report*: traceback and locals, captured output and logs, properties, location.

    In what pytest writes to the terminal, escape sequences become visible, except colours.
    """
    if report.longrepr is not None:
        report.longrepr = _concealed(report.longrepr)
    report.sections = [(shown(name), shown(text)) for name, text in report.sections]
    if isinstance(report, pytest.TestReport):
        report.user_properties = [(MASK.hide(name), MASK.hide_in(value)) for name, value in report.user_properties]
        if hasattr(report, "wasxfail"):
            report.wasxfail = shown(str(report.wasxfail))
        # Our record, and what other plugins attach to a report for files of their own: logs, extras, metadata.
        for name in vars(report).keys() - OF_PYTEST:
            setattr(report, name, MASK.hide_in(getattr(report, name)))


def _concealed(representation: object) -> str | tuple[str, int, str]:
    if isinstance(representation, tuple):
        file, line, reason = representation
        return MASK.hide(file), line, shown(reason)
    text = str(representation)
    hidden = shown(text)
    if hidden == text:
        return representation  # type: ignore[return-value]  # pytest's own representation, with its colours
    return hidden


def shown(text: str) -> str:
    """*text* as pytest may show it: without known secrets, and with what commands a terminal as an escape."""
    return visible(MASK.hide(text))


def ids_with_credentials(items: Sequence[pytest.Item]) -> list[str]:
    """One message for each test whose id holds a credential: ids go to the terminal, into JUnit and the cache."""
    id_parts = ((item.nodeid.partition("[")) for item in items)
    names = dict.fromkeys(name for name, _, values in id_parts if MASK.hide(values) != values)
    return [
        f"{name}: a credential is one of its parameters, so its id shows it; give it another, ids=[…]" for name in names
    ]


def refusal(messages: Iterable[str]) -> pytest.UsageError:
    """An error of usage; pytest writes it to the log of CI past its reports, so no message may command that."""
    return pytest.UsageError(*map(uncommanding, messages))


def refused_for(exitstatus: int) -> list[str]:
    """What the run was refused for, if it was: pytest writes that below the verdict, where nobody looks for it."""
    error = sys.exception()  # pytest ends a run that it has begun while such an error is on its way
    if exitstatus != pytest.ExitCode.USAGE_ERROR or not isinstance(error, pytest.UsageError):
        return []
    return [f"the run was refused: {' '.join(MASK.hide(str(one)).split())}" for one in error.args]


class Concealing:
    """The hooks that hide secrets in text that is written outside reports."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._undo: list[Callable[[], object]] = []
        tracer: Any = config.trace.root
        write = tracer._writer  # noqa: SLF001 -- pluggy has a public setter for the writer, but no getter
        if write is not None:  # --debug, which logs the arguments of every hook
            tracer.setwriter(lambda text: write(MASK.hide(text)))

    def pytest_report_header(self) -> list[str]:
        """Name credentials that are too short to be hidden inside longer words."""
        return [
            f"golive: {name} holds fewer than {SHORT} characters, which are hidden only where they stand alone; "
            "choose a longer credential"
            for name in MASK.too_short
        ]

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self) -> None:
        """Hide secrets in what any plugin writes while tests run: on the terminal and into the log file.

        The terminal is the log of CI, where foreign text must not give commands, however it was wrapped.
        """
        manager = self._config.pluginmanager
        writer: Any = getattr(manager.get_plugin("terminalreporter"), "_tw", None)
        if writer is not None:
            write, lines = writer.write, Lines()
            writer.write = lambda msg, **how: write(lines.uncommanding(hidden_in(msg)), **how)
        handler = getattr(manager.get_plugin("logging-plugin"), "log_file_handler", None)
        if isinstance(handler, logging.Handler):
            handler.setFormatter(_Formatter(handler.formatter or logging.Formatter()))
        xml = writer_of(self._config)
        if xml is not None:
            add = xml.add_global_property
            xml.add_global_property = lambda name, value: add(MASK.hide(str(name)), MASK.hide(str(value)))
        conceal_metadata(self._config)
        self._undo = [*conceal_streams(self._config), *conceal_allure()]

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(self) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Hide secrets in a report after all plugins have added to it."""
        report = yield
        conceal(report)
        return report

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_sessionfinish(self) -> Generator[None, None, None]:
        """Hide secrets in JUnit's cases: what a gate writes into them directly is in no report."""
        xml = writer_of(self._config)
        if xml is not None:
            conceal_junit(xml)
        return (yield)

    def pytest_unconfigure(self) -> None:
        """Put the original streams back."""
        for undo in self._undo:
            undo()

    @pytest.hookimpl(tryfirst=True)
    def pytest_warning_recorded(self, warning_message: warnings.WarningMessage) -> None:
        """Hide secrets and commands to a terminal in a warning, which pytest shows in its summary."""
        text = str(warning_message.message)
        hidden = shown(text)
        if hidden != text:
            warning_message.message = UserWarning(hidden)

    @pytest.hookimpl(tryfirst=True)
    def pytest_internalerror(self, excrepr: Any) -> None:
        """Hide secrets and commands to a terminal in an internal error, which pytest shows with all local variables."""
        hidden = shown(str(excrepr))
        excrepr.toterminal = lambda writer: writer.line(hidden)


class _Formatter(logging.Formatter):
    """Wraps another formatter and hides secrets in its text."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        """The text of one record, without secrets."""
        return MASK.hide(self._inner.format(record))
