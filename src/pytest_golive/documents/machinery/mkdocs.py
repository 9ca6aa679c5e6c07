"""Reads the settings of MkDocs and its relatives, and tells what in them may define names or make pages."""

from __future__ import annotations

import re

from pytest_golive.documents.machinery.sphinx import Unsure
from pytest_golive.documents.reading.words import words_of

OWN_EXTENSIONS = words_of(
    """
    abbr admonition attr_list codehilite def_list extra fenced_code footnotes legacy_attrs legacy_em md_in_html meta
    nl2br sane_lists smarty tables toc wikilinks
    """
)
# They show pages in another way, and add neither names nor pages.
HARMLESS = words_of(
    """
    search git-revision-date git-revision-date-localized minify redirects glightbox privacy offline git-committers
    git-authors social awesome-pages awesome-nav section-index
    """
)
MADE_BY_CODE = re.compile(r"^(?:hooks|!!python|INHERIT)\b", re.MULTILINE)
INLINE = re.compile(r"[\w./-]+")
LISTED = re.compile(r"^(\s*)-[ \t]+['\"]?([\w./-]+)['\"]?[ \t]*:?(?:[ \t{].*)?$")
MAPPED = re.compile(r"^(\s+)['\"]?([\w./-]+)['\"]?[ \t]*:")


def unsure_of(text: str, path: str) -> Unsure:
    """What in the settings at *path* may define what the pages use."""
    if code := MADE_BY_CODE.search(text):
        return Unsure(*(3 * (f"{path} has {code[0]}",)))
    plugin = next((name for name in _listed(text, "plugins") if _plain(name) not in HARMLESS), "")
    if plugin:
        return Unsure(*(3 * (f"{path} uses {plugin}",)))
    extensions = (each.removeprefix("markdown.extensions.") for each in _listed(text, "markdown_extensions"))
    extension = next((each for each in extensions if each not in OWN_EXTENSIONS), "")
    return Unsure(f"{path} uses {extension}" if extension else "")


def _plain(name: str) -> str:
    return name.removeprefix("material/")


def _listed(text: str, key: str) -> list[str]:
    """The names in the list, or the keys of the mapping, at *key* of the top level."""
    found: list[tuple[int, str]] = []
    lines = iter(text.split("\n"))
    for line in lines:
        if line.startswith(f"{key}:"):
            found += [(0, name) for name in INLINE.findall(line.partition(":")[2].partition("#")[0])]
            break
    for line in lines:
        if line.strip() and not line.startswith((" ", "\t", "-", "#")):
            break
        if named := LISTED.match(line) or MAPPED.match(line):
            found.append((len(named[1]), named[2]))
    least = min((indent for indent, _ in found), default=0)
    return [name for indent, name in found if indent == least]
