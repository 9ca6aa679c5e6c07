"""The parts of a codebase that a summary should name: folders, modules, services and entry points."""

from __future__ import annotations

import configparser
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pytest_golive.codebase.inventory.many_globs import ManyGlobs
from pytest_golive.delivery.declared.formats import json_table, table_at, toml
from pytest_golive.documents.summary.names import SOURCE
from pytest_golive.documents.tracked import Texts

# Folders that hold packages without being one: they do not count as a level.
WRAPPERS: Final = frozenset(
    {"src", "lib", "libs", "packages", "apps", "services", "crates", "modules", "source", "Sources"}
)
ASIDE: Final = re.compile(
    r"(?:tests?|test-d|testing|__tests__|specs?|docs?|documentation|examples?|samples?|demos?|bench(?:marks?)?|fixtures|migrations|"
    r"vendor|third_party|node_modules|locales?|static|templates|assets|public|scripts?|tools?|ci|requirements|typings|stubs|"
    r"bin|build|contrib|vagrant|hack|packaging|installers?|dist|etc)|\..*",
    re.IGNORECASE,
)
TEST_FILE: Final = re.compile(r"(?:test_.*|.*[._-]tests?(?:-d)?|.*\.spec|conftest)\.\w+")
AROUND: Final = frozenset({
    "sh", "bash", "zsh", "fish", "ps1", "psm1", "bat", "cmd", "xml", "xsl", "html", "htm", "css", "scss", "sass",
    "less", "yaml", "yml", "json", "toml", "ini", "cfg", "mk", "dockerfile",
})  # fmt: skip
NO_MODULE: Final = frozenset(
    {"__init__", "__main__", "index", "mod", "main", "setup", "conftest", "doc", "package-info"}
)
CONFIGURES: Final = re.compile(r"(?:gulp|grunt)file\..*|.*\.config\..*|.*rc\.\w+", re.IGNORECASE)
SERVICE: Final = re.compile(r"  ([\w.-]+):\s*(?:#.*|&\w+)?$")
DIGITS: Final = "0123456789"
DECLARING: Final = frozenset({"pyproject.toml", "package.json", "setup.cfg", "setup.py"})
PROCESS: Final = re.compile(r"([\w-]++):[ \t]*+(\S.*+)")
COMPOSE: Final = re.compile(r"(?:docker-)?compose(?:\.\w+)?\.ya?ml")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the codebase.

    Attributes:
        kind: "package", "module", "service" or "entry point".
        name: as a summary names it.
        path: its path, or that of the file that declares it.
        line: in that file; 0 for the whole.
    """

    kind: str
    name: str
    path: str
    line: int = 0

    @property
    def home(self) -> str:
        """The folder around it."""
        return self.path.rpartition("/")[0]


def parts(sources: Sequence[str], texts: Texts, depth: int, exclude: Sequence[str] = ()) -> list[Part]:
    """Every part that a summary should name.

    Args:
        sources: paths of the source files.
        texts: the tracked files.
        depth: how many levels of folders count; those that only hold packages, such as "src", do not count.
        exclude: globs of parts that need not be named.
    """
    is_excluded = ManyGlobs(exclude).any
    ours = _of_the_product([path for path in sources if not is_aside(path) and not is_excluded(path)])
    found: dict[tuple[str, str], Part] = {}
    for path in ours:
        for part in (*_folders(path, depth), *_module(path, depth)):
            found.setdefault((part.kind, part.path), part)
    declared = [*_services(texts), *_entry_points(texts)]
    return [*found.values(), *(part for part in declared if not is_excluded(part.path) and not is_excluded(part.name))]


def _of_the_product(paths: Sequence[str]) -> Sequence[str]:
    """The source of the product, without scripts and data that build, package, style or install it.

    Where most of the project is scripts or pages, they are the product.
    """
    names = ((path, path.rpartition("/")[2]) for path in paths)
    code = [path for path, name in names if "." in name and name.rpartition(".")[2].lower() not in AROUND]
    return code if 2 * len(code) > len(paths) else paths


def is_aside(path: str) -> bool:
    """Whether a file does not belong to the product: a test, an example, documentation, a tool."""
    *folders, name = path.split("/")
    return any(ASIDE.fullmatch(folder) for folder in folders) or TEST_FILE.fullmatch(name) is not None


def level_of(folder: str) -> int:
    """The depth of a folder, without "src" and the like."""
    return sum(1 for part in folder.split("/") if part and part not in WRAPPERS)


def _folders(path: str, depth: int) -> Iterator[Part]:
    folders = path.split("/")[:-1]
    for number, name in enumerate(folders, 1):
        folder = "/".join(folders[:number])
        if name not in WRAPPERS and level_of(folder) <= depth and not name.startswith("_"):
            yield Part("package", name, folder)


def _module(path: str, depth: int) -> Iterator[Part]:
    name = path.rpartition("/")[2]
    stem = name.partition(".")[0]
    is_code = name.rpartition(".")[2].lower() in SOURCE and "." in name and not CONFIGURES.fullmatch(name)
    if is_code and not stem.startswith("_") and stem not in NO_MODULE and level_of(path.rpartition("/")[0]) < depth:
        yield Part("module", stem, path)


def _services(texts: Texts) -> Iterator[Part]:
    """Services of docker compose, and processes of a Procfile."""
    for path in texts.paths:
        name = path.rpartition("/")[2]
        if COMPOSE.fullmatch(name) and not is_aside(path):
            is_inside = False
            for number, line in enumerate(texts.read(path).splitlines(), 1):
                if line and not line[0].isspace() and not line.startswith("#"):
                    is_inside = line.startswith("services:")
                elif is_inside and (match := SERVICE.match(line)):
                    yield Part("service", match[1], path, number)
        elif name == "Procfile" and not is_aside(path):
            yield from _processes(path, texts.read(path))


def _processes(path: str, text: str) -> Iterator[Part]:
    """The processes of a Procfile that belong to the product; numbered ones are one program and take its name."""
    found = [(number, match) for number, line in enumerate(text.splitlines(), 1) if (match := PROCESS.match(line))]
    stems = Counter(match[1].rstrip(DIGITS) for _, match in found)
    found_names: set[str] = set()
    for number, match in found:
        words = match[2].split()
        stem = match[1].rstrip(DIGITS)
        name = words[0].rpartition("/")[2] if stem != match[1] and stems[stem] > 1 else match[1]
        if name not in found_names and not any(is_aside(word.removeprefix("./")) for word in words if "/" in word):
            found_names.add(name)
            yield Part("service", name, path, number)


def _entry_points(texts: Texts) -> Iterator[Part]:
    for path in texts.paths:
        name = path.rpartition("/")[2]
        if name not in DECLARING or is_aside(path):
            continue
        text = texts.read(path)
        scripts = _scripts(name, text)
        for script in scripts:
            if (stem := script.rstrip(f"{DIGITS}.-")) in scripts and stem != script:
                continue  # pip3 is pip
            position = re.search(rf"^\s*[\"']?{re.escape(script)}[\"']?\s*[=:]", text, re.MULTILINE)
            yield Part("entry point", script, path, text.count("\n", 0, position.start()) + 1 if position else 0)


def _scripts(name: str, text: str) -> list[str]:
    if name == "pyproject.toml":
        table = toml(text)
        tables = (
            table_at(table, "project", "scripts"),
            table_at(table, "project", "gui-scripts"),
            table_at(table, "tool", "poetry", "scripts"),
        )
        return [script for part in tables for script in part]
    if name == "package.json":
        table = json_table(text)
        entries = table.get("bin")
        return (
            [*entries]
            if isinstance(entries, dict)
            else [str(table.get("name", "")).rpartition("/")[2]]
            if isinstance(entries, str)
            else []
        )
    if name == "setup.py":
        said_ = re.search(r"console_scripts[\"']?\s*:\s*\[(.*?)\]", text, re.DOTALL)
        return re.findall(r"[\"']\s*([\w.-]+)\s*=", said_[1]) if said_ else []
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(text)
    except configparser.Error:
        return []
    entries = parser.get("options.entry_points", "console_scripts", fallback="")
    return [line.partition("=")[0].strip() for line in entries.splitlines() if "=" in line]
