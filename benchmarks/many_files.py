"""What the static rows cost on a tree of many files, in seconds of the processors: cold, and with nothing changed.

    python benchmarks/many_files.py [FILES] [--keep FOLDER] [--warm-only] [--rows ROW,ROW]

The tree is made up: small files of several languages, data and prose, in folders of 2,000, one Python file in a
hundred critical. With ``--keep`` it is made once in FOLDER and used again. Seconds of the processors stay what they are
on a busy machine; those of the clock are printed beside them.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PYTHON = '''\
"""Part {number} of the shop."""

from __future__ import annotations

import json
from dataclasses import dataclass

LIMIT = {number}


@dataclass(frozen=True)
class Order{number}:
    """What somebody wants."""

    name: str
    amount: int = 1

    def total(self, price: int) -> int:
        """The price of all of it."""
        if self.amount > LIMIT:
            raise ValueError(f"too many: {{self.amount}}")
        return self.amount * price  # in cents


def read(text: str) -> list[Order{number}]:
    """Orders from JSON."""
    return [Order{number}(**row) for row in json.loads(text) if row.get("kind") == "k{number}"]
'''
TYPESCRIPT = """\
// The basket, part {number}.
export interface Line{number} {{ id: string; price: number; count: number }}

/* Adds up what is in it. */
export function sum{number}(lines: Line{number}[]): number {{
  let total = 0;
  for (const line of lines) {{
    if (line.count > {number}) throw new Error(`too many: ${{line.count}}`);
    total += line.price * line.count;
  }}
  return total;
}}
"""
SHELL = '#!/bin/sh\n# Deploys part {number}.\nset -eu\nfor host in a b c; do\n  echo "part {number} to $host"\ndone\n'
YAML = "# Part {number}\nname: part-{number}\nreplicas: 2\nports:\n  - 80{number}\nlabels: {{part: p{number}}}\n"
JSON = '{{"name": "part-{number}", "rows": [[1, 2, {number}], [3, 4, 5]], "title": "A part of the shop"}}\n'
PROSE = "# Part {number}\n\nHow the part is used, and why it is there.\n\n- first\n- second\n"
KINDS = (
    *(("src/p{folder}/m{number}.py", PYTHON),) * 11,
    *(("web/p{folder}/m{number}.ts", TYPESCRIPT),) * 3,
    ("ops/p{folder}/m{number}.sh", SHELL),
    *(("conf/p{folder}/m{number}.yaml", YAML),) * 2,
    *(("data/p{folder}/m{number}.json", JSON),) * 2,
    ("docs/p{folder}/m{number}.md", PROSE),
)
SETTINGS = """\
critical = ["src/p*/m*00.py"]
[not_applicable]
"""
NOT_STATIC = (
    "code_quality::tests_pass",
    "code_quality::coverage",
    "security::security_tests_pass",
    "security::auth_flows",
    "security::api_keys",
    "security::rate_limit",
    "security::transport",
    "infrastructure::staging_deployed",
    "infrastructure::performance_acceptable",
    "infrastructure::pipeline_green",
    "documentation::*",
)
STATIC = (
    "code_quality::files_within_limit",
    "code_quality::critical_files_modular",
    "code_quality::no_todo_in_critical_paths",
    "code_quality::no_fixme_or_hack",
    "security::no_exposed_secrets",
    "security::no_vulnerable_code",
)


def make(root: Path, count: int) -> None:
    """A committed tree of *count* files."""
    for number in range(count):
        name, text = KINDS[number % len(KINDS)]
        path = root / name.format(number=number, folder=number // 2000)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.format(number=number), encoding="utf-8")
    subprocess.run(("git", "init", "-q"), cwd=root, check=True)
    commit(root)


def commit(root: Path) -> None:
    """Commit all that is there."""
    identity = ("-c", "user.name=benchmark", "-c", "user.email=benchmark@example.org")
    for command in (("add", "--all"), (*identity, "commit", "-q", "--allow-empty", "-m", "tree")):
        subprocess.run(("git", *command), cwd=root, check=True)


def settings(root: Path, rows: tuple[str, ...]) -> None:
    """Everything but *rows* does not apply."""
    lines = [f'"{row}" = "only static rows are timed"' for row in (*NOT_STATIC, *STATIC) if row not in rows]
    (root / "golive.toml").write_text(SETTINGS + "\n".join(lines) + "\n", encoding="utf-8")
    (root / ".gitignore").write_text(".pytest_cache/\n", encoding="utf-8")
    commit(root)


def timed(root: Path, *options: str) -> None:
    """Run the checklist and print what it cost."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    environment.pop("CI", None)
    command = (sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-m", "pre_deploy", *options)
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - start
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    verdict = next(iter(re.findall(r"^(?:NO-)?GO .*$", done.stdout, re.MULTILINE)), done.stdout[-300:])
    kind = "cold" if "--cache-clear" in options else "warm"
    print(
        f"{kind}  {used:7.1f} s of processors  {wall:7.1f} s  {after.ru_maxrss / 1000:5.0f} MB  {verdict}", flush=True
    )


def main() -> None:
    """Make the tree, and time it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=int, nargs="?", default=100_000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--warm-only", action="store_true")
    parser.add_argument("--rows", default=",".join(STATIC))
    args = parser.parse_args()
    root = args.keep or Path(tempfile.mkdtemp(prefix="golive-benchmark-"))
    try:
        if not (root / ".git").exists():
            root.mkdir(exist_ok=True, parents=True)
            make(root, args.files)
        settings(root, tuple(args.rows.split(",")))
        print(f"{args.files:,} files", flush=True)
        if not args.warm_only:
            timed(root, "--cache-clear")
        timed(root)
    finally:
        if args.keep is None:
            shutil.rmtree(root)


if __name__ == "__main__":
    main()
