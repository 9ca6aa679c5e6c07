"""The settings of a deployment in batches: what they mean, and what is refused with a cure."""

from __future__ import annotations

import pytest

from pytest_golive.errors import SettingsError
from pytest_golive.settings.deployment.batches import rows_of, shares
from pytest_golive.settings.deployment.table import Deployment
from pytest_golive.settings.loading import settings_in

COMMAND = 'command = ["./deploy.sh", "{batch}"]\n'


def of(body):
    text = f"[tool.golive.deployment]\n{body}\n"
    return settings_in(text, "pyproject.toml").settings.of(Deployment)


def test_batches_are_what_they_say():
    rules = of(f'{COMMAND}batches = ["10%", "50 %", "100%"]\nbatch_watch = {{ duration = "5m", fewest_requests = 7 }}')
    assert shares(rules.batches) == (10, 50, 100)
    assert rows_of(rules.batches) == [f"batch_{one}{more}" for one in (10, 50, 100) for more in ("", "_watched")]
    assert rules.batch_watch.changes == {
        "duration": "5m",
        "interval": "30s",
        "initial_delay": None,
        "fewest_requests": 7,
    }


def test_without_batches_all_is_deployed_at_once():
    assert of('command = ["./deploy.sh"]').batches == ()


@pytest.mark.parametrize(
    ("body", "said", "cure"),
    [
        (f'{COMMAND}batches = ["50%", "10%", "100%"]', "has 10% after 50%", "larger than the one before it"),
        (f'{COMMAND}batches = ["10%", "50%"]', "ends with 50%", "let the last batch be '100%'"),
        (f'{COMMAND}batches = ["10%", "10%", "100%"]', "names 10% twice", "name each batch once"),
        (f'{COMMAND}batches = ["0%", "100%"]', "a whole number of percent", "such as '10%'"),
        (f'{COMMAND}batches = ["10%", "101%"]', "a whole number of percent", "such as '10%'"),
        (f'{COMMAND}batches = ["12.5%", "100%"]', "a whole number of percent", "such as '10%'"),
        (f'{COMMAND}batches = ["ten", "100%"]', "a whole number of percent", "such as '10%'"),
        (f'{COMMAND}batches = ["100%"]', "has one batch", "name a smaller one before it"),
        (
            f"{COMMAND}batches = [{', '.join(repr(f'{n}%') for n in [*range(1, 22), 100])}]",
            "22 batches",
            "20 are the most",
        ),
        (COMMAND, "contains {batch} in its command, but has no batches", "batches = ['10%', '50%', '100%']"),
        ('batches = ["10%", "100%"]', "no command that deploys one", "command = ['./deploy.sh', '{batch}']"),
        ('command = ["./deploy.sh"]\nbatches = ["10%", "100%"]', "does not say which is due", "put {batch} into"),
        (
            'command = ["./deploy.sh", "{{batch}}"]\nbatches = ["10%", "100%"]',
            "does not say which is due",
            "put {batch} into",
        ),
        ('command = ["./deploy.sh"]\nbatch_targets = ["prod"]', "has batch_targets, but no batches", "name them"),
        (
            f'{COMMAND}batches = ["10%", "100%"]\nsteps.batch_10 = {{ command = ["x"], after = "tagged" }}',
            "'batch_10', which is the name of a batch's row",
            "give the step another one",
        ),
        (
            f'{COMMAND}batches = ["10%", "100%"]\nbatch_watch = {{ duration = "3h" }}',
            "would send too many requests",
            "probe_interval",
        ),
        (
            f'{COMMAND}batches = ["10%", "100%"]\nbatch_watch = {{ duration = "10s" }}',
            "has an interval of 30s, which is longer than its duration, 10s",
            "",
        ),
        ('regression = ["./test.sh", "{batch}"]', "contains {batch}, which stands for nothing", "known are"),
    ],
)
def test_what_makes_no_sense_is_refused(body, said, cure):
    with pytest.raises(SettingsError) as error:
        of(body)
    words = " ".join(str(error.value).split())
    assert said in words, words
    assert cure in words, words


MIGRATE = """command = ["./deploy.sh", "{batch}"]
batches = ["10%", "100%"]
steps.migrate = { command = ["x"], after = "backup_created", before = "batch_10" }
"""
TARGETS = """[tool.golive.targets.staging]
url = "https://staging.shop.example"
[tool.golive.targets.prod]
url = "https://shop.example"
production = true
"""


def test_steps_may_name_the_rows_of_batches():
    order = of(f"{MIGRATE}steps.tell = {{ command = ['x'], after = 'batch_10_watched' }}").order()
    assert order[order.index("backup_created") :][:4] == ["backup_created", "migrate", "batch_10", "batch_10_watched"]
    assert order[order.index("batch_10_watched") + 1] == "tell"


def test_a_step_that_no_target_has_a_place_for_is_refused():
    """On staging the batches come before the backup."""
    with pytest.raises(SettingsError) as error:
        of(f"{MIGRATE}\n{TARGETS}")
    words = " ".join(str(error.value).split())
    assert "the order is circular" in words
    assert "(on staging, where batches come before deployed_to_staging)" in words


@pytest.mark.parametrize(
    "body",
    [
        f"{MIGRATE}batch_targets = ['prod']",
        MIGRATE.replace('before = "batch_10"', 'before = "batch_10", targets = ["prod"]'),
    ],
    ids=["no batches there", "not run there"],
)
def test_it_is_no_fault_where_it_does_not_run_or_there_are_no_batches(body):
    rules = of(f"{body}\n{TARGETS}")
    for name, production in (("prod", True), ("staging", False)):
        order = rules.order(name, production=production)
        assert order.index("migrate") < order.index("deployed" if production else "deployed_to_staging")


def test_without_batches_their_rows_are_unknown():
    with pytest.raises(SettingsError, match="'batch_10', which is no step and no row"):
        of('command = ["x"]\nsteps.a = { command = ["x"], after = "batch_10" }')
