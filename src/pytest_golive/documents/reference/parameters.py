"""Whether a docstring explains the parameters of its signature, and no others."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from pytest_golive.documents.api.outline import STAR, STARS, Parameter
from pytest_golive.documents.reference.statements import DOUBT, HABIT, SURE, Certainty, Statement, Statements, Told

# Python passes these by itself, also to a function that is put into a class later; "None" says that there is no other.
RECEIVERS: Final = frozenset({"self", "cls"})
NEAR: Final = 0.75  # of two names of which one is likely a slip of the other


@dataclass(frozen=True)
class Explained:
    """What all docstrings about one signature explain together.

    Attributes:
        names: the parameters that stand in a list.
        mentioned: those that stand anywhere in the text, here or where a base explains the same.
        beside: the words beside a name in its field, ":param url str:", whichever of them is the name.
        quoted: the words that the text quotes as code.
    """

    names: frozenset[str]
    mentioned: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    quoted: frozenset[str] = frozenset()


def explained_by(told: Sequence[Told], above: Sequence[Told] = ()) -> Explained:
    """What docstrings explain of their signature.

    Args:
        told: these docstrings.
        above: those of the same method, or of the class, in the bases.
    """
    listed = {name for each in told for name, *_ in each.get("p", ())}
    beside = {word for each in told for words in each.get("o", {}).values() for word in words}
    said = {name for each in (*told, *above) for name in each.get("m", ())}
    said |= {name for each in above for name, *_ in each.get("p", ())} | beside
    quoted = {name for each in told for name in each.get("w", ())}
    return Explained(frozenset(listed), frozenset(said), frozenset(beside), frozenset(quoted))


def unknown(
    told: Told, parameters: Sequence[Parameter], explained: Explained, *, is_changed: bool, in_class: bool
) -> Statements:
    """Explained parameters that do not exist, and defaults that differ.

    Args:
        told: the docstring.
        parameters: of the signature.
        explained: what all docstrings about it explain.
        is_changed: whether the parameters may be others than the source shows: by a decorator, or without a maker.
        in_class: whether the docstring is about a class, whose list may have attributes, too.
    """
    by_name = {parameter.name: parameter for parameter in parameters}
    takes_any = any(parameter.kind in {STAR, STARS} for parameter in parameters)
    for name, *default in told.get("p", ()):
        if name not in by_name:
            beside = told.get("o", {}).get(name, ())
            if not takes_any and name not in {*RECEIVERS, "None"} and by_name.keys().isdisjoint(beside):
                is_vague = is_changed or name in told.get("v", ())
                is_meant = not in_class or _is_meant(name, parameters, explained)
                certainty: Certainty = SURE if is_meant and not is_vague else DOUBT
                words = f"the docstring explains a parameter {name}, which does not exist"
                yield Statement("docstring-parameter-unknown", name, words, certainty)
        elif default and (actual := by_name[name].default) is not None and same_value(default[0], actual) is False:
            words = f"the docstring says that {name} is {default[0]} by default, but it is {actual}"
            yield Statement("docstring-default", name, words, DOUBT if is_changed else SURE)


def _is_meant(name: str, parameters: Sequence[Parameter], explained: Explained) -> bool:
    """Whether one that is nowhere stands for a parameter: one that no list explains, or a similar one; or for none."""
    names = [each.name for each in parameters if each.name not in RECEIVERS]
    left = [each for each in names if each not in explained.names | explained.beside]
    return not names or bool(left) or bool(difflib.get_close_matches(name, names, 1, NEAR))


def unexplained(
    asked: Sequence[Parameter], parameters: Sequence[Parameter], explained: Explained, unclear: Collection[str]
) -> Statements:
    """Parameters that the list of a docstring leaves out.

    A required one that the text does not even mention is missing for sure. An optional one may be left out on
    purpose, unless the project explains them everywhere else.

    Args:
        asked: those that the docstring has to explain.
        parameters: of the whole signature.
        explained: what all docstrings about it explain.
        unclear: names in the list that may be words of a sentence, or types.
    """
    known = {parameter.name for parameter in parameters}
    others = explained.names - known
    is_of_the_rest = explained.names.isdisjoint(known) and any(each.kind == STARS for each in parameters)
    is_clear = not (set(unclear) - known) and not is_of_the_rest
    for parameter in asked:
        name = parameter.name
        if name in explained.names | explained.quoted | explained.beside or not is_explainable(parameter):
            continue
        certainty: Certainty = HABIT if parameter.default is not None else SURE
        if not is_clear or name in explained.mentioned:
            certainty = DOUBT
        elif difflib.get_close_matches(name, others, 1, NEAR):
            certainty = SURE  # under its old name
        words = f"the docstring does not explain the parameter {name}"
        yield Statement("docstring-parameter-missing", name, words, certainty)


def is_explainable(parameter: Parameter) -> bool:
    """Whether a docstring has to explain a parameter: no private one, none that takes the rest, none of old times."""
    is_old = "deprecat" in (parameter.default or "").lower()
    return not parameter.name.startswith("_") and parameter.kind not in {STAR, STARS} and not is_old


def same_value(told: str, actual: str) -> bool | None:
    """Whether both texts are the same literal; None if the code's text is not a literal."""
    try:
        value = ast.literal_eval(actual)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    try:
        literal = ast.literal_eval(told)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    if value is None or literal is None:
        # "default: 10" below "= None": the body may put it in; nobody writes None where it is something else.
        return True if value is literal else (None if value is None else False)
    if isinstance(literal, str) and isinstance(value, str):
        return value in {literal, _unescaped(literal)}
    return bool(literal == value) and isinstance(literal, bool) is isinstance(value, bool)


def _unescaped(text: str) -> str:
    r"""The intended text, if a docstring writes a backslash twice: ``"\\n"``."""
    try:
        return text.encode("ascii", "backslashreplace").decode("unicode_escape")
    except UnicodeDecodeError:
        return text
