"""The team's own steps: rows of the settings, shown by default, executed in their order, once for a release."""

from __future__ import annotations

import sys

import pytest

pytestmark = pytest.mark.usefixtures("quiet")
ROWS = ("deployment::migrate", "deployment::warm_up")
WRITE = "open('STEPS', 'a').write('{word} '){more}"
GATE = """
import os
from pytest_golive import gate


@gate("Flags are set")
def test_flags(judge):
    judge("flags", os.environ.get("FLAGS", "set"), equals="set")
"""


def run(word, more=""):
    return [sys.executable, "-c", WRITE.format(word=word, more=more)]


@pytest.fixture
def steps(shop, live):
    """Two steps of the team's own, in the settings in the wrong order."""

    def configure(more="", **fails):
        shop.write(".gitignore", "__pycache__/\n.coverage\nSTEPS\n.golive/\n.pytest_cache/\n")
        shop.settings(
            f"[tool.golive.deployment.steps.warm_up]\ntitle = 'Caches are warm'\nafter = 'deployed'\n"
            f"command = {run('warm_up')}\n"
            f"[tool.golive.deployment.steps.migrate]\nafter = 'backup_created'\nbefore = 'deployed'\n"
            f"command = {run('migrate', fails.get('migrate', ''))}\n{more}\n"
        )

    return configure


def done(shop):
    file = shop.path / "STEPS"
    return file.read_text().split() if file.exists() else []


def test_they_are_executed_in_their_order_and_once(shop, steps):
    steps()
    result = shop.execute(*ROWS)
    assert result.ret == 0, result.stdout.str()
    assert done(shop) == ["migrate", "warm_up"]
    result.stdout.fnmatch_lines(["*  PASS *migrate*", "*  PASS *Caches are warm*"])
    again = shop.run("-m", "deploy", "--golive-execute", "-v")
    assert again.ret == 0
    assert done(shop) == ["migrate", "warm_up"]
    again.stdout.fnmatch_lines(["*done: by *@* UTC*"])


def test_on_staging_what_comes_before_the_deployment_comes_before_that_of_staging(shop, steps):
    steps(more=f"[tool.golive.deployment]\ncommand = {run('deploy')}\n")
    shop.execute(*ROWS, "deployment::deployed_to_staging")
    assert done(shop)[:2] == ["migrate", "deploy"]


def test_they_are_shown(shop, steps):
    steps()
    shop.execute("deployment::tagged")  # writes the settings
    (shop.path / "STEPS").unlink(missing_ok=True)
    result = shop.run("-m", "deploy")
    said = " ".join(result.stdout.str().split())
    assert "deployment::migrate: a dry run: staging was not touched; it would run " in said
    assert "a dry run: 2 steps were shown and checked" in said
    assert done(shop) == []


def test_one_that_fails_ends_the_list(shop, steps):
    steps(migrate="; print('the table is locked'); raise SystemExit(4)")
    result = shop.execute(*ROWS)
    said = " ".join(result.stdout.str().split())
    assert done(shop) == ["migrate"]
    assert "migrate: exit status 4; it last said: the table is locked" in said
    assert "not run, because a step before it does not hold: deployment::migrate (failed)" in said


def test_one_that_cannot_be_executed_is_told_in_the_dry_run(shop, steps):
    steps(more="[tool.golive.deployment.steps.tell]\nafter = 'deployed'\ncommand = ['./nobody-there.sh']\n")
    shop.execute("deployment::tagged")
    result = shop.run("-m", "deploy")
    said = " ".join(result.stdout.str().split())
    assert "the step cannot be executed: ./nobody-there.sh does not exist" in said


def test_a_tag_that_is_not_on_this_commit_is_told(shop, steps):
    steps(more="[tool.golive.deployment.steps.tell]\nafter = 'deployed'\ncommand = ['true', '{tag}']\n")
    shop.execute("deployment::tagged")
    result = shop.run("-m", "deploy")
    said = " ".join(result.stdout.str().split())
    assert "{tag} stands for nothing here: no tag is on the commit that is checked out" in said
    assert "let the command contain {commit}" in said


def test_the_tag_of_the_same_content_counts_where_only_a_record_follows_it(shop, steps, git):
    steps(more="[tool.golive.deployment.steps.tell]\nafter = 'deployed'\ncommand = ['true', '{tag}']\n")
    shop.execute("deployment::tagged", args=("--golive-record=golive-records/staging.json",))
    git(shop.path, "tag", "--annotate", "v1.2.0", "--message", "1.2.0")
    shop.commit()
    said = " ".join(shop.run("-m", "deploy").stdout.str().split())
    assert "it would run true v1.2.0 in" in said
    shop.write("src/shop/later.py", "LATER = 1\n")
    shop.commit()
    said = " ".join(shop.run("-m", "deploy").stdout.str().split())
    assert "{tag} stands for nothing here: no tag is on the commit that is checked out" in said


def test_one_of_another_target_is_not_due(shop, steps):
    steps(more="targets = ['prod']\n[tool.golive.targets.prod]\nurl = 'http://127.0.0.1:1'\n")
    result = shop.execute(*ROWS)
    result.stdout.fnmatch_lines(["*migrate*due on prod*"])
    assert done(shop) == ["warm_up"]


@pytest.mark.parametrize(("flags", "word"), [("set", "PASS"), ("unset", "FAIL")])
def test_one_that_is_a_gate(shop, steps, monkeypatch, flags, word):
    monkeypatch.setenv("FLAGS", flags)
    steps(more="[tool.golive.deployment.steps.flags]\nafter = 'migrate'\ngate = 'gates/test_flags.py::test_flags'\n")
    shop.write("gates/test_flags.py", GATE)
    result = shop.execute(*ROWS, "deployment::flags")
    result.stdout.fnmatch_lines([f"*  {word} *flags*"])


def test_a_name_that_is_taken(shop, steps):
    steps(more="[tool.golive.deployment.steps.tagged]\nafter = 'migrate'\ncommand = ['true']\n")
    shop.commit()
    result = shop.run("-m", "deploy")
    assert result.ret == 4
    assert "'tagged' is the name of a row of the checklist" in result.stderr.str()


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("gate = 'smoke::helthy'", "there is no gate 'smoke::helthy'; did you mean 'smoke::healthy'?"),
        ("signed = 'nobody-signs'", "signed = 'nobody-signs' is the id of no row of a document that people sign"),
    ],
)
def test_a_row_that_a_step_waits_for_must_exist(shop, steps, what, said):
    steps(more=f"[tool.golive.deployment.steps.told]\nafter = 'migrate'\n{what}\n")
    shop.commit()
    result = shop.run("-m", "deploy")
    assert result.ret == 4
    assert said in " ".join(result.stderr.str().split())
