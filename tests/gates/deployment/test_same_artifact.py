"""The gate about builds: it passes, is breached, cannot measure."""

from __future__ import annotations

import sys

import pytest

from pytest_golive.errors import SettingsError
from pytest_golive.settings.loading import approved, settings_in

GATE = "deployment::same_artifact"
TABLE = "[tool.golive.deployment.artifact]\n"


@pytest.fixture
def built(shop):
    """A project whose staging runs one build, and whose manifest names it for production."""
    staged = "import sys; print('shop@sha256:' + 'a' * 64)"
    shop.settings(
        f'{TABLE}staging = {{ command = ["{sys.executable}", "-c", "{staged}"] }}\nproduction = {{ manifests = ["deploy/*.yaml"] }}\n'
    )
    shop.write("deploy/shop.yaml", f"image: shop@sha256:{'a' * 64}\n")
    return shop


def test_same_artifact_passes(built):
    built.passes(GATE, "*builds that staging does not run: 0, must be at most 0 (n = 1, production: deploy/?.yaml)*",
                "*compared with: staging: `*")  # fmt: skip


def test_same_artifact_is_breached(built):
    built.write("deploy/tea.yaml", f"image: tea@sha256:{'b' * 64}\n")
    built.breaches(
        GATE, "*builds that staging does not run: 1*", "*tea (sha256:bbbbbbbbbbbb) goes to production, but staging*"
    )


def test_same_artifact_cannot_measure(built):
    built.write("deploy/tea.yaml", "image: tea:1.2.0\n")
    built.cannot_measure(GATE, "*deploy/tea.yaml names tea:1.2.0 without a digest*")


def test_same_artifact_is_not_set_up_where_nothing_is_named(shop):
    shop.cannot_measure(GATE, "*do not name the builds of staging*", "*deployment.artifact*", word="NOT SET UP")


def test_same_artifact_takes_one_way_for_each(shop):
    shop.settings(f'{TABLE}staging = {{ files = ["a"], manifests = ["b"] }}\nproduction = {{ files = ["a"] }}\n')
    result = shop.judge(GATE)
    assert result.ret == 4
    result.stderr.fnmatch_lines(["*needs exactly one of command, manifests, files*"])


@pytest.mark.parametrize("way", ['files = ["a", "b"]', 'command = ["a", "b"]', 'manifests = ["a", "b"]'])
def test_same_artifact_needs_two_sources(way):
    text = f"[deployment.artifact]\nstaging = {{ {way} }}\nproduction = {{ {way} }}\n"
    past = settings_in(text, "golive.toml")  # a release of before the rule can still be read
    with pytest.raises(
        SettingsError, match=r"golive\.toml:1: deployment.artifact: staging and production name the same source, so"
    ):
        approved(past)
