"""The settings of steps: what they mean, and what is refused with place and cure."""

from __future__ import annotations

import pytest

from pytest_golive.delivery.steps.ordering.order import ordered
from pytest_golive.errors import SettingsError
from pytest_golive.settings.deployment.steps import steps_of
from pytest_golive.settings.deployment.table import Deployment
from pytest_golive.settings.loading import load_settings, settings_in

GOOD = """
[tool.golive.deployment.steps.migrate]
title = "Migrate the database"
command = ["./migrate", "{version}"]
after = "backup_created"
before = ["deployed"]
targets = ["staging", "prod"]
timeout = "5m"
retries = { count = 2, wait = "1s", reason = "the lock of the database may be held" }
environment = ["DB_*", "PGPASSWORD"]
done_if = ["./migrate", "--check", "{version}"]
repeatable = true

[tool.golive.deployment.steps.purge]
request = { url = "https://cdn.example/purge?tag={tag}", headers = { Authorization = "CDN_TOKEN" }, json = { all = [1] } }
after = ["deployed", "migrate"]

[tool.golive.deployment.steps.approved]
signed = "go"
before = "migrate"
"""


def of(text):
    return settings_in(text, "pyproject.toml").settings.of(Deployment)


def refusal(body, name="a"):
    with pytest.raises(SettingsError) as error:
        of(f"[tool.golive.deployment.steps.{name}]\n{body}\n")
    return str(error.value)


def test_steps_are_what_they_say():
    migrate, purge, approved = steps_of(of(GOOD).steps)
    assert (migrate.kind, migrate.heading, migrate.timeout) == ("command", "Migrate the database", 300)
    assert (migrate.retries.count, migrate.retries.wait) == (2, 1)
    assert migrate.runs_on("prod")
    assert not migrate.runs_on("dev")
    assert (purge.kind, purge.request.data, purge.request.expected) == ("request", {"all": (1,)}, "2xx")
    assert (approved.kind, approved.heading) == ("signed", "approved")
    order = ordered([migrate, purge, approved])
    assert order.index("backup_created") < order.index("approved") < order.index("migrate") < order.index("deployed")
    assert order[order.index("deployed") + 1] == "purge"


def test_without_steps_there_are_none():
    assert of("").steps == {}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('after = "deployed"', "does nothing; needs exactly one of command, shell, request, gate, signed"),
        ('command = ["x"]\nshell = "y"\nafter = "deployed"', "has command and shell; needs exactly one of"),
        ('command = []\nafter = "deployed"', "command"),
        ('command = [" "]\nafter = "deployed"', "must begin with a program"),
        ('command = ["x"]', "'a' says neither after nor before"),
        ('command = ["x"]\nafter = "deploid"', "which is no step and no row; did you mean 'deployed'?"),
        ('command = ["x"]\nafter = "a"', "the order is circular: a comes after a"),
        ('command = ["x"]\nafter = "deployed"\nbefore = "merged"', "the order is circular"),
        ('command = ["x", "{vrsion}"]\nafter = "deployed"', "contains {vrsion}, which stands for nothing; known are"),
        ('shell = "echo \'{version}\'"\nafter = "deployed"', "has {version} in quotes: write it without"),
        ('command = ["x"]\nafter = "deployed"\nretries = { count = 1 }', "'reason' is missing (why a further attempt"),
        ('command = ["x"]\nafter = "deployed"\nretries = { count = 1, reason = "flaky" }', "must say why"),
        ('command = ["x"]\nafter = "deployed"\nretries = { count = 0, reason = "it is flaky" }', "from 1 to 20"),
        ('command = ["x"]\nafter = "deployed"\ntimeout = "5"', "is not a duration"),
        ('command = ["x"]\nafter = "deployed"\ntimout = "5m"', "unknown key; did you mean 'timeout'?"),
        ('command = ["x"]\nafter = "deployed"\nenvironment = ["*"]', "stands for all variables"),
        ('command = ["x"]\nafter = "deployed"\nenvironment = ["TOKEN=abc"]', "never a value"),
        ('gate = "smoke"\nafter = "deployed"', "must be section::gate"),
        ('gate = "smoke::healthy"\nafter = "deployed"\nleaves = true', "has leaves, which means nothing"),
        ('request = { url = "/x" }\nafter = "deployed"\nenvironment = ["A"]', "has environment, which means nothing"),
        ('request = { url = "x" }\nafter = "deployed"', "must be a URL with http or https"),
        ('request = { url = "http://shop.example/x" }\nafter = "deployed"', "must use https"),
        ('request = { url = "https://bob:pw@shop.example/x" }\nafter = "deployed"', "must not contain credentials"),
        ('request = { url = "https://{target}.example/x" }\nafter = "deployed"', "must name its host without"),
        ('request = { url = "{url}/x" }\nafter = "deployed"', "must not hold {url}"),
        ('request = { url = "/x?token=abc" }\nafter = "deployed"', "must not contain credentials"),
        ('request = { url = "/{vrsion}" }\nafter = "deployed"', "contains {vrsion}, which stands for nothing"),
        ('request = { url = "/x", body = "a", json = 1 }\nafter = "deployed"', "has body and json; keep one"),
        ('request = { url = "/x", method = "GET", body = "a" }\nafter = "deployed"', "sends a body with GET"),
        ('request = { url = "/x", json = { day = 2027-01-01 } }\nafter = "deployed"', "JSON does not know"),
        ('request = { url = "/x", headers = { X-Key = "s3cr3t" } }\nafter = "deployed"', "never the secret itself"),
    ],
)
def test_what_makes_no_sense_is_refused(body, said):
    message = refusal(body)
    assert said in message
    assert "pyproject.toml" in message


@pytest.mark.parametrize("name", ['"a b"', '"A"', '"../x"', '"1a"', '"a-b"', f'"{"a" * 61}"', '"ä"'])
def test_names_with_odd_characters_are_refused(name):
    assert "must be a name of small letters, digits and '_'" in refusal('command = ["x"]\nafter = "deployed"', name)


def test_the_name_of_a_row_is_not_one_of_a_step():
    assert "is the name of a row of the checklist" in refusal('command = ["x"]\nafter = "merged"', "deployed")


@pytest.mark.parametrize(
    ("targets", "said"),
    [
        ('[tool.golive.targets.prod]\nurl = "https://shop.example"', "'prd' is no target; did you mean 'prod'?"),
        ("", "'prd' is no target; there are none"),
    ],
)
def test_a_step_runs_on_targets_that_are_there(tmp_path, targets, said):
    text = f"""{targets}
[tool.golive.deployment.steps.migrate]
command = ["./migrate"]
after = "tagged"
targets = ["prd"]
"""
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        load_settings(tmp_path)
    assert f"deployment.steps.migrate.targets: {said}" in str(error.value)
    (tmp_path / "pyproject.toml").write_text(text.replace('"prd"', ""), encoding="utf-8")
    assert load_settings(tmp_path).settings.targets.keys() == ({"prod"} if targets else set())
