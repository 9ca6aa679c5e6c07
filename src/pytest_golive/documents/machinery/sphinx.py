"""Reads a ``conf.py`` without running it, and tells what in it may define names or make pages."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass

# They define no name and make no page; of Sphinx's own, these do.
HARMLESS = frozenset(
    {"myst_parser", "sphinx_copybutton", "sphinx_rtd_theme", "sphinx_design", "sphinxext.opengraph", "alabaster"}
)
MAKES_PAGES = frozenset({"sphinx.ext.autosummary", "sphinx.ext.apidoc"})
LISTING = frozenset({"append", "extend", "insert", "remove"})
# What these are called with is written, copied or run.
WRITING = frozenset(
    {
        "copy", "copy2", "copyfile", "copytree", "move", "rename", "replace_file", "symlink", "symlink_to", "mkdir",
        "makedirs", "write", "write_text", "write_bytes", "urlretrieve", "run", "call", "check_call", "check_output",
        "Popen", "system", "exec", "execfile", "run_path", "main",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Unsure:
    """What is not understood of a site's machinery, in words; "" where everything is.

    Attributes:
        names: what may define names, labels and texts.
        pages: what may make whole documents.
        files: what may make any file.
    """

    names: str = ""
    pages: str = ""
    files: str = ""


def unsure_of(source: str, path: str, is_tracked: Callable[[str], bool]) -> Unsure:
    """What in the ``conf.py`` at *path* may define what its documents use.

    Args:
        source: its text.
        path: relative to the project's root.
        is_tracked: whether the project has that file, or folder, relative to the root.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Unsure(*(3 * (f"{path}, which cannot be read",)))
    nodes = tuple(ast.walk(tree))
    code = next(_code(nodes, path.rpartition("/")[0], is_tracked), "")
    writes = next(filter(None, map(_writes, nodes)), "")
    foreign = next(
        (name for name in _extensions(nodes) if not name.startswith("sphinx.ext.") and name not in HARMLESS), ""
    )
    makes = next((name for name in _extensions(nodes) if name in MAKES_PAGES), "")
    own = f"{path} has {code}" if code else ""
    extension = f"{path} uses {foreign}" if foreign else ""
    written = f"{path} calls {writes}()" if writes else ""
    pages = f"{path} uses {makes}" if makes else ""
    names = own or extension or written
    return Unsure(names, names or pages, own or written)


def _extensions(nodes: tuple[ast.AST, ...]) -> Iterator[str]:
    """The extensions by name; one that is computed is called "a computed extension"."""
    for node in nodes:
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id == "extensions" for target in targets) and node.value:
                yield from _literal(node.value)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LISTING:
            if isinstance(node.func.value, ast.Name) and node.func.value.id == "extensions":
                for each in node.args[-1:]:
                    yield from _literal(each)
        elif isinstance(node, ast.ImportFrom) and any(
            (each.asname or each.name) == "extensions" for each in node.names
        ):
            yield "a computed extension"


def _literal(value: ast.expr) -> Iterator[str]:
    for each in value.elts if isinstance(value, ast.List | ast.Tuple | ast.Set) else [value]:
        is_text = isinstance(each, ast.Constant) and isinstance(each.value, str)
        yield str(each.value) if isinstance(each, ast.Constant) and is_text else "a computed extension"


def _code(nodes: tuple[ast.AST, ...], folder: str, is_tracked: Callable[[str], bool]) -> Iterator[str]:
    """Code that may do anything: in words."""
    for node in nodes:
        if isinstance(node, ast.FunctionDef) and node.name == "setup":
            yield "a setup()"
        elif isinstance(node, ast.For | ast.While | ast.AsyncFor):
            yield "a loop"
        elif isinstance(node, ast.Name) and node.id in {"rst_epilog", "rst_prolog"}:
            yield node.id
        elif isinstance(node, ast.Call) and any(
            isinstance(each.value, ast.Call) and getattr(each.value.func, "id", "") == "globals"
            for each in node.keywords
        ):
            yield "a call with globals()"
        elif isinstance(node, ast.ImportFrom) and any(
            each.name in {"*", "rst_epilog", "rst_prolog"} for each in node.names
        ):
            yield f"names out of {node.module or '.'}"
        elif isinstance(node, ast.Import | ast.ImportFrom):
            named = [node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names]
            beside = (f"{folder}/{each.partition('.')[0]}".lstrip("/") for each in named if each)
            if any(is_tracked(f"{place}.py") or is_tracked(f"{place}/__init__.py") for place in beside if folder):
                yield f"an import of {named[0]}"


def _writes(node: ast.AST) -> str:
    """The name of a call that writes, copies or runs something."""
    if not isinstance(node, ast.Call):
        return ""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name == "open":
        modes = [*node.args[1:2], *(each.value for each in node.keywords if each.arg == "mode")]
        texts = [str(each.value) for each in modes if isinstance(each, ast.Constant)]
        return name if any(set(text) & set("wax+") for text in texts) else ""
    return name if name in WRITING else ""
