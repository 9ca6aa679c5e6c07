"""Sign and verify with OpenSSH, by running ssh-keygen."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from pytest_golive.errors import CannotMeasure

SIGNER = "signer"  # the name of the signer in a file of allowed signers; it is always the same
PATIENCE = 60  # seconds


def sign(words: bytes, key: Path, namespace: str) -> str:
    """Sign *words* and return the signature.

    Args:
        words: the bytes to sign.
        key: file of the private key, or of the public key if ssh-agent holds the private one.
        namespace: the purpose of the signature, so that it cannot be reused for another purpose.

    Raises:
        CannotMeasure: ssh-keygen is missing, or cannot use the key.
    """
    # Without a terminal nobody can type a passphrase; ssh-keygen must not wait for one.
    with _with_public(key) as usable:
        done = _run([_program(), "-q", "-Y", "sign", "-f", str(usable), "-n", namespace], words)
    if done.returncode:
        stderr_lines = done.stderr.decode(errors="replace").strip().splitlines()
        cure = "name a key that ssh-keygen can use: without a passphrase, or held by ssh-agent"
        raise CannotMeasure(
            f"ssh-keygen cannot sign with {key.name}: {stderr_lines[0] if stderr_lines else 'it gives no reason'}", cure
        )
    return done.stdout.decode()


@contextlib.contextmanager
def _with_public(key: Path) -> Iterator[Path]:
    """*key* with its public key next to it, which ssh-keygen needs for keys in PEM."""
    if Path(f"{key}.pub").exists():
        yield key
        return
    public = _run([_program(), "-y", "-P", "", "-f", str(key)], b"")
    if public.returncode:  # signing will fail, too, and give the reason
        yield key
        return
    with tempfile.TemporaryDirectory(prefix="golive-signing-") as folder:
        link = Path(folder, "key")
        link.symlink_to(key.absolute())
        Path(folder, "key.pub").write_bytes(public.stdout)
        yield link


def holds(words: bytes, signature: str, keys: Sequence[str], namespace: str) -> bool:
    """Whether one of *keys* made *signature* over *words* for *namespace*. Keys are public, without comments.

    Raises:
        CannotMeasure: ssh-keygen is missing, or one of the keys is not a public SSH key.
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
    """The content of a file of allowed signers, with *keys* under one name.

    Raises:
        CannotMeasure: one of them is not a public SSH key.
    """
    for key in keys:
        if len(key.split()) != 2 or "\n" in key:  # noqa: PLR2004 -- type and key
            cure = "write it as in ~/.ssh/id_ed25519.pub, without the comment: 'ssh-ed25519 AAAA…'"
            raise CannotMeasure("a key in [tool.golive.signing] is not a public SSH key", cure)
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
        raise CannotMeasure(
            f"ssh-keygen took longer than {PATIENCE} s", "run it by hand and see what it waits for"
        ) from None


def _program() -> str:
    absolute = [part for part in os.environ.get("PATH", os.defpath).split(os.pathsep) if Path(part).is_absolute()]
    found = shutil.which("ssh-keygen", path=os.pathsep.join(absolute))
    if found is None:
        raise CannotMeasure(
            "ssh-keygen is not on the PATH, so nothing can be signed or checked", "install OpenSSH's client"
        )
    return found
