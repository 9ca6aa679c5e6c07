"""cosign itself verifies the attestation of a run, with only files and a public key."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.integration
KIND = "https://in-toto.io/attestation/test-result/v0.1"
TOP = Path(__file__).parents[2]


def cosign(*args):
    program = shutil.which("cosign") or str(TOP / ".tools/cosign/usr/bin/cosign")
    return subprocess.run([program, *map(str, args)], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("kind", ["openssh", "pem"])
def test_cosign_verifies_the_attestation_of_a_run(project, tmp_path_factory, kind):
    folder = tmp_path_factory.mktemp("cosign")
    if kind == "openssh":
        subprocess.run(["ssh-keygen", "-q", "-t", "ecdsa", "-b", "256", "-N", "", "-f", folder / "key"], check=True)
        public = ["ssh-keygen", "-e", "-m", "PKCS8", "-f", folder / "key.pub"]
    else:
        made = ["genpkey", "-quiet", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", folder / "key"]
        subprocess.run(["openssl", *made], check=True)
        (folder / "key").chmod(0o600)
        public = ["openssl", "pkey", "-in", folder / "key", "-pubout"]
    (folder / "public.pem").write_bytes(subprocess.run(public, capture_output=True, check=True).stdout)
    settings = (project.path / "pyproject.toml").read_text()
    project.write("pyproject.toml", f"{settings}\n[tool.golive.signing]\nartefacts = ['dist/*']\n")
    project.write(".gitignore", "dist/\n*.json\n")
    project.commit()
    wheel = project.write("dist/shop-1.2.0.whl", "wheel")
    run = project.phase("--golive-attest=run.json", "--golive-record=record.json", f"--golive-key={folder / 'key'}")
    assert run.ret == 0, run.stdout.str()

    def verified(file, bundle=project.path / "run.json", kind=KIND, key=folder / "public.pem"):
        options = ("--key", key, "--bundle", bundle, "--type", kind, "--insecure-ignore-tlog=true")
        done = cosign("verify-blob-attestation", *options, file)
        return done.returncode == 0, done.stdout + done.stderr

    good, said = verified(wheel)
    assert good, said
    assert "Verified OK" in said
    assert not verified(project.write("dist/other.whl", "other"))[0]
    assert not verified(wheel, kind="https://slsa.dev/provenance/v1")[0]
    bundle = json.loads((project.path / "run.json").read_text())
    payload = bundle["dsseEnvelope"]["payload"]
    bundle["dsseEnvelope"]["payload"] = payload[:40] + ("A" if payload[40] != "A" else "B") + payload[41:]
    assert not verified(wheel, bundle=project.write("edited.json", json.dumps(bundle)))[0]
