"""Where an executing deployment is, on a terminal and in the log of a CI system."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from screens import Screen, in_a_terminal

pytestmark = pytest.mark.integration
BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
STEPS = ("backup_created", "migrate", "deployed", "zero_downtime", "warm_up", "smoke_passed")

NEXT = ("-m", "deploy", "--target=prod", "--golive-execute", "--golive-allow=deploy", "--golive-confirm=1.3.0")


@pytest.fixture
def shop(monkeypatch, tmp_path):
    """A shop of two instances, and its deployment to production."""
    monkeypatch.setattr(sys, "path", [str(BENCHMARKS), *sys.path])
    import deployment_runs
    from deployment_world import World

    (tmp_path / "world").mkdir()
    world = World(tmp_path / "world")
    with world.serving() as url:
        made = deployment_runs.Shop(tmp_path, world, url)
        yield made


def test_a_log_has_one_quiet_line_for_each_step_and_the_next_release_knows_how_long_it_took(shop):
    status, said = shop.deploy()
    slow = "this machine was too slow" in said  # then the probe has seen too little, and what comes after is not run
    assert status == 0 or slow, said
    lines = [re.sub(r" [.E](\s+\[.*)?$", "", line) for line in said.splitlines() if line.startswith("step ")]
    following = [*(f"next: {name}" for name in STEPS[1:]), "the last one"]
    assert lines == [
        f"step {number} of 6: {name}; {then}"
        for number, (name, then) in enumerate(zip(STEPS, following, strict=True), 1)
    ]
    assert "\x1b" not in said
    table = shop.folder / "pyproject.toml"
    table.write_text(table.read_text().replace('"1.2.0"', '"1.3.0"'))
    shop.commit()
    width = 60
    written = in_a_terminal(shop.folder, *NEXT, columns=width, NO_COLOR="1", DEPLOYMENT_KILLS=shop.tag)
    assert not re.search(r"\x1b\[[0-9;]*m", written), "no colour, not even a faint one"
    assert re.search(r"(?:\n|\r\x1b\[K)  step 3 of 6: deploy\S* .*, \d+ s of about \d+ s\r", written), written
    assert all(len(line) < width for line in re.findall(r"[\n\r]  (step [^\r\x1b]*)", written))
    screen = Screen(width).feed(written).text
    for number, name in enumerate(STEPS[: 3 if slow else None], 1):
        assert re.search(rf"^step {number} of 6: {name}; [\d.]+ s last time", screen, re.MULTILINE), screen
    heads = [line for line in screen.splitlines() if line.startswith("step ")]
    assert len(heads) == len(STEPS), "no step is told of twice, and no live line is left"
