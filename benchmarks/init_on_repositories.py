"""Try ``golive init`` on real repositories: does what it writes run without an error row of its own making?

    python benchmarks/init_on_repositories.py CLONE... [--tests] [--timeout SECONDS] [--keep FOLDER] [--json FILE]

Each clone is cloned once more, with its history and its tags. There ``golive init`` writes the settings, they are
committed, and ``pytest -m pre_deploy`` runs the checklist with the plugin of this Python; without --tests not the rows
that run the project's own tests, for these need what the project needs. What was proposed is printed for each, and each
row that ended in an error with its message, so that a reader can tell whose fault it is. Nothing is asked of a network.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

OF_TESTS = ("code_quality::tests_pass", "code_quality::coverage", "security::security_tests_pass")
IDENTITY = ("-c", "user.name=benchmark", "-c", "user.email=benchmark@example.org")
OF_CI = ("CI", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITLAB_CI", "PYTEST_ADDOPTS")
SHOWN = 8


@dataclass
class Tried:
    """What came of one repository.

    Attributes:
        settings: what init wrote.
        outcomes: how many rows ended how.
        errors: rows that ended in an error, with the reason.
        trouble: why there is no record of a run; "" if there is one.
    """

    name: str
    settings: dict[str, Any] = field(default_factory=dict)
    outcomes: dict[str, int] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    trouble: str = ""


def run(*command: str, cwd: Path, timeout: float = 600.0) -> subprocess.CompletedProcess[str]:
    """The command's end, with what it printed."""
    environment = {name: value for name, value in os.environ.items() if name not in OF_CI}
    return subprocess.run(
        command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout,
        check=False, errors="replace",
    )  # fmt: skip


def tried(source: Path, root: Path, *, with_tests: bool, timeout: float) -> Tried:
    """Clone *source* to *root*, and try it there."""
    found = Tried(source.resolve().name)
    run("git", "clone", "-q", "--no-hardlinks", str(source.resolve()), str(root), cwd=root.parent)
    programs = Path(sys.executable).parent  # not "-m", which puts the repository's own folder before what is installed
    wrote = run(str(programs / "golive"), "init", cwd=root)
    if wrote.returncode:
        found.trouble = f"golive init: {wrote.stderr.strip()}"
        return found
    own = root / "golive.toml"
    read = tomllib.loads((own if own.is_file() else root / "pyproject.toml").read_text(encoding="utf-8"))
    found.settings = read if own.is_file() else read["tool"]["golive"]
    run("git", "add", "-A", cwd=root)
    run("git", *IDENTITY, "commit", "-q", "--no-verify", "-m", "settings of the checklist", cwd=root)
    record = root.parent / f"{root.name}.record.json"
    left = () if with_tests else tuple(f"--deselect=golive/{row}" for row in OF_TESTS)
    command = (str(programs / "pytest"), "-m", "pre_deploy", f"--golive-record={record}", *left)
    try:
        ran = run(*command, cwd=root, timeout=timeout)
        if "leave conftests out" in ran.stdout + ran.stderr:  # they import what only the project's own Python has
            ran = run(*command, "--noconftest", cwd=root, timeout=timeout)
    except subprocess.TimeoutExpired:
        found.trouble = f"the checklist took longer than {timeout:g} s"
        return found
    (root.parent / f"{root.name}.log").write_text(wrote.stdout + ran.stdout + ran.stderr, encoding="utf-8")
    if not record.is_file():
        found.trouble = f"exit status {ran.returncode}: {(ran.stdout + ran.stderr).strip()[-1500:]}"
        return found
    rows = json.loads(record.read_text(encoding="utf-8"))["rows"]
    found.outcomes = dict(Counter(row["outcome"] for row in rows))
    found.errors = {row["id"]: row["message"] for row in rows if row["outcome"] == "error"}
    return found


def told(found: Tried) -> str:
    """What came of it, as text."""
    of = found.settings
    lines = [f"== {found.name}"]
    if found.trouble:
        return "\n".join([*lines, f"   no run: {found.trouble}"])
    tests: Mapping[str, Any] = of.get("tests", {})
    critical = of.get("critical", [])
    lines += [
        f"   kind      {of.get('kind', '-')}",
        f"   tests     {tests.get('command', '-')}, coverage {tests.get('coverage_data') or tests.get('source', '-')}",
        f"   critical  {len(critical)}: {', '.join(critical[:SHOWN])}",
        f"   outcomes  {', '.join(f'{count} {outcome}' for outcome, count in sorted(found.outcomes.items()))}",
    ]
    return "\n".join([*lines, *(f"   ERROR     {gate}: {message[:400]}" for gate, message in found.errors.items())])


def main(argv: Sequence[str] | None = None) -> int:
    """Try each; the exit status is 1 if init, or a run, did not come to an end in one of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clones", nargs="+", type=Path, metavar="CLONE")
    parser.add_argument("--tests", action="store_true", help="also the rows that run the project's own tests")
    parser.add_argument("--timeout", type=float, default=900.0, help="seconds that one checklist may take")
    parser.add_argument("--keep", type=Path, help="keep the clones, and what the runs printed, in this folder")
    parser.add_argument("--json", type=Path, help="write all of it there as well")
    args = parser.parse_args(argv)
    folder = args.keep or Path(tempfile.mkdtemp(prefix="golive-init-"))
    folder.mkdir(parents=True, exist_ok=True)
    results = []
    for clone in args.clones:
        root = folder.resolve() / clone.resolve().name
        shutil.rmtree(root, ignore_errors=True)
        results.append(tried(clone, root, with_tests=args.tests, timeout=args.timeout))
        print(told(results[-1]), flush=True)
    if args.json:
        args.json.write_text(json.dumps([asdict(found) for found in results], indent=1), encoding="utf-8")
    if not args.keep:
        shutil.rmtree(folder)
    errors = sum(len(found.errors) for found in results)
    troubled = sum(bool(found.trouble) for found in results)
    print(f"{len(results)} repositories, {troubled} without a run; {errors} error rows")
    return int(any(found.trouble for found in results))


if __name__ == "__main__":
    sys.exit(main())
