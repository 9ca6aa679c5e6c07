"""Which tracked files are documents, and in what format."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path

from pytest_golive.codebase.inventory.generated import is_vendored_name
from pytest_golive.codebase.reading import decode, read_regular

FORMATS = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
    ".mkd": "markdown",
    ".rst": "rst",
    ".rest": "rst",
    ".ipynb": "notebook",
}
# Documents that nobody reads here: they are counted, so that nobody takes them for looked at.
UNREAD = {".adoc": "AsciiDoc", ".asciidoc": "AsciiDoc", ".mdx": "MDX", ".org": "Org", ".textile": "Textile"}
SPHINX_NAMES = {"restructuredtext": "rst", "markdown": "markdown", "myst-nb": "markdown"}
TEST_FOLDERS = frozenset({"test", "tests", "testdata", "test_data", "fixtures", "__tests__"})
DOCUMENT_FOLDERS = frozenset({"doc", "docs", "documentation"})
# What a tool fills in to make a document: towncrier's ".TEMPLATE.rst" and "_template.rst".
TEMPLATE = re.compile(r"[._]template\.", re.IGNORECASE)
TEMPLATE_FOLDERS = frozenset({"_templates", "templates"})
ABOUT_A_FOLDER = re.compile(r"(?:readme|index)\.", re.IGNORECASE)
LARGEST_CONF = 500_000


def format_of(path: str, sphinx: Mapping[str, Mapping[str, str]]) -> str:
    """The format of a document, "" for what is none.

    Args:
        path: of a tracked file.
        sphinx: by folder that Sphinx builds, the formats of its suffixes.
    """
    suffix = _suffix(path)
    if suffix in FORMATS or not sphinx:
        return FORMATS.get(suffix, "")
    found = [formats[suffix] for folder, formats in sphinx.items() if suffix in formats and _is_below(path, folder)]
    return found[0] if found else ""


def why_left_out(path: str) -> str:
    """Why a document is not the project's own words, in a word; "" if it is."""
    if is_vendored_name(path):
        return "vendored"
    folders = path.split("/")[:-1]
    if TEMPLATE.match(path.rpartition("/")[2]):
        return "template"
    if not TEMPLATE_FOLDERS.isdisjoint(folders) and not ABOUT_A_FOLDER.match(path.rpartition("/")[2]):
        return "template"
    # docs/tests is about tests; tests/docs is read by them, and may be broken on purpose.
    kind = next((folder for folder in folders if folder in TEST_FOLDERS | DOCUMENT_FOLDERS), "")
    return "of tests" if kind in TEST_FOLDERS else ""


def sphinx_folders(root: Path, tracked: Iterable[str]) -> dict[str, dict[str, str]]:
    """The folders that Sphinx builds ("" for the root), each with the formats of its suffixes.

    A ``conf.py`` is Sphinx's if an index lies beside it; it is read, never run.
    """
    paths = set(tracked)
    found = {}
    for path in sorted(paths):
        folder, _, name = path.rpartition("/")
        if name != "conf.py":
            continue
        settings = settings_of(root, path)
        suffixes = _suffixes(settings.get("source_suffix"))
        index = str(settings.get("root_doc") or settings.get("master_doc") or "index")
        if any(f"{folder}/{index}{suffix}".lstrip("/") in paths for suffix in (*suffixes, ".md", ".rst")):
            found[folder] = suffixes
    return found


def settings_of(root: Path, path: str) -> dict[str, object]:
    """What a ``conf.py`` sets to literal values at its top, by name."""
    content = read_regular(root / path, LARGEST_CONF) or b""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = ast.parse(decode(content, python=True)).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    found: dict[str, object] = {}
    for node in body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            try:
                found[node.targets[0].id] = ast.literal_eval(node.value)
            except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
                found[node.targets[0].id] = None  # set, but only running it would tell to what
    return found


def _suffixes(setting: object) -> dict[str, str]:
    if isinstance(setting, Mapping):
        return {str(suffix): SPHINX_NAMES.get(str(name).lower(), "rst") for suffix, name in setting.items()}
    names = [setting] if isinstance(setting, str) else list(setting) if isinstance(setting, list | tuple) else [".rst"]
    return {str(name): FORMATS.get(str(name), "rst") for name in names}


def _is_below(path: str, folder: str) -> bool:
    return not folder or path.startswith(f"{folder}/")


def unread(path: str) -> str:
    """The name of the format of a document that nobody reads here; "" for all else."""
    return UNREAD.get(_suffix(path), "")


def _suffix(path: str) -> str:
    # As PurePosixPath has it, in a tenth of the time: it is asked of every tracked file.
    name = path.rpartition("/")[2]
    place = name.rfind(".")
    return name[place:].lower() if 0 < place < len(name) - 1 else ""
