"""detect-secrets reports only a part of some secrets; two secrets that share that part still count as two."""

from __future__ import annotations

import pytest

from pytest_golive.codebase.cache import ResultCache
from pytest_golive.codebase.secrets.history import scan_history
from pytest_golive.codebase.secrets.scanning import scan_secrets
from pytest_golive.delivery.git.repository import Repository

TAIL, OTHER_TAIL = "q7RkT2mZx9Vb4Lw8Nc6Hd1Jf3Gs5Pa0YeUiO", "Zx9Vb4Lw8Nc6Hd1Jf3Gs5Pa0YeUiOq7RkT2m"
BODY, OTHER_BODY = TAIL + OTHER_TAIL, OTHER_TAIL + TAIL
CACHE = ResultCache(None, b"the same key each time")


def github(tail):
    return f"token: {'gh' + 'p_'}{tail[:36]}\n"


def gitlab(tail):
    return f"token: {'glp' + 'at-'}{tail[:20]}\n"


def pem(body):
    return f"-----BEGIN RSA {'PRIVATE'} KEY-----\n{body}\n-----END RSA PRIVATE KEY-----\n"


def in_json(body):
    return '{"key": "' + pem(body).replace("\n", "\\n") + '"}\n'


KINDS = pytest.mark.parametrize("write", [github, gitlab, pem, in_json])


def scanned(root, **files):
    for name, text in files.items():
        (root / f"{name}.txt").write_text(text)
    return scan_secrets(root, [f"{name}.txt" for name in files], cache=CACHE)


@pytest.mark.security
@KINDS
def test_another_secret_in_the_same_place_is_another_finding(tmp_path, write):
    (one,) = scanned(tmp_path, a=write(BODY)).findings
    (other,) = scanned(tmp_path, a=write(OTHER_BODY)).findings
    (again,) = scanned(tmp_path, a="# moved\n" + write(BODY)).findings
    assert one.fingerprint != other.fingerprint
    assert one.fingerprint == again.fingerprint


@pytest.mark.security
@KINDS
def test_a_second_secret_beside_a_known_one_is_noticed(tmp_path, write):
    (one,) = scanned(tmp_path, a=write(BODY)).findings
    first, second = scanned(tmp_path, a=write(BODY) + write(OTHER_BODY)).findings
    assert first == one
    assert second.line > first.line
    assert second.fingerprint != first.fingerprint


def test_the_same_key_is_known_however_it_is_written(tmp_path):
    scan = scanned(tmp_path, a=pem(BODY), b=in_json(BODY), c="".join(f"    {line}\n" for line in pem(BODY).split()))
    assert len(scan.findings) >= 2
    assert len(scan.secrets[0].identities | scan.secrets[1].identities) == 1


@pytest.mark.security
@KINDS
def test_one_that_may_stay_does_not_hide_another_in_the_history(tmp_path, git, commit, write):
    allowed = write(BODY).replace("\n", "  # pragma: allowlist secret\n", 1)
    for text in (None, write(OTHER_BODY), ""):
        (tmp_path / "a.txt").write_text(allowed)
        (tmp_path / "b.txt").write_text(text or "")
        commit(tmp_path)
        if text is None:
            git(tmp_path, "tag", "v1")
    repository = Repository.open(tmp_path)
    known = scan_secrets(tmp_path, ["a.txt", "b.txt"], cache=CACHE).identities
    assert known
    (finding,) = scan_history(repository, "v1", known, most=9, cache=CACHE).blocking("high")
    assert finding.path == "b.txt"


def test_an_example_of_a_token_is_none(tmp_path):
    (finding,) = scanned(tmp_path, a=github("x" * 36)).findings
    assert finding.severity == "low"
