"""Alertmanager of two generations routes random alerts through random trees as we do; `benchmarks/alert_routes.py` tries more."""

from __future__ import annotations

import random
import subprocess

import pytest
from route_trees import config, labels
from servers.alertmanager import webhook
from servers.watching import program_of

from pytest_golive.observability.alerts.alertmanager.manager import ask_manager
from pytest_golive.observability.alerts.routing.config import read_config
from pytest_golive.observability.alerts.routing.labels import Labels
from pytest_golive.observability.alerts.routing.routes import cases
from pytest_golive.observability.sources.api import Api
from pytest_golive.observability.sources.asking import Client

pytestmark = pytest.mark.integration
TREES = 4
ALERTS = 60


def reached(found, own):
    ((_, hits),) = cases(found.route, Labels.of(own))
    return [route.receiver for route in hits]


@pytest.mark.parametrize("seed", range(TREES))
def test_alerts_reach_the_receivers_that_a_server_names(alertmanager, generation, seed):
    """The server's own print of its configuration is read, and it says itself which receivers an alert has."""
    chance = random.Random(seed)
    utf8 = generation == "new"
    alertmanager.configure(config(chance, utf8=utf8))
    posted = [{**labels(chance, utf8=utf8), "seed": f"{seed}-{number}"} for number in range(ALERTS)]
    alertmanager.alert(*({"labels": own} for own in posted))
    manager = ask_manager(Client(Api("Alertmanager", alertmanager.url)))
    mine = [one for one in manager.alerts if one.labels.get("seed", "").startswith(f"{seed}-")]
    assert len(mine) == ALERTS
    for one in mine:
        assert set(reached(manager.config, one.labels)) == set(one.receivers), (one.labels, manager.config.route)


@pytest.mark.parametrize("seed", range(100, 110))
def test_amtool_names_the_same_receivers_in_the_same_order(generation, tmp_path, seed):
    chance = random.Random(seed)
    text = config(chance, utf8=generation == "new")
    file = tmp_path / "alertmanager.yml"
    file.write_text(text)
    for _ in range(3):
        own = labels(chance)
        quoted = [f'{name}="{value}"'.replace("\\", "\\\\") for name, value in own.items() if '"' not in value]
        own = {name: value for name, value in own.items() if '"' not in value}
        command = [program_of(generation, "amtool"), "config", "routes", "test", f"--config.file={file}", *quoted]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
        assert done.stdout.strip() == ",".join(reached(read_config(text), own)), (own, text)


def test_what_a_server_prints_of_its_configuration_is_read(alertmanager, generation):
    """Classic and newer matchers, both spellings of intervals, durations, integrations."""
    alertmanager.configure(
        {
            "global": {"smtp_smarthost": "127.0.0.1:25", "smtp_from": "a@shop.example"},
            "route": {
                "receiver": "a",
                "group_wait": "1m30s",
                "routes": [
                    {"match": {"x": "1"}, "match_re": {"y": "a|b"}, "receiver": "b", "mute_time_intervals": ["night"]},
                    {"matchers": ['z=~"c.*"', "w!=d"], "active_time_intervals": ["day"], "repeat_interval": "1d"},
                ],
            },
            "mute_time_intervals": [
                {"name": "night", "time_intervals": [{"times": [{"start_time": "22:00", "end_time": "24:00"}]}]}
            ],
            "time_intervals": [
                {
                    "name": "day",
                    "time_intervals": [
                        {
                            "weekdays": ["monday:friday"],
                            "days_of_month": ["-3:-1", "1"],
                            "months": ["january:march", "12"],
                            "years": ["2020:2099"],
                            "location": "Europe/Berlin",
                        }
                    ],
                }
            ],
            "inhibit_rules": [
                {"source_match": {"a": "b"}, "target_match_re": {"c": "d.*"}, "equal": ["x"]},
                {"source_matchers": ['a="b"'], "target_matchers": ['c!~"d"']},
            ],
            "receivers": [
                webhook("a", "http://127.0.0.1:9/"),
                {"name": "b", "email_configs": [{"to": "ann@shop.example"}]},
            ],
        }
    )
    found = ask_manager(Client(Api("Alertmanager", alertmanager.url))).config
    first, second = found.route.routes
    assert list(map(str, first.matchers)) == ['x="1"', 'y=~"a|b"']
    assert sorted(map(str, second.matchers)) == ['w!="d"', 'z=~"c.*"']
    assert (first.muted, second.active, second.receiver) == (("night",), ("day",), "a")
    assert (first.timing.wait, second.timing.repeat, first.timing.repeat) == (90, 86_400, 4 * 3600)
    assert [one.kind for name in "ab" for one in found.receivers[name].integrations] == ["webhook", "email"]
    (night,), (day,) = found.intervals["night"], found.intervals["day"]
    assert night.times == ((1320, 1440),)
    assert (day.weekdays, day.days, day.months, day.years) == (
        ((1, 5),),
        ((-3, -1), (1, 1)),
        ((1, 3), (12, 12)),
        ((2020, 2099),),
    )
    assert str(day.zone) == "Europe/Berlin"
    assert [len(one.source + one.target) for one in found.inhibitions] == [2, 2]
