"""Keys and programs by which something is signed."""

from __future__ import annotations

import os
import subprocess

import pytest

from pytest_golive.signing.proving.openssh import holds, sign
from pytest_golive.signing.proving.proofs import NAMESPACE

WORDS = b"words"


def test_a_key_in_pem_signs_without_its_public_one_beside_it(tmp_path):
    file = tmp_path / "robot"
    command = ["ssh-keygen", "-q", "-t", "ecdsa", "-m", "PEM", "-N", "", "-C", "robot", "-f", str(file)]
    subprocess.run(command, check=True)
    own = " ".join(file.with_suffix(".pub").read_text().split()[:2])
    file.with_suffix(".pub").unlink()
    assert holds(WORDS, sign(WORDS, file, NAMESPACE), (own,), NAMESPACE)
    assert [one.name for one in tmp_path.iterdir()] == ["robot"]


@pytest.mark.security
def test_a_program_of_the_working_folder_does_not_sign(pairs, tmp_path, monkeypatch):
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin/ssh-keygen"
    program.write_text("#!/bin/sh\necho forged\n")
    program.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"bin{os.pathsep}{os.environ['PATH']}")
    assert sign(WORDS, pairs / "ann", NAMESPACE).startswith("-----BEGIN SSH SIGNATURE-----")
