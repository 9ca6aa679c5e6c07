"""The last look at a report before it goes anywhere: no secret leaves in it, whoever put it there."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Generator, Sequence
from typing import Any

import pytest

from pytest_golive.masking.known import MASK
from pytest_golive.masking.spellings import SHORT
from pytest_golive.outcomes.concealing_allure import conceal_allure
from pytest_golive.outcomes.concealing_files import conceal_junit, conceal_metadata, conceal_streams, writer_of

# What pytest itself hangs on a report; it is hidden one by one above, or holds none of anybody's words.
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
    """Hide every known secret in *report*: traceback and locals, captured output and logs, properties, location."""
    if report.longrepr is not None:
        report.longrepr = _concealed(report.longrepr)
    report.sections = [(MASK.hide(name), MASK.hide(text)) for name, text in report.sections]
    if isinstance(report, pytest.TestReport):
        report.user_properties = [(MASK.hide(name), MASK.hide_in(value)) for name, value in report.user_properties]
        if hasattr(report, "wasxfail"):
            report.wasxfail = MASK.hide(str(report.wasxfail))
        # Our record, and what other plugins hang on a report to write it down elsewhere: logs, extras, metadata.
        for name in vars(report).keys() - OF_PYTEST:
            setattr(report, name, MASK.hide_in(getattr(report, name)))


def _concealed(shown: object) -> str | tuple[str, int, str]:
    if isinstance(shown, str | tuple):
        hidden: str | tuple[str, int, str] = MASK.hide_in(shown)
        return hidden
    text = str(shown)
    if MASK.hide(text) == text:
        return shown  # type: ignore[return-value]  # pytest's own representation, with its colours
    return MASK.hide(text)


def telling_ids(items: Sequence[pytest.Item]) -> list[str]:
    """Tests whose id holds a credential, in words; their ids go to the terminal, into JUnit and the cache."""
    parted = ((item.nodeid.partition("[")) for item in items)
    names = dict.fromkeys(name for name, _, values in parted if MASK.hide(values) != values)
    return [
        f"{name}: a credential is one of its parameters, so its id shows it; give it another, ids=[…]" for name in names
    ]


class Concealing:
    """The hooks by which text goes out that is in no report."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._undo: list[Callable[[], object]] = []
        tracer: Any = config.trace.root
        write = tracer._writer  # noqa: SLF001 -- pluggy can set a writer, but not name it
        if write is not None:  # --debug, which writes down what every hook was given
            tracer.setwriter(lambda text: write(MASK.hide(text)))

    def pytest_report_header(self) -> list[str]:
        """Name credentials that are too short to be found wherever they stand."""
        return [
            f"golive: {name} holds fewer than {SHORT} characters, which are hidden only where they stand alone; "
            "choose a longer credential"
            for name in MASK.too_short
        ]

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self) -> None:
        """Hide secrets in what is written while tests run: on the terminal, by whomever, and into the log's file."""
        manager = self._config.pluginmanager
        writer: Any = getattr(manager.get_plugin("terminalreporter"), "_tw", None)
        if writer is not None:
            write = writer.write
            writer.write = lambda msg, **how: write(MASK.hide(msg), **how)
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
        """Look last at a report, when all plugins have hung on it what they like."""
        report = yield
        conceal(report)
        return report

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_sessionfinish(self) -> Generator[None, None, None]:
        """Hide secrets in JUnit's cases: what a gate wrote into them itself is in no report."""
        xml = writer_of(self._config)
        if xml is not None:
            conceal_junit(xml)
        return (yield)

    def pytest_unconfigure(self) -> None:
        """Give the streams back."""
        for undo in self._undo:
            undo()

    @pytest.hookimpl(tryfirst=True)
    def pytest_warning_recorded(self, warning_message: warnings.WarningMessage) -> None:
        """Hide secrets in a warning, which goes into the summary."""
        said = str(warning_message.message)
        if MASK.hide(said) != said:
            warning_message.message = UserWarning(MASK.hide(said))

    @pytest.hookimpl(tryfirst=True)
    def pytest_internalerror(self, excrepr: Any) -> None:
        """Hide secrets in an internal error, which is told with all its locals."""
        hidden = MASK.hide(str(excrepr))
        excrepr.toterminal = lambda writer: writer.line(hidden)


class _Formatter(logging.Formatter):
    """What another one makes of a record, without secrets."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        """One record, in words."""
        return MASK.hide(self._inner.format(record))
