"""Which builds run in an environment or will be deployed there: digests of images and files that the team names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pytest_golive.delivery.published.images import in_manifest
from pytest_golive.delivery.published.outputs import in_output
from pytest_golive.errors import CannotMeasure
from pytest_golive.files.reading import read_bounded
from pytest_golive.findings import Finding
from pytest_golive.masking.foreign import quotable
from pytest_golive.processes.running import args_as_text, quote_tail, run_to_end

MOST: Final = 4 << 20  # bytes of a manifest, or of a command's output
CHUNK: Final = 1 << 20
FEW: Final = 5
OTHER: Final = {"yaml": "yml", "yml": "yaml"}
PIN: Final = "name the image by its digest (NAME@sha256:…): a tag can be moved between two pulls"


@dataclass(frozen=True, slots=True)
class Where:
    """Where the builds of one environment are named: in exactly one of three ways.

    Attributes:
        name: the environment: "staging".
        command: program and arguments that print the builds; no shell.
        manifests: globs of files that name the images.
        files: globs of the builds themselves.
        table: the settings that name all this, below the golive table.
    """

    name: str
    command: tuple[str, ...] = ()
    manifests: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    table: str = "deployment.artifact"

    @property
    def source(self) -> str:
        """Where they are named, in words."""
        if self.command:
            return f"{self.name}: {args_as_text(self.command)}"
        return f"{self.name}: {', '.join(self.manifests or self.files)}"


@dataclass(frozen=True, slots=True)
class Builds:
    """The builds of one environment.

    Attributes:
        names: the name, which may be "", by the digest's 64 hexadecimal digits.
        source: where they are named.
        files: the files that were looked at.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    files: frozenset[Path] = frozenset()


def untried(staging: Builds, production: Builds) -> tuple[Finding, ...]:
    """A finding for each build that goes to production but does not run on staging.

    Raises:
        CannotMeasure: all files of production are files of staging, too, so nothing tells what runs there.
    """
    if production.files and production.files <= staging.files:
        what = f"all files of {production.source} are also files of {staging.source}, so nothing is compared"
        raise CannotMeasure(what, "name for staging what runs there, in [tool.golive.deployment.artifact]")
    cure = "build once, and deploy to production what ran on staging, by its digest"
    found = []
    for digest, name in production.names.items():
        if digest not in staging.names:
            what = f"{_shown(digest, name)} goes to production, but staging does not run it"
            found.append(Finding("", 0, "another build", what, "high", key=name or digest, cure=cure))
    return tuple(found)


def builds(where: Where, root: Path, environment: Mapping[str, str], log: Path, timeout: float) -> Builds:
    """The builds that *where* names.

    Args:
        where: where the builds are named.
        root: the project's folder, where a command runs.
        environment: of a command, complete.
        log: file for its output.
        timeout: the longest time that it may take, in seconds.

    Raises:
        CannotMeasure: there is none, an image is named only by a tag, the command fails or prints something else,
            or a manifest lies beside those that are named.
    """
    names: dict[str, str] = {}
    looked_at = _matching(root, where.manifests or where.files, where)
    if where.manifests:
        _refuse_others(root, where.manifests, looked_at)
    beside = {file.resolve() for file in looked_at}
    for file in looked_at if where.manifests else ():
        place = file.relative_to(root).as_posix()
        names |= _named_in(in_manifest(_read(file), place, file, beside), place)
    if where.command:
        place = args_as_text(where.command)
        names |= _named_in(in_output(_printed(where, root, environment, log, timeout), place), place)
    names |= {_digest_of(file): file.name for file in looked_at if where.files}
    if not names:
        raise CannotMeasure(f"{where.source} names no digest", f"name the builds that {where.name} runs: {PIN}")
    return Builds(names, where.source, frozenset(beside))


def _printed(where: Where, root: Path, environment: Mapping[str, str], log: Path, timeout: float) -> str:
    """What the command prints."""
    said = log.with_name(f"{log.name}.errors")  # images in error messages do not run anywhere
    run = {"cwd": root, "env": environment, "log": log, "errors": said, "timeout": timeout}
    status = run_to_end(where.command, table=f"{where.table}.{where.name}", **run)  # type: ignore[arg-type]
    if status:
        end = f"was ended by signal {-status}" if status < 0 else f"failed with exit status {status}"
        what = f"{args_as_text(where.command)} {end}, so the builds on {where.name} are unknown; it last said: "
        raise CannotMeasure(
            f"{what}{quote_tail(said if said.stat().st_size else log)}",
            f"see {said}; [tool.golive.{where.table}] names it",
        )
    return _read(log)


def _named_in(named: Iterable[tuple[str, str]], place: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, digest in named:
        if not digest:
            raise CannotMeasure(f"{place} names {quotable(name)[:300]} without a digest, so the build is unknown", PIN)
        found[digest] = name.rpartition("//")[2] or found.get(digest, "")
    return found


def _matching(root: Path, globs: Sequence[str], where: Where) -> list[Path]:
    found = []
    for glob in globs:
        files = sorted(path for path in root.glob(glob) if path.is_file())
        if not files:
            raise CannotMeasure(f"no file matches {glob}, which [tool.golive.{where.table}] names for {where.name}",
                                "build it first, or correct the glob")  # fmt: skip
        found += files
    return found


def _refuse_others(root: Path, globs: Sequence[str], looked_at: Sequence[Path]) -> None:
    """Refuse manifests that only their other suffix hides: ``b.yml`` beside ``*.yaml``."""
    for glob in globs:
        stem, dot, suffix = glob.rpartition(".")
        if not set("*?[") & set(glob) or suffix not in OTHER:
            continue
        found = sorted(path for path in root.glob(f"{stem}{dot}{OTHER[suffix]}") if path.is_file())
        if others := [path.relative_to(root).as_posix() for path in found if path not in looked_at]:
            what = f"{', '.join(others[:FEW])} beside {glob} {'is' if len(others) == 1 else 'are'} not looked at"
            raise CannotMeasure(what, f"name {stem}.y*ml, or keep there only what is deployed")


def _read(file: Path) -> str:
    return read_bounded(file, MOST, "name a file that lists only images").decode("utf-8", "replace")


def _digest_of(file: Path) -> str:
    whole = hashlib.sha256()
    try:
        with file.open("rb") as opened:
            while part := opened.read(CHUNK):
                whole.update(part)
    except OSError as error:
        raise CannotMeasure(f"{file.name} cannot be read: {error.strerror}", "see its permissions") from error
    return whole.hexdigest()


def _shown(digest: str, name: str) -> str:
    return f"{name} (sha256:{digest[:12]})" if name else f"sha256:{digest[:12]}"
