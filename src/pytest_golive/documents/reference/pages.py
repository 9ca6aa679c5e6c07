"""Reference pages: which objects stand in them, by autodoc, by mkdocstrings, or by Sphinx's own directives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

OBJECTS: Final = (
    "function|class|exception|data|decorator|method|attribute|property|type|autofunction|autoclass|autoexception|autodata"
    "|autodecorator|automethod|autoattribute|autoproperty|autopydantic_model|autopydantic_settings|autoenum|autotypevar"
)
DIRECTIVE: Final = re.compile(
    rf"^(?P<indent>[ \t]*)(?:\.\.[ \t]+(?:py:)?|(?:`{{3,}}|:{{3,}})\{{(?:py:)?)"
    rf"(?P<kind>automodule|module|currentmodule|autosummary|{OBJECTS})(?:::|\}})[ \t]*(?P<name>[^\s(]*)",
)
MKDOCSTRINGS: Final = re.compile(r"^[ \t]*:::[ \t]+(?P<name>[\w.]+)[ \t]*$")
OPTION: Final = re.compile(r"^[ \t]*:(?P<name>[\w-]+):")
NAME: Final = re.compile(r"^[ \t]*~?(?P<name>[A-Za-z_][\w.]*)[ \t]*$")
# What makes pages of its own accord, of everything there is.
GENERATORS: Final = re.compile(
    r"autoapi_dirs|autoapi\.extension|sphinx-apidoc|apidoc_modules|sphinxcontrib\.apidoc|autosummary_generate_all|gen-files"
    r"|mkdocs-autoapi|mkdocs_gen_files|autodoc2_packages|autoapi:|-[ \t]+api-autonav"
)
# What may bring in objects of which a page does not have the names.
FILLERS: Final = re.compile(
    r"^[ \t]+:(?:recursive|template):|\{%[^%\n]{1,80}%\}|\bautomod(?:api|summ)::|\bapidoc::|\bautoapi\w+::|\bautodoc2"
    r"|show_submodules: *true|^[ \t]*\.\. jinja::",
    re.MULTILINE,
)
DEFAULTS: Final = re.compile(r"autodoc_default_(?:options|flags)\s*=[^\n]*(?:\n[^\n]*){0,4}?members")
CONFIGURATIONS: Final = re.compile(r"(?:.*/)?(?:conf\.py|mkdocs\.ya?ml)")
PAGES: Final = re.compile(r"(?:(?:docs?|documentation|source|site|website)/.*|[^/]+)\.(?:rst|md|txt)", re.IGNORECASE)
CODE: Final = re.compile(r"`[^`\n]+`|^#+[^\n]+|^\S[^\n]*(?=\n[-=~^]{3,}$)", re.MULTILINE)
WORD: Final = re.compile(r"[A-Za-z_][\w.]*")
MOST_READINGS: Final = 60
WHOLE: Final = frozenset({"members", "undoc-members", "imported-members", "recursive"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One object, or one module with all that is public in it, as a page names it.

    Attributes:
        name: as it is written there.
        module: that the page is about at this place; "" for none.
        path: of the page.
        line: there, from 1.
        is_whole: whether the members of it stand there, too.
        is_looked_up: whether the tool takes the docstring out of the code, so that a name that is gone breaks the page.
        readings: the paths that it may mean, as autodoc tries them: in the classes and modules around it, in the
            packages of these, and by itself.
    """

    name: str
    module: str
    path: str
    line: int
    is_whole: bool
    is_looked_up: bool
    readings: tuple[str, ...] = ()


@dataclass
class Pages:
    """All entries of all reference pages.

    Attributes:
        entries: in the order of the pages.
        generator: what makes pages of everything; "" for nothing.
        filler: what may bring more objects into a page than it names; "" for nothing.
    """

    entries: list[Entry] = field(default_factory=list)
    generator: str = ""
    filler: str = ""

    def words(self, texts: Mapping[str, str]) -> frozenset[str]:
        """All words of all documents in folders, which no changelog is."""
        return frozenset(
            word for path, text in texts.items() if "/" in path for word in re.findall(r"[^\W\d]\w*", text)
        )

    def read_by_name(self, texts: Mapping[str, str]) -> frozenset[str]:
        """The names by which objects stand somewhere: as code or in headings, in other documents with their path.

        Args:
            texts: the documents that were read for entries.
        """
        own = {*self.paths}
        found: set[str] = set()
        for path, text in texts.items():
            if path in own:
                found.update(word for match in CODE.finditer(text) for word in WORD.findall(match[0]))
            elif "/" in path:  # no changelog, which names what is gone
                for word in WORD.findall(text):
                    parts = word.split(".")  # "shop.codes.OK" names shop.codes, too
                    found.update(".".join(parts[:end]) for end in range(2, len(parts) + 1))
        return frozenset(found)

    @property
    def paths(self) -> list[str]:
        """The pages that have entries."""
        return [*dict.fromkeys(entry.path for entry in self.entries)]


def is_wanted(path: str) -> bool:
    """Whether a tracked file may be a reference page, or says how such pages are made."""
    return bool(PAGES.fullmatch(path) or CONFIGURATIONS.fullmatch(path))


def read_pages(texts: Mapping[str, str]) -> Pages:
    """The entries in *texts*, documents and configurations by their paths."""
    found = Pages()
    are_whole = False
    for path, text in texts.items():
        if CONFIGURATIONS.fullmatch(path):
            made = GENERATORS.search(text)
            found.generator = found.generator or (f"{made[0]} in {path}" if made else "")
            are_whole = are_whole or DEFAULTS.search(text) is not None
    for path, text in texts.items():
        if not CONFIGURATIONS.fullmatch(path):
            found.entries += _entries(path, text, are_whole=are_whole)
            fills = FILLERS.search(text)
            found.filler = found.filler or (f"{fills[0].strip()} in {path}" if fills else "")
    return found


def _entries(path: str, text: str, *, are_whole: bool) -> Iterator[Entry]:
    if "::" not in text and "{auto" not in text:
        return
    module = ""
    around: list[tuple[int, str, tuple[str, ...]]] = []  # the directives around a line: indent, name, readings
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        if match := MKDOCSTRINGS.match(line):
            name = match["name"]
            yield Entry(name, "", path, number, is_whole=True, is_looked_up=True, readings=(name,))
            continue
        if (match := DIRECTIVE.match(line)) is None:
            continue
        kind, name = match["kind"], match["name"].strip()
        if kind in {"module", "currentmodule"}:
            module = name if name != "None" else ""
        elif kind == "autosummary":
            yield from _listed(path, module, number, lines)
        elif name:
            options = _options(lines, number)
            is_whole = are_whole or not WHOLE.isdisjoint(options) or (kind == "automodule" and "members" in options)
            indent = len(match["indent"].expandtabs())
            around = [entry for entry in around if entry[0] < indent]
            home = around[-1][1] if around else module
            readings = _readings(name, [*(around[-1][2] if around else ()), module])
            is_looked_up = kind.startswith("auto")
            yield Entry(name, home, path, number, is_whole=is_whole, is_looked_up=is_looked_up, readings=readings)
            is_module = kind == "automodule"
            around.append((indent, name if is_module else f"{home}.{name}".strip("."), readings))
            module = name if is_module else module


def _readings(name: str, homes: Iterable[str]) -> tuple[str, ...]:
    """What a name may mean inside *homes*, the nearest first: in one of them, in what is around that, or by itself."""
    places = [
        ".".join(parts[:end]) for parts in (home.split(".") for home in homes) for end in range(len(parts), 0, -1)
    ]
    return tuple(dict.fromkeys([*(f"{place}.{name}" for place in places if place), name]))[:MOST_READINGS]


def _options(lines: list[str], number: int) -> list[str]:
    """The names of a directive's options, on the lines that follow it."""
    found: list[str] = []
    for line in lines[number:]:
        match = OPTION.match(line)
        if match is None:
            if line.strip() and not line.startswith((" ", "\t")):
                break
            if found or line.strip():
                break
            continue
        found.append(match["name"])
    return found


def _listed(path: str, module: str, number: int, lines: list[str]) -> Iterator[Entry]:
    """The names that an autosummary lists, each on a line of its own."""
    for offset, line in enumerate(lines[number:], number + 1):
        if not line.strip() or OPTION.match(line):
            continue
        match = NAME.match(line)
        if match is None or not line.startswith((" ", "\t")):
            return
        name = match["name"]
        readings = _readings(name, [module])
        yield Entry(name, module, path, offset, is_whole=True, is_looked_up=True, readings=readings)
