"""Our fixtures are for gates; an application's own are never disturbed."""

from __future__ import annotations

import pytest
from spared import SPARED

OWN_GATE = """\
from pytest_golive import Judge, gate


@gate("Every invoice has a number")
def test_invoices_have_numbers(judge: Judge) -> None:
    judge("invoices without a number", 0, at_most=0, n=12)
"""


@pytest.mark.parametrize("name", ["judge", "settings", "repository", "inventory", "golive", "limits"])
def test_ours_are_invisible_outside_gates(project, name):
    project.write("tests/test_pay.py", f"def test_pay({name}):\n    pass\n")
    result = project.run("--golive", "tests")
    result.stdout.fnmatch_lines([f"*fixture '{name}' not found*"])


def test_an_applications_fixtures_of_the_same_names_are_its_own(project):
    project.write(
        "conftest.py",
        "import pytest\n"
        + "".join(
            f"\n@pytest.fixture\ndef {name}():\n    return 'mine'\n"
            for name in ("client", "settings", "target", "judge", "repository", "inventory", "comments")
        ),
    )
    project.write(
        "tests/test_pay.py",
        "def test_pay(client, settings, target, judge, repository, inventory, comments):\n"
        "    assert {client, settings, target, judge, repository, inventory, comments} == {'mine'}\n",
    )
    result = project.run("--golive", "tests")
    assert result.ret == 0, result.stdout.str()
    result.stdout.fnmatch_lines(["GO *"])


def test_a_plugins_fixtures_of_the_same_names_are_its_own(project):
    project.write(
        "shopplugin.py",
        "import pytest\n\n@pytest.fixture(scope='session')\ndef settings():\n    return 'plugin'\n",
    )
    project.write("tests/test_pay.py", "def test_pay(settings):\n    assert settings == 'plugin'\n")
    result = project.run("--golive", "-p", "shopplugin", "tests", "-v", apart=True)
    assert result.ret == 0, result.stdout.str()


def test_a_teams_own_gate_is_six_lines(project):
    project.write("gates/test_shop.py", OWN_GATE)
    result = project.phase("-v")
    assert result.ret == 0, result.stdout.str()
    result.stdout.fnmatch_lines(
        [
            "gates/test_shop.py::test_invoices_have_numbers PASSED*",
            "shop",
            "*PASS*Every invoice has a number*0*",
            "GO *3 passed*",
        ]
    )


def test_a_teams_own_gate_fails_like_ours(project):
    project.write("gates/test_shop.py", OWN_GATE.replace('number", 0,', 'number", 3,'))
    result = project.phase()
    assert result.ret == 1
    result.stdout.fnmatch_lines(
        [
            "  FAIL *Every invoice has a number *3 *≤ 0*",
            "*invoices without a number: 3, must be at most 0*",
            f"NO-GO  2 passed, {SPARED} not applicable, 1 failed;*",
        ]
    )


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "workers"])
def test_a_gate_is_not_lost_to_the_name_of_its_file_or_function(project, workers):
    project.write("gates/invoices.py", OWN_GATE.replace("def test_", "def "))
    result = project.phase("-v", *workers)
    result.stdout.fnmatch_lines(["*PASS*Every invoice has a number*"])


def test_a_gate_without_a_phase_is_due_before_the_deployment(project):
    assert "pre_deploy" not in OWN_GATE
    project.write("gates/test_shop.py", OWN_GATE)
    project.phase().stdout.fnmatch_lines(["*Every invoice has a number*"])


def test_plain_asserts_make_a_gate_too(project):
    project.write("gates/test_shop.py", "def test_prices_are_whole_cents():\n    assert 1 + 1 == 3\n")
    result = project.phase()
    assert result.ret == 1
    result.stdout.fnmatch_lines(["*gates/test_shop.py::test_prices_are_whole_cents*assert*", "NO-GO*"])


def test_each_case_of_a_gate_has_a_title_of_its_own(project):
    cases = "import pytest\n\n@pytest.mark.parametrize('country', ['NL', 'DE'])\n"
    project.write("gates/test_shop.py", f"{cases}def test_prices(judge, country):\n    judge('n', 1, equals=1)\n")
    project.commit()
    result = project.phase()
    result.stdout.fnmatch_lines(["*  PASS    prices [[]NL[]] *", "*  PASS    prices [[]DE[]] *"])
    assert result.ret == 0


def test_a_gate_that_judges_nothing_proves_nothing(project):
    project.write("gates/test_shop.py", "def test_nothing(judge):\n    pass\n")
    result = project.phase()
    assert result.ret == 1
    result.stdout.fnmatch_lines(["*judged nothing*", "NO-GO*"])


def test_helpers_of_the_teams_folder_are_not_gates(project):
    project.write("gates/conftest.py", "import pytest\n\n@pytest.fixture\ndef invoices():\n    return 3\n")
    project.write("gates/_helpers.py", "def test_no():\n    raise AssertionError\n")
    project.write("gates/test_shop.py", "def test_yes(invoices, judge):\n    judge('invoices', invoices, equals=3)\n")
    result = project.phase()
    assert result.ret == 0, result.stdout.str()


def test_a_teams_conftest_may_override_ours_for_its_own_gates(project):
    project.write("gates/conftest.py", "import pytest\n\n@pytest.fixture\ndef limits():\n    return 'own'\n")
    project.write("gates/test_shop.py", "def test_yes(limits, judge):\n    judge('limits', limits, equals='own')\n")
    result = project.phase()
    assert result.ret == 0, result.stdout.str()


def test_the_root_conftest_cannot_replace_what_the_built_in_gates_measure(red):
    red.write(
        "conftest.py",
        "import pytest\n\n@pytest.fixture(scope='session')\ndef file_lines():\n    return None\n",
    )
    result = red.phase()
    result.stdout.fnmatch_lines(["*longest file: 250 lines*", "NO-GO*"])
