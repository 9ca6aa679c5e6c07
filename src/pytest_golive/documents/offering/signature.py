"""The parameters of a function, and which calls and texts of one version are wrong in another."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Mapping
from itertools import takewhile
from typing import Final, NamedTuple

ANY: Final = 1_000  # more arguments than anybody gives


class Signature(NamedTuple):
    """The parameters without "self" and "cls".

    *positional* are those that may be given by position, in order, and *named* those that are given by name alone;
    *defaults* are by name, as they are written. It *takes more* by position, and *takes any* names.
    """

    positional: tuple[str, ...]
    named: tuple[str, ...]
    defaults: Mapping[str, str]
    takes_more: bool = False
    takes_any: bool = False

    @property
    def names(self) -> frozenset[str]:
        """All parameters."""
        return frozenset((*self.positional, *self.named))

    @property
    def required(self) -> frozenset[str]:
        """Those without a default."""
        return self.names - self.defaults.keys()


class Altered(NamedTuple):
    """What a caller or a reader of the old signature must know.

    *most* arguments by position mean what they meant; the names in *gone* are taken no more, and those in *nowhere* by
    no other function of the module either; *least* arguments must be given, 0 unless something is required that was
    not; *defaults* are the old ones of those that differ. *now* are the parameters that may be given by position today.
    """

    most: int
    gone: list[str]
    nowhere: list[str]
    least: int
    defaults: dict[str, str]
    now: list[str]


def signature_of(args: ast.arguments) -> Signature:
    """The signature of a function."""
    plain = [*args.posonlyargs, *args.args]
    values = [*[None] * (len(plain) - len(args.defaults)), *args.defaults, *args.kw_defaults]
    pairs = zip([*plain, *args.kwonlyargs], values, strict=True)
    defaults = {each.arg: ast.unparse(value) for each, value in pairs if value is not None}
    names = [each.arg for each in plain]
    own = names[1:] if names[:1] in (["self"], ["cls"]) else names
    named = tuple(each.arg for each in args.kwonlyargs)
    return Signature(tuple(own), named, defaults, args.vararg is not None, args.kwarg is not None)


def of_fields(fields: Iterable[tuple[str, ast.expr | None]]) -> Signature:
    """The signature of a constructor that is made from fields, each with its default."""
    pairs = [*fields]
    defaults = {name: ast.unparse(value) for name, value in pairs if value is not None}
    return Signature(tuple(name for name, _ in pairs), (), defaults)


def altered(was: Signature, now: Signature, parameters: Collection[str]) -> Altered | None:
    """How *now* breaks calls and texts that were right; None if it only takes more than *was*.

    Args:
        was: the old signature.
        now: the new one.
        parameters: those of all functions of the module now.
    """
    pairs = [*zip(was.positional, now.positional, strict=False)]
    renamed = {old: new for old, new in pairs if old not in now.names and new not in was.names}
    kept = len([*takewhile(lambda pair: pair[0] == pair[1] or pair[0] in renamed, pairs)])
    is_kept = kept == len(was.positional) or (now.takes_more and kept == len(now.positional))
    is_fit = is_kept and (now.takes_more or not was.takes_more)
    most = ANY if is_fit else len(now.positional) if is_kept else kept
    gone = frozenset() if now.takes_any else was.names - now.names
    newly = now.required - was.required - {*renamed.values()}
    least = len(now.required) if newly else 0
    both = was.defaults.keys() & now.defaults.keys()
    defaults = {name: was.defaults[name] for name in sorted(both) if was.defaults[name] != now.defaults[name]}
    if most == ANY and not gone and not least and not defaults:
        return None
    return Altered(most, sorted(gone), sorted(gone.difference(parameters)), least, defaults, [*now.positional])


def widened(was: Signature, now: Signature) -> str:
    """The parameters that stay and those that may be given besides: "cents, tip; note"; "" if there are none."""
    stay, new = was.names & now.names, (now.names - was.names) & now.defaults.keys()
    return f"{', '.join(sorted(stay))}; {', '.join(sorted(new))}" if stay and new else ""
