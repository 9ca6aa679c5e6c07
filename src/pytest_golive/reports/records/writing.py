"""Write the record of a run, and the attestation made of it: whole or not at all."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pytest_golive.errors import CannotMeasure
from pytest_golive.files.writing import is_free_for, real, replace_file
from pytest_golive.signing.attestation import Artefact, signed, statement_of
from pytest_golive.signing.proving.openssh import sign
from pytest_golive.signing.record import NAMESPACE, Record

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """The files that were asked for; *key* signs them."""

    record: Path | None = None
    attestation: Path | None = None
    key: Path | None = None
    artefacts: tuple[Artefact, ...] = ()


def write(record: Record, wanted: Wanted) -> Record:
    """Seal *record*, sign it where there is a key, and write what is wanted: all, or nothing if a key is no use.

    Returns:
        The record that was written.

    Raises:
        CannotMeasure: the key cannot be used, or what signs is not installed.
        OSError: a file cannot be written, or holds something else.
    """
    key = wanted.key
    sealed = record.sealed((lambda words: sign(words, key, NAMESPACE)) if key and wanted.record else None)
    texts = []
    if wanted.attestation and key:
        texts.append((wanted.attestation, signed(statement_of(sealed, wanted.artefacts), key), b"dsseenvelope"))
    if wanted.record:
        texts.append((wanted.record, sealed.text, b'"schema_version"'))
    for path, _, word in texts:
        if not is_free_for(path, word):
            what = f"{path.name} holds something else and stays as it is; name another file"
            raise FileExistsError(errno.EEXIST, what)
    for path, text, _ in texts:
        real(path).parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, text.encode())
    return sealed


def artefacts_in(root: Path, globs: Sequence[str]) -> Iterator[Artefact]:
    """The files that go live.

    Raises:
        CannotMeasure: a glob means no file.
    """
    for glob in globs:
        files = [file for file in sorted(root.glob(glob)) if file.is_file()]
        if not files:
            cure = "build it before, or correct [tool.golive.signing] artefacts"
            raise CannotMeasure(f"no file is meant by {glob!r}, so nothing can be attested about it", cure)
        yield from (Artefact(file.name, _digest(file)) for file in files)


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
