"""The URL of a target and its certificates: from the settings or the environment, and never by default."""

from __future__ import annotations

import pytest

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.masking.known import MASK
from pytest_golive.service.credentials.identity import ClientCertificate
from pytest_golive.settings.loading import target_in
from pytest_golive.targets.reaching.places import ca_file_of, client_certificate_of, url_of

PREVIEW = {"url_env": "PREVIEW_URL"}


def test_the_url_of_a_preview_environment_stands_in_a_variable():
    found = url_of("preview", target_in(PREVIEW, "preview"), {"PREVIEW_URL": " https://pr-7.shop.example/base "})
    assert found == "https://pr-7.shop.example/base"
    assert url_of("staging", target_in({"url": "https://shop.example"}, "staging"), {}) == "https://shop.example"


@pytest.mark.parametrize(
    ("environment", "what", "kind"),
    [
        ({}, "PREVIEW_URL is not set, and targets.preview.url is read from it", NotSetUp),
        ({"PREVIEW_URL": "  "}, "PREVIEW_URL is empty, and targets.preview.url is read from it", NotSetUp),
        ({"PREVIEW_URL": "pr-7.shop.example"}, "must be a URL with http or https and a host", CannotMeasure),
        ({"PREVIEW_URL": "https://[::1"}, "is not a URL", CannotMeasure),
        ({"PREVIEW_URL": "https://shop.example:0"}, "must not name port 0", CannotMeasure),
        ({"PREVIEW_URL": "https://shop.example/?a=b"}, "no query", CannotMeasure),
        ({"PREVIEW_URL": "ftp://shop.example"}, "must be a URL with http or https", CannotMeasure),
    ],
)
def test_a_variable_without_a_url_is_never_a_default(environment, what, kind):
    with pytest.raises(kind) as caught:
        url_of("preview", target_in(PREVIEW, "preview"), environment)
    assert what in caught.value.what
    assert "PREVIEW_URL" in caught.value.cure


@pytest.mark.security
def test_a_credential_in_that_variable_is_refused_and_not_repeated():
    canary = "canary-" + "Zx81Qm55"
    with pytest.raises(CannotMeasure, match="must not contain credentials") as caught:
        url_of("preview", target_in(PREVIEW, "preview"), {"PREVIEW_URL": f"https://me:{canary}@shop.example"})
    assert canary not in str(caught.value)


def wanted(**given):
    return target_in({"url": "https://shop.example", "client_certificate": given}, "staging")


def test_a_client_certificate_is_named_by_files_or_by_variables(tmp_path):
    for name in ("client.pem", "client.key"):
        (tmp_path / name).touch()
    named = wanted(cert_file="client.pem", key_file="client.key", passphrase_env="TLS_PASS")
    try:
        found = client_certificate_of(tmp_path, "staging", named, {"TLS_PASS": "word-of-the-key"})
        assert MASK.hide("word-of-the-key") == "[hidden]"
    finally:
        MASK.reset()
    assert found == ClientCertificate(tmp_path / "client.pem", tmp_path / "client.key", "word-of-the-key")
    assert "word-of-the-key" not in repr(found)
    by_variables = wanted(cert_file_env="CERT", key_file_env="KEY")
    variables = {"CERT": str(tmp_path / "client.pem"), "KEY": "client.key"}
    assert client_certificate_of(tmp_path, "staging", by_variables, variables) == ClientCertificate(
        tmp_path / "client.pem", tmp_path / "client.key"
    )
    alone = wanted(cert_file="client.pem")
    assert client_certificate_of(tmp_path, "staging", alone, {}) == ClientCertificate(tmp_path / "client.pem")
    assert client_certificate_of(tmp_path, "x", target_in({"url": "https://x"}, "x"), {}) is None


@pytest.mark.parametrize(
    ("given", "environment", "what"),
    [
        ({"cert_file": "gone.pem"}, {}, "gone.pem is not there, and targets.staging.client_certificate.cert_file"),
        ({"cert_file_env": "CERT"}, {}, "CERT is not set, and targets.staging.client_certificate.cert_file is read"),
        ({"cert_file_env": "CERT"}, {"CERT": "gone.pem"}, "gone.pem is not there, and CERT, which targets.staging"),
        ({"cert_file": "here.pem", "key_file": "gone.key"}, {}, "gone.key is not there"),
        ({"cert_file": "here.pem", "key_file_env": "KEY"}, {"KEY": ""}, "KEY is empty"),
        ({"cert_file": "here.pem", "passphrase_env": "TLS_PASS"}, {}, "TLS_PASS is not set"),
    ],
)
def test_what_is_missing_of_a_client_certificate_is_named(tmp_path, given, environment, what):
    (tmp_path / "here.pem").touch()
    with pytest.raises(CannotMeasure) as caught:
        client_certificate_of(tmp_path, "staging", wanted(**given), environment)
    assert what in caught.value.what
    assert caught.value.cure


def test_the_passphrase_is_a_secret_and_the_paths_are_none():
    table = wanted(cert_file_env="CERT", key_file_env="KEY", passphrase_env="TLS_PASS")
    assert list(table.variables()) == ["TLS_PASS"]


def test_an_authority_that_is_not_there(tmp_path):
    table = target_in({"url": "https://shop.example", "ca_file": "ca.pem"}, "staging")
    with pytest.raises(CannotMeasure, match=r"ca\.pem is not there, and \[tool\.golive\.targets\.staging\] ca_file"):
        ca_file_of(tmp_path, "staging", table)
