"""Which records a phase needs, and what of the settings counts as a change to who may sign."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from pytest_golive.commands.signing.verify import check_signer
from pytest_golive.context.signing.chaining import Wanted, links, needed, signer_of
from pytest_golive.errors import CannotMeasure, GoliveError
from pytest_golive.settings.loading import settings_in
from pytest_golive.signing.proving.openssh import sign
from pytest_golive.signing.record import NAMESPACE, Record

DEPLOY = '[phases.deploy]\nneeds = "{}"\n'


@pytest.mark.security
@pytest.mark.parametrize(
    ("phases", "production", "settings", "wanted"),
    [
        (["deploy"], True, "", ("pre_deploy",)),
        (["post_deploy"], True, "", ("deploy",)),
        (["deploy"], False, "", ()),
        (["pre_deploy"], True, "", ()),
        (["pre_deploy", "deploy"], True, "", ("pre_deploy",)),
        (["pre_deploy", "deploy"], False, "", ()),
        (["pre_deploy", "deploy"], False, DEPLOY.format("pre_deploy"), ("pre_deploy",)),
        (["deploy", "post_deploy"], True, "", ("pre_deploy",)),
        (["deploy"], False, DEPLOY.format("pre_deploy"), ("pre_deploy",)),
        (["deploy"], True, DEPLOY.format("smoke"), ("smoke",)),
        (["deploy"], True, DEPLOY.format("nothing"), ()),
    ],
)
def test_which_records_a_phase_needs(phases, production, settings, wanted):
    assert needed(settings_in(settings, "golive.toml").settings, phases, production=production) == wanted


DEPLOYS = '[deployment]\ncommand = ["./deploy.sh"]'


@pytest.mark.parametrize(
    ("given", "signed", "what", "cure"),
    [
        ({}, DEPLOYS, "; ", "-m deploy --target=prod --golive-execute --golive-allow=deploy --golive-confirm=VERSION --golive-record=FILE"),
        ({}, "", "post_deploy needs the record of deploy, and none was given; ", "-m deploy --target=prod --golive-record=FILE --golive-key=KEY, then"),
        ({"a/pre.json": ("pre_deploy",)}, "", "post_deploy needs the record of deploy, and pre.json is of pre_deploy; ", "--golive-key=KEY"),
        ({"x.json": ()}, "signed_records = false", "and x.json is of no phase; ", "-m deploy --target=prod --golive-record=FILE, then"),
    ],
)  # fmt: skip
def test_a_record_of_another_phase_is_named(given, signed, what, cure):
    text = f'[signing]\n{signed}\n[targets.prod]\nurl = "https://shop.example"\nproduction = true\n'
    shelf = SimpleNamespace(read=lambda path: SimpleNamespace(phases=given[str(path)]))
    run = SimpleNamespace(
        settings=settings_in(text, "golive.toml").settings,
        target_name="prod",
        asked=SimpleNamespace(after=[*given]),
        shelf=shelf,
    )
    with pytest.raises(CannotMeasure) as caught:
        links(run, ["post_deploy"], Wanted(lambda _: (), {}, {}))
    assert what in str(caught.value)
    assert cure in caught.value.cure


@pytest.mark.security
def test_a_row_has_rules_of_its_own(shop):
    shop.rules = (
        '[tool.golive.signing]\nself_approval = "elsewhere"\n\n'
        '[tool.golive.signing.rows."security/review"]\nself_approval = "yes"\nproven = true\n\n'
    )
    shop.settle()
    there = shop.signatures()
    own, other = there.rules("security/review"), there.rules("other")
    assert (own.self_approval, own.proven) == ("yes", True)
    assert (other.self_approval, other.proven) == ("elsewhere", False)


def test_another_name_for_the_same_release_is_no_change_of_who_may_sign(shop):
    shop.rules = '[tool.golive]\nrelease_tags = ["v*"]\n\n'
    shop.settle()
    shop.commit()
    assert shop.signatures().trusted.changes == ()


@pytest.mark.security
def test_a_change_of_the_rules_of_rows_is_one_of_who_may_sign(shop):
    shop.rules = '[tool.golive.signing.rows."security/review"]\nself_approval = "yes"\n\n'
    shop.settle()
    shop.commit()
    assert shop.signatures().trusted.changes == ("rows are changed",)


def test_a_broken_file_that_was_deleted_says_nothing(shop):
    shop.write("golive-signoffs/broken.toml", "x = ")
    shop.commit("ann")
    shop.git("rm", "-q", "golive-signoffs/broken.toml")
    shop.commit("ann")
    assert shop.signatures().all == ()


@pytest.mark.security
def test_a_release_may_narrow_down_who_signs_records_where_nobody_was_named(shop):
    digest = "sha256:" + "0a" * 32
    made = Record(
        subject={"digest": digest, "commit": "1a2b"}, phases=("pre_deploy",), settings=digest, started="", ended="",
        rows=(), verdict="NO-GO",
    ).sealed(lambda words: sign(words, shop.pairs / "ann", NAMESPACE))  # fmt: skip
    assert signer_of(made, shop.signatures()) == "ann"
    for recorder, signer in (("ann", "ann"), ("bob", "")):
        shop.rules = f'[tool.golive.signing]\nrecorders = ["{recorder}"]\n\n'
        shop.settle()
        assert signer_of(made, shop.signatures()) == signer
    what = r"pre\.json is signed, but by no key of those who may sign records, as v1\.0\.0 at "
    with pytest.raises(GoliveError, match=what):
        check_signer(made, "pre.json", shop.signatures())
