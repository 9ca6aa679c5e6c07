"""Which token goes to which forge."""

from __future__ import annotations

from secrets import token_hex

import pytest

from pytest_golive.context.hiding import hide_secrets
from pytest_golive.errors import NotSetUp
from pytest_golive.forge.asking.items import clean
from pytest_golive.forge.finding.belonging import Belonging
from pytest_golive.forge.finding.tokens import NAMED, VARIABLES, read_token
from pytest_golive.masking.known import MASK
from pytest_golive.settings.model import Settings

WORD = f"ghp_{token_hex(18)}"
HERE = {"GITHUB_SERVER_URL": "https://git.example"}


def anywhere(_):
    return True


@pytest.fixture(autouse=True)
def forgotten():
    yield
    MASK.reset()


@pytest.mark.security
@pytest.mark.parametrize(
    ("kind", "host", "environment", "variable"),
    [
        ("github", "github.com", {"GITHUB_TOKEN": WORD}, "GITHUB_TOKEN"),
        ("github", "github.com", {"GITHUB_TOKEN": " ", "GH_TOKEN": WORD}, "GH_TOKEN"),
        ("github", "git.example", {"GITHUB_TOKEN": WORD}, ""),
        ("github", "git.example", {"GITHUB_TOKEN": WORD, **HERE}, "GITHUB_TOKEN"),
        ("github", "git.example", {"GH_ENTERPRISE_TOKEN": WORD}, "GH_ENTERPRISE_TOKEN"),
        ("gitlab", "gitlab.com", {"GITHUB_TOKEN": WORD}, ""),
        ("gitlab", "gitlab.com", {"GITLAB_TOKEN": WORD}, "GITLAB_TOKEN"),
        ("gitea", "codeberg.org", {"FORGEJO_TOKEN": WORD, "GITHUB_TOKEN": "x"}, "FORGEJO_TOKEN"),
        ("gitea", "git.example", {"GITHUB_TOKEN": WORD, **HERE}, "GITHUB_TOKEN"),
    ],
)
def test_a_token_goes_only_where_it_belongs_and_is_hidden_from_then_on(kind, host, environment, variable):
    token = read_token(kind, host, "", environment, anywhere)
    assert (token.variable, token.value) == (variable, WORD if variable else "")
    assert WORD not in repr(token)
    assert (MASK.hide(WORD) == WORD) is not bool(variable)


@pytest.mark.security
@pytest.mark.parametrize("variable", VARIABLES)
def test_every_forges_token_is_hidden_from_the_start_of_a_run_and_kept_from_children(variable):
    environment = {variable: WORD, "HOME": "/home/ann"}
    hide_secrets(Settings(), environment)
    assert MASK.hide(f"a child prints {WORD}") == "a child prints [hidden]"
    assert MASK.without_credentials(environment) == {"HOME": "/home/ann"}


def test_a_variable_that_the_settings_name_must_hold_a_token():
    assert read_token("gitea", "git.example", "SHOP_TOKEN", {"SHOP_TOKEN": f" {WORD}\n"}, anywhere).value == WORD
    with pytest.raises(NotSetUp, match=r"SHOP_TOKEN, which holds the token for git\.example, is not set"):
        read_token("gitea", "git.example", "SHOP_TOKEN", {"GITEA_TOKEN": WORD}, anywhere)
    with pytest.raises(NotSetUp, match="SHOP_TOKEN holds no valid token") as caught:
        read_token("gitea", "git.example", "SHOP_TOKEN", {"SHOP_TOKEN": "two wörds"}, anywhere)
    assert "wörds" not in str(caught.value)


@pytest.mark.security
@pytest.mark.parametrize("length", [300, 1200])
def test_a_token_is_hidden_wherever_a_text_is_cut(length):
    word = token_hex(12)  # short, and without a prefix: nothing but the whole tells what it is
    read_token("gitea", "codeberg.org", "", {"GITEA_TOKEN": word}, anywhere)
    for filling in (" ", "x"):
        padding = filling * (length - len(word))
        assert word[:6] not in clean(f"{padding} {word}")


ORIGIN = "git@git.example:shop/shop.git"
JOB = {"GITHUB_SERVER_URL": "https://git.example:8443", "GITHUB_API_URL": "https://git.example:8443/api/v3"}


@pytest.mark.security
@pytest.mark.parametrize(
    ("kind", "variable", "api", "environment", "may"),
    [
        ("github", "GITHUB_TOKEN", "https://api.github.com", {}, True),
        ("github", "GITHUB_TOKEN", "http://127.0.0.1:8080/api/v3", {}, False),
        ("github", "GITHUB_TOKEN", "http://api.github.com", {}, False),
        ("github", "GITHUB_TOKEN", "https://git.example/api/v3", {}, False),
        ("github", "GITHUB_TOKEN", "https://git.example:8443/api/v3", JOB, True),
        ("github", "GITHUB_TOKEN", "https://git.example:9000/api/v3", JOB, False),
        ("github", "GH_ENTERPRISE_TOKEN", "https://git.example/api/v3", {}, True),
        ("github", "GH_ENTERPRISE_TOKEN", "https://api.git.example", {}, True),
        ("github", "GH_ENTERPRISE_TOKEN", "https://other.example/api/v3", {}, False),
        ("gitlab", "GITLAB_TOKEN", "https://git.example/api/v4", {}, True),
        ("gitlab", "GITLAB_TOKEN", "https://git.example:8443/api/v4", {}, False),
        ("gitlab", "GITLAB_TOKEN", "https://other.example/api/v4", {}, False),
        ("gitlab", "GITLAB_TOKEN", "https://other.example/api/v4", {"CI_SERVER_URL": "https://other.example"}, True),
        ("gitlab", "GITLAB_TOKEN", "https://gitlab.com/api/v4", {}, True),
        ("gitea", "GITEA_TOKEN", "https://codeberg.org/api/v1", {}, True),
        ("gitea", "FORGEJO_TOKEN", "https://other.example/api/v1", {}, False),
        ("gitea", "GITHUB_TOKEN", "https://git.example:8443/api/v1", JOB, True),
    ],
)
def test_the_settings_lead_no_token_to_another_host(kind, variable, api, environment, may):
    assert Belonging(kind, api, ORIGIN, environment).may_have(variable) is may


@pytest.mark.parametrize("remote", ["", "/srv/shop.git", "svn://git.example/shop"])
def test_a_remote_that_is_no_forge_lends_no_host(remote):
    assert not Belonging("gitlab", "https://git.example/api/v4", remote, {}).may_have("GITLAB_TOKEN")


@pytest.mark.security
def test_a_token_that_goes_nowhere_is_not_asked_for_by_its_variable():
    found = read_token("gitlab", "git.example", "", {"GITLAB_TOKEN": WORD}, lambda _: False)
    assert (found.value, found.variable, found.looked) == ("", "", (NAMED,))
    assert MASK.hide(WORD) == "[hidden]"
    named = read_token("gitlab", "git.example", "GITLAB_TOKEN", {"GITLAB_TOKEN": WORD}, lambda _: False)
    assert named.value == WORD
