"""A watch of objectives: where they are not set up it says so, and refuses to begin if the settings want them."""

from __future__ import annotations

from measured_services import customers
from told_series import SLOTH

WATCH = "deployment::stable_after_deploy"
SETTINGS = """
[tool.golive.watch]
duration = "2s"
interval = "1s"
gates = ["monitoring::error_rate", "monitoring::latency"]
fewest_requests = 10
{objectives}

[tool.golive.monitoring]
fewest_requests = 5
latency = "p(95)<20s"
"""
SCRAPED = {"own_requests": 0, "scrape_for": "600ms", "scrape_every": "200ms"}
FILES = '[tool.golive.targets.staging.slos]\nfiles = ["ops/slos/*.yml"]\n'


def test_objectives_that_are_not_set_up_are_named(measured, shop, services):
    measured(SETTINGS.format(objectives=""), **SCRAPED)
    with customers(services[0]):
        shop.passes(WATCH, "*not watched: objectives: not set up: the settings name no objectives of staging*")


def test_objectives_that_the_settings_want_must_be_set_up(measured, shop, services):
    measured(SETTINGS.format(objectives="objectives = true"), **SCRAPED)
    with customers(services[0]):
        shop.cannot_measure(WATCH, "*the settings name no objectives of staging*", word="NOT SET UP")
        shop.settings(FILES)
        shop.write("ops/slos/shop.yml", SLOTH)
        result = shop.judge(WATCH, "--golive-deployed=now")
    result.stdout.fnmatch_lines(["*NOT SET UP*", "*objectives are asked in PromQL*"])
