"""Draw the rooms of the package, and what each imports from which: ``python tools/rooms.py``.

A room is a package, or a module beside the packages. The picture is Mermaid's, and stands in ``docs/architecture.md``.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

NAME = "pytest_golive"
SOURCE = Path(__file__).parent.parent / "src" / NAME

# From the roof to the ground. A room imports from storeys below its own, and from no other.
STOREYS = (
    ("cli",),
    ("commands", "plugin"),
    ("running",),
    ("reports",),
    ("fixtures", "outcomes"),
    ("collecting", "targets"),
    ("context", "target_option"),
    ("activation", "documents", "rows"),
    ("judging", "settings", "testrun"),
    ("signing",),
    ("codebase", "forge"),
    ("delivery", "load", "observability"),
    ("checklist", "demo", "explaining", "service"),
    ("contention", "files", "processes", "sections", "significance", "spaced_options"),
    ("options", "row_ids"),
    ("errors", "findings", "keeping", "masking", "progress"),
)
WORDS = STOREYS[-1]  # everybody uses them


def modules() -> dict[str, Path]:
    """The modules by their names without the package's: "service.http.asking"; "" is the package itself."""
    found = {}
    for file in sorted(SOURCE.rglob("*.py")):
        parts = file.relative_to(SOURCE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return found


def imports() -> dict[str, set[str]]:
    """By module, what it imports of ours, wherever that stands: in a function, for the types alone."""
    known = modules()
    return {name: set(_imported(ast.parse(file.read_text(encoding="utf-8")), known)) for name, file in known.items()}


def _imported(tree: ast.AST, known: Mapping[str, Path]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == NAME:
            base = node.module.removeprefix(NAME).removeprefix(".")
            for alias in node.names:
                full = f"{base}.{alias.name}".removeprefix(".")
                yield full if full in known else base
        elif isinstance(node, ast.Import):
            yield from (a.name.removeprefix(f"{NAME}.") for a in node.names if a.name.startswith(f"{NAME}."))


def arrows() -> dict[tuple[str, str], list[tuple[str, str]]]:
    """By pair of rooms, the modules of the first that import one of the second."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for importer, wanted in imports().items():
        for module in sorted(wanted):
            pair = importer.partition(".")[0], module.partition(".")[0]
            if all(pair) and pair[0] != pair[1]:
                found[pair].append((importer, module))
    return found


def circles() -> list[list[str]]:
    """Modules that import each other, directly or through others."""
    graph = imports()
    reached = {name: _reached(name, graph) for name in graph}
    found = {tuple(sorted(o for o in reached[name] if name in reached[o])) for name in graph if name in reached[name]}
    return [list(circle) for circle in sorted(found)]


def _reached(name: str, graph: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    todo = list(graph[name])
    while todo:
        module = todo.pop()
        if module not in seen:
            seen.add(module)
            todo.extend(graph.get(module, ()))
    return seen


def drawn() -> str:
    """The rooms by storeys, from the roof to the ground, as a Mermaid flow chart."""
    lines = ["flowchart TD"]
    for number, storey in enumerate(STOREYS):
        lines.append(f"    subgraph s{number}[ ]")
        lines += [f"        {room}" for room in storey]
        lines.append("    end")
    lines += [f"    {one} --> {other}" for one, other in sorted(arrows()) if other not in WORDS]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(drawn(), end="")  # noqa: T201 -- this is what it is for
