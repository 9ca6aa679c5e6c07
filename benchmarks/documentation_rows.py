"""Time the rows of the documentation section on any tree: cold, and again with nothing changed.

    python benchmarks/documentation_rows.py TREE [--before OLDER_TREE] [--each] [--runs N]

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
from pathlib import Path

from static_gates import timed

ROWS = (
    "documents_sound", "readme_accurate", "documents_updated", "code_standards_verified", "codebase_summary_current",
    "changelog_updated", "api_documentation_current", "migration_guide_complete",
)  # fmt: skip
COVERING = 25
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
    top = sorted(path.name for path in tree.iterdir() if path.is_file())
    places = {"summary": "readme", "standards": "contributing"}
    told = [f'{key} = "{name}"' for key, word in places.items() for name in top if name.lower().startswith(word)]
    return SETTINGS.format(places="\n".join(told), covers=covers)


def main() -> None:
    """Print seconds, and seconds of the processors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tree", type=Path)
    parser.add_argument("--before", type=Path)
    parser.add_argument("--each", action="store_true")
    parser.add_argument("--timeout", type=float, default=900.0)
    parser.add_argument("--runs", type=int, default=3, help="warm and empty ones, by turns; the least counts")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="golive-benchmark-") as folder:
        root, nothing = Path(folder) / "tree", Path(folder) / "nothing"
        root.mkdir()
        nothing.mkdir()
        subprocess.run(("git", "init", "-q"), cwd=root, check=True)
        commit(args.before or args.tree, root)
        subprocess.run(("git", "tag", "v1"), cwd=root, check=True)
        commit(args.tree, root, settings_for(args.tree))
        pytest = (sys.executable, "-m", "pytest", "-q", "-p", "no:randomly")
        wanted = {"all eight": ROWS, **({row: (row,) for row in ROWS} if args.each else {})}
        for name, rows in wanted.items():
            command = (*pytest, *(f"golive/documentation::{row}" for row in rows))
            cold, busy, memory = timed((*command, "--cache-clear"), root, args.timeout)
            pairs = [
                (timed((*pytest, str(nothing)), root, args.timeout), timed(command, root, args.timeout))
                for _ in range(args.runs)
            ]
            (empty, idle), (warm, busy_warm) = (
                [min(each[side][which] for each in pairs) for which in (0, 1)] for side in (0, 1)
            )
            print(
                f"{name:<26} cold {cold:6.2f} s, {busy:6.2f} s of processors, {memory / 1e6:4.0f} MB; "
                f"warm {warm - empty:5.2f} s more than an empty run of {empty:.2f} s, of processors "
                f"{busy_warm - idle:.2f} s",
                flush=True,
            )


if __name__ == "__main__":
    main()
