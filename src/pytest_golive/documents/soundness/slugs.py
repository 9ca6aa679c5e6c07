"""How headings become anchors: each renderer has a rule of its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping

NOT_IN_GITHUB = re.compile(r"[^\w\- ]")
NOT_IN_MKDOCS = re.compile(r"[^\w\s-]")
EMOJI_NAME = re.compile(r":([\w+-]+):")


def github(text: str) -> str:
    """The rule of GitHub, MyST and most others: lower case, no punctuation, a hyphen for each space."""
    text = EMOJI_NAME.sub(r"\1", text)
    return "".join(char for char in text.strip().lower() if _is_kept(char)).replace(" ", "-")


def _is_kept(char: str) -> bool:
    return char in "-_ " or char.isalnum() or unicodedata.category(char) in {"Mn", "Mc", "Pc"}


def gitlab(text: str) -> str:
    """GitLab's rule: GitHub's, with one hyphen for several."""
    return re.sub(r"-{2,}", "-", github(text)).strip("-")


def mkdocs(text: str) -> str:
    """Python-Markdown's rule, which MkDocs uses: ASCII only, one hyphen for several spaces."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", NOT_IN_MKDOCS.sub("", plain).strip().lower())


def docutils(text: str) -> str:
    """The rule of docutils and Sphinx: letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^a-z0-9]+", "-", " ".join(plain.split()))
    return re.sub(r"^[-0-9]+|-+$", "", plain)


RULES: Mapping[str, tuple[Callable[[str], str], str]] = {
    "github": (github, "-"),
    "gitlab": (gitlab, "-"),
    "myst": (github, "-"),
    "mkdocs": (mkdocs, "_"),
    "sphinx": (docutils, "-"),
}


def anchors_of(texts: Iterable[str], rule: str) -> list[str]:
    """The anchors of headings, in their order; a heading that repeats an earlier one gets a number."""
    slug, mark = RULES[rule]
    seen: dict[str, int] = {}
    found = []
    for text in texts:
        name = plain = slug(text)
        number = seen.get(plain, -1) + 1
        seen[plain] = number
        while number and (name := f"{plain}{mark}{number}") in seen:
            number += 1
        seen.setdefault(name, 0)
        found.append(name)
    return found
