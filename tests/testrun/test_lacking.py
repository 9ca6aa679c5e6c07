"""Modules missing in the Python of the tests."""

from __future__ import annotations

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.testrun.project.lacking import lacking

GREEN = {"test_it.py": "def test_a():\n    pass\n"}


@pytest.mark.parametrize("command", [("python", "-c", "import no_such_thing"), ("pytest", "-p", "no_such_thing")])
def test_a_command_that_lacks_a_module_is_told_of_the_interpreter(make, run, command):
    with pytest.raises(CannotMeasure) as caught:
        run(make(**GREEN), *command)
    assert "has no module 'no_such_thing'" in caught.value.cure
    assert "[tool.golive.tests] python" in caught.value.cure


def test_modules_that_tests_did_not_find_stand_beside_them(make, run):
    result = run(
        make(**{"test_it.py": "def test_a():\n    import no_such_thing\n\ndef test_b():\n    import nor_this\n"})
    )
    assert result.failed == 2
    assert dict(result.remarks())["modules that the tests did not find"] == (
        "no_such_thing, nor_this; [tool.golive.tests] python names the project's virtualenv"
    )


def test_modules_that_green_tests_did_without_are_no_remark(make, run):
    code = "import pytest\ndef test_a():\n    with pytest.raises(ImportError):\n        import no_such_thing\n"
    assert run(make(**{"test_it.py": code})).remarks() == ()


def test_only_the_first_names_are_listed_and_each_once():
    messages = [f"ModuleNotFoundError: No module named 'm{number}.x'" for number in (1, 1, 2, 3, 4, 5, 6, 7, 8)]
    assert lacking(messages).startswith("m1.x, m2.x, m3.x, m4.x, m5.x, m6.x and 2 more; ")
    assert not lacking(["AssertionError: no module named so"])
