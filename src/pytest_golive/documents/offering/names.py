"""The names that changed in a file, and how each of them changed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

from pytest_golive.documents.offering.signature import Altered


class Names(NamedTuple):
    """Names that changed in a file: new, removed, or redefined.

    *beside* are the functions and classes that stay: a document that names few of these need not name a new one. So it
    is with the parameters that a function may be given besides: *widened* has "pay: cents, tip; note" for a new note.
    What is in a class is "Shop.pay". "pay()" was removed, and is the name of a parameter now: only a document that
    calls it means what was removed. *altered* are signatures, and *valued* are values, as `told` writes them. *within*
    has "PORT: web, db" for a key that stands in several services of a Compose file and changed in these. *vanished* are
    names that stood anywhere in the file and do not any more; *defaults* are keys with their old and new values.
    *quoted* are old definitions in a language that is not parsed: "pay(a int)".
    """

    added: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    edited: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    widened: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()
    altered: frozenset[str] = frozenset()
    valued: frozenset[str] = frozenset()
    vanished: frozenset[str] = frozenset()
    defaults: frozenset[str] = frozenset()
    quoted: frozenset[str] = frozenset()

    @property
    def changed(self) -> frozenset[str]:
        """All that changed."""
        with_more = {each.partition(":")[0] for each in self.widened | self.within}
        within = self.vanished | {json.loads(each)[0] for each in self.defaults}
        return (
            within | self.added | self.removed | self.edited | with_more | {json.loads(each)[0] for each in self.told}
        )

    @property
    def told(self) -> frozenset[str]:
        """What a document is stale about only if it says how it was."""
        return self.altered | self.valued


def told_signature(name: str, how: Altered) -> str:
    """A signature that changed, as one text."""
    return json.dumps([name, *how])


def told_value(name: str, gone: Iterable[str]) -> str:
    """A value that changed, with those of its words and numbers that are gone, as one text."""
    return json.dumps([name, sorted(gone)])
