"""Compare the parameters of functions: which calls no longer work, or mean something else."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pytest_golive.documents.api.outline import (
    EITHER,
    KEYWORD_ONLY,
    KIND_WORDS,
    POSITIONAL_ONLY,
    STAR,
    STARS,
    Parameter,
)

NOTHING: Final = object()


@dataclass(frozen=True, slots=True)
class Broken:
    """A broken parameter: rule, name, words that follow the function's name, and whether it is certain."""

    rule: str
    name: str
    what: str
    is_sure: bool = True


def compare(
    old: Sequence[Parameter],
    new: Sequence[Parameter],
    values: tuple[Callable[[str], str], Callable[[str], str]] = (str, str),
    *,
    by_name: bool = True,
) -> Iterator[Broken]:
    """The parameters of *old* that calls can no longer use with *new*.

    Args:
        old: the parameters for callers before.
        new: the parameters for callers now.
        values: look up a default that is the name of a constant, in the old and in the new code.
        by_name: whether callers pass them by name; nobody does so for ``__getitem__``.
    """
    after = {parameter.name: parameter for parameter in new}
    before = {parameter.name for parameter in old}
    has_star = any(parameter.kind == STAR for parameter in new)
    has_stars = any(parameter.kind == STARS for parameter in new)
    renamed = dict(_renamed(old, new))
    for parameter in old:
        if parameter.kind in {STAR, STARS}:
            yield from _variadic(parameter, new, before)
        elif parameter.name not in after or after[parameter.name].kind in {STAR, STARS}:
            yield from _gone(
                parameter, renamed.get(parameter.name, ""), has_star=has_star, has_stars=has_stars, by_name=by_name
            )
        else:
            yield from _changed(parameter, after[parameter.name], values, has_star=has_star, by_name=by_name)
    taken = {*before, *renamed.values()}
    for parameter in new:
        if parameter.name not in taken and parameter.is_required:
            # *args or **kwargs may have accepted this parameter before.
            took_it = any(one.kind == (STARS if parameter.kind == KEYWORD_ONLY else STAR) for one in old)
            what = f"must be called with a new parameter {parameter.name}"
            yield Broken("parameter-added-required", parameter.name, what, not took_it)
    yield from _moved(old, new, renamed)


def _gone(old: Parameter, renamed: str, *, has_star: bool, has_stars: bool, by_name: bool) -> Iterator[Broken]:
    """The change for a parameter whose name is gone; *renamed* is the new name in its place, or ""."""
    name, instead = old.name, f" ({renamed} is in its place)" if renamed else ""
    if renamed and not (has_stars and old.kind == EITHER):
        if by_name and old.kind != POSITIONAL_ONLY:
            yield Broken("parameter-renamed", name, f"has no parameter {name} any more{instead}")
    elif old.kind == EITHER and (renamed or has_star is not has_stars) and not (has_star and has_stars):
        words = "position" if has_star else "keyword"
        yield Broken("parameter-kind", name, f"takes {name} by {words} alone now{instead}")
    elif not _is_swallowed(old, has_star=has_star, has_stars=has_stars):
        yield Broken("parameter-removed", name, f"has no parameter {name} any more", not _is_private(old))


def _renamed(old: Sequence[Parameter], new: Sequence[Parameter]) -> Iterator[tuple[str, str]]:
    """Removed parameters with a new one in the same position, equally required or optional."""
    before, after = {parameter.name for parameter in old}, {parameter.name for parameter in new}
    for first, second in zip(_positional(old), _positional(new), strict=False):
        if first.name not in after and second.name not in before and first.is_required == second.is_required:
            yield first.name, second.name


def _positional(parameters: Sequence[Parameter]) -> list[Parameter]:
    return [parameter for parameter in parameters if parameter.is_positional]


def _is_private(parameter: Parameter) -> bool:
    return parameter.name.startswith("_")


def _is_swallowed(old: Parameter, *, has_star: bool, has_stars: bool) -> bool:
    return {POSITIONAL_ONLY: has_star, EITHER: has_star and has_stars, KEYWORD_ONLY: has_stars}[old.kind]


def _variadic(old: Parameter, new: Sequence[Parameter], before: set[str]) -> Iterator[Broken]:
    if any(parameter.kind == old.kind for parameter in new):
        return
    # If named parameters replaced them, these may be all that callers passed.
    is_sure = not any(parameter.name not in before for parameter in new)
    stars, what = ("*", "positional") if old.kind == STAR else ("**", "keyword")
    name = f"{stars}{old.name}"
    yield Broken("parameter-removed", name, f"takes no further {what} arguments ({name}) any more", is_sure)


def _changed(
    old: Parameter,
    new: Parameter,
    values: tuple[Callable[[str], str], Callable[[str], str]],
    *,
    has_star: bool,
    by_name: bool,
) -> Iterator[Broken]:
    name = old.name
    if new.is_required and not old.is_required:
        yield Broken("parameter-required", name, f"must be called with {name} now (its default was {old.default})")
    loses_place = old.is_positional and new.kind == KEYWORD_ONLY and not has_star
    loses_name = old.kind in {EITHER, KEYWORD_ONLY} and new.kind == POSITIONAL_ONLY and by_name
    if loses_place or loses_name:
        words = f"takes {name} as {KIND_WORDS[new.kind]} now (it was {KIND_WORDS[old.kind]})"
        yield Broken("parameter-kind", name, words)
    if old.default is not None and new.default is not None:
        yield from _default(old, new, values[0](old.default), values[1](new.default))


def _default(old: Parameter, new: Parameter, was: str, now: str) -> Iterator[Broken]:
    """The change of a default; *was* and *now* are its values, if it is the name of a constant."""
    first, second = _literal(was), _literal(now)
    if first is NOTHING or second is NOTHING:
        if was != now:
            yield Broken("default-changed", old.name, _default_words(old, new, was, now), is_sure=False)
    elif first != second or not _is_alike(first, second):
        # None, False, 0 and () are mostly interchangeable, and None mostly means the earlier default.
        is_sure = bool(first or second) and second is not None and second is not ...
        yield Broken("default-changed", old.name, _default_words(old, new, was, now), is_sure)


def _is_alike(first: object, second: object) -> bool:
    """Whether equal values do the same: 6 and 6.0 do, 1 and True may not."""
    kinds = {type(first), type(second)}
    return len(kinds) == 1 or kinds == {int, float}


def _default_words(old: Parameter, new: Parameter, was: str, now: str) -> str:
    first, second = (was, now) if old.default == new.default else (old.default, new.default)
    return f"has {second} as the default of {old.name} now (it was {first})"


def _literal(text: str) -> object:
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return NOTHING


def _moved(old: Sequence[Parameter], new: Sequence[Parameter], renamed: dict[str, str]) -> Iterator[Broken]:
    """Parameters whose position changed, unless a removed or added one is the reason and reported already."""
    second = [parameter.name for parameter in _positional(new)]
    first = [name for parameter in _positional(old) if (name := renamed.get(parameter.name, parameter.name)) in second]
    before = {parameter.name for parameter in old}
    added = {parameter.name for parameter in new if parameter.is_required and parameter.name not in before}
    then = [name for name in second if name in first or name not in added]
    moved = [name for place, name in enumerate(first) if then.index(name) != place and not name.startswith("_")]
    if moved:
        names = ", ".join(moved)
        yield Broken("parameter-moved", names, f"takes {names} at another place now")
