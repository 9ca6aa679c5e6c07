"""The gate about critical bugs: it passes, is breached, cannot measure."""

from __future__ import annotations

import pytest
from faked_forges import FakeGitHub

GATE = "post_deploy::no_critical_bugs"


@pytest.fixture
def on_github(shop, serve):
    forge = FakeGitHub(serve)
    shop.settings(f'[tool.golive.forge]\nurl = "{forge.url}/shop/shop"\nkind = "github"\npatience = "1ms"\n')
    forge.tracks("Critical", "docs")
    return forge


def test_no_critical_bugs_passes(shop, on_github):
    on_github.issue(3, "old", "2001-01-01T00:00:00Z", "Critical")
    shop.passes(
        GATE,
        "*open critical bugs: 0, must be at most 0 (issues labelled Critical in 127.0.0.1/shop/shop since the release's*",
        "*older critical issues that are still open: #3*",
    )


def test_no_critical_bugs_is_breached(shop, on_github):
    on_github.issue(7, "Orders vanish", "2999-01-01T00:00:00Z", "Critical")
    on_github.advises("Anybody may read orders")
    shop.breaches(
        GATE,
        "*open critical bugs: 1, must be at most 0*",
        "*open security advisories: 1, must be at most 0*",
        "*#7 Orders vanish (https://git.example/shop/shop/issues/7)*",
        "*Anybody may read orders*",
        "*Fix the named bug*",
    )


def test_no_critical_bugs_cannot_measure(shop, on_github):
    on_github.tracks("docs")
    shop.cannot_measure(
        GATE, "*127.0.0.1/shop/shop has no label that means critical*", "*critical_labels*", word="NOT SET UP"
    )
