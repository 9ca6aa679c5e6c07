"""Attestations, checked by others: their fields by the specification, their signature by OpenSSL."""

from __future__ import annotations

import base64
import json
import subprocess

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.signing.attestation import Artefact, signed, statement_of
from pytest_golive.signing.record import Record

CONTENT, SETTINGS = "0a" * 32, "0b" * 32


def record(verdict="GO", faults=(), **rows):
    outcomes = {"a::passed": "passed", "a::none": "not applicable", "a::signed": "signed"} | rows
    return Record.model_validate(
        {
            "subject": {"digest": f"sha256:{CONTENT}", "commit": "1a2b3c"},
            "phases": ["pre_deploy"],
            "settings": f"sha256:{SETTINGS}",
            "documents": {"GO.md": f"sha256:{CONTENT}"},
            "started": "2026-11-26T10:00:00+00:00",
            "ended": "2026-11-26T10:05:00+00:00",
            "rows": [{"id": name, "title": name, "outcome": outcome} for name, outcome in outcomes.items()],
            "faults": faults,
            "verdict": verdict,
        }
    )


def test_a_statement_names_the_commit_the_content_and_the_artefacts():
    made = statement_of(record(), [Artefact("shop.whl", "0c" * 32)])
    assert made["_type"] == "https://in-toto.io/Statement/v1"
    assert made["predicateType"] == "https://in-toto.io/attestation/test-result/v0.1"
    assert [subject["digest"] for subject in made["subject"]] == [
        {"gitCommit": "1a2b3c"},
        {"sha256": CONTENT},
        {"sha256": "0c" * 32},
    ]
    assert made["predicate"]["configuration"] == [
        {"name": "pytest-golive settings", "digest": {"sha256": SETTINGS}},
        {"name": "GO.md", "digest": {"sha256": CONTENT}},
    ]


@pytest.mark.parametrize(
    ("verdict", "outcome", "result", "where"),
    [
        ("GO", "passed", "PASSED", "passedTests"),
        ("GO", "waived", "WARNED", "warnedTests"),
        ("GO", "known", "WARNED", "warnedTests"),
        ("NO-GO", "failed", "FAILED", "failedTests"),
        ("NO-GO", "error", "FAILED", "failedTests"),
        ("NO-GO", "not run", "FAILED", "failedTests"),
        ("NO-GO", "not set up", "FAILED", "failedTests"),
        ("NO-GO", "not signed", "FAILED", "failedTests"),
    ],
)
def test_what_was_not_proven_has_failed(verdict, outcome, result, where):
    predicate = statement_of(record(verdict, **{"a::row": outcome}))["predicate"]
    assert predicate["result"] == result
    assert [name for name in ("passedTests", "warnedTests", "failedTests") if "a::row" in predicate[name]] == [where]
    assert "a::none" not in str(predicate)


def test_faults_have_failed():
    predicate = statement_of(record("NO-GO", ["worker gw0 crashed"]))["predicate"]
    assert (predicate["result"], predicate["failedTests"]) == ("FAILED", ["worker gw0 crashed"])


@pytest.fixture
def key(tmp_path):
    file = tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", file], check=True
    )
    subprocess.run(["openssl", "pkey", "-in", file, "-pubout", "-out", tmp_path / "public.pem"], check=True)
    return file


@pytest.mark.security
def test_openssl_agrees_with_the_signature(key, tmp_path):
    bundle = json.loads(signed(statement_of(record()), key))
    assert bundle["mediaType"] == "application/vnd.dev.sigstore.bundle.v0.3+json"
    envelope = bundle["dsseEnvelope"]
    payload = base64.b64decode(envelope["payload"])
    assert json.loads(payload) == statement_of(record())
    (signature,) = envelope["signatures"]
    assert bundle["verificationMaterial"]["publicKey"]["hint"]
    assert "keyid" not in signature  # cosign would not verify it: tests/integration/test_cosign.py
    (tmp_path / "signature").write_bytes(base64.b64decode(signature["sig"]))
    kind = envelope["payloadType"].encode()

    def verifies(body):
        encoded = b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(body), body)
        command = [
            "openssl",
            "dgst",
            "-sha256",
            "-verify",
            tmp_path / "public.pem",
            "-signature",
            tmp_path / "signature",
        ]
        return subprocess.run(command, input=encoded, capture_output=True, check=False).returncode == 0

    assert verifies(payload)
    assert not verifies(payload.replace(b"PASSED", b"FAILED"))


def test_a_key_that_cannot_be_used_is_told_without_its_words(tmp_path, key):
    file = tmp_path / "no.pem"
    with pytest.raises(CannotMeasure, match=r"the key no\.pem cannot be read: No such file"):
        signed({}, file)
    file.write_text("between-us\n")
    with pytest.raises(CannotMeasure, match=r"no\.pem contains no usable private key; name a PEM") as caught:
        signed({}, file)
    assert "between-us" not in str(caught.value)
    locked = tmp_path / "locked.pem"
    subprocess.run(["openssl", "pkey", "-in", key, "-aes256", "-passout", "pass:x", "-out", locked], check=True)
    with pytest.raises(CannotMeasure, match="without a passphrase"):
        signed({}, locked)
