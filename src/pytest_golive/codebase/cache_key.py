"""The key that signs caches; it is not kept together with them."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pytest_golive.codebase.reading import read_regular
from pytest_golive.errors import CannotMeasure

KEY_VARIABLE = "GOLIVE_CACHE_KEY"
SHORTEST_KEY = 16  # characters


def cache_key(environment: Mapping[str, str] = os.environ) -> bytes:
    """The key that signs caches: ``GOLIVE_CACHE_KEY``, or one created for this user on this machine.

    Returns:
        Nothing if no key can be kept; then nothing is cached.

    Raises:
        CannotMeasure: the variable is set, but too short to be a key.
    """
    given = environment.get(KEY_VARIABLE, "")
    if given and len(given) < SHORTEST_KEY:
        raise CannotMeasure(
            f"{KEY_VARIABLE} has only {len(given)} characters, so it can be guessed",
            f"create one of at least {SHORTEST_KEY} characters: python -c 'import secrets; print(secrets.token_hex())'",
        )
    if given:
        return hashlib.sha256(given.encode("utf-8", "surrogateescape")).digest()
    try:
        return _own_key(_place(environment))
    except (OSError, RuntimeError):  # the home folder is read-only or missing; see why_none
        return b""


def why_none(environment: Mapping[str, str] = os.environ) -> str:
    """Why nothing can be cached, and the fix; "" if there is a key."""
    if environment.get(KEY_VARIABLE):
        return ""
    try:
        _own_key(_place(environment))
    except RuntimeError:
        return f"there is no home folder for the key of the cache; set HOME or {KEY_VARIABLE}"
    except OSError as error:
        what = "remove what is in its place" if isinstance(error, IsADirectoryError) else "make its folder writable"
        return (
            f"the key of the cache cannot be kept at {_place(environment)} ({error.strerror}); "
            f"{what}, or set {KEY_VARIABLE}"
        )
    return ""


def _place(environment: Mapping[str, str]) -> Path:
    return _state_folder(environment) / "pytest-golive" / "cache.key"


def _state_folder(environment: Mapping[str, str]) -> Path:
    named = environment.get("XDG_STATE_HOME") or environment.get("LOCALAPPDATA")
    return Path(named) if named else Path.home() / ".local" / "state"


def _own_key(path: Path) -> bytes:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    size = hashlib.sha256().digest_size
    if not path.exists() and not path.is_symlink():
        with contextlib.suppress(FileExistsError):  # another run has just created it
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(os.urandom(size))
    key = read_regular(path, size)
    if key is None or len(key) != size:
        key = os.urandom(size)  # a broken key would disable the cache for good
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}-")
        with os.fdopen(handle, "wb") as file:
            file.write(key)
        try:
            Path(draft).replace(path)
        except OSError:  # a folder is in its place
            Path(draft).unlink()
            raise
    return key
