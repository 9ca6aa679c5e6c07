"""Hides secrets in what bypasses the reports: JUnit's cases that gates fill directly, and output not captured."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from pytest_golive.masking.known import MASK


def writer_of(config: pytest.Config) -> Any:
    """Find pytest's JUnit plugin by its methods: it is registered without a name."""
    plugins = config.pluginmanager.get_plugins()
    return next((p for p in plugins if hasattr(p, "add_global_property") and hasattr(p, "node_reporter")), None)


def conceal_junit(xml: Any) -> None:
    """Hide every known secret in the cases that *xml*, pytest's JUnit writer, is about to write."""
    for case in xml.node_reporters_ordered:
        for part in ("attrs", "properties"):  # a finished case has neither, only its element
            if hasattr(case, part):
                setattr(case, part, MASK.hide_in(getattr(case, part)))
        for element in case.to_xml().iter():
            element.text = MASK.hide(element.text) if element.text else element.text
            element.attrib.update(MASK.hide_in(dict(element.attrib)))


def conceal_metadata(config: pytest.Config) -> None:
    """Hide secrets in what pytest-metadata collects for reports: variables of CI, and ``--metadata``."""
    key = getattr(sys.modules.get("pytest_metadata.plugin"), "metadata_key", None)
    table = config.stash.get(key, None) if key is not None else None
    if table is not None:
        hidden = MASK.hide_in(dict(table))
        table.clear()
        table.update(hidden)


def conceal_streams(config: pytest.Config) -> list[Callable[[], object]]:
    """Hide secrets in standard output and error where pytest does not capture them for its reports.

    Returns:
        Functions that put the original streams back.
    """
    undo: list[Callable[[], object]] = []
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is not None and config.getoption("capture", "fd") == "no":
            setattr(sys, name, _Concealed(stream))
            undo.append(partial(setattr, sys, name, stream))
    manager = config.pluginmanager.get_plugin("capturemanager")
    capturing = getattr(manager, "_global_capturing", None)
    for capture in (getattr(capturing, "out", None), getattr(capturing, "err", None)):
        tee: Any = getattr(capture, "tmpfile", None)
        if hasattr(tee, "_other"):  # --capture=tee-sys; pytest has no public access to the stream that it copies to
            tee._other = _Concealed(tee._other)  # noqa: SLF001
    return undo


class _Concealed:
    """A text stream that hides secrets in what it writes."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write *text* without secrets; returns the length of *text*, as callers expect."""
        self._stream.write(MASK.hide(text))
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        """Write every line without secrets."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._stream, name)
        return _ConcealedBytes(found) if name == "buffer" else found


class _ConcealedBytes:
    """The binary stream below a text stream, which hides secrets, too."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, content: bytes) -> int:
        """Write *content* without secrets."""
        text = bytes(content).decode("utf-8", "surrogateescape")
        self._stream.write(MASK.hide(text).encode("utf-8", "surrogateescape"))
        return len(content)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
