"""Writes files of the user's: completely or not at all, and one writer at a time."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pytest_golive.errors import GoliveError

LONGEST_WAIT = 60.0  # seconds to wait for another writer; each needs only a moment
PAUSE = 0.02
MOST_TO_KNOW = 4096  # bytes at the beginning of a file that identify it as ours
CURES = {
    errno.ENOSPC: "make room on the disk",
    errno.EDQUOT: "make room: your share of the disk is used up",
    errno.EFBIG: "raise the limit for the size of files (ulimit -f)",
    errno.EROFS: "it lies on a file system that is read-only; write it where it can be written",
    errno.EBUSY: "it is mounted by itself, so it cannot be replaced whole; write it where it is not",
    errno.EISDIR: "a folder has that name; name a file",
    errno.ENOTDIR: "a file stands where a folder is named; name another place",
    errno.ENOENT: "the link, or the folder, leads nowhere; make it",
}


def replace_file(path: Path, content: bytes, before: bytes | None = None) -> None:
    """Replace the content of *path*, or leave it unchanged on an error; the same content is not written again.

    A link stays, and its target is written. Permissions, attributes and, if allowed, the owner stay. Anything that is
    not a regular file, such as a pipe, is written to directly.

    Args:
        path: the file; its folder must exist.
        content: the complete new content.
        before: what was read, if *content* is based on it; another program may have written since.

    Raises:
        OSError: it cannot be written.
        GoliveError: it has changed since it was read.
    """
    target = real(path)
    try:
        status = target.stat()
    except FileNotFoundError:
        status = None
    if status and not stat.S_ISREG(status.st_mode):
        with target.open("wb") as stream:
            stream.write(content)
        return
    present = target.read_bytes() if status else None
    if before is not None and present is not None and present != before:
        raise GoliveError(f"{path} was changed by another program at the same time", "do it again")
    if status and not os.access(target, os.W_OK):  # replacing the file would bypass its write protection
        why = errno.EROFS if os.statvfs(target).f_flag & os.ST_RDONLY else errno.EACCES
        raise OSError(why, os.strerror(why))
    if present != content:
        _put(target, content, status)


def real(path: Path) -> Path:
    """The file that *path* names once its folders are there: without links, and ".." through folders still to come."""
    return Path(os.path.realpath(path))


def is_free_for(path: Path, word: bytes) -> bool:
    """Whether *path* can be replaced without loss: it is no file, is empty, or has *word* in its first lines.

    Args:
        path: a file that the user named.
        word: in lower case; in the first lines of every file that an earlier run wrote.

    Raises:
        OSError: it cannot be read.
    """
    path = real(path)
    if not path.is_file():
        return True
    with path.open("rb") as stream:
        begin = stream.read(MOST_TO_KNOW)
    return not begin.strip() or word in begin.lower()


def _put(target: Path, content: bytes, status: os.stat_result | None) -> None:
    draft = target.with_name(f".golive-{secrets.token_hex(8)}.draft")  # the random name is unique
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if status else 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if status:
            _like(draft, target, status)
        draft.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise
    _settle(target.parent)


def _like(draft: Path, target: Path, status: os.stat_result) -> None:
    """Give *draft* the owner, the permissions and the attributes of *target*, as far as we are allowed to."""
    if hasattr(os, "chown"):
        with contextlib.suppress(OSError):
            os.chown(draft, -1, status.st_gid)
        with contextlib.suppress(OSError):
            os.chown(draft, status.st_uid, -1)
    shutil.copystat(target, draft)
    os.utime(draft)


def _settle(folder: Path) -> None:
    """Make the new name survive a power loss, if the system can promise that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Wait until no other golive writes in *folder*, and block others meanwhile; leaves no lock file in it.

    Raises:
        GoliveError: another golive has been writing for a minute.
    """
    try:
        import fcntl
    except ImportError:  # Windows
        from filelock import FileLock

        name = hashlib.sha256(os.path.realpath(folder).encode("utf-8", "surrogateescape")).hexdigest()[:16]
        with FileLock(Path(tempfile.gettempdir()) / f"golive-{name}.lock", timeout=LONGEST_WAIT):
            yield
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise cannot(folder, error) from None
    try:
        deadline = time.monotonic() + LONGEST_WAIT
        while not _locked(fcntl, handle):
            if time.monotonic() > deadline:
                raise GoliveError(f"another golive has been writing in {folder} for a minute", "end it")
            time.sleep(PAUSE)
        yield
    finally:
        os.close(handle)


def _locked(fcntl: object, handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)  # type: ignore[attr-defined]
    except OSError as error:
        # A file system without locks, such as some network file systems: parallel writers there are the user's concern.
        return error.errno not in {errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK}
    return True


def told(path: Path, error: OSError, cure: str = "") -> tuple[str, str]:
    """What to report if *path* could not be written and so is unchanged, and what to do about it."""
    by_errno = CURES.get(error.errno or 0, f"see who owns it and its folder: {path.parent}")
    return f"{path} cannot be written: {error.strerror}; it is as it was", cure or by_errno


def cannot(path: Path, error: OSError, cure: str = "") -> GoliveError:
    """The same as an exception."""
    return GoliveError(*told(path, error, cure))


def newline_of(text: str) -> str:
    """The line ending that most lines of *text* have."""
    windows = text.count("\r\n")
    return "\r\n" if windows * 2 > text.count("\n") else "\n"
