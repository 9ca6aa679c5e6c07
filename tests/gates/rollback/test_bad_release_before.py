"""A release that was itself rolled back is nothing to go back to."""

from __future__ import annotations

import pytest
from released_shops import journalled, released

from pytest_golive.cli import main

__all__ = ["released"]

GATE = "rollback::previous_release_available"
PROD = (
    '\n[tool.golive.rollback]\ncommand = ["echo", "{previous}"]\n'
    '[tool.golive.targets.prod]\nurl = "http://127.0.0.1:9"\nproduction = true\nallow = ["deploy"]\n'
    '[tool.golive.targets.staging]\nurl = "http://127.0.0.1:10"\n'
)
SAID = "*v1.1.0 was itself rolled back at *the journal of prod*"


@pytest.fixture
def again(shop, released, monkeypatch):
    """A shop with 1.1.0 on production."""
    released(PROD, occasion=False)
    monkeypatch.chdir(shop.path)
    return shop


def test_a_release_before_that_was_rolled_back_itself_is_told_with_what_serves(again):
    again.passes(GATE)
    journalled(again, target="prod", to="v1.0.0", version="1.1.0")
    again.breaches(GATE, SAID, '*previous_release = "v1.0.0"*')


def test_golive_rollback_says_so_and_does_not_go_back_to_it(again, capsys):
    journalled(again, target="prod", to="v1.0.0", version="1.1.0")
    assert main(["rollback", "--target=prod"]) == 0
    assert "careful: v1.1.0 was itself rolled back at " in capsys.readouterr().out
    assert main(["rollback", "--target=prod", "--execute", "--confirm=v1.1.0", "--reason=slow"]) == 1
    told = capsys.readouterr().err
    assert "v1.1.0 was itself rolled back at " in told
    assert "nothing was done" in told


def test_golive_rollback_says_that_the_tag_is_of_this_very_version(again, git, capsys):
    git(again.path, "tag", "--annotate", "--message", "1.2.0", "v1.2.0")
    again.write("src/shop/milk.py", "")
    again.commit()
    assert main(["rollback", "--target=prod"]) == 0
    assert (
        "that is this version, too; if it is what runs, check it out first: git checkout v1.2.0"
        in capsys.readouterr().out
    )


def test_it_may_be_chosen_all_the_same(again):
    journalled(again, target="prod", to="v1.0.0", version="1.1.0")
    file = again.path / "pyproject.toml"
    file.write_text(file.read_text().replace("[tool.golive]\n", '[tool.golive]\nprevious_release = "v1.1.0"\n', 1))
    again.passes(GATE)


def test_a_damaged_journal_is_no_proof_that_it_was_not_rolled_back(again):
    path = journalled(again, target="prod", to="v1.0.0", version="1.1.0")
    path.write_bytes(path.read_bytes().replace(b"v1.0.0", b"v0.9.0"))
    again.cannot_measure(GATE)


def test_the_journal_of_another_target_says_nothing_of_production(again):
    path = journalled(again, target="staging", to="v1.0.0", version="1.1.0")
    path.rename(path.with_name("prod.jsonl"))
    result = again.judge(GATE)
    result.stdout.fnmatch_lines(["*  ERROR *"])
    assert "is about the target 'staging', not 'prod'" in " ".join(result.stdout.str().split())


def test_what_was_rolled_back_on_staging_only_is_no_bad_release(again):
    journalled(again, target="staging", to="v1.0.0", version="1.1.0")
    again.passes(GATE)
