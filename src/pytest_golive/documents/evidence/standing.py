"""What the repository has today: its modules, the names that they define, and whether a word stands anywhere."""

from __future__ import annotations

import ast
import re
import warnings
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from pytest_golive.documents.summary.defining import defined
from pytest_golive.documents.tracked import Texts

# Documents, translations and what tools write: they do not tell what there is.
NO_CODE: Final = re.compile(
    r"\.(?:md|markdown|rst|adoc|org|po|pot|mo|lock|svg|css|scss|csv|ipynb|map|sum)$|-lock\.\w+$|(?:^|/)(?:change|news|history)[^/]*$",
    re.IGNORECASE,
)
# Bases that bring no names which a document speaks of.
PLAIN_BASES: Final = frozenset({"object", "ABC", "Generic", "Protocol", "NamedTuple", "TypedDict"})
# Decorators and metaclasses that bring no such names either.
PLAIN_MAKERS: Final = frozenset({
    "dataclass", "define", "frozen", "mutable", "final", "total_ordering", "runtime_checkable", "deprecated", "unique",
    "ABCMeta", "EnumMeta", "type",
})  # fmt: skip
PREFIXED: Final = re.compile(r"[A-Z][A-Z0-9]*_([A-Z][A-Z0-9]*_[A-Z0-9_]+)")
LARGEST: Final = 2_000_000  # characters of a file that is searched


@dataclass
class Standing:
    """Looks up what there is, when it is asked.

    Attributes:
        texts: the tracked files of today.
    """

    texts: Texts
    _words: dict[str, bool] = field(default_factory=dict)
    _classes: dict[str, list[tuple[str, ast.ClassDef]]] = field(default_factory=dict)
    _made: dict[str, bool] = field(default_factory=dict)

    def is_nowhere(self, word: str) -> bool:
        """Whether no code and no configuration has *word*, nor what a prefix that a program adds makes into it."""
        if word not in self._words:
            led = PREFIXED.fullmatch(word)
            some = [word, led[1]] if led else [word]  # "TILL_RATE" of "SHOP_TILL_RATE"
            whole = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, some))})(?!\w)")
            self._words[word] = any(some[-1] in text and whole.search(text) for text in self._code.values())
        return not self._words[word]

    def is_uncalled(self, name: str) -> bool:
        """Whether nothing has a function *name*: none is defined, imported or called."""
        key = f"{name}("
        if key not in self._words:
            used = re.compile(rf"(?<!\w){re.escape(name)}\s*\(|\bimport\b.*(?<!\w){re.escape(name)}(?!\w)")
            self._words[key] = any(name in text and used.search(text) for text in self._code.values())
        return not self._words[key]

    def modules(self, dotted: str) -> tuple[str, ...]:
        """The files of the module *dotted*, which begins at a folder that is in no package."""
        return tuple(path for path, whole in self._dotted if whole == dotted)

    def dotted_of(self, path: str) -> str:
        """The whole dotted name of the module at *path*, which need not be there any more."""
        *folders, name = path.removesuffix(".pyi").removesuffix(".py").split("/")
        at = len(folders)
        while at and "/".join((*folders[:at], "__init__.py")) in self._paths:
            at -= 1
        if at == len(folders):  # not in a package: a folder that is none holds it, or a package without the file
            at = 1 if folders[:1] in (["src"], ["lib"]) else 0
        return ".".join((*folders[at:], *([name] if name != "__init__" else [])))

    def has(self, module: str, name: str) -> bool:
        """Whether the module at a path may have *name*: one that only running it would tell has everything."""
        names = defined(self.texts.read(module))
        if names is None or name in names:
            return True
        folder = module.removesuffix("/__init__.py")
        return folder != module and any(
            each.startswith((f"{folder}/{name}/", f"{folder}/{name}.")) for each in self._paths
        )

    def is_folder(self, path: str) -> bool:
        """Whether there is a tracked folder at *path*."""
        return any(each.startswith(f"{path}/") for each in self._paths)

    def is_path_used(self, path: str) -> bool:
        """Whether a file or folder ends like *path*, or code has it as a text."""
        is_there = any(f"/{each}/".find(f"/{path}/") >= 0 for each in self._paths)
        return is_there or self.has_text(path)

    def has_text(self, text: str) -> bool:
        """Whether any code or configuration has *text*."""
        return any(text in each for each in self._code.values())

    def homes(self, name: str) -> frozenset[str]:
        """The modules that define *name* at their top level."""
        begun = re.compile(
            rf"^(?:async[ \t]+)?(?:def|class)[ \t]+{re.escape(name)}\b|^{re.escape(name)}[ \t]*[:=]", re.MULTILINE
        )
        return frozenset(path for path, text in self._python if name in text and begun.search(text))

    def has_attribute(self, owner: str, name: str, seen: tuple[str, ...] = ()) -> bool:
        """Whether any class *owner* may have *name*, of its own or of a base; what is not known is had."""
        found = self._defined_as(owner)
        if not found and seen:
            return owner not in PLAIN_BASES
        if not self.is_nowhere(name) and (self.is_made(owner) or any(_is_changed(node) for _, node in found)):
            return True
        for _, node in found:
            if any(_is_named(each, name) for each in ast.walk(node)):
                return True
            bases = [_last(base) for base in node.bases]
            if any(base in seen or self.has_attribute(base, name, (*seen, owner)) for base in bases):
                return True
        return False

    def has_class(self, owner: str) -> bool:
        """Whether there is a class *owner*."""
        return bool(self._defined_as(owner))

    def is_made(self, owner: str) -> bool:
        """Whether a call or another name makes the class *owner*, so that only running it would tell what it has."""
        if owner not in self._made:
            made = re.compile(rf"^[ \t]*{re.escape(owner)}[ \t]*(?::[^=\n]{{1,99}}+)?=(?!=)", re.MULTILINE)
            self._made[owner] = any(owner in text and made.search(text) for _, text in self._python)
        return self._made[owner]

    def _defined_as(self, owner: str) -> list[tuple[str, ast.ClassDef]]:
        if owner not in self._classes:
            wanted = re.compile(rf"^[ \t]*class[ \t]+{re.escape(owner)}\b", re.MULTILINE)
            some = ((path, text) for path, text in self._python if owner in text and wanted.search(text))
            nodes = ((path, node) for path, text in some for node in _classes(text) if node.name == owner)
            self._classes[owner] = [*nodes]
        return self._classes[owner]

    @cached_property
    def _paths(self) -> frozenset[str]:
        return frozenset(self.texts.paths)

    @cached_property
    def _code(self) -> Mapping[str, str]:
        paths = (path for path in self.texts.paths if not NO_CODE.search(path))
        return {path: text for path in paths if len(text := self.texts.read(path)) <= LARGEST}

    @cached_property
    def _python(self) -> list[tuple[str, str]]:
        return [(path, text) for path, text in self._code.items() if path.endswith((".py", ".pyi", ".pyx"))]

    @cached_property
    def _dotted(self) -> list[tuple[str, str]]:
        found = defaultdict(list)
        for path in self.texts.paths:
            if path.endswith((".py", ".pyi", ".pyx")):
                found[path].append(self.dotted_of(path))
        return [(path, whole) for path, wholes in found.items() for whole in wholes]


def _classes(text: str) -> Iterator[ast.ClassDef]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def _is_changed(node: ast.ClassDef) -> bool:
    """Whether a decorator or a metaclass may give a class further names."""
    made = [*node.decorator_list, *(keyword.value for keyword in node.keywords if keyword.arg == "metaclass")]
    return any(_last(each.func if isinstance(each, ast.Call) else each) not in PLAIN_MAKERS for each in made)


def _is_named(node: ast.AST, name: str) -> bool:
    """Whether a part of a class brings *name*, or may bring any."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return node.name in {name, "__getattr__", "__getattribute__"}
    if isinstance(node, ast.Attribute):
        return node.attr == name
    if isinstance(node, ast.Name):
        return node.id == name
    return isinstance(node, ast.Constant) and node.value == name


def _last(base: ast.expr) -> str:
    said = ast.unparse(base.value if isinstance(base, ast.Subscript) else base)
    return said.rpartition(".")[2]
