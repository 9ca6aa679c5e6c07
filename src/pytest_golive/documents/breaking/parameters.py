"""What became of the parameters of a function: whose calls no longer work, or mean something else."""

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
    """What is wrong with one parameter: rule, name, words that go on from the function's, and whether it is sure."""

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
    """What a caller of the *old* signature can no longer do with the *new* one.

    Args:
        old: parameters that a caller gave.
        new: parameters that a caller gives.
        values: what a default's text means in the old and in the new code, where it is the name of a constant.
        by_name: whether anybody gives them by name; nobody does so with those of ``__getitem__``.
    """
    after = {each.name: each for each in new}
    before = {each.name for each in old}
    has_star = any(each.kind == STAR for each in new)
    has_stars = any(each.kind == STARS for each in new)
    renamed = dict(_renamed(old, new))
    for each in old:
        if each.kind in {STAR, STARS}:
            yield from _variadic(each, new, before)
        elif each.name not in after or after[each.name].kind in {STAR, STARS}:
            yield from _gone(each, renamed.get(each.name, ""), has_star=has_star, has_stars=has_stars, by_name=by_name)
        else:
            yield from _changed(each, after[each.name], values, has_star=has_star, by_name=by_name)
    taken = {*before, *renamed.values()}
    for each in new:
        if each.name not in taken and each.is_required:
            # What took anything before may have taken just this.
            took_it = any(one.kind == (STARS if each.kind == KEYWORD_ONLY else STAR) for one in old)
            what = f"must be called with a new parameter {each.name}"
            yield Broken("parameter-added-required", each.name, what, not took_it)
    yield from _moved(old, new, renamed)


def _gone(old: Parameter, renamed: str, *, has_star: bool, has_stars: bool, by_name: bool) -> Iterator[Broken]:
    """What became of a parameter that has no namesake; *renamed* is what came to its place, "" for nothing."""
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
    """Parameters that went while a new one came to the same place, with the same need of a value."""
    before, after = {each.name for each in old}, {each.name for each in new}
    for first, second in zip(_positional(old), _positional(new), strict=False):
        if first.name not in after and second.name not in before and first.is_required == second.is_required:
            yield first.name, second.name


def _positional(parameters: Sequence[Parameter]) -> list[Parameter]:
    return [each for each in parameters if each.is_positional]


def _is_private(parameter: Parameter) -> bool:
    return parameter.name.startswith("_")


def _is_swallowed(old: Parameter, *, has_star: bool, has_stars: bool) -> bool:
    return {POSITIONAL_ONLY: has_star, EITHER: has_star and has_stars, KEYWORD_ONLY: has_stars}[old.kind]


def _variadic(old: Parameter, new: Sequence[Parameter], before: set[str]) -> Iterator[Broken]:
    if any(each.kind == old.kind for each in new):
        return
    # Where others came in their stead, those may be all that anybody gave.
    is_sure = not any(each.name not in before for each in new)
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
    """What became of a default, whose text *was* and *now* stands for, where it is the name of a constant."""
    first, second = _literal(was), _literal(now)
    if first is NOTHING or second is NOTHING:
        if was != now:
            yield Broken("default-changed", old.name, _default_words(old, new, was, now), is_sure=False)
    elif first != second or type(first) is not type(second):
        # None, False, 0 and () are mostly taken for one another, and None mostly stands for what was there before.
        is_sure = bool(first or second) and second is not None and second is not ...
        yield Broken("default-changed", old.name, _default_words(old, new, was, now), is_sure)


def _default_words(old: Parameter, new: Parameter, was: str, now: str) -> str:
    first, second = (was, now) if old.default == new.default else (old.default, new.default)
    return f"has {second} as the default of {old.name} now (it was {first})"


def _literal(text: str) -> object:
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return NOTHING


def _moved(old: Sequence[Parameter], new: Sequence[Parameter], renamed: dict[str, str]) -> Iterator[Broken]:
    """Parameters that changed their places, unless one that went or came is to blame and told already."""
    second = [each.name for each in _positional(new)]
    first = [name for each in _positional(old) if (name := renamed.get(each.name, each.name)) in second]
    required = {each.name for each in new if each.is_required}
    then = [name for name in second if name in first or name not in required]
    moved = [name for place, name in enumerate(first) if then.index(name) != place]
    if moved:
        names = ", ".join(moved)
        yield Broken("parameter-moved", names, f"takes {names} at another place now")
