"""Hides secrets in the files of allure-pytest, which reads pytest's items and exceptions instead of reports."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from pytest_golive.masking.known import MASK

Write = Callable[..., object]


def conceal_allure() -> list[Callable[[], object]]:
    """Hide secrets in everything that allure writes from now on, if it is loaded.

    Returns:
        Functions that undo it.
    """
    allure: Any = sys.modules.get("allure_commons")
    if allure is None:
        return []
    undo: list[Callable[[], object]] = []
    hooks = allure.plugin_manager.hook
    for name, conceal in CONCEALING.items():
        for writer in _writers(hooks, name):
            undo.append(partial(setattr, writer, "function", writer.function))
            writer.function = partial(conceal, writer.function)
    return undo


def _writers(hooks: Any, name: str) -> Iterator[Any]:
    """The implementations of the hook *name*; older versions of allure do not have every hook."""
    if hasattr(hooks, name):
        yield from getattr(hooks, name).get_hookimpls()


def _item(write: Write, item: object) -> object:
    return write(_hidden(item))


def _attached(write: Write, body: str | bytes, file_name: str) -> object:
    return write(_hidden_body(body), file_name)


def _attached_file(write: Write, source: str, file_name: str) -> object:
    written = write(source, file_name)
    place = Path(getattr(getattr(write, "__self__", None), "_report_dir", ""), file_name)
    if place.is_file():
        content = place.read_bytes()
        if (hidden := _hidden_body(content)) != content:
            place.write_bytes(hidden)
    return written


def _hidden(value: Any) -> Any:
    """*value* without secrets; allure's own objects, which use attrs, stay the same objects with new contents."""
    for field in getattr(type(value), "__attrs_attrs__", ()):
        setattr(value, field.name, _hidden(getattr(value, field.name)))
    return [_hidden(part) for part in value] if isinstance(value, list) else MASK.hide_in(value)


def _hidden_body(body: Any) -> Any:
    if isinstance(body, bytes):
        return MASK.hide(body.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
    return MASK.hide(str(body))


CONCEALING: dict[str, Callable[..., object]] = {
    "report_result": _item,
    "report_container": _item,
    "report_globals": _item,
    "report_attached_data": _attached,
    "report_attached_file": _attached_file,
}
