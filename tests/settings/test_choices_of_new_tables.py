"""Of a table that a change adds, only what somebody wrote is a choice, and not its defaults."""

from __future__ import annotations

import pytest

from pytest_golive.settings.comparing.loosening import loosened
from pytest_golive.settings.loading import settings_in

TARGET = "[targets.s]\nurl = 'https://s.example'\n"


def told(old, new):
    settings = [settings_in(text, "golive.toml").settings for text in (old, new)]
    return [one.sentence for one in loosened(*settings)]


OBSERVED = """
[targets.s.metrics]
url = "https://metrics.example"
token_env = "PROM_TOKEN"
selector = { job = "shop" }
[targets.s.traces]
url = "https://traces.example"
services = ["shop"]
success.least = 3
[targets.s.slos]
files = ["slos.yml"]
[targets.s.dashboards]
url = "https://grafana.example"
uids = ["a"]
[targets.s.alerts]
error_rate.limit = "2%"
[targets.s.alerts.alertmanager]
url = "https://alerts.example"
"""


@pytest.mark.parametrize("old", ["", TARGET])
def test_of_a_new_table_only_what_is_written_is_told(old):
    paths = {sentence.partition(":")[0] for sentence in told(old, TARGET + OBSERVED)} - {"targets.s.url"}
    assert {path.removeprefix("targets.s.") for path in paths} == {
        "metrics.url",
        "metrics.token_env",
        "metrics.selector.job",
        "traces.url",
        "traces.success.least",
        "slos.files",
        "dashboards.url",
        "dashboards.uids",
        "alerts.error_rate.limit",
        "alerts.alertmanager.url",
    }


def test_of_a_table_in_a_new_table_only_what_is_written_is_told():
    old = TARGET + '[targets.s.alerts]\nerror_rate.limit = "2%"\n'
    new = old + '[targets.s.alerts.alertmanager]\nurl = "https://alerts.example"\n'
    assert told(old, new) == ['targets.s.alerts.alertmanager.url: not given → "https://alerts.example"']


def test_a_table_that_stays_is_compared_with_itself():
    looser = OBSERVED.replace("success.least = 3", "success.least = 2").replace('job = "shop"', 'job = "other"')
    assert told(TARGET + OBSERVED, TARGET + looser) == [
        'targets.s.metrics.selector.job: "shop" → "other"',
        "targets.s.traces.success.least: 3 → 2",
    ]


def test_another_credential_for_the_same_address_is_told():
    assert told(TARGET + OBSERVED, TARGET + OBSERVED.replace("PROM_TOKEN", "DEPLOY_TOKEN")) == [
        "targets.s.metrics.token_env: (not shown: it may hold a secret) → (not shown: it may hold a secret)"
    ]


FREEZE = "[[deployment.freezes]]\nfrom = '2026-12-20'\nuntil = '2027-01-06'\nzone = 'Europe/Berlin'\nreason = 'holiday season'\n"
LONGER = FREEZE.replace("01-06", "01-10")
SHORTER = FREEZE.replace("01-06", "01-03")
ELSEWHERE = FREEZE + "targets = ['prod']\n"
WEEKENDS = FREEZE.replace("2026-12-20", "fri 16:00").replace("2027-01-06", "mon 08:00")
GONE = "deployment.freezes: no longer from 2026-12-20 until 2027-01-06 Europe/Berlin (holiday season)"


@pytest.mark.parametrize(
    ("old", "new"),
    [("", FREEZE), (FREEZE, LONGER), (ELSEWHERE, FREEZE), (FREEZE, WEEKENDS + FREEZE), (WEEKENDS, LONGER + WEEKENDS),
     (FREEZE, FREEZE.replace("holiday season", "nobody is there"))],
    ids=["new", "longer", "for all targets", "one more", "another place", "another reason"],
)  # fmt: skip
def test_a_freeze_that_holds_as_long_as_before_allows_nothing_more(old, new):
    assert told(old, new) == []


@pytest.mark.parametrize("new", ["", SHORTER, ELSEWHERE, WEEKENDS])
def test_a_freeze_that_is_gone_shorter_or_of_fewer_targets_allows_more(new):
    assert told(FREEZE, new) == [GONE]


def test_a_weekly_freeze_that_changes_is_told():
    (found,) = told(WEEKENDS, WEEKENDS.replace("08:00", "07:00"))
    assert "no longer from fri 16:00 until mon 08:00" in found
