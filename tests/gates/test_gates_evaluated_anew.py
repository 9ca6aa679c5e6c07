"""Gates are evaluated anew outside pytest's protocol: built-in ones, and those of the team with its fixtures."""

from __future__ import annotations

import pytest

CONFTEST = """\
import pytest

@pytest.fixture
def basket(stock):
    yield [stock]

@pytest.fixture(scope="session")
def stock():
    return 3

@pytest.fixture(params=[1, 2])
def several(request):
    return request.param

@pytest.fixture(autouse=True)
def opened():
    OPENED.append(1)
    yield
    OPENED.pop()

OPENED = []
"""
TEAM = """\
import pytest
from pytest_golive import gate

@gate("Baskets hold something")
def basket_holds(basket, judge):
    judge("things in the basket", basket[0], at_least=3, unit=" things")

@gate("Baskets are opened")
def is_opened(stock, judge):
    from conftest import OPENED
    judge("opened", len(OPENED), equals=2)

@gate("Baskets overflow")
def overflows(basket, judge):
    judge("things in the basket", basket[0], at_most=2)

def test_by_an_assertion(stock):
    assert stock == 4

def test_by_nothing_but_an_assertion(stock):
    assert stock == 3

@pytest.mark.parametrize("least", [2, 9])
def test_cases(stock, least):
    assert stock >= least

@gate("Judges nothing")
def judges_nothing(judge):
    pass

@gate("Is broken")
def is_broken(judge):
    {}["price"]

@gate("Uses a folder")
def uses_a_folder(tmp_path, judge):
    judge("a", 1, equals=1)

@gate("Uses cases")
def uses_cases(several, judge):
    judge("a", 1, equals=1)

@gate("Uses nothing known")
def uses_nothing_known(no_such_thing, judge):
    judge("a", 1, equals=1)

@gate("Writes", permission="write")
def writes(judge):
    judge("a", 1, equals=1)

@pytest.mark.skip(reason="later")
def test_skipped():
    pass

def test_skips():
    pytest.skip("not today")

def test_returns():
    return 1 == 2

async def test_async():
    pass

@gate("Deploys")
def deploys(watched_deployment, judge):
    judge("a", 1, equals=1)

@gate("Evaluates itself")
def evaluates_itself(evaluation, judge):
    raise evaluation.of("gates/test_shop.py::evaluates_itself").error
"""
ALL = """\
import pytest
from pytest_golive import gate
from pytest_golive.collecting.evaluating.evaluation import evaluating

@gate("All are evaluated")
@pytest.mark.smoke
def all_are_evaluated(golive, request, judge):
    for number in (1, 2):
        with evaluating(golive, request.session, anew=True) as evaluation:
            for key in WANTED:
                found = evaluation.of(key)
                assert evaluation.of(key) is found
                word = "holds" if found.holds else "breached" if found.is_breached else "error"
                judge.note(f"{number} {key.rpartition('::')[2]}", f"{word}: {found.said}")
    judge("gates", len(WANTED), at_least=1)

WANTED = %r
"""
SAID = {
    "basket_holds": "holds: things in the basket: 3 things, must be at least 3 things",
    "is_opened": "holds: opened: 2, must be 2",
    "overflows": "breached: things in the basket: 3, must be at most 2",
    "test_by_an_assertion": "breached: assert 3 == 4",
    "test_by_nothing_but_an_assertion": "holds:",
    "test_cases[2]": "holds:",
    "test_cases[9]": "breached: assert 3 >= 9",
    "judges_nothing": "error: gates/test_shop.py::judges_nothing judged nothing",
    "is_broken": "error: gates/test_shop.py::is_broken ended with KeyError: 'price'",
    "uses_a_folder": "error: gates/test_shop.py::uses_a_folder uses tmp_path, which needs pytest's request: it can be *",
    "uses_cases[1]": "error: gates/test_shop.py::uses_cases[[]1] uses several, which has parameters: *",
    "uses_nothing_known": "error: gates/test_shop.py::uses_nothing_known uses no_such_thing, which no source of golive *",
    "writes": "error: gates/test_shop.py::writes needs the permission write, so that it does more than read",
    "test_skipped": "error: gates/test_shop.py::test_skipped is marked as skip, *",
    "test_skips": "error: gates/test_shop.py::test_skips was skipped: not today",
    "test_returns": "error: gates/test_shop.py::test_returns returns bool, and nothing reads what a gate returns",
    "test_async": "error: gates/test_shop.py::test_async is a coroutine, *",
    "deploys": "error: gates/test_shop.py::deploys uses watched_deployment, which deploys, or loads the service, *",
    "evaluates_itself": "error: gates/test_shop.py::evaluates_itself depends on itself",
    "not_there": "error: there is no gate 'gates/test_shop.py::not_there'",
}


@pytest.fixture
def evaluated(shop):
    """Evaluate gates twice in one run: returns the lines of the run."""

    def run(*keys):
        shop.write("gates/test_all.py", ALL % (keys,))
        shop.commit()
        result = shop._pytester.runpytest_subprocess("-p", "no:randomly", "gates", "-m", "smoke", "-v")
        return result.stdout

    return run


def test_gates_of_the_team_are_evaluated_with_their_fixtures(shop, evaluated, monkeypatch):
    monkeypatch.setenv("COLUMNS", "400")
    shop.write("gates/conftest.py", CONFTEST)
    shop.write("gates/test_shop.py", TEAM)
    said = evaluated(*(f"gates/test_shop.py::{name}" for name in SAID))
    said.fnmatch_lines_random(
        [f"*{number} {name.replace('[', '[[]')}: {what}*" for name, what in SAID.items() for number in (1, 2)]
    )


def test_built_in_gates_are_measured_anew_each_time(shop, live, evaluated, monkeypatch):
    monkeypatch.setenv("COLUMNS", "400")
    shop.settings('[tool.golive.not_applicable]\n"smoke::version" = "the release is told by nothing here"\n')
    live.answers["/healthz"] = [(200, {"status": "ok"})] * 12 + [(503, {"status": "down"})]
    said = evaluated(
        "smoke::healthy", "smoke::version", "monitoring::error_rate", "infrastructure::performance_acceptable"
    )
    said.fnmatch_lines_random(
        [
            "*1 healthy: holds: health: healthy, must be healthy*",
            "*2 healthy: breached: health: *, must be healthy*",
            "*2 version: error: smoke::version does not apply: the release is told by nothing here*",
            "*1 error_rate: error: *staging* does not say where its metrics are*",
            "*1 performance_acceptable: error: *",
        ]
    )
