"""The product is neither tests nor files for developers."""

from __future__ import annotations

import pytest

from pytest_golive.codebase.inventory.taking import take_inventory
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.testrun.project.product import sort_product

CASE = "from django.test import TestCase\n\n\nclass PayTest(TestCase):\n    pass\n"


@pytest.fixture
def sort(make):
    def sort(*names, gates="gates", **files):
        root = make(**dict.fromkeys(names, "a = 1\n"), **files)
        repository = Repository.open(root)
        tracked = [entry.path for entry in repository.tracked()]
        return sort_product(take_inventory(repository), tracked, gates)

    return sort


def test_tests_of_many_conventions_are_no_product(sort):
    tests = (
        "tests/helpers.py", "shop/tests/test_it.py", "shop/tests/factories.py", "test/run.py", "testing/code.py",
        "conftest.py", "shop/conftest.py", "shop/test_pay.py", "shop/pay_test.py", "web/pay.test.ts", "web/pay.spec.js",
        "web/__tests__/pay.js", "pkg/pay_test.go", "java/src/test/Pay.java", "gates/mine.py",
    )  # fmt: skip
    product = sort(*tests, "shop/pay.py")
    assert (product.tests, set(product.files)) == (set(tests), {"shop/pay.py"})


def test_packages_about_tests_are_products(sort):
    names = ("django/test/client.py", "numpy/testing/utils.py", "shop/contest.py", "shop/latest.py", "shop/tests.py")
    assert set(sort(*names).files) == set(names)


def test_tests_of_django_apps_are_tests(sort):
    product = sort("shop/models.py", "shop/migrations/0001_initial.py", "shop/tests.py", **{"cart/tests.py": CASE})
    assert product.tests == {"shop/tests.py", "cart/tests.py"}
    assert set(product.files) == {"shop/models.py", "shop/migrations/0001_initial.py"}


@pytest.mark.parametrize(("patterns", "found"), [("check_*.py", True), ("*.py", False), ("*", False)])
def test_names_that_the_project_gives_to_tests_count_where_they_tell_tests_from_code(sort, patterns, found):
    product = sort("check_pay.py", "pay.py", **{"pytest.ini": f"[pytest]\npython_files = {patterns}\n"})
    assert product.tests == ({"check_pay.py"} if found else set())


def test_what_is_beside_the_product_is_named(sort):
    beside = ("benchmarks/run.py", "docs/conf.py", "examples/shop.py", "noxfile.py", "setup.py")
    product = sort(*beside, "shop/docs/render.py", "shop/setup.py")
    assert (product.beside, set(product.files)) == (beside, {"shop/docs/render.py", "shop/setup.py"})


def test_steps_of_scenarios_are_tests_and_other_features_are_not(sort):
    ours = ["features/environment.py", "features/steps/cart_steps.py", "features/util.py", "app/features/steps/b.py"]
    product = sort("app/a.py", "app/features/flags.py", *ours, "features/cart.feature")
    assert sorted(product.files) == ["app/a.py", "app/features/flags.py", "app/features/steps/b.py"]
    assert product.tests == {*ours[:3], "features/cart.feature"}


def test_features_without_steps_are_the_product(sort):
    assert sorted(sort("features/flags.py", "features/a.feature").files) == ["features/a.feature", "features/flags.py"]
