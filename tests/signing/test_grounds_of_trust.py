"""Nothing that a change brings with it chooses whom a release for production believes."""

from __future__ import annotations

import pytest

from pytest_golive.activation import Asked
from pytest_golive.collecting.chain import is_there
from pytest_golive.context.run import Run
from pytest_golive.context.sharing import Shared
from pytest_golive.context.signing.going_live import against_going_live
from pytest_golive.errors import CannotMeasure
from pytest_golive.settings.loading import load_settings
from pytest_golive.signing.proving.openssh import sign
from pytest_golive.signing.record import NAMESPACE, Record, RecordedRow, Subject

pytestmark = pytest.mark.security
DEPLOY = Asked(("deploy",), (), alone=False, target="live")
NOTHING = '[tool.golive.phases.deploy]\nneeds = "nothing"\n\n'
ROBOT = '[tool.golive.signing]\nrecorders = ["robot"]\n\n'


def trusted(shop, **changes):
    return shop.signatures(production=True, **changes).trusted


def let_in(shop, *names, rules=""):
    """Change who may sign, and commit that as Bob."""
    shop.people = [*names]
    shop.rules = rules
    shop.settle()
    return shop.commit("bob")


@pytest.fixture
def without_eve(shop):
    """Eve could sign 1.0.0, and cannot since 2.0.0."""
    let_in(shop, "ann", "bob")
    shop.release("v2.0.0", "ann")
    return shop


def test_what_a_release_leaves_out_of_itself_makes_no_earlier_one_the_same(shop):
    aside = 'aside = ["pyproject.toml", "src/**", "docs/**"]'
    let_in(shop, "ann", "bob", "eve", "robot", rules=f"[tool.golive.signing]\n{aside}\n\n")
    for production in (True, False):
        there = shop.signatures(production=production).trusted
        assert (there.source, there.is_own) == (shop.place("v1.0.0"), False)
        assert there.changes[0] == "robot is added"
    shop.release("v2.0.0", "ann")
    shop.write("docs/guide.md", "# Lessons\n")
    shop.commit("bob")
    assert shop.baseline().source == shop.place("v1.0.0")  # by its own settings, 2.0.0 is this release


def test_a_tag_on_an_old_commit_comes_before_no_release_that_somebody_vouches_for(shop):
    shop.git("tag", "-d", "v1.0.0")
    old = shop.git("rev-parse", "HEAD~1")
    let_in(shop, "ann", "bob", "robot", rules=ROBOT)
    shop.release("v1.0.0", "robot")
    shop.git("tag", "v0.0.1", old)
    let_in(shop, "ann", "bob", "robot", "eve", rules=ROBOT)
    assert (trusted(shop).source, trusted(shop).changes) == (shop.place("v1.0.0"), ("eve is added",))
    shop.git("tag", "-d", "v0.0.1")
    shop.release("v0.0.1", "eve", old)  # who could sign then, and vouches for it now
    assert "eve" not in {one.key for one in trusted(shop).people}


def test_whom_a_release_no_longer_names_is_not_back_if_its_tag_is_replaced(without_eve):
    without_eve.git("tag", "--force", "v2.0.0", "v2.0.0^{commit}")
    let_in(without_eve, "ann", "bob", "eve")
    there = trusted(without_eve)
    assert there.source == without_eve.place("v1.0.0")
    assert {one.key for one in there.people} == {"ann", "bob"}


def test_a_history_that_begins_anew_allows_nothing_more(shop):
    shop.git("tag", "-d", "v1.0.0")
    rows = '[tool.golive.signing.rows."a/b"]\napprovers = 2\n\n'
    let_in(shop, "ann", "bob", rules=f'[tool.golive.signing]\nroles = ["manager"]\n\n{rows}')
    shop.release("v1.0.0", "ann")
    shop.git("checkout", "-q", "--orphan", "aside")
    let_in(shop, "ann", "bob")
    shop.release("v0.1.0", "bob")
    shop.git("checkout", "-q", "main")
    who = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in (("NAME", "Bob"), ("EMAIL", "bob@shop.example"))}  # fmt: skip
    shop.git("merge", "-q", "-s", "ours", "--allow-unrelated-histories", "-m", "Merge", "aside", **who)
    let_in(shop, "ann", "bob")
    there = trusted(shop)
    assert (there.signing.roles, there.signing.rows["a/b"].approvers) == (("manager",), 2)
    assert there.changes == ("roles: manager → none", "rows are changed")


def test_whoever_deletes_the_record_of_a_deployment_takes_no_release_back(shop):
    let_in(shop, "ann", "bob", "eve", "robot", rules=ROBOT)
    shop.release("v1.1.0", "ann")
    let_in(shop, "ann", "bob", "robot", rules=ROBOT)
    there = shop.signatures().checkout
    record = Record(
        subject=Subject(digest=there.digest(), commit=there.commit, version="2.0.0", roots=there.roots),
        phases=("deploy",), target="production", production=True, settings="sha256:" + "0a" * 32, started="", ended="",
        rows=(RecordedRow(id="deployment::merged", title="Merged", outcome="passed"),), verdict="GO",
    )  # fmt: skip
    shop.write("golive-records/2.json", record.sealed(lambda words: sign(words, shop.pairs / "robot", NAMESPACE)).text)
    shop.commit("ann")
    shop.git("rm", "-q", "golive-records/2.json")
    let_in(shop, "ann", "bob", "eve", "robot", rules=ROBOT)
    assert trusted(shop).source.startswith("2.json at ")
    assert trusted(shop).changes == ("eve is added",)
    assert shop.baseline().doubt == ""


def test_a_project_that_moves_takes_its_people_with_it(shop):
    (shop.path / "app").mkdir()
    shop.git("mv", "pyproject.toml", "src", "docs", "app")
    shop.path /= "app"
    let_in(shop, "ann", "bob", "eve", "robot")
    assert (trusted(shop).source, trusted(shop).changes) == (shop.place("v1.0.0"), ("robot is added",))


def test_a_history_without_the_releases_of_the_clone_names_nobody(shop):
    shop.git("checkout", "-q", "--orphan", "aside")
    let_in(shop, "eve")
    for rules in ("", "[tool.golive.signing]\nsigned_releases = false\n\n"):
        let_in(shop, "eve", rules=rules)
        with pytest.raises(CannotMeasure, match=r"somebody vouches for v1\.0\.0 at .*does not descend from it"):
            trusted(shop)
    shop.git("tag", "--force", "v1.0.0", "v1.0.0^{commit}")
    assert trusted(shop).is_own  # of a tag that nobody signed nobody knows more


def test_what_a_phase_needs_is_not_given_up_without_an_approval(shop):
    let_in(shop, "ann", "bob", "eve", rules=NOTHING)
    assert trusted(shop).changes == ("phases.deploy.needs: not given → nothing",)
    assert shop.signatures().trusted.changes == ()
    assert not shop.signatures(production=True).people_approved().is_signed


def test_a_target_with_another_name_is_the_one_that_it_serves(shop):
    live = '[tool.golive.targets.{}]\nurl = "https://Shop.example{}"\nproduction = {}\n\n'
    let_in(shop, "ann", "bob", "eve", rules=live.format("production", "", "true"))
    shop.release("v1.1.0", "ann")
    let_in(shop, "ann", "bob", "eve", rules=live.format("other", "/", "false"))
    there = shop.signatures(target="other")
    assert (there.is_live, there.trusted.changes) == (True, ("other is no target for customers any more",))


def test_a_deployment_to_what_was_production_waits_for_its_record_and_for_signatures(shop):
    live = '[tool.golive.targets.live]\nurl = "https://shop.example"\nproduction = {}\n\n'
    let_in(shop, "ann", "bob", "eve", rules=live.format("true"))
    shop.release("v1.1.0", "ann")
    for rules, needs_record in ((live.format("false"), True), (live.format("true") + NOTHING, False)):
        let_in(shop, "ann", "bob", "eve", rules=rules)
        run = Run(shop.path, load_settings(shop.path), DEPLOY, Shared(shop.path, among_workers=False))
        assert is_there(run) is needs_record
        (fault,) = against_going_live(run, ("deploy",), ())
        assert fault.startswith(f"who may sign has changed since {shop.place('v1.1.0')}; ")
        assert [*against_going_live(run, ("pre_deploy",), ())] == []
