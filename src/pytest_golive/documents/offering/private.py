"""What others can use of a module that is named as one for its package alone."""

from __future__ import annotations

import re
from typing import Final

from pytest_golive.documents.tracked import Texts

PRIVATE: Final = re.compile(r"_(?!_)")
STAR: Final = re.compile(r"^[ \t]*+from[ \t]++[\w.]++[ \t]++import[ \t]++\*", re.MULTILINE)
WORD: Final = re.compile(r"\w++")


def offered_to_others(path: str, names: frozenset[str], texts: Texts) -> frozenset[str]:
    """Those of the *names* of the module at *path* that are public.

    Of ``_pay.py`` it is what a package around it takes from it; so it is of ``pay.py`` if its package takes anything.
    """
    *folders, name = path.split("/")
    if not names or name == "__init__.py":
        return names
    packages = ("/".join((*folders[:end], "__init__.py")) for end in range(1, len(folders) + 1))
    found = [texts.read(each) for each in packages if texts.has(each)]
    takes = re.compile(
        rf"^[ \t]*+from[ \t]++[\w.]*\b{re.escape(name.removesuffix('.py'))}[ \t]++import\b", re.MULTILINE
    )
    if not any(PRIVATE.match(part) for part in (*folders, name)) and not any(takes.search(text) for text in found[-1:]):
        return names
    if any(STAR.search(text) for text in found):
        return names
    return names.intersection(word for text in found for word in WORD.findall(text))
