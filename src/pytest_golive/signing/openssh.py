"""Signatures of OpenSSH: made and checked by ssh-keygen itself."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from pytest_golive.errors import CannotMeasure

SIGNER = "signer"  # what whoever may sign is called, where one set of keys is asked about
PATIENCE = 60  # seconds


def sign(words: bytes, key: Path, namespace: str) -> str:
    """The signature over *words*.

    Args:
        words: what is signed.
        key: file of the private key; or of the public one, if ssh-agent holds the private.
        namespace: what the signature is for, so that one for something else cannot take its place.

    Raises:
        CannotMeasure: ssh-keygen is missing, or cannot use the key.
    """
    # Without a terminal a passphrase cannot be asked for; ssh-keygen must not wait for one.
    with _with_public(key) as usable:
        done = _run([_program(), "-q", "-Y", "sign", "-f", str(usable), "-n", namespace], words)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        cure = "name a key that ssh-keygen can use: without a passphrase, or held by ssh-agent"
        raise CannotMeasure(
            f"ssh-keygen cannot sign with {key.name}: {said[0] if said else 'it does not say why'}", cure
        )
    return done.stdout.decode()


@contextlib.contextmanager
def _with_public(key: Path) -> Iterator[Path]:
    """*key* with its public one beside it, which ssh-keygen wants of keys in PEM."""
    if Path(f"{key}.pub").exists():
        yield key
        return
    public = _run([_program(), "-y", "-P", "", "-f", str(key)], b"")
    if public.returncode:  # then it says why when it is asked to sign
        yield key
        return
    with tempfile.TemporaryDirectory(prefix="golive-signing-") as folder:
        link = Path(folder, "key")
        link.symlink_to(key.absolute())
        Path(folder, "key.pub").write_bytes(public.stdout)
        yield link


def holds(words: bytes, signature: str, keys: Sequence[str], namespace: str) -> bool:
    """Whether one of *keys*, public ones without comments, made *signature* over *words* for *namespace*.

    Raises:
        CannotMeasure: ssh-keygen is missing, or one of the keys is none.
    """
    if not keys:
        return False
    program = _program()
    with tempfile.TemporaryDirectory(prefix="golive-signing-") as folder:
        signers, file = Path(folder, "signers"), Path(folder, "signature")
        signers.write_text(allowed_signers(keys, namespace), encoding="utf-8")
        file.write_text(signature.strip() + "\n", encoding="utf-8")
        options = ("-Y", "verify", "-f", str(signers), "-I", SIGNER, "-n", namespace, "-s", str(file))
        return _run([program, *options], words).returncode == 0


def allowed_signers(keys: Sequence[str], namespace: str) -> str:
    """A file of allowed signers with *keys*, all of one signer.

    Raises:
        CannotMeasure: one of them is no public key.
    """
    for key in keys:
        if len(key.split()) != 2 or "\n" in key:  # noqa: PLR2004 -- type and key
            cure = "write it as in ~/.ssh/id_ed25519.pub, without the comment: 'ssh-ed25519 AAAA…'"
            raise CannotMeasure("a key of [tool.golive.signing] is no public SSH key", cure)
    return "".join(f'{SIGNER} namespaces="{namespace}" {key}\n' for key in keys)


def _run(command: Sequence[str], words: bytes) -> subprocess.CompletedProcess[bytes]:
    surroundings = {**os.environ, "SSH_ASKPASS_REQUIRE": "never", "LC_ALL": "C"}
    try:
        return subprocess.run(
            command,
            input=words,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            env=surroundings,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired:
        raise CannotMeasure(f"ssh-keygen took longer than {PATIENCE} s", "see what it waits for") from None


def _program() -> str:
    absolute = [part for part in os.environ.get("PATH", os.defpath).split(os.pathsep) if Path(part).is_absolute()]
    found = shutil.which("ssh-keygen", path=os.pathsep.join(absolute))
    if found is None:
        raise CannotMeasure(
            "ssh-keygen is not on the PATH, so nothing can be signed or checked", "install OpenSSH's client"
        )
    return found
