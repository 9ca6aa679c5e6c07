"""Why a remote cannot be read: each reason has its own cure, and no credential is shown."""

from __future__ import annotations

import pytest

from pytest_golive.delivery.published.asking import ask
from pytest_golive.delivery.published.unreachable import unreachable
from pytest_golive.errors import CannotMeasure

TOKEN = "s3cr3t-" + "of-the-job"
USER = f"robot:{TOKEN}"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("Host key verification failed.\nfatal: Could not read from remote repository.", "its host key is unknown here; add it"),
        ("git@h: Permission denied (publickey).\nfatal: Could not read from remote", "accepts none of the SSH keys; load a key"),
        ("fatal: could not read Username for 'https://h': terminal prompts disabled", "none is configured; give git"),
        ("fatal: Authentication failed for 'https://h/shop.git/'", "it rejects the credential; give git"),
        ("remote: HTTP Basic: Access denied\nfatal: unable", "it rejects the credential"),
        ("fatal: unable to access 'https://h/': The requested URL returned error: 403", "this credential may not read it"),
        ("remote: Repository not found.\nfatal: repository 'https://h/' not found", "it does not exist, or the credential may not"),
        ("ERROR: The project you were looking for could not be found", "it does not exist, or the credential may not see it"),
        ("fatal: unable to access 'https://h/': Could not resolve host: h", "its host name cannot be resolved; run this on"),
        ("ssh: connect to host h port 22: Connection refused\nfatal: x", "its host refuses the connection"),
        ("ssh: connect to host h port 22: No route to host", "its host does not respond"),
        ("fatal: unable to access: server certificate verification failed", "its certificate is not trusted"),
        ("fatal: unable to access: The requested URL returned error: 503", "it is overloaded or under maintenance; retry"),
        ("fatal: '/x.git' does not appear to be a git repository", "there is no repository at its address"),
        ("fatal: detected dubious ownership in repository at '/x.git'", "it belongs to another user; git config"),
        ("hint: a\nfatal: the stars are wrong", "cannot be read: fatal: the stars are wrong; see: git ls-remote origin"),
        ("", "git does not say why; see: git ls-remote origin"),
    ],
)  # fmt: skip
def test_each_reason_has_its_cure(said, why):
    message = str(unreachable("origin", "https://h/shop.git", said))
    assert message.startswith("the remote origin (https://h/shop.git) cannot be read: ")
    assert why in message


@pytest.mark.security
def test_the_address_is_shown_without_its_credential(shop):
    shop.sh("git remote set-url origin https://" + USER + "@127.0.0.1:1/shop.git")
    with pytest.raises(CannotMeasure, match=r"cannot be read: its host does not respond") as caught:
        ask(shop.repository(), "origin")
    assert "@127.0.0.1:1/shop.git) cannot" in str(caught.value)
    assert TOKEN not in str(caught.value)


def test_addresses_are_rewritten_as_variables_say_and_helpers_get_the_credentials(shop, monkeypatch, serve):
    server = serve(lambda _: (401, {"WWW-Authenticate": "Basic realm=x"}, b""))
    shop.sh("git remote set-url origin https://h.example/hub.git")
    seen = shop.root / "seen"
    helper = f'!f() {{ echo "$FORGE_TOKEN" > {seen}; }}; f'
    pairs = {f"url.{server.url}/.insteadOf": "https://h.example/", "credential.helper": helper}
    monkeypatch.setenv("FORGE_TOKEN", TOKEN)
    monkeypatch.setenv("GIT_CONFIG_COUNT", str(len(pairs)))
    for number, (key, value) in enumerate(pairs.items()):
        monkeypatch.setenv(f"GIT_CONFIG_KEY_{number}", key)
        monkeypatch.setenv(f"GIT_CONFIG_VALUE_{number}", value)
    with pytest.raises(CannotMeasure, match=rf"origin \({server.url}/hub.git\) .* none is configured"):
        ask(shop.repository(), "origin")
    assert seen.read_text().strip() == TOKEN
