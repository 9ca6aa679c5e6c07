"""Each output outside the reports: streams, JUnit's cases, logs, warnings, and pytest's own errors."""

from __future__ import annotations

import io
import logging
import sys
from types import SimpleNamespace as Fake
from xml.etree.ElementTree import Element, SubElement

import pytest
from fake_config import config

from pytest_golive.masking.known import MASK
from pytest_golive.outcomes.concealing import Concealing
from pytest_golive.outcomes.concealing_files import conceal_junit, conceal_streams, writer_of

pytestmark = pytest.mark.security
CANARY = "canary-" + "Yb63Ns17Qk40"


@pytest.fixture(autouse=True)
def _known():
    MASK.add(CANARY)
    yield
    MASK.reset()


def stream():
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="surrogateescape", write_through=True)


def written(to):
    return to.buffer.getvalue().decode("utf-8", "surrogateescape")


@pytest.mark.parametrize("name", ["stdout", "stderr"])
def test_streams_that_nobody_captures(monkeypatch, name):
    below = stream()
    monkeypatch.setattr(sys, name, below)
    (undo,) = [undo for undo in conceal_streams(config("no")) if undo.args[1] == name]
    shown = getattr(sys, name)
    assert shown.write(f"<{CANARY}>") == len(CANARY) + 2
    shown.writelines([f"{CANARY}\n", "plain\n"])
    assert shown.buffer.write(f"{CANARY}\udcff".encode("utf-8", "surrogateescape")) == len(CANARY) + 1
    shown.buffer.flush()
    shown.flush()
    assert shown.encoding == "utf-8"
    assert written(below) == "<[hidden]>[hidden]\nplain\n[hidden]\udcff"
    undo()
    assert getattr(sys, name) is below


def test_streams_that_are_captured_are_left_alone(monkeypatch):
    below = stream()
    monkeypatch.setattr(sys, "stdout", below)
    assert conceal_streams(config("fd")) == []
    assert sys.stdout is below
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert conceal_streams(config("no")) == []


def test_what_is_captured_and_shown_at_once():
    out, err = Fake(_other=stream()), Fake(_other=stream())
    below = out._other, err._other
    manager = Fake(_global_capturing=Fake(out=Fake(tmpfile=out), err=Fake(tmpfile=err)))
    conceal_streams(config("tee-sys", capturemanager=manager))
    out._other.write(CANARY)
    err._other.write(CANARY)
    assert [written(each) for each in below] == ["[hidden]", "[hidden]"]
    plain = Fake(_global_capturing=Fake(out=Fake(tmpfile=Fake()), err=None))
    conceal_streams(config("sys", capturemanager=plain))
    assert vars(plain._global_capturing.out.tmpfile) == {}


class Case:
    """A case as pytest's writer keeps it; *finished* ones have only their element."""

    def __init__(self, *, finished):
        self.element = Element("testcase", {"name": "x", "classname": CANARY})
        SubElement(self.element, "failure", {"message": f"<{CANARY}>"}).text = f"said {CANARY}"
        SubElement(self.element, "skipped")
        if not finished:
            self.attrs, self.properties = {"classname": CANARY}, [("a", CANARY)]

    def to_xml(self):
        return self.element


def test_cases_of_junit():
    cases = [Case(finished=False), Case(finished=True)]
    conceal_junit(Fake(node_reporters_ordered=cases))
    assert (cases[0].attrs, cases[0].properties) == ({"classname": "[hidden]"}, [("a", "[hidden]")])
    assert not hasattr(cases[1], "attrs")
    for case in cases:
        failure, skipped = case.element
        assert case.element.attrib == {"name": "x", "classname": "[hidden]"}
        assert (failure.text, failure.attrib) == ("said [hidden]", {"message": "<[hidden]>"})
        assert skipped.text is None


def test_the_writer_is_known_by_what_it_can_do():
    writer = Fake(add_global_property=1, node_reporter=1)
    half, other = Fake(add_global_property=1), Fake(node_reporter=1)
    assert writer_of(config(a=half, b=other, c=writer)) is writer
    assert writer_of(config(a=half, b=other)) is None


def test_at_the_start_of_a_session_all_that_writes_learns_it():
    shown, kept = [], []
    terminal = Fake(_tw=Fake(write=lambda msg, **how: shown.append((msg, how))))
    handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("log: %(message)s"))
    writer = Fake(
        add_global_property=lambda name, value: kept.append((name, value)),
        node_reporter=1,
        node_reporters_ordered=[case := Case(finished=True)],
    )
    hooks = Concealing(config(terminalreporter=terminal, logging_plugin=Fake(log_file_handler=handler), xml=writer))
    hooks.pytest_sessionstart()
    terminal._tw.write(f"<{CANARY}>", flush=True)
    assert shown == [("<[hidden]>", {"flush": True})]
    record = logging.LogRecord("a", 20, "a.py", 1, "said %s", (CANARY,), None)
    assert handler.format(record) == "log: said [hidden]"
    writer.add_global_property(CANARY, CANARY)
    assert kept == [("[hidden]", "[hidden]")]
    list(hooks.pytest_sessionfinish())
    assert case.element.get("classname") == "[hidden]"


def test_without_a_terminal_a_log_and_junit_nothing_breaks(monkeypatch):
    below = stream()
    monkeypatch.setattr(sys, "stdout", below)
    hooks = Concealing(config("no", logging_plugin=Fake(log_file_handler=None)))
    hooks.pytest_sessionstart()
    assert sys.stdout is not below
    list(hooks.pytest_sessionfinish())
    hooks.pytest_unconfigure()
    assert sys.stdout is below


def test_a_handler_without_a_format_keeps_its_words():
    handler = logging.NullHandler()
    Concealing(config(logging_plugin=Fake(log_file_handler=handler))).pytest_sessionstart()
    record = logging.LogRecord("a", 20, "a.py", 1, "said %s", (CANARY,), None)
    assert handler.format(record) == "said [hidden]"


def test_the_log_of_debug():
    said = []
    tracer = Fake(_writer=said.append)
    tracer.setwriter = lambda write: setattr(tracer, "_writer", write)
    Concealing(config(tracer=tracer))
    tracer._writer(f"hook: {CANARY}")
    assert said == ["hook: [hidden]"]
    Concealing(config(tracer=Fake(_writer=None, setwriter=None)))


def test_warnings_and_internal_errors():
    hooks = Concealing(config())
    told, plain = Fake(message=RuntimeWarning(f"<{CANARY}>")), Fake(message=RuntimeWarning("plain"))
    hooks.pytest_warning_recorded(told)
    hooks.pytest_warning_recorded(plain)
    assert (type(told.message), str(told.message)) == (UserWarning, "<[hidden]>")
    assert (type(plain.message), str(plain.message)) == (RuntimeWarning, "plain")

    class Shown(Fake):
        def __str__(self):
            return f"INTERNAL {CANARY} \x1b[2J"

    lines = []
    error = Shown()
    hooks.pytest_internalerror(error)
    error.toterminal(Fake(line=lines.append))
    assert lines == [r"INTERNAL [hidden] \x1b[2J"]


def test_what_is_too_short_to_be_found_everywhere_is_named():
    MASK.watch(["PIN"], {"PIN": "12345"})
    (line,) = Concealing(config()).pytest_report_header()
    assert line.startswith("golive: PIN holds fewer than 6 characters")
    assert "choose a longer credential" in line
