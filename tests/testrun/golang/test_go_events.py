"""What go test -json prints, read without leaving anything out."""

from __future__ import annotations

import json

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.testrun.golang.events import read_events, writes_events

CART = "shop.example/cart"


def event(action, test="", package=CART, **more):
    return json.dumps({"Action": action, "Package": package, **({"Test": test} if test else {}), **more})


def whole(*events, end="pass"):
    return (event("start"), *events, event(end, Elapsed=0.2))


@pytest.fixture
def read(tmp_path):
    (tmp_path / "go.mod").write_text("// shop\nmodule shop.example\n\ngo 1.22\n")
    (tmp_path / "cart").mkdir()
    (tmp_path / "cart/cart_test.go").write_text("package cart\n\nfunc TestAdd(t *testing.T) {\n}\n")

    def read(*lines):
        log = tmp_path / "tests.log"
        log.write_text("".join(f"{line}\n" for line in lines))
        return read_events(log, tmp_path)

    return read


def outcomes(results):
    return {result.id.removeprefix(f"{CART}."): result.outcome for result in results}


@pytest.mark.parametrize(
    ("args", "answer"),
    [
        (("go", "test", "-json", "./..."), True),
        (("/usr/local/go/bin/go", "test", "-count=1", "--json"), True),
        (("go", "test", "./..."), False),
        (("go", "vet", "-json"), False),
        (("npm", "test", "-json"), False),
    ],
)
def test_only_go_test_writes_events(args, answer):
    assert writes_events(args) is answer


def test_each_test_has_its_outcome_and_its_place(read):
    results = read(
        "go: downloading github.com/spf13/pflag v1.0.9",
        *whole(
            event("run", "TestAdd"), event("run", "TestAdd/two"), event("pass", "TestAdd/two", Elapsed=0),
            event("pass", "TestAdd", Elapsed=0.1), event("run", "TestLater"), event("skip", "TestLater"),
        ),
    )  # fmt: skip
    assert outcomes(results) == {"TestAdd": "passed", "TestAdd/two": "passed", "TestLater": "skipped"}
    assert (results[0].file, results[0].line, results[0].seconds) == ("cart/cart_test.go", 3, 0.1)
    assert (results[1].file, results[2].file) == ("cart/cart_test.go", "")


def test_a_failed_test_says_why(read):
    said = event("output", "TestAdd", Output="    cart_test.go:5: two and two are 5\n")
    results = read(*whole(event("run", "TestAdd"), event("output", "TestAdd", Output="=== RUN   TestAdd\n"), said,
                          event("fail", "TestAdd"), end="fail"))  # fmt: skip
    assert [(result.outcome, result.message) for result in results] == [("failed", "cart_test.go:5: two and two are 5")]


def test_the_worst_of_several_runs_counts(read):
    again = (event("run", "TestAdd"), event("fail", "TestAdd"), event("run", "TestAdd"), event("pass", "TestAdd"))
    assert outcomes(read(*whole(*again, end="fail"))) == {"TestAdd": "failed"}


@pytest.mark.parametrize(
    "lines",
    [
        (event("start"), event("run", "TestAdd"), event("fail")),  # os.Exit in the middle
        (event("start"), event("run", "TestAdd"), event("pass", "TestAdd"), event("run", "TestAdd"), event("fail")),
    ],
)
def test_a_test_that_never_ended_is_an_error(read, lines):
    assert outcomes(read(*lines))["TestAdd"] == "error"


def test_a_package_that_could_not_be_built_is_an_error(read):
    broken = event("output", Output="FAIL\tshop.example/cart [build failed]\n")
    unbuilt = json.dumps({"ImportPath": CART, "Action": "build-output", "Output": "cart.go:3: undefined: x\n"})
    [result] = read(unbuilt, event("start"), broken, event("fail", FailedBuild=CART))
    assert (result.id, result.outcome, result.collected) == (CART, "error", False)
    assert "build failed" in result.message


def test_a_package_that_never_ended_is_an_error(read):
    results = read(event("start"), event("run", "TestAdd"), event("pass", "TestAdd"))
    assert outcomes(results) == {"TestAdd": "passed", CART: "error"}


def test_a_package_without_tests_is_none(read):
    assert read(event("start"), event("skip")) == ()


@pytest.mark.parametrize("line", ['{"Action":"pass",', '{"Action":1,"Package":"x"}', "[1]", event("explode"), "{}"])
def test_what_is_not_understood_is_no_result(read, line):
    lines = (*whole(event("run", "TestAdd"), event("pass", "TestAdd")), line)
    if line.startswith("["):
        assert outcomes(read(*lines)) == {"TestAdd": "passed"}  # go's own words, no event
        return
    with pytest.raises(CannotMeasure, match=r"tests\.log:5"):
        read(*lines)


def test_no_event_is_no_test(read):
    assert read("go: go.mod file not found") == ()


def test_without_a_module_no_place_is_known(read, tmp_path):
    (tmp_path / "go.mod").unlink()
    [result] = read(*whole(event("run", "TestAdd"), event("pass", "TestAdd")))
    assert (result.file, result.outcome) == ("", "passed")
