"""The rows that people sign after a deployment: signed, not signed, rejected, not set up; and when they are due."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from people_of_the_shop import ago

from pytest_golive.cli import main
from pytest_golive.rows.signers import signed_gates

GATE = "post_deploy::dashboards_reviewed"
LATE = f"--golive-deployed={ago(days=40)}"


def judge(shop, gate=GATE, *args):
    return shop.judge(gate, LATE, *args)


def told(result):
    """All that was said, on one line."""
    return " ".join(result.stdout.str().split())


REST = [f"golive/{gate}" for gate in signed_gates() if gate != GATE]


def test_every_signed_row_passes(shop, signers):
    signers.sign(" ".join(gate.partition("::")[2] for gate in signed_gates()))
    result = judge(shop, GATE, *REST)
    result.stdout.fnmatch_lines(["*  SIGNED *", "*signed by ann (claimed: author of the commit *"])
    result.stdout.fnmatch_lines([f"NO-GO  {len(signed_gates())} signed;*"])


def test_every_signed_row_is_breached_as_long_as_nobody_signs(shop, signers):
    result = judge(shop, GATE, *REST)
    result.stdout.fnmatch_lines(
        [
            "*  NOT SIGNED *",
            "*0 of 1 signatures*",
            f"*golive sign {GATE} --by NAME*",
            f"NO-GO  {len(signed_gates())} not signed;*",
        ]
    )
    assert result.ret == 1


def test_two_must_sign_where_the_settings_say_so(shop, signers):
    shop.settings(f'[tool.golive.signing.rows."{GATE}"]\napprovers = 2\n')
    shop.commit()
    signers.sign(GATE)
    judge(shop).stdout.fnmatch_lines(["*  NOT SIGNED *", "*1 of 2 signatures, by ann*"])
    signers.sign(GATE, "bob")
    assert re.search(r"signed by (ann|bob) \(.*\), (ann|bob) \(", told(judge(shop)))


def test_a_no_blocks_and_no_waiver_ends_it(shop, signers):
    shop.settings(
        f'[[tool.golive.waivers]]\ngate = "{GATE}"\nreason = "nobody is there this week"\nowner = "ann"\n'
        'approver = "bob"\nexpires = 2999-01-01\n'
    )
    shop.commit()
    judge(shop).stdout.fnmatch_lines(["*waived: nobody is there this week*"])
    signers.sign(GATE, "bob", "--reject", "--note", "p95 doubles at noon")
    judge(shop).stdout.fnmatch_lines(["*  REJECTED *", "*bob rejects it: p95 doubles at noon*", "NO-GO  1 rejected;*"])


def test_an_approval_from_before_the_deployment_is_about_something_else(shop, signers):
    signers.sign_at(GATE, dt.datetime.now(dt.UTC).replace(microsecond=0) - dt.timedelta(days=50))
    assert re.search(r"NOT SIGNED .* before the deployment \(.* UTC, --golive-deployed\)", told(judge(shop)))
    shop.judge(GATE).stdout.fnmatch_lines(["*  SIGNED *"])  # nothing says when that was


def test_an_approval_of_other_content_counts_no_more(shop, signers):
    signers.sign(GATE)
    shop.write("src/shop/pay.py", "def pay(cents):\n    return cents\n")
    judge(shop).stdout.fnmatch_lines(["*  NOT SIGNED *", "*what was signed has changed since: src/shop/pay.py*"])


def test_every_signed_row_is_not_set_up_without_people(shop):
    result = judge(shop)
    result.stdout.fnmatch_lines(["*NOT SET UP *", "*the settings name nobody who may*", "*tool.golive.signing.people*"])


def test_a_broken_signature_is_a_fault_and_no_approval(shop, signers):
    shop.write("golive-signoffs/x.toml", b"\xff\x00 = garbage")
    judge(shop).stdout.fnmatch_lines(["*  NOT SIGNED *", "*golive-signoffs/x.toml cannot be read*"])


@pytest.mark.parametrize(
    ("gate", "passed", "length"),
    [
        (GATE, {"hours": 23}, "24 h"),
        ("post_deploy::user_bugs_fixed", {"days": 6}, "7 d"),
        ("post_deploy::roadmap_updated", {"days": 29}, "30 d"),
    ],
)
def test_a_row_is_not_due_before_its_time_and_is_after(shop, signers, gate, passed, length):
    result = shop.judge(gate, f"--golive-deployed={ago(**passed)}")
    result.stdout.fnmatch_lines(
        [
            f"  NOT DUE *: until ????-??-?? ??:?? UTC, {length} after the deployment, by the command line alone; a record*"
        ]
    )
    later = {unit: count + 2 for unit, count in passed.items()}
    shop.judge(gate, f"--golive-deployed={ago(**later)}").stdout.fnmatch_lines(["*  NOT SIGNED *"])


def test_the_times_are_settings(shop, signers):
    shop.settings("[tool.golive.post_deploy]\nday = 48\nweek = 0\n")
    shop.judge(GATE, f"--golive-deployed={ago(hours=30)}").stdout.fnmatch_lines(
        ["  NOT DUE *, 2 d after the deployment*"]
    )
    shop.judge("post_deploy::user_bugs_fixed", f"--golive-deployed={ago(hours=1)}").stdout.fnmatch_lines(
        ["*  NOT SIGNED *"]
    )


def test_without_a_moment_the_day_is_asked_about_at_once_and_the_time_after_is_not(shop, signers):
    shop.judge(GATE).stdout.fnmatch_lines(["*  NOT SIGNED *"])
    result = shop.judge("post_deploy::roadmap_updated")
    result.stdout.fnmatch_lines(["  NOT DUE *: until 30 d after a deployment, and none is recorded", "NO-GO*"])


def test_what_is_built_in_is_listed_with_the_rest(shop, signers, capsys):
    shop.settings(f'[tool.golive.not_applicable]\n"{GATE}" = "there are no dashboards to look at"\n')
    shop.commit()
    signers.sign("roadmap_updated")
    capsys.readouterr()
    assert main(["sign", "--list"]) == 0
    said = capsys.readouterr().out
    assert "signed   post_deploy::roadmap_updated  Roadmap updated (built in, post_deploy)" in said
    assert "MISSING  post_deploy::user_feedback_collected  User feedback collected (built in, post_deploy)" in said
    assert GATE not in said


def test_rules_for_a_built_in_row_that_is_not_there_are_refused(shop, signers):
    shop.write("docs/GO.md", "# Go\n\n- [ ] Looked at <!-- golive: post_deploy::dashboards_reviewed -->\n")
    shop.settings('[tool.golive.signing.rows."post_deploy::dashboards_seen"]\napprovers = 2\n')
    result = shop.judge(GATE, "--golive-checklist=docs/GO.md")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert f"did you mean '{GATE}'?" in result.stderr.str()
