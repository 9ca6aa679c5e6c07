"""A package's own tests are no API; helpers for the tests of others are. Exceptions may be named with their module."""

from __future__ import annotations

import pytest

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.documents.api.packages import modules
from pytest_golive.documents.api.parsing import Parser
from pytest_golive.documents.api.project import PythonApi
from pytest_golive.documents.reference.checking import check
from pytest_golive.documents.reference.written import what_is_written

CASE = "import unittest\nclass ShopTest(unittest.TestCase):\n    def test_pay(self): ...\n"
HELPER = "import unittest\nclass ShopCase(unittest.TestCase):\n    def pay(self): ...\n"


@pytest.fixture
def api(tmp_path, git, commit):
    """The API of a project with those files in its last commit."""

    def api(files, include=()):
        for path, text in files.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        git(tmp_path, "init", "--quiet")
        commit(tmp_path)
        return PythonApi(Parser(Repository.open(tmp_path)), sorted(files), include=include)

    return api


@pytest.mark.parametrize(
    "text",
    [CASE, "def test_pay(): ...\n", "class TestShop:\n    def test_pay(self): ...\n"],
    ids=["unittest", "pytest", "class"],
)
@pytest.mark.parametrize("name", ["test", "testing"])
def test_a_package_that_holds_tests_is_no_api(api, name, text):
    files = {
        "shop/__init__.py": "",
        f"shop/{name}/__init__.py": text,
        f"shop/{name}/data/__init__.py": "def pay(): ...\n",
    }
    found = api(files)
    assert set(found.now().modules) == {"shop"}
    assert set(found.of_tests()) == {f"shop/{name}", f"shop/{name}/data"}
    notes = dict(what_is_written(found, "present", reference=False).notes)
    assert f"shop/{name}" in notes["packages of tests, taken for no API"]
    assert set(api(files, include=["shop/**"]).now().modules) == {"shop", f"shop.{name}", f"shop.{name}.data"}


def test_one_that_helps_others_to_test_is(api):
    files = {"shop/__init__.py": "", "shop/test/__init__.py": HELPER, "shop/test/cases.py": "class TestClient: ...\n"}
    assert set(api(files).now().modules) == {"shop", "shop.test", "shop.test.cases"}


def test_one_that_holds_tests_since_the_last_release_is_not_gone(api, git, tmp_path):
    files = {"shop/__init__.py": "", "shop/testing/__init__.py": "def pay(): ...\n"}
    api(files)
    old = git(tmp_path, "rev-parse", "HEAD").strip()
    found = api({**files, "shop/testing/test_pay.py": "def test_pay(): ...\n"})
    assert set(found.now().modules) == {"shop"}
    assert set(found.at(old).modules) == {"shop"}


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        (["shop/__init__.py", "shop/testing/__init__.py", "shop/testing/test_pay.py", "shop/testing/x/y.py"], {"shop"}),
        (["shop/__init__.py", "shop/test/__init__.py", "shop/test/pay_test.py", "shop/test/pay.py"], {"shop"}),
        (["shop/__init__.py", "shop/testing/__init__.py", "shop/testing/tests/test_x.py"], {"shop", "shop.testing"}),
        (["src/testing/__init__.py", "src/testing/test_x.py"], {"testing"}),
    ],
)
def test_files_that_pytest_collects_make_a_package_one_of_tests(paths, found):
    assert set(modules(paths, ["shop"])) == found


DOCUMENTED = '''
{head}
def pay(cents):
    """Pay.

    :param cents: how much.
    :raises {named}: too late.
    """
    {body}
'''


@pytest.mark.parametrize(
    ("head", "named", "body"),
    [
        ("", "asyncio.CancelledError", "wait(cents)"),
        ("import asyncio", "asyncio.CancelledError", "raise asyncio.CancelledError"),
        ("from asyncio import CancelledError", "asyncio.CancelledError", "raise CancelledError"),
        ("import asyncio", "CancelledError", "raise asyncio.CancelledError"),
    ],
)
def test_an_exception_may_be_named_with_its_module(make_tree, head, named, body):
    assert check(make_tree(DOCUMENTED.format(head=head, named=named, body=body)), "matching").untrue == []


@pytest.mark.parametrize("named", ["shop.errors.Late", "errors.Late", "Late"])
def test_one_of_a_module_of_the_project_must_be_there(make_tree, named):
    text = DOCUMENTED.format(head="from shop import errors", named=named, body="wait(cents)")
    files = {"shop/__init__.py": text, "shop/errors.py": "class Early(Exception): ...\n"}
    found = check(make_tree(files), "matching").untrue
    assert [each.rule for each in found] == ["docstring-raises-unknown"]
