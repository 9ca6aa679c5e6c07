"""Time the rows of the documentation section on any tree: cold, and again with nothing changed, next to the tools.

    python benchmarks/documentation_rows.py TREE [--before OLDER_TREE] [--each] [--runs N]

In seconds of the processors, which a busy machine changes less than those of the clock; the least of several runs. The
tools are griffe, docutils and markdown-it by themselves (documentation_tools.py).

OLDER_TREE is committed as release v1, and TREE on top of it. Its largest documents are said to cover everything, its
README is taken for the codebase summary, and the strict build, which is the project's own time, does not run. With
--each every row is timed by itself, too.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from static_gates import timed

ROWS = (
    "documents_sound", "readme_accurate", "documents_updated", "code_standards_verified", "codebase_summary_current",
    "changelog_updated", "api_documentation_current", "migration_guide_complete",
)  # fmt: skip
COVERING = 25
COLD, WARM = 1.5, 1.0  # the tools' own time; seconds more than an empty run
SUFFIXES = frozenset({".md", ".rst", ".txt"})
SETTINGS = """\
kind = "library"
previous_release = "v1"
[documentation]
strict_build = false
[documentation.places]
{places}
[documentation.covers]
{covers}
"""


def commit(tree: Path, root: Path, settings: str = "") -> None:
    """Put *tree* into the place of what is in the work tree, and commit it."""
    for path in root.iterdir():
        if path.name != ".git":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    ignored = shutil.ignore_patterns(".git", "__pycache__", ".pytest_cache")
    shutil.copytree(tree, root, ignore=ignored, symlinks=True, dirs_exist_ok=True)
    (root / "golive.toml").write_text(settings, encoding="utf-8")
    identity = ("-c", "user.name=benchmark", "-c", "user.email=benchmark@example.org")
    for command in (("add", "-A", "-f"), (*identity, "commit", "-q", "-m", "tree")):
        subprocess.run(("git", *command), cwd=root, check=True)


def settings_for(tree: Path) -> str:
    """The largest documents cover all code."""
    found = [path for path in tree.rglob("*") if path.suffix in SUFFIXES and path.is_file() and not path.is_symlink()]
    large = sorted(found, key=lambda path: path.stat().st_size, reverse=True)
    names = [path.relative_to(tree).as_posix() for path in large if ".egg-info" not in path.as_posix()]
    covers = "\n".join(f'"{name}" = ["**/*.py"]' for name in names[:COVERING])
    places = {"summary": ("readme",), "standards": ("coding-style", "code-style", "contributing")}
    said = [f'{key} = "{name}"' for key, words in places.items() if (name := _first(names, words))]
    return SETTINGS.format(places="\n".join(said), covers=covers)


def _first(names: Sequence[str], words: Sequence[str]) -> str:
    """The shortest path of a document whose name begins with the first of *words* that any begins with."""
    for word in words:
        if found := [name for name in names if name.rpartition("/")[2].lower().startswith(word)]:
            return min(found, key=lambda name: (name.count("/"), name))
    return ""


def tools(tree: Path, before: Path, timeout: float) -> dict[str, float]:
    """Seconds of the processors that each tool takes by itself."""
    commands = {"griffe": (str(tree), str(before)), "docutils": (str(tree),), "markdown-it": (str(tree),)}
    script = str(Path(__file__).with_name("documentation_tools.py"))
    return {
        tool: timed((sys.executable, "-W", "ignore", script, tool, *trees), tree, timeout)[1]
        for tool, trees in commands.items()
    }


def main() -> None:
    """Print seconds of the processors, and the ratio to the tools."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tree", type=Path)
    parser.add_argument("--before", type=Path)
    parser.add_argument("--each", action="store_true")
    parser.add_argument("--timeout", type=float, default=900.0)
    parser.add_argument("--runs", type=int, default=3, help="warm and empty ones, by turns; the least counts")
    args = parser.parse_args()
    tree, before = args.tree.resolve(), (args.before or args.tree).resolve()
    took = tools(tree, before, args.timeout)
    whole = sum(took.values())
    print(f"tools {whole:.1f} s: " + ", ".join(f"{tool} {seconds:.1f}" for tool, seconds in took.items()), flush=True)
    with tempfile.TemporaryDirectory(prefix="golive-benchmark-") as folder:
        root, nothing = Path(folder) / "tree", Path(folder) / "nothing"
        root.mkdir()
        nothing.mkdir()
        subprocess.run(("git", "init", "-q"), cwd=root, check=True)
        commit(before, root)
        subprocess.run(("git", "tag", "v1"), cwd=root, check=True)
        commit(tree, root, settings_for(tree))
        pytest = (sys.executable, "-m", "pytest", "-q", "-p", "no:randomly")
        wanted = {"all eight": ROWS, **({row: (row,) for row in ROWS} if args.each else {})}
        for name, rows in wanted.items():
            command = (*pytest, *(f"golive/documentation::{row}" for row in rows))
            _, cold, memory = timed((*command, "--cache-clear"), root, args.timeout)
            pairs = [
                (timed((*pytest, str(nothing)), root, args.timeout)[1], timed(command, root, args.timeout)[1])
                for _ in range(args.runs)
            ]
            idle, warm = (min(side) for side in zip(*pairs, strict=True))
            share = (cold - idle) / whole
            said = f"cold {cold:5.1f} s, {share:.2f} of the tools (at most {COLD:g}), {memory / 1e6:.0f} MB"
            more = f"warm {warm:.2f} s, {warm - idle:.2f} s more than an empty run of {idle:.2f} s (at most {WARM:g})"
            print(f"{name:<26} {said}; {more}", flush=True)


if __name__ == "__main__":
    main()
