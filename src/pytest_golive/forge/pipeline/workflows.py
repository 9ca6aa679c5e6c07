"""Which jobs of an Actions workflow wait for another one, read from the workflow's file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

LARGEST: Final = 500_000
# OWNER/REPO/.github/workflows/FILE@REF
FILE: Final = re.compile(r"[^/@]{1,200}/[^/@]{1,200}/((?:\.[a-z]{1,20}/)?workflows/[^/@]{1,200}\.ya?ml)@.*", re.DOTALL)


def waiting_for(root: Path, environment: Mapping[str, str]) -> tuple[str, ...]:
    """The names of the running job and of all jobs that need it; () if the file does not tell.

    Args:
        root: the top of the work tree.
        environment: of this process, in a job of GitHub Actions, Gitea or Forgejo.
    """
    found = FILE.fullmatch(environment.get("GITHUB_WORKFLOW_REF", ""))
    job = environment.get("GITHUB_JOB", "")
    if found is None or not job:
        return ()
    jobs = _jobs(root / found[1])
    if job not in jobs:
        return ()
    reached = {job}
    while more := {key for key, value in jobs.items() if key not in reached and _needs(value) & reached}:
        reached |= more
    return tuple(_name(key, jobs[key]) for key in jobs if key in reached)


def _jobs(path: Path) -> dict[str, dict[str, Any]]:
    import yaml

    try:
        if path.stat().st_size > LARGEST:
            return {}
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError, yaml.YAMLError):
        return {}  # then only the job's own name is known; all other unfinished jobs count
    jobs = loaded.get("jobs") if isinstance(loaded, dict) else None
    return {str(key): value for key, value in jobs.items() if isinstance(value, dict)} if isinstance(jobs, dict) else {}


def _needs(job: Mapping[str, Any]) -> set[str]:
    needs = job.get("needs", [])
    return {needs} if isinstance(needs, str) else {str(one) for one in needs} if isinstance(needs, list) else set()


def _name(key: str, job: Mapping[str, Any]) -> str:
    """The name of a job's check, up to the part that a matrix fills in."""
    name = job.get("name")
    written = name if isinstance(name, str) and name.strip() else key
    return written.partition("${{")[0].rstrip(" (") if "${{" in written else written
