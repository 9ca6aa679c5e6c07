"""The gate about the pipeline: it passes, is breached, cannot measure; and what the forge's responses mean for the row."""

from __future__ import annotations

from secrets import token_hex

import pytest
from faked_forges import FakeGitea, FakeGitHub, FakeGitLab

GATE = "infrastructure::pipeline_green"
TOKEN = f"ghp_{token_hex(18)}"
# Variables of the CI system that runs these tests are not those of the job that a test means.
SYSTEMS = (
    *("GITHUB_ACTIONS", "GITEA_ACTIONS", "FORGEJO_ACTIONS", "GITLAB_CI", "TF_BUILD", "BUILD_URL", "CI_JOB_URL"),
    *("GITHUB_TOKEN", "GH_TOKEN", "GITLAB_TOKEN", "GITEA_TOKEN", "FORGEJO_TOKEN", "GITHUB_SERVER_URL", "CI_SERVER_URL"),
)


@pytest.fixture(autouse=True)
def outside_of_ci(monkeypatch):
    for name in SYSTEMS:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def on(shop, serve, git):
    """Put the shop on a forge: ``on(FakeGitea)``; all is committed, so that its commit is known."""

    def put(forge, more=""):
        made = forge(serve)
        table = f'url = "{made.url}/shop/shop"\nkind = "{made.kind}"\npatience = "1ms"\n'
        shop.settings(f"[tool.golive.forge]\n{table}{more}")
        shop.commit()
        made.head = git(shop.path, "rev-parse", "HEAD").strip()
        return made

    return put


def test_pipeline_green_passes(shop, on, git):
    """The commit of the release counts: signatures that were committed later change nothing."""
    made = on(FakeGitea)
    made.has(made.head, ("build", "success"), ("lint", "success"))
    shop.write("golive-signoffs/one.toml", "# a file that a person adds\n")
    shop.commit()
    made.has(git(shop.path, "rev-parse", "HEAD").strip(), ("build", "failure"))
    shop.passes(GATE, f"*not green: 0, must be at most 0 (n = 2, checks of {made.head[:10]} in 127.0.0.1/shop/shop, *")


def test_pipeline_green_is_breached(shop, on, git):
    """By a check that failed, and by one that ran on another commit."""
    older = git(shop.path, "rev-parse", "HEAD").strip()
    made = on(FakeGitHub)
    made.requires("build", "lint")
    made.has(older, ("lint", "success"))
    made.has(made.head, ("build", "failure"), ("docs", "failure"))
    never = f"*lint: required, but never ran on this commit; it ran on {older[:10]}, another commit*"
    shop.breaches(GATE, "*checks not green: 2, must be at most 0*", "*build: failure*", never, "*Open the named check*")


def test_pipeline_green_passes_in_a_shallow_clone(shop, on):
    """A clone as CI systems create it: its only commit has no history."""
    made = on(FakeGitea)
    made.requires("build")
    (shop.path / ".git/shallow").write_text(f"{made.head}\n")
    made.has(made.head, ("build", "success"))
    shop.passes(GATE, f"*not green: 0, must be at most 0 (n = 1, checks of {made.head[:10]} in 127.0.0.1/shop/shop, *")


def test_pipeline_green_cannot_measure(shop, on):
    """A commit on which nothing ever ran looks like one that is still running, where only the state is read."""
    made = on(FakeGitLab)
    made.has(made.head, pipelines=())
    shop.cannot_measure(GATE, f"*no check that counts has run on {made.head[:10]} in 127*", "*push this commit*")


def test_without_a_remote_the_row_is_not_set_up(shop):
    shop.cannot_measure(GATE, "*this clone has no remote 'origin'*", "*tool.golive.forge*url*", word="NOT SET UP")


@pytest.mark.security
def test_a_bad_token_is_named_by_its_variable_and_never_shown(shop, on, monkeypatch):
    monkeypatch.setenv("SHOP_FORGE_TOKEN", TOKEN)
    made = on(FakeGitHub, 'token_env = "SHOP_FORGE_TOKEN"\n')
    made.answers["/repos/shop/shop"] = 401, {}, {"message": f"Bad credentials {TOKEN}"}
    result = shop.judge(GATE)
    result.stdout.fnmatch_lines(
        [
            "*ERROR*",
            "*GitHub at 127.0.0.1 answers 401 to GET *: Bad credentials *",
            "*token in SHOP_FORGE_TOKEN is wrong*",
        ]
    )
    assert TOKEN not in result.stdout.str() + result.stderr.str()
    assert made.headers[-1]["authorization"] == f"Bearer {TOKEN}"


@pytest.mark.security
def test_a_named_token_is_hidden_before_any_row_asks_the_forge(shop, on, monkeypatch):
    monkeypatch.setenv("SHOP_FORGE_TOKEN", TOKEN)
    on(FakeGitHub, 'token_env = "SHOP_FORGE_TOKEN"\n')
    body = "import os, pytest\n\n@pytest.mark.smoke\ndef test_it():\n    assert os.environ['SHOP_FORGE_TOKEN'] == 'x'\n"
    shop.write("gates/test_own.py", body)
    result = shop._pytester.runpytest_inprocess("-p", "no:randomly", "-m", "smoke", "gates")
    assert TOKEN not in result.stdout.str()
    result.stdout.fnmatch_lines(["*[[]hidden]*"])
