"""What an earlier release says about who may sign is read as it was then, whatever this one makes of its files."""

from __future__ import annotations

import pytest

from pytest_golive.activation import Asked
from pytest_golive.context.run import Run
from pytest_golive.context.sharing import Shared
from pytest_golive.context.signing.trust.agreed import agreed_at
from pytest_golive.errors import CannotMeasure
from pytest_golive.running.filing import faults_of_signatures
from pytest_golive.settings.loading import load_settings

pytestmark = pytest.mark.security


def add_mallory(shop):
    shop.people.append("mallory")
    (shop.pairs / "mallory.pub").write_text((shop.pairs / "robot.pub").read_text())
    shop.settle()


@pytest.mark.parametrize("production", [False, True])
def test_a_link_of_today_hides_nothing(shop, production):
    add_mallory(shop)
    (shop.path / "cfg").mkdir()
    settings = shop.path / "pyproject.toml"
    settings.rename(shop.path / "cfg/pyproject.toml")
    settings.symlink_to("cfg/pyproject.toml")
    shop.commit("bob")
    there = shop.signatures(production=production).trusted
    assert (there.source.partition(" ")[0], there.changes) == ("v1.0.0", ("mallory is added",))


@pytest.mark.parametrize("production", [False, True])
def test_a_link_of_then_leads_to_where_it_led(shop, production):
    (shop.path / "cfg").mkdir()
    settings = shop.path / "pyproject.toml"
    settings.rename(shop.path / "cfg/pyproject.toml")
    settings.symlink_to("cfg/pyproject.toml")
    shop.commit("bob")
    shop.git("tag", "-d", "v1.0.0")
    shop.release("v1.1.0")
    settings.unlink()
    add_mallory(shop)
    shop.commit("bob")
    there = shop.signatures(production=production).trusted
    assert (there.source.partition(" ")[0], there.changes) == ("v1.1.0", ("mallory is added",))


@pytest.mark.parametrize("leads_to", ["nowhere.toml", "/etc/hostname", "src", "pyproject.toml"])
def test_a_link_of_then_that_leads_to_no_file(shop, leads_to):
    settings = shop.path / "pyproject.toml"
    text = settings.read_text()
    settings.unlink()
    settings.symlink_to(leads_to)
    odd = shop.commit("bob")
    settings.unlink()
    settings.write_text(text)
    shop.commit("bob")
    with pytest.raises(CannotMeasure, match=rf"pyproject\.toml is not a regular file in {odd[:10]}"):
        agreed_at(shop.signatures().repository, odd, "v1.1.0")


def test_what_says_nothing_of_trust_need_not_be_readable(shop):
    settings = shop.path / "pyproject.toml"
    text = settings.read_text()
    settings.write_text("{{ cookiecutter.name }}\n")
    odd = shop.commit("bob")
    settings.write_text(text)
    shop.commit("bob")
    assert agreed_at(shop.signatures().repository, odd, "v1.1.0").signing.people == {}


def test_who_takes_all_of_it_away_needs_an_approval_too(shop):
    target = '[tool.golive.targets.live]\nurl = "https://shop.example"\nproduction = true\n\n'
    shop.rules, shop.people = target, []
    shop.settle()
    shop.commit("bob")

    asked = Asked((), (), alone=False, target="live")
    run = Run(shop.path, load_settings(shop.path), asked, Shared(shop.path, among_workers=False))
    (fault,) = faults_of_signatures(run, None)
    assert "; ann is removed; bob is removed; eve is removed; " in fault
    assert "of those who could before must approve it: golive sign signing/people --by NAME" in fault
