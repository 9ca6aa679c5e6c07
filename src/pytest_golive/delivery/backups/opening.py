"""Opens a backup, layer by layer: the team's command for encrypted ones, and what packs files."""

from __future__ import annotations

import bz2
import gzip
import lzma
import shutil
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Final

from pytest_golive.delivery.backups.ladder import Broken, Climb
from pytest_golive.delivery.backups.recognising import ENCRYPTED, PACKED, Kind, recognise
from pytest_golive.delivery.backups.working.commands import Runner
from pytest_golive.errors import CannotMeasure
from pytest_golive.processes.running import args_as_text

CHUNK: Final = 1 << 20
DEEPEST: Final = 4
BACKUP: Final = "{backup}"
EXAMPLES: Final = {
    Kind.AGE: '["age", "--decrypt", "--identity", "/etc/backup.key", "{backup}"]',
    Kind.GPG: '["gpg", "--batch", "--decrypt", "{backup}"]',
    Kind.OPENSSL: '["openssl", "enc", "-d", "-aes256", "-pbkdf2", "-pass", "file:/etc/backup.key", "-in", "{backup}"]',
}
READERS: Final[Mapping[Kind, Callable[[Path], IO[bytes]]]] = {
    Kind.GZIP: gzip.GzipFile,  # type: ignore[dict-item]
    Kind.BZIP2: bz2.BZ2File,
    Kind.XZ: lzma.LZMAFile,
}


def opened(path: Path, command: Sequence[str], runner: Runner, climb: Climb) -> tuple[Path, Kind]:
    """The innermost file of the backup at *path*, and what it is.

    Args:
        path: the backup.
        command: the team's, which opens it to its standard output; () for none.
        runner: of commands.
        climb: where the layers are noted.

    Raises:
        Broken: a layer ends too early, or its checksums do not match.
        CannotMeasure: it is encrypted, and nothing opens it; or it opens to too much.
    """
    kind, layers = recognise(path), []
    if command:
        layers.append(f"by {args_as_text(command)}")
        path = _by_command(path, command, runner)
        kind = recognise(path)
    while kind in PACKED and len(layers) < DEEPEST:
        layers.append(kind.value)
        path = _unpacked(path, kind, runner)
        kind = recognise(path)
    if kind in PACKED:
        what = f"the backup is packed more than {DEEPEST} times, and was not unpacked further"
        raise CannotMeasure(what, "let open unpack it: open in [tool.golive.deployment.backup]")
    if layers:
        climb.note("opened", ", then ".join(layers))
    climb.format = kind.value
    if kind in ENCRYPTED:
        raise CannotMeasure(
            f"the backup is {kind.value}, and nothing opens it, so nobody knows what it holds",
            f"name the command that decrypts it to its standard output: open = {EXAMPLES[kind]} in "
            "[tool.golive.deployment.backup]",
        )
    return path, kind


def _by_command(path: Path, command: Sequence[str], runner: Runner) -> Path:
    out = runner.new("opened")
    done = runner.run([word.replace(BACKUP, str(path)) for word in command], writes=out)
    if done.status:
        what = f"{done.end}, so the backup was not opened; it last said: {_said(done.errors, done.last)}"
        raise CannotMeasure(what, "see its key and the backup: a wrong key and a damaged backup look the same")
    if not out.stat().st_size:
        raise Broken("opens to nothing", f"{done.text} opens the backup, and nothing is in it")
    return out


def _said(errors: Path, last: str) -> str:
    """The last words of a command whose output is the backup itself: only its standard error is ever quoted."""
    return last if errors.stat().st_size else "nothing"


def _unpacked(path: Path, kind: Kind, runner: Runner) -> Path:
    out = runner.new("unpacked")
    if kind is Kind.ZSTD:
        _by_zstd(path, out, runner)
    else:
        try:
            with READERS[kind](path) as packed, out.open("wb") as plain:
                copy(packed, plain, runner)
        except EOFError:
            raise Broken("cut off", f"the {kind.value} data ends too early: the backup is cut off") from None
        except (OSError, lzma.LZMAError, zlib.error) as error:
            raise broken_or_not(error, kind.value) from None
    if not out.stat().st_size:
        raise Broken("opens to nothing", f"the {kind.value} data is whole, and nothing is in it")
    return out


def _by_zstd(path: Path, out: Path, runner: Runner) -> None:
    if shutil.which("zstd", path=runner.environment.get("PATH")) is None:
        raise CannotMeasure("the backup is packed by zstd, and zstd is not installed here", "install zstd")
    done = runner.run(["zstd", "--decompress", "--stdout", "--quiet", "--memory=2048MB", str(path)], writes=out)
    if done.status:
        raise Broken("damaged", f"{done.end}: {_said(done.errors, done.last)}")


def copy(source: IO[bytes], sink: IO[bytes], runner: Runner) -> int:
    """Copy all of *source*, within the limits of *runner*; the number of bytes.

    Raises:
        CannotMeasure: it is too large, or takes too long.
    """
    written = 0
    while part := source.read(CHUNK):
        written += len(part)
        runner.grown(written)
        sink.write(part)
    return written


def broken_or_not(error: Exception, what: str) -> Broken | CannotMeasure:
    """What an error while reading *what* means: the system's own says nothing about the backup."""
    if isinstance(error, OSError) and error.errno:
        return CannotMeasure(f"the {what} data cannot be read: {error.strerror}", "see the disk, and its permissions")
    return Broken("damaged", f"the {what} data is damaged: {error}")
