"""The probe of a watch: it asks between the samples, and one failed request is a failed sample."""

from __future__ import annotations

import json
import threading

import pytest

WATCH = "deployment::stable_after_deploy"
SETTINGS = """
[tool.golive.watch]
duration = "{duration}"
interval = "1s"
probe_interval = {every}
gates = ["smoke::version"]
{more}
[tool.golive.not_applicable]
"monitoring::error_rate" = "the metrics are somebody else's"
"monitoring::latency" = "the metrics are somebody else's"
"""


@pytest.fixture
def watched(shop, live, monkeypatch):
    monkeypatch.setenv("COLUMNS", "400")

    def describe(every='"50ms"', duration="3s", more=""):
        shop.settings(SETTINGS.format(every=every, duration=duration, more=more))

    return describe


def measured(shop):
    lines = (shop.path / ".golive/watch-staging.jsonl").read_text().splitlines()
    return [line for line in map(json.loads, lines) if "measurements" in line]


def test_a_service_that_answers_all_the_time_passes(watched, shop):
    watched()
    shop.passes(WATCH, "*watched: smoke::version, probe; * samples in *")
    assert len(measured(shop)) >= 3
    assert not [one for one in threading.enumerate() if one.name == "golive-watch-probe"]


def test_one_failed_request_between_samples_fails_the_watch(watched, shop, live):
    good, bad = (200, {"status": "ok"}), (502, {})
    live.answers["/healthz"] = [*[good] * 30, bad, good]
    watched(duration="10m")
    shop.breaches(
        WATCH,
        "*signals that failed: 1, must be at most 0*",
        "*probe: 1 of * requests to http://127.0.0.1:*/healthz failed (status 502 x1), the first at * UTC over a *",
    )


def test_one_that_is_forgiven_is_not_counted_again(watched, shop, live):
    good, bad = (200, {"status": "ok"}), (502, {})
    live.answers["/healthz"] = [*[good] * 30, bad, good]
    watched(duration="5s", more="[tool.golive.watch.signals]\nprobe = { failure_limit = 1 }\n")
    shop.passes(WATCH, "*forgiven: probe: 1 sample failed, the first of them sample *, and 1 may fail*")


def test_a_service_that_limits_the_rate_is_not_measured(watched, shop, live):
    good, limited = (200, {"status": "ok"}), (429, {})
    live.answers["/healthz"] = [*[good] * 30, limited]
    watched(duration="10m", more="consecutive_error_limit = 1")
    shop.cannot_measure(WATCH, "*could not be measured: probe: *", "*but the service limits the rate of the probe*")


@pytest.mark.parametrize("every", ["false", '"0s"'])
def test_a_probe_that_is_switched_off_is_named(watched, shop, every):
    watched(every)
    shop.passes(
        WATCH, "*watched: smoke::version; *", "*not watched: probe: switched off: ?tool.golive.watch? probe_interval*"
    )


@pytest.mark.parametrize(
    ("every", "said"),
    [
        ("true", "*probe_interval = true, which says no time*"),
        ('"2m"', "*choose 10ms to 1m*"),
        ('"often"', "*duration*"),
    ],
)
def test_intervals_that_mean_nothing_are_refused(watched, shop, every, said):
    watched(every)
    shop.judge(WATCH).stderr.fnmatch_lines([said])
