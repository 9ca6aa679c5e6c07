"""Files and folders that a document names and that are gone, and lists that lack what is new."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pytest_golive.documents.evidence.mentions import FILE, WEAK, Shown
from pytest_golive.documents.evidence.page import FROM, IMPORT, Page
from pytest_golive.documents.evidence.standing import Standing
from pytest_golive.documents.freshness.change import Change
from pytest_golive.documents.reading.document import Document
from pytest_golive.documents.summary.names import SOURCE, Name, files, names, plain
from pytest_golive.documents.summary.parts import is_aside
from pytest_golive.documents.summary.speaking import spoken

# Files that most projects have: a page may mean those of its readers.
USUAL: Final = frozenset({
    "setup.py", "setup.cfg", "pyproject.toml", "tox.ini", "noxfile.py", "makefile", "package.json", "requirements.txt",
    "settings.py", "urls.py", "manage.py", "models.py", "views.py", "app.py", "main.py", "wsgi.py", "asgi.py",
    "conf.py",
    "__init__.py", "utils.py", "dockerfile", "docker-compose.yml", "docker-compose.yaml", "compose.yml", "compose.yaml",
    ".env", "config.py", "config.yaml", "config.yml", "config.toml", "config.json", "tasks.py", "conftest.py", "cli.py",
    "index.html", "index.js", "main.js", "app.js", "__main__.py", "admin.py", "forms.py", "tests.py", "types.py",
    "base.html", "test.py", "server.py", "client.py", "routes.py", "schema.py", "api.py", "apps.py", "pytest.ini",
    ".pre-commit-config.yaml", "mypy.ini", "manifest.in", "poetry.lock", "pipfile", "pipfile.lock", "uv.lock",
})  # fmt: skip
FEWEST: Final = 3  # names that are a list: two may be a choice


def lists_all_but(change: Change, page: Page) -> bool:
    """Whether a page lists everything that was beside what is new, and not that.

    Of functions and classes a page about one file lists what it names; another one, what begins items, cells and
    headings: a tutorial may show all there is without being a list of it. It is a list only if the last release had it:
    of what was written since, its writer has chosen. Tests, examples and tools are listed as files alone.
    """
    beside = change.beside - {plain(change.path.rpartition("/")[0].rpartition("/")[2])}  # the package is beside nothing
    if len(beside) < FEWEST or all(change.is_named(name, page.said) for name in change.new):
        return False
    if is_aside(change.path):
        listed = _as_files
    elif change.is_file:
        listed = files
    else:
        listed = _named if page.alone else _entries
    return all(beside <= listed(document) for document in (page.document, page.old) if document)


def has_entries(change: Change, page: Page) -> bool:
    """Whether the list of a page is one beyond doubt: each file by its path, each name as an entry of a reference."""
    beside = change.beside - {plain(change.path.rpartition("/")[0].rpartition("/")[2])}
    listed = _as_files if change.is_file else _referred
    return all(beside <= listed(document) for document in (page.document, page.old) if document)


def _referred(document: Document) -> frozenset[str]:
    """The names that a heading is, or that a build takes in."""
    heads = [heading.text for heading in document.headings]
    heads += [directive.argument for directive in document.directives]
    return frozenset(head.partition("(")[0].strip("`~. ").rpartition(".")[2] for head in heads)


def _named(document: Document) -> frozenset[str]:
    """What it names in any place."""
    return spoken(document).lettered


def _entries(document: Document) -> frozenset[str]:
    """The names that are the first code of an item or a cell, all of a heading, or that a build takes in."""
    firsts = [each.codes[0] for each in document.passages if each.kind in {"item", "cell"} and each.codes]
    return _referred(document) | {first.partition("(")[0].strip("`~. ").rpartition(".")[2] for first in firsts}


def _as_files(document: Document) -> frozenset[str]:
    """The stems of the files that it shows: by path, with a suffix, or in a drawing."""
    shown = (name.text.rpartition("/")[2] for name in names(document) if name.is_drawn or name.kind in {"path", "file"})
    return frozenset(plain(name.partition(".")[0]) for name in shown)


def lost(change: Change, page: Page, standing: Standing) -> Iterator[Shown]:
    """Where a page names a file that is gone, by its path, its name or its module."""
    gone = {plain(name): name for name in change.code}
    for name in page.names:
        if plain(name.text.strip("/")) in gone and not name.is_to_make and _is_certain(name, change, page, standing):
            yield Shown(name.text, name.line, "/" in name.text or "." in name.text, _kind(name, change))
    # The module of the file at its old path.
    dotted = {name for name in change.code if "." in name and "/" not in name and name.rpartition(".")[2] not in SOURCE}
    for piece in page.pieces if dotted else ():
        for pattern in (IMPORT, FROM):
            for match in pattern.finditer(piece.text):
                if match[1] in dotted and not _is_there(match[1], standing) and _is_first(match[1], standing):
                    yield Shown(match[1], piece.line + piece.text.count("\n", 0, match.start(1)))


def _kind(name: Name, change: Change) -> str:
    """A module's dotted name may be made in other ways; a path or the name of a file (`tox.ini`) may not."""
    is_file = name.kind != "dotted" or name.text == change.path.rpartition("/")[2]
    return FILE if is_file or "/" in name.text.strip("/") else WEAK


def _is_there(dotted: str, standing: Standing) -> bool:
    """Whether a dotted name may be had: a module, a folder, or what its package has, or may put there."""
    if standing.modules(dotted) or standing.is_folder(dotted.replace(".", "/")):
        return True
    whole, _, name = dotted.rpartition(".")
    around = standing.modules(whole)
    return any(standing.has(path, name) or "sys.modules[" in standing.texts.read(path) for path in around)


def _is_first(dotted: str, standing: Standing) -> bool:
    """Whether a module's name begins with a package of the project."""
    first = dotted.partition(".")[0]
    return standing.is_folder(first) or standing.is_folder(f"src/{first}") or bool(standing.modules(first))


def _is_certain(name: Name, change: Change, page: Page, standing: Standing) -> bool:
    text = name.text.strip("/")
    if _is_past(name, page):
        return False
    if "/" in text:
        return not standing.is_path_used(text)
    if "." in text and text.rpartition(".")[2] == change.path.rpartition(".")[2]:
        is_usual = text.lower() in USUAL or text.startswith("test_")
        return (not is_usual or page.is_own_work) and standing.is_nowhere(text)
    if name.kind == "dotted":
        is_spelled = text in change.code or text == text.lower()  # "shop.till.Till" is a class, no module "till"
        return is_spelled and (_is_first(text, standing) and not _is_there(text, standing))
    # A word alone: only in a list of its kind, or with the slash of a folder.
    is_folder = name.text.endswith("/")
    is_named = any(plain(each) in page.said.listed for each in change.beside)
    return standing.is_nowhere(text) and (is_folder or is_named or re.search(r"_|\d", text) is not None)


def _is_past(name: Name, page: Page) -> bool:
    """Whether all that stands on its line tells of what was before."""
    return not any(
        piece.line <= name.line <= piece.line + piece.text.count("\n") and text_in(name, piece.text)
        for piece in page.pieces
    )


def text_in(name: Name, text: str) -> bool:
    """Whether a piece of a page has a name; of a path that is drawn, its last part."""
    return name.text.strip("/").rpartition("/")[2] in text
