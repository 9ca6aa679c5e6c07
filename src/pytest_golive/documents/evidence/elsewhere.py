"""Where a change is told already: in another document, by a build, or under the name of another module."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from pytest_golive.documents.freshness.change import STANDARD, Change
from pytest_golive.documents.reading.document import Document
from pytest_golive.documents.summary.names import plain
from pytest_golive.documents.summary.speaking import Place, Spoken
from pytest_golive.documents.tracked import Texts


def untold(change: Change, others: Sequence[Spoken]) -> Change:
    """The change without what is new and stands in another document that covers the file: it is told once."""
    new = frozenset(name for name in change.new if not any(change.is_named(name, each) for each in others))
    widened = frozenset(name for name in change.widened if not any(_tells(name, each) for each in others))
    return replace(change, new=new, widened=widened)


def _tells(widened: str, document: Spoken) -> bool:
    """Whether a document shows a function with its new parameters."""
    name, _, rest = widened.partition(": ")
    new = rest.partition("; ")[2].split(", ")
    return name.rpartition(".")[2] in document.shown and all(plain(each) in document.coded for each in new)


def is_elsewhere(place: Place, name: str, path: str, texts: Texts) -> bool:
    """Whether a name that a document gives a *place* is that of another file than *path*.

    Args:
        place: as the document says it: ("shop", "pay") of ``shop.pay.tip``.
        name: the last part: "tip".
        path: the changed file.
        texts: the tracked files.
    """
    defined = re.compile(
        rf"^[ \t]*(?:(?:async[ \t]+)?def|class)[ \t]+{re.escape(name)}\b|^{re.escape(name)}\b", re.MULTILINE
    )
    modules = {each for end in (len(place), len(place) - 1) if end for each in _modules(place[:end], texts)}
    if modules:
        return path not in modules and any(defined.search(texts.read(each)) for each in modules)
    own = {*path.removesuffix(".py").split("/")}
    return place[0] in STANDARD and not own.issuperset(place[:1])


def _modules(place: Place, texts: Texts) -> Iterator[str]:
    """The tracked files of a module that a document names by *place*."""
    ends = tuple(f"/{'/'.join(place)}{tail}" for tail in (".py", "/__init__.py"))
    yield from (each for each in texts.paths if f"/{each}".endswith(ends))


def made_from(document: Document) -> Iterator[str]:
    """The dotted paths of the modules that a build takes out of the code into *document* as a whole."""
    for directive in document.directives:
        if directive.name in {"mkdocstrings", "automodule"}:
            yield directive.argument.strip()


def is_one_of(path: str, modules: Sequence[str]) -> bool:
    """Whether the module at *path* is one whose documentation a build takes from there."""
    dotted = f".{path.removesuffix('.py').removesuffix('/__init__').replace('/', '.')}"
    return path.endswith(".py") and any(dotted.endswith(f".{module}") for module in modules)


def has_moved(path: str, added: Collection[str]) -> bool:
    """Whether a removed file is in a further folder now, such as src, however much of it changed."""
    return any(new.endswith(f"/{path}") for new in added)
