"""The signed record of a deployment says what was released, too: for teams whose tags nobody signs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pytest_golive.signing.proving.openssh import sign
from pytest_golive.signing.record import NAMESPACE, Record, RecordedRow, Subject

pytestmark = pytest.mark.security
SETTINGS = "sha256:" + "0a" * 32


@pytest.fixture
def deployed(shop):
    """Write the record of a deployment of what is checked out, signed by a robot whom the first release names."""
    shop.people.append("robot")
    shop.rules = '[tool.golive.signing]\nrecorders = ["robot"]\n\n'
    shop.settle()
    shop.commit("ann")
    shop.git("tag", "-d", "v1.0.0")
    shop.release("v1.0.0")

    def write(by="robot", of=None, **changes):
        there = of or shop.signatures().checkout
        made = Record(
            subject=Subject(digest=there.digest(), commit=there.commit, version="1.1.0", roots=there.roots),
            phases=("deploy",), target="production", production=True, settings=SETTINGS, started="", ended="",
            rows=(RecordedRow(id="deployment::merged", title="Merged", outcome="passed"),), verdict="GO",
        ).model_copy(update=changes)  # fmt: skip
        key = (lambda words: sign(words, shop.pairs / by, NAMESPACE)) if by else None
        shop.write("golive-records/1.1.0.json", made.sealed(key).text)
        shop.commit("ann")

    shop.deployed = write
    return shop


def since(shop):
    shop.write("src/shop/pay.py", "PAY = 9\n")
    shop.commit("bob")
    return shop.signatures(production=True).baseline.since


def test_what_a_robot_says_was_deployed_is_a_release(deployed):
    deployed.write("src/shop/pay.py", "PAY = 3\n")
    then = deployed.commit("bob")
    deployed.git("tag", "v1.1.0")
    deployed.deployed()
    assert since(deployed) == then
    assert deployed.signatures(production=True).baseline.doubt == ""


def test_a_narrow_signature_ends_with_the_deployment_that_a_record_shows(deployed):
    deployed.work()
    there = deployed.signatures(production=True)
    deployed.sign(key="ann", covers=("docs/**",), release=there.release)
    deployed.commit("ann")
    assert deployed.judged(production=True).is_signed
    then = deployed.signatures().checkout.commit
    deployed.deployed()
    deployed.work()
    said = f"not for 2.0.0 after {deployed.place('v1.0.0')} and what was deployed at {then[:7]}; sign again"
    assert said in deployed.why(production=True)
    assert said in deployed.why()


@pytest.mark.parametrize(
    ("by", "changes"),
    [
        ("bob", {}),
        ("", {}),
        ("robot", {"production": False}),
        ("robot", {"phases": ("pre_deploy",)}),
        ("robot", {"verdict": "NO-GO"}),
    ],
    ids=["of one who signs no records", "unsigned", "elsewhere", "not deployed", "not good"],
)
def test_what_else_a_record_says_is_none(deployed, by, changes):
    first = deployed.git("rev-parse", "v1.0.0^{commit}")
    deployed.write("src/shop/pay.py", "PAY = 3\n")
    deployed.commit("bob")
    deployed.deployed(by, **changes)
    assert since(deployed) == first


def test_the_record_of_another_project_in_the_repository(deployed):
    """It is signed by the same robot, and about a commit of this repository."""
    first = deployed.git("rev-parse", "v1.0.0^{commit}")
    deployed.write("src/shop/pay.py", "PAY = 3\n")
    deployed.commit("bob")
    deployed.deployed(of=replace(deployed.signatures().checkout, aside=("src/**",)))
    assert since(deployed) == first


def test_a_file_that_is_no_record_vouches_for_nothing(deployed):
    first = deployed.git("rev-parse", "v1.0.0^{commit}")
    deployed.write("golive-records/broken.json", "{")
    deployed.commit("ann")
    assert since(deployed) == first
