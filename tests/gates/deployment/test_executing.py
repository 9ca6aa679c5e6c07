"""The steps of a deployment: shown by default, executed if asked for, in their order, to the first that is red."""

from __future__ import annotations

import sys

import pytest

pytestmark = pytest.mark.usefixtures("quiet")
SLOW = "import time; open('STEPS', 'a').write('{word} '); time.sleep(1.2)"
QUIET = "settle = '600ms'\nprobe_interval = '100ms'\nprobe_timeout = '10s'\nappears_within = '1s'"
PRODUCTION = "production = true\nallow = ['deploy']\n"
STEPS = ("deployed_to_staging", "staging_regression", "deployed", "zero_downtime", "smoke_passed")
ORDER = (
    f"deployment::{STEPS[0]}",
    "deployment::deployed",
    "deployment::zero_downtime",
    f"deployment::{STEPS[1]}",
    "deployment::smoke_passed",
)
WOULD = {
    "deployment::deployed_to_staging": "it would run ",
    "deployment::deployed": "behind deployment::deployed_to_staging it would ask which release answers",
    "deployment::zero_downtime": "it would send requests all through deployment::deployed_to_staging",
    "deployment::staging_regression": "it would run ",
    "deployment::smoke_passed": "behind deployment::deployed_to_staging it would evaluate the smoke rows",
}
ROWS = tuple(f"deployment::{name}" for name in STEPS)
SMOKE = ("smoke::healthy", "smoke::version", "smoke::critical_endpoints")


def step(word, more=""):
    return [sys.executable, "-c", SLOW.format(word=word) + more]


@pytest.fixture
def steps(shop, live):
    """A service, and the commands that deploy it and try it; what they have done stands in the file STEPS."""

    def configure(target="", regression="", deployment=""):
        shop.write(".gitignore", "__pycache__/\n.coverage\nSTEPS\n.golive/\n.pytest_cache/\n")
        shop.settings(
            f"{target}\nendpoints = [{{ path = '/products' }}]\n"
            f"[tool.golive.deployment]\ncommand = {step('deployed', deployment)}\n"
            f"regression = {step('tried', regression)}\n{QUIET}\n[tool.golive.phases.deploy]\nneeds = 'nothing'\n"
        )

    return configure


def done(shop):
    file = shop.path / "STEPS"
    return file.read_text().split() if file.exists() else []


def test_staging_is_deployed_to_and_tried_in_this_order(shop, steps):
    steps()
    result = shop.execute(*ROWS)
    assert result.ret == 0, result.stdout.str()
    assert done(shop) == ["deployed", "tried"]
    order = [line.partition(" ")[0].rpartition("::")[2] for line in result.stdout.lines if " PASSED" in line]
    assert order == ["deployed_to_staging", "deployed", "zero_downtime", "staging_regression", "smoke_passed"]


def test_a_dry_run_shows_each_step_and_executes_none(shop, steps):
    steps()
    shop.execute(*ROWS)  # writes the settings; what it has done does not count
    (shop.path / "STEPS").unlink()
    result = shop.run("-m", "deploy", "--target=staging")
    assert result.ret == 1
    said = " ".join(result.stdout.str().split())
    assert "a dry run: 5 steps were shown and checked, and nothing was executed; --golive-execute does that" in said
    shown = [said.index(f"{row}: a dry run: staging was not touched; ") for row in ORDER]
    assert shown == sorted(shown), "in the order in which they would run"
    assert said.count("time.sleep(1.2)") == 2, "each command once"
    for row, would in WOULD.items():
        assert f"{row}: a dry run: staging was not touched; {would}" in said, said
    assert said.count("to fix: execute it: pytest -m deploy --target=staging --golive-execute") == 1
    assert done(shop) == []


def test_the_list_ends_at_the_first_red_step(shop, steps):
    steps(deployment="; raise SystemExit(3)")
    result = shop.execute(*ROWS)
    assert done(shop) == ["deployed"], "a deployment that failed is not tried, and not made again"
    said = " ".join(result.stdout.str().split())
    assert "failed with exit status 3, so there is no release to judge" in said
    assert "smoke_passed: not run, because a step before it does not hold" in said


def test_regression_tests_that_fail(shop, steps):
    steps(regression="; print('orders are lost'); raise SystemExit(1)")
    result = shop.execute(*ROWS)
    result.stdout.fnmatch_lines(["*  FAIL *Full regression test on staging*", "*  NOT RUN *Smoke rows hold*"])
    assert "failed with exit status 1; it last said: orders are lost" in " ".join(result.stdout.str().split())


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "production, and --golive-allow=deploy is missing"),
        (("--golive-allow=deploy",), "nobody has confirmed the version: --golive-confirm=1.2.0"),
        (("--golive-allow=deploy", "--golive-confirm=1.2.1"), "--golive-confirm=1.2.1, but this release is 1.2.0"),
    ],
)
@pytest.mark.security
def test_production_needs_the_flag_and_the_version_typed_once_more(shop, steps, args, said):
    steps(PRODUCTION)
    result = shop.execute("deployment::zero_downtime", args=args)
    words = " ".join(result.stdout.str().split())
    assert said in words
    assert "--target=staging --golive-execute --golive-allow=deploy --golive-confirm=1.2.0" in words
    assert done(shop) == []


def test_production_that_permits_no_deployments_is_a_fault_of_the_dry_run(shop, steps):
    steps("production = true\n")
    shop.execute("deployment::zero_downtime")
    result = shop.run("-m", "deploy")
    said = "the step cannot be executed: staging is production, and its table does not permit deployments"
    assert said in " ".join(result.stdout.str().split())
    assert done(shop) == []


def test_a_version_confirmed_for_a_dry_run(shop, steps):
    steps()
    shop.commit()
    result = shop.run("-m", "deploy", "--golive-confirm=1.2.0")
    assert result.ret == 4
    assert "confirms nothing without --golive-execute" in result.stderr.str()


@pytest.mark.security
def test_a_run_that_only_sets_rows_up_deploys_nothing(shop, steps):
    steps()
    result = shop.execute(*ROWS, args=("--setup-only",))
    assert result.ret == 4
    assert "use it with -m deploy, and without --setup-only" in result.stderr.str()
    assert done(shop) == []


def test_deployed_is_breached_where_an_instance_was_left_behind(shop, live, steps):
    steps()
    live.answers["/version"] = [(200, {"version": "1.2.0"}), (200, {"version": "1.1.0"})]
    result = shop.execute("deployment::deployed")
    result.stdout.fnmatch_lines(
        ["*  FAIL *Production deployed*", "*answers of another release: *", "*from 1.1.0, not*"]
    )


def test_deployed_cannot_measure_a_service_that_names_no_release(shop, live, steps):
    steps()
    live.answers["/version"] = (200, {"colour": "red"})
    result = shop.execute("deployment::deployed")
    result.stdout.fnmatch_lines(["*  *ERROR *Production deployed*"])


def test_smoke_passed_is_breached_by_the_row_that_does_not_hold(shop, live, steps):
    steps()
    live.answers["/products"] = (500, {"detail": "no shelf"})
    result = shop.execute("deployment::smoke_passed")
    result.stdout.fnmatch_lines(["*  FAIL *Smoke rows hold*", "*smoke rows that do not hold: 1*"])
    words = " ".join(result.stdout.str().split())
    assert "smoke::critical_endpoints: endpoints that answer wrongly: 1, must be at most 0 (GET /products: " in words
    assert "afterwards the release before answers there" in words


def test_smoke_passed_cannot_measure_without_endpoints(shop, live):
    shop.settings(f"[tool.golive.deployment]\ncommand = {step('deployed')}\n{QUIET}\n")
    result = shop.execute("deployment::smoke_passed")
    result.stdout.fnmatch_lines(["*  NOT SET UP *Smoke rows hold*", "*name no endpoint of staging*"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["golive/deployment::zero_downtime"], "use it with -m deploy"),
        (["-m", "deploy", "golive/deployment::zero_downtime"], "rows were chosen by name (golive/deployment::zero"),
        (["-m", "smoke"], "executes the steps of a deployment: use it with -m deploy"),
    ],
)
def test_all_steps_or_none(shop, steps, words, said):
    steps()
    shop.commit()
    result = shop.run(*words, "--golive-execute")
    assert result.ret == 4
    assert said in " ".join(result.stderr.str().split())
    assert done(shop) == []


def test_faults_of_the_settings_are_told_and_not_that_rows_are_missing(shop):
    text = (shop.path / "pyproject.toml").read_text()
    shop.write(
        "pyproject.toml", f'{text}\n[tool.golive.not_applicable]\n"deployment::emergency_settled" = "no such row"\n'
    )
    shop.commit()
    result = shop.run("-m", "deploy", "--golive-execute")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "deployment::emergency_settled cannot be let through" in result.stderr.str()
    assert "left out of the run" not in result.stderr.str()
