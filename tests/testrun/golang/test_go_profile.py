"""Profiles of go test -coverprofile, line by line."""

from __future__ import annotations

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.testrun.coverage.reading import read_coverage

CART = """package cart

func Add(a, b int) int {
	if a > 100 {
		// nobody orders so many
		return 100
	}

	return a + b
}
"""
PROFILE = """mode: set
shop.example/cart/cart.go:3.24,4.13 1 1
shop.example/cart/cart.go:4.13,7.3 1 0
shop.example/cart/cart.go:9.2,9.14 1 1
"""


@pytest.fixture
def root(tmp_path):
    (tmp_path / "go.mod").write_text("module shop.example\n")
    (tmp_path / "cart").mkdir()
    (tmp_path / "cart/cart.go").write_text(CART)
    return tmp_path


def read(root, text):
    (root / "cover.out").write_text(text)
    return read_coverage(root / "cover.out", root, ["cart/cart.go"])


def test_lines_with_statements_count(root):
    coverage = read(root, PROFILE)
    [file] = coverage.files
    assert (file.path, file.executed, file.missing) == ("cart/cart.go", {3, 4, 9}, {6})
    assert coverage.percent == pytest.approx(75)
    assert coverage.source == "go test -coverprofile, mode set (cover.out)"


def test_packages_that_measure_the_same_file_add_up(root):
    [file] = read(root, PROFILE + "shop.example/cart/cart.go:4.13,7.3 1 1\n").files
    assert file.missing == frozenset()


def test_of_another_module_it_is_of_other_code(root):
    with pytest.raises(CannotMeasure, match="of other code"):
        read(root, PROFILE.replace("shop.example", "other.example"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mode: often\n", "its mode is 'often'"),
        ("mode: set\n", "it holds not one line of code"),
        (PROFILE + "shop.example/cart/cart.go:9.2,9", "it has 'shop.example/cart/cart.go:9.2,9'"),
        (PROFILE + "shop.example/cart/cart.go:9.2,8.1 1 1\n", "it has 'shop.example/cart/cart.go:9.2,8.1 1 1'"),
        (PROFILE.replace("9.2,9.14", "90.2,91.14"), "measured on other code: it knows line 91"),
    ],
)
def test_what_is_damaged_is_no_coverage(root, text, said):
    with pytest.raises(CannotMeasure) as caught:
        read(root, text)
    assert said in caught.value.what
