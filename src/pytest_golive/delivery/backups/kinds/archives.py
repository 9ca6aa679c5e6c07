"""Tar and zip archives: read to the end, and unpacked without trusting a name or a size in them."""

from __future__ import annotations

import hashlib
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Final, Self

from pytest_golive.delivery.backups.ladder import Broken, Content
from pytest_golive.delivery.backups.opening import CHUNK, broken_or_not
from pytest_golive.delivery.backups.recognising import DUMPS, Kind, recognise
from pytest_golive.delivery.backups.working.commands import Runner, short
from pytest_golive.errors import CannotMeasure

MOST: Final = 1_000_000  # members
BLOCK: Final = 512
END: Final = bytes(2 * BLOCK)  # two blocks of zeros end a tar archive
LONGEST: Final = 1_024  # characters of a name
MOST_SAID: Final = 1 << 20  # bytes that say something of a member, such as a long name
SAYING: Final = (
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
)
DAMAGE: Final = (
    tarfile.TarError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, RuntimeError, ValueError, OverflowError,
)  # fmt: skip


class Header(tarfile.TarInfo):
    """A header of a member, of which Python would read a long name of any length into memory."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        """The header in *buf*."""
        found = super().frombuf(buf, encoding, errors)
        if found.type in SAYING and found.size > MOST_SAID:
            raise Broken("unsafe name", f"the archive names something by {found.size:,} bytes, which no archive does")
        return found


class Archive:
    """An archive.

    Args:
        path: the file.
        kind: tar or zip.
        runner: the limits of the proof.
    """

    def __init__(self, path: Path, kind: Kind, runner: Runner) -> None:
        self._path, self._kind, self._runner = path, kind, runner
        self._bytes = 0
        self.links = 0

    def read(self) -> None:
        """Read every member to its end.

        Raises:
            Broken: it is damaged or cut off, or nothing is in it.
            CannotMeasure: it is encrypted, or too large.
        """
        self._each(None)

    def restore(self) -> Content:
        """Unpack it into a folder of its own, and read what arrived.

        Raises:
            Broken: it is damaged, a name in it leads out of its folder, or nothing is in it.
            CannotMeasure: it holds dumps, which must be restored themselves; or it is too large.
        """
        folder = self._runner.new("files")
        folder.mkdir()
        self._each(folder)
        files = {}
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = path.relative_to(folder).as_posix()
            if (kind := recognise(path)) in DUMPS:
                raise CannotMeasure(
                    f"{short(name)} in the archive is a {kind.value}, and was unpacked, but not restored",
                    f'let open print it: open = ["tar", "-xOf", "{{backup}}", "{short(name)}"]',
                )
            files[name] = digest_of(path, self._runner)
        return Content(files=files)

    def _each(self, folder: Path | None) -> None:
        """Read each member; into *folder*, if there is one."""
        self._bytes = number = 0
        with self._reading():
            members = self._of_tar(folder) if self._kind is Kind.TAR else self._of_zip(folder)
            for number, _ in enumerate(members, 1):
                if number > MOST:
                    raise CannotMeasure(f"the archive has more than {MOST:,} members", "back up in several archives")
        if not number:
            raise Broken("empty", "the archive is whole, and no file is in it")

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except EOFError:
            raise Broken("cut off", f"the {self._kind.value} ends too early: it is cut off") from None
        except DAMAGE as error:
            raise broken_or_not(error, self._kind.value) from None

    def _of_tar(self, folder: Path | None) -> Iterator[str]:
        with tarfile.open(self._path, "r:", tarinfo=Header) as archive:
            for member in archive:
                if member.isfile() and (source := archive.extractfile(member)) is not None:
                    self._copy(source, member.name, member.size, folder)
                    yield member.name
                elif folder is not None:
                    _within(folder, member.name)
                    self.links += not member.isdir()
            self._check_end(archive.offset)

    def _check_end(self, offset: int) -> None:
        """Python's reader takes a damaged header, or the end of the file, for the end of the archive."""
        with self._path.open("rb") as file:
            file.seek(offset)
            if file.read(len(END)) != END:
                why = "its end is missing, or a header in it is damaged: whatever follows there is lost"
                raise Broken("cut off", f"the tar archive is not whole: {why}")
            while part := file.read(CHUNK):
                _ = self._runner.left
                if part.strip(b"\0"):
                    raise Broken(
                        "more behind its end", "the tar archive holds more behind its end, which no reader sees"
                    )

    def _of_zip(self, folder: Path | None) -> Iterator[str]:
        with zipfile.ZipFile(self._path) as archive:
            for member in archive.infolist():
                if member.flag_bits & 1:
                    cure = (
                        'name a command that opens it: open = ["7z", "x", "-so", …] in [tool.golive.deployment.backup]'
                    )
                    raise CannotMeasure("the zip archive is encrypted, and nothing opens it", cure)
                if not member.is_dir():
                    with archive.open(member) as source:  # its CRC is compared when it has been read
                        self._copy(source, member.filename, member.file_size, folder)
                    yield member.filename

    def _copy(self, source: IO[bytes], name: str, size: int, folder: Path | None) -> None:
        sink = _within(folder, name).open("xb") if folder is not None else None
        read = 0
        try:
            while part := source.read(CHUNK):
                read += len(part)
                self._bytes += len(part)
                self._runner.grown(self._bytes)
                if sink is not None:
                    sink.write(part)
        finally:
            if sink is not None:
                sink.close()
        if read != size:
            raise Broken("cut off", f"{short(name)} has {read:,} of its {size:,} bytes: the archive is cut off")


def _within(folder: Path, name: str) -> Path:
    """Where the member *name* goes, its folders made.

    Raises:
        Broken: it would leave the folder, or is written twice.
    """
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts or "\\" in name or "\0" in name or len(name) > LONGEST:
        what = f"the archive names {short(name)!r}, which leads out of the folder that it is unpacked into"
        raise Broken("unsafe name", what, "see who wrote the archive; nothing was unpacked there")
    path = folder / pure
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_file():
        raise Broken("written twice", f"the archive holds {short(name)} twice, and only one of them would stay")
    return path


def digest_of(path: Path, runner: Runner) -> str:
    """The SHA-256 of a file."""
    whole = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(CHUNK):
            _ = runner.left
            whole.update(part)
    return whole.hexdigest()
