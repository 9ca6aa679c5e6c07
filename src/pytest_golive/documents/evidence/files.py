"""Files and folders that a document names and that are gone, and lists that lack what is new."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pytest_golive.documents.evidence.page import FROM, IMPORT, Page
from pytest_golive.documents.evidence.standing import Standing
from pytest_golive.documents.freshness.change import Change
from pytest_golive.documents.summary.names import SOURCE, Name, names, plain

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
FEWEST: Final = 2  # names that are a list


def lists_all_but(change: Change, page: Page) -> bool:
    """Whether a page lists everything that was beside what is new, and not that.

    Of functions and classes a page about one file lists what it names; another one, what begins items, cells and
    headings: a tutorial may show all there is without being a list of it.
    """
    is_free = page.alone or change.is_file
    beside = change.beside - {plain(change.path.rpartition("/")[0].rpartition("/")[2])}  # the package is beside nothing
    is_listed = all(change.is_named(name, page.said) if is_free else name in page.entries for name in beside)
    is_list = len(beside) >= FEWEST and is_listed
    return is_list and any(not change.is_named(name, page.said) for name in change.new)


def lost(change: Change, page: Page, standing: Standing) -> Iterator[tuple[str, int]]:
    """Where a page names a file that is gone, by its path, its name or its module."""
    gone = {plain(name): name for name in change.code}
    for name in names(page.document):
        if plain(name.text.strip("/")) in gone and not name.is_to_make and _is_certain(name, change, page, standing):
            yield name.text, name.line
    # The module of the file at its old path.
    dotted = {name for name in change.code if "." in name and "/" not in name and name.rpartition(".")[2] not in SOURCE}
    for piece in page.pieces if dotted else ():
        for pattern in (IMPORT, FROM):
            for match in pattern.finditer(piece.text):
                is_there = standing.modules(match[1]) or standing.is_folder(match[1].replace(".", "/"))
                if match[1] in dotted and not is_there and _is_first(match[1], standing):
                    yield match[1], piece.line + piece.text.count("\n", 0, match.start(1))


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
        return is_spelled and (
            _is_first(text, standing) and not standing.modules(text) and not standing.is_folder(text.replace(".", "/"))
        )
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
