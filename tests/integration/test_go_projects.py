"""A project in Go is measured by go test -json alone: no other program, no JUnit file."""

from __future__ import annotations

import shutil

import pytest

from pytest_golive.testrun.coverage.reading import read_coverage
from pytest_golive.testrun.project.command import find_command
from pytest_golive.testrun.running import run_tests

FILES = {
    "go.mod": "module shop.example\n\ngo 1.18\n",
    "cart/cart.go": "package cart\n\nfunc Add(a, b int) int {\n\tif a > 100 {\n\t\treturn 100\n\t}\n\treturn a + b\n}\n",
    "cart/cart_test.go": 'package cart\n\nimport "testing"\n\nfunc TestAdd(t *testing.T) {\n\tif Add(2, 2) != 4 {\n'
    '\t\tt.Fatal("two and two are not 4")\n\t}\n}\n',
}
COMMAND = ("go", "test", "-count=1", "-json", "-coverprofile=.golive/cover.out", "./...")


def run(root):
    assert shutil.which("go"), "install Go"
    return run_tests(find_command(root, command=COMMAND), root=root, artifacts=root / ".golive", timeout=300)


@pytest.fixture
def root(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_its_tests_and_their_coverage(root):
    ran = run(root)
    assert [(test.id, test.outcome, test.file, test.line) for test in ran.tests] == [
        ("shop.example/cart.TestAdd", "passed", "cart/cart_test.go", 5)
    ]
    assert (ran.source, ran.exit_status, ran.failures()) == ("go test -json", 0, ())
    [file] = read_coverage(root / ".golive/cover.out", root, FILES).files
    assert (file.path, file.missing) == ("cart/cart.go", {5})


def test_a_package_that_is_not_built_is_red(root):
    (root / "cart/cart.go").write_text("package cart\n\nfunc Add(a, b int) int {\n\treturn c\n}\n")
    ran = run(root)
    assert [(test.id, test.outcome) for test in ran.tests] == [("shop.example/cart", "error")]


def test_without_a_module_nothing_is_green(root):
    (root / "go.mod").unlink()
    ran = run(root)
    assert ran.exit_status != 0
    assert {test.outcome for test in ran.tests} == {"error"}
