"""What a change of a file means to its readers: for Python, its interface; for other files, the words in it."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

from pytest_golive.documents.offering.code import Code, parsed
from pytest_golive.documents.offering.interface import Offered, offered
from pytest_golive.documents.offering.lines import TOKEN, changed_words
from pytest_golive.documents.offering.names import Names, told_signature, told_value
from pytest_golive.documents.offering.signature import altered, widened
from pytest_golive.documents.offering.within_module import defaults, vanished

# Classes that others are made from, which only a list of all names has.
RAISED: Final = re.compile(r"(?:Error|Exception|Warning)\Z")
HELPING: Final = re.compile(r"^(?:Base|Abstract)[A-Z]|[a-z](?:Meta|Mixin|Base|Protocol)$")


def changed_names(path: str, old: str, new: str, *, content: bool = False) -> Names | None:
    """The names that changed between two versions of a file; None if nothing changed that documents describe.

    Args:
        path: the path of the file.
        old: its text before.
        new: its text now.
        content: whether every statement counts, and not only what others can use.

    Returns:
        For Python, functions, classes and constants; no names if only statements inside them changed. For other
        files, the words that came or went, and those that begin a line with another end; of what came only what is
        written like a variable of the environment needs to be named.
    """
    if path.endswith((".py", ".pyi")):
        was, now = Code.of(old), Code.of(new)
        if was is not None and now is not None:
            # Where only one of them has a list of what is public, what went off that list can be used as before.
            listed = (was.exports is None) == (now.exports is None)
            names = _compared(offered(was, listed=listed), offered(now, listed=listed), now)
            names = names._replace(vanished=vanished(was, new), defaults=_defaults(was, now))
            if names.changed or not content:
                return names if names.changed else None
            return names if _statements(old) != _statements(new) else None
    return changed_words(path, old, new)


def _imported(code: Code) -> frozenset[str]:
    imports: list[ast.Import | ast.ImportFrom] = [*code.all(ast.Import), *code.all(ast.ImportFrom)]
    return frozenset(name.asname or name.name for node in imports for name in node.names)


def _compared(before: Mapping[str, Offered], after: Mapping[str, Offered], code: Code) -> Names:
    """Of methods, only those that are gone or different; of what is new, only functions and classes are looked for."""
    beside = {name for name in before.keys() & after.keys() if after[name].is_listed}
    # A document that lists classes need not name a function that helps them.
    makes_classes = bool(beside) and all(after[name].kind == "class" for name in beside)
    new = {name for name in after.keys() - before.keys() if after[name].is_listed}
    added = {name for name in new if not ((makes_classes and after[name].kind != "class") or HELPING.search(name))}
    added -= {base for name in beside for base in (after[name].bases or ())}  # what those are made from now
    if not any(_is_raised(name, after[name]) for name in beside):  # nor an exception, beside what is none
        added = {name for name in added if not _is_raised(name, after[name])}
    both = [(name, before[name], after[name]) for name in before.keys() & after.keys()]
    left = {name: lost for name, was, now in both if (lost := (was.bases or frozenset()) - (now.bases or frozenset()))}
    # What was in a class that is made from others now may be inherited.
    remade = {name for name, was, now in both if (now.bases or frozenset()) - (was.bases or frozenset())}
    # What is imported now is still there; what is a parameter now is only meant where a document calls it.
    imported, parameters = _imported(code), {node.arg for node in code.all(ast.arg)}
    removed = {
        f"{name}()" if _last(name) in parameters else name
        for name in before.keys() - after.keys()
        if imported.isdisjoint((_last(name), _home(name))) and _home(name) not in remade
        if not _is_inherited(name, before[name], after)
    }
    removed |= {f"{name}.{_last(base)}" for name, lost in left.items() for base in lost}
    edited = {name for name, was, now in both if _differs(was, now)}
    given = [(name, was.given, now.given) for name, was, now in both if was.given is not None and now.given is not None]
    signatures = {name: how for name, was, now in given if (how := altered(was, now, parameters))}
    more = {name: told for name, was, now in given if (told := widened(was, now))}
    return Names(
        frozenset(added),
        frozenset(removed),
        frozenset(edited),
        frozenset(beside),
        widened=frozenset(f"{name}: {told}" for name, told in more.items()),
        altered=frozenset(told_signature(name, how) for name, how in signatures.items() if name not in edited),
        valued=frozenset(_values(before, after)),
    )


def _defaults(was: Code, now: Code) -> frozenset[str]:
    before, after = defaults(was), defaults(now)
    both = ((name, before[name], after[name]) for name in before.keys() & after.keys())
    return frozenset(json.dumps([*each]) for each in both if each[1] != each[2])


def _differs(was: Offered, now: Offered) -> bool:
    """Whether a name is used otherwise; a class, a function and what a call makes are called alike."""
    if "value" in {was.kind, now.kind}:
        value = was.said if was.kind == "value" else now.said
        return was.kind != now.kind and "(" not in value
    return was.marks != now.marks


def _values(before: Mapping[str, Offered], after: Mapping[str, Offered]) -> Iterator[str]:
    """Values and decorators with other words and numbers than before, as far as some are gone."""
    for name in before.keys() & after.keys():
        if before[name].kind == after[name].kind and before[name].said != after[name].said:
            had, has = (set(TOKEN.findall(side[name].said)) for side in (before, after))
            was, now = (_named_by(side[name].said) for side in (before, after))
            # What a name stands for that came into it is not seen here: it may be what the value had.
            if lost := (had - has) & was if now - was else had - has:
                yield told_value(name, lost)


def _named_by(value: str) -> set[str]:
    """The names in a value: what it is then, another place tells."""
    tree = parsed(value)
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} if tree else set()


def _is_inherited(name: str, was: Offered, after: Mapping[str, Offered]) -> bool:
    """Whether a class still has a method that it defined: it extended that of a base, or a base here has it."""
    home, _, last = name.rpartition(".")
    if home not in after:
        return False
    if was.is_inherited and after[home].bases:
        return True
    bases = [*(after[home].bases or ())]
    for base in bases:  # grows while it is walked
        if f"{base}.{last}" in after:
            return True
        bases.extend(each for each in (after[base].bases or () if base in after else ()) if each not in bases)
    return False


def _is_raised(name: str, what: Offered) -> bool:
    """Whether a class is an exception, by its name or by what it is made from."""
    return what.kind == "class" and any(map(RAISED.search, (name, *(what.bases or ()))))


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _home(name: str) -> str:
    return name.rpartition(".")[0]


def _statements(text: str) -> str:
    """The statements of a module without comments and docstrings."""
    tree = parsed(text)
    if tree is None:
        return text
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and _is_text(body[0]):
            del body[0]
    return ast.dump(tree)


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
