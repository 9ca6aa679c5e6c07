"""The gate about the release before: it passes, is breached, cannot measure; first releases and bad settings."""

from __future__ import annotations

import subprocess

import pytest

GATE = "rollback::previous_release_available"
COMMAND = '\n[tool.golive.rollback]\ncommand = ["./deploy.sh", "--version", "{previous_version}"]\n'


@pytest.fixture
def released(shop, git, tmp_path_factory):
    """Version 1.1.0 is tagged, here and on the remote; another release follows: ``released(COMMAND)``."""
    bare = tmp_path_factory.mktemp("remote")

    def make(text=COMMAND, *, push=True, script="#!/bin/sh\nexit 0\n", mode=0o755):
        git(bare, "init", "--quiet", "--bare")
        shop.write("deploy.sh", script).chmod(mode)
        shop.commit()
        git(shop.path, "tag", "--annotate", "--message", "1.1.0", "v1.1.0")
        git(shop.path, "remote", "add", "origin", str(bare))
        if push:
            git(shop.path, "push", "--quiet", "origin", "v1.1.0")
        shop.settings(text)
        shop.write("src/shop/tea.py", '"""Tea."""\n')

    return make


def test_previous_release_available_passes(shop, released):
    released()
    shop.passes(
        GATE,
        "*faults of the tag before: 0, must be at most 0 (git ls-remote origin *",
        "*faults of the command: 0*",
        "*release before: v1.1.0*",
        "*artefact: none is named, so v1.1.0 is deployed from its tag*",
    )


def test_previous_release_available_passes_with_its_artefact(shop, released):
    shop.write("dist/shop-1.1.0.tar", "built\n")
    released(f'{COMMAND}artifact = {{ files = ["dist/shop-{{previous_version}}.tar"] }}\n')
    shop.passes(GATE, "*artefact: shop-1.1.0.tar (sha256:*), by v1.1.0: dist/shop-1.1.0.tar*")


def test_previous_release_available_passes_with_what_a_command_prints(shop, released):
    digest = "0f" * 32
    released(f'{COMMAND}artifact = {{ command = ["echo", "shop@sha256:{digest}"] }}\n')
    shop.passes(GATE, "*artefact: shop (sha256:0f0f0f0f0f0f), by v1.1.0: `echo *")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"push": False}, "*v1.1.0 is not on origin*"),
        ({"mode": 0o644}, "*./deploy.sh is not executable*"),
        ({"script": "#!/no/such/shell\n"}, "*./deploy.sh is a script for /no/such/shell, which is not there*"),
        ({"text": COMMAND.replace("./deploy.sh", "./gone.sh")}, "*./gone.sh does not exist*"),
        ({"text": COMMAND.replace("./deploy.sh", "src/")}, "*src/ is no file*"),
        ({"text": COMMAND.replace("./deploy.sh", "no-such-deployer")}, "*no-such-deployer is not on the PATH*"),
        (
            {"text": f'{COMMAND}artifact = {{ files = ["dist/*.tar"] }}\n'},
            "*no file matches dist/?.tar, the artefact of*",
        ),
    ],
)
def test_previous_release_available_is_breached(shop, released, more, said):
    released(**more)
    shop.breaches(GATE, said)


def test_a_tag_that_was_moved_is_not_the_same_release(shop, released, git):
    released()
    shop.commit()
    git(shop.path, "tag", "--annotate", "--force", "--message", "1.1.0", "v1.1.0", "HEAD~1")
    git(shop.path, "push", "--quiet", "origin", "HEAD:refs/heads/main")
    git(shop.path, "tag", "--annotate", "--message", "moved", "other", "HEAD")
    git(shop.path, "push", "--quiet", "--force", "origin", "refs/tags/other:refs/tags/v1.1.0")
    git(shop.path, "tag", "--delete", "other")
    shop.breaches(GATE, "*v1.1.0 was moved: origin has it on *")


def test_an_empty_artefact_is_none(shop, released):
    shop.write("dist/shop.tar", "")
    released(f'{COMMAND}artifact = {{ files = ["dist/*.tar"] }}\n')
    shop.breaches(GATE, "*dist/shop.tar, the artefact of v1.1.0, is empty*")


def test_previous_release_available_cannot_measure_without_a_remote_that_answers(shop, released, git):
    released()
    git(shop.path, "remote", "set-url", "origin", str(shop.path / "nowhere"))
    result = shop.judge(GATE)
    result.stdout.fnmatch_lines(["*  *ERROR *"])
    assert "cannot be read: there is" in " ".join(result.stdout.str().split())


def test_a_command_that_fails_proves_nothing_of_the_artefact(shop, released):
    released(f'{COMMAND}artifact = {{ command = ["false"] }}\n')
    shop.cannot_measure(GATE, "*`false` failed with exit status 1, so the builds on v1.1.0 are unknown*")


def test_a_way_back_that_nobody_has_described_is_not_set_up(shop, released):
    released("")
    shop.cannot_measure(GATE, "*the settings do not say how a release is rolled back*", word="NOT SET UP")


def test_the_first_release_has_nothing_to_go_back_to(shop):
    shop.cannot_measure(GATE, "*there is no release before this one*", word="NOT SET UP")
    shop.settings('\n[tool.golive.rollback]\nfirst_release = "the old shop is switched on again by hand"\n')
    shop.passes(GATE, "*first release: the old shop is switched on again by hand*")


def test_what_is_said_of_the_first_release_does_not_excuse_the_second(shop, released):
    released('\n[tool.golive.rollback]\nfirst_release = "the old shop is switched on again by hand"\n')
    shop.cannot_measure(GATE, "*the settings do not say how a release is rolled back*", word="NOT SET UP")


def test_a_partial_clone_says_what_it_lacks(shop, released, git, tmp_path):
    released()
    shop.commit()
    git(shop.path, "push", "--quiet", "origin", "HEAD:refs/heads/main")
    bare = git(shop.path, "remote", "get-url", "origin").strip()
    git(tmp_path, "-C", bare, "config", "uploadpack.allowFilter", "true")
    subprocess.run(
        [
            "git",
            "clone",
            "--quiet",
            "--filter=blob:none",
            "--no-checkout",
            "--branch=main",
            f"file://{bare}",
            "partial",
        ],
        cwd=tmp_path,
        check=True,
    )
    from pytest_golive.delivery.git.repository import Repository
    from pytest_golive.delivery.published.asking import ask
    from pytest_golive.delivery.releases.previous import PastRelease
    from pytest_golive.delivery.rollback.available import faults_of_tag

    clone = Repository.open(tmp_path / "partial")
    release = PastRelease("v1.1.0", clone.commit("v1.1.0"), 1, "")
    (fault,) = faults_of_tag(clone, release, ask(clone, "origin"))
    assert "are missing in this clone, which is a partial one" in fault.message
