"""The gate about the post-mortem, and the command that starts one."""

from __future__ import annotations

from pathlib import Path

import pytest
from released_shops import PLACE, TODAY, WHOLE, WRITTEN, journalled, released

from pytest_golive.cli import main

__all__ = ["released"]

TARGETS = {"staging": 9, "prod": 10}


def test_post_mortem_written_passes(shop, released):
    released()
    shop.write(PLACE, WHOLE)
    shop.settings(f'[tool.golive.signing]\naside = ["{Path(PLACE).parent}/**"]\n')
    shop.passes(WRITTEN, f"*what the document lacks: 0, must be at most 0 (n = 8, {PLACE})*")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, f"*{PLACE} is not tracked*"),
        (
            WHOLE.replace("## Root cause\n\nA lock was held for too long.", "## Root cause\n\n<!-- why? -->"),
            "*'Root cause' says*",
        ),
        (WHOLE.replace("1.2.0", "1.1.0"), "*nothing above its sections names 1.2.0*"),
        (WHOLE.replace(str(TODAY), "2001-01-01"), "*it is dated 2001-01-01, before the release*"),
    ],
)
def test_post_mortem_written_is_breached(shop, released, text, said):
    released()
    if text is not None:
        shop.write(PLACE, text)
    shop.breaches(WRITTEN, said, "*golive post-mortem*")


def test_post_mortem_written_cannot_measure_what_is_binary(shop, released):
    released()
    shop.write(PLACE, b"\x89PNG\0\0\r\n")
    shop.cannot_measure(WRITTEN, f"*{PLACE} is binary*")


def test_golive_post_mortem_starts_it_from_the_journal(shop, released, monkeypatch, capsys):
    released(occasion=False)
    monkeypatch.chdir(shop.path)
    assert main(["post-mortem", "--print"]) == 0
    assert "it tells of no rollback of this release" in capsys.readouterr().err
    journalled(shop)
    assert main(["post-mortem"]) == 0
    text = Path(PLACE).read_text(encoding="utf-8")
    assert text.startswith("# Post-mortem of 1.2.0\n\nDate: ")
    assert "UTC: a trigger fires (ann@build-1 1)" in text
    assert "UTC: error rate: 6 %" in text
    assert "UTC: the rollback begins because of checkout is down" in text
    assert "- The time to recover was 0 s" in text
    assert main(["post-mortem"]) == 1
    assert "golive post-mortem --print" in capsys.readouterr().err
    shop.breaches(WRITTEN, "*the section 'Summary' says nothing of its own*")


def test_golive_post_mortem_is_about_the_target_that_was_rolled_back(shop, released, monkeypatch, capsys):
    there = (f'[tool.golive.targets.{name}]\nurl = "http://127.0.0.1:{port}"\n' for name, port in TARGETS.items())
    released("\n" + "".join(there), occasion=False)
    monkeypatch.chdir(shop.path)
    journalled(shop, target="prod")
    assert main(["post-mortem", "--print"]) == 0
    told = capsys.readouterr()
    assert "UTC: a trigger fires (ann@build-1 1)" in told.out
    assert "tells of no rollback" not in told.err
    shop.judge(WRITTEN, "--target=prod").stdout.fnmatch_lines(["*golive post-mortem --target=prod writes*"])
