from __future__ import annotations

import pytest

from pytest_golive.commands.init.guessing import (
    critical_globs,
    guarding_tests,
    is_other_test,
    is_source,
    is_test,
    release_globs,
)


@pytest.mark.parametrize(
    ("path", "glob"),
    [
        ("src/shop/pay.py", "src/shop/pay.py"),
        ("src/shop/auth/login.py", "src/shop/auth/**"),
        ("src/shop/auth/deep/er/x.py", "src/shop/auth/**"),
        ("app/OAuthClient.java", "app/OAuthClient.java"),
        ("app/userSession.ts", "app/userSession.ts"),
        ("app/user-permissions.go", "app/user-permissions.go"),
        ("billing.py", "billing.py"),
        ("lib/security_headers.rb", "lib/security_headers.rb"),
        ("django/contrib/auth/hashers.py", "django/contrib/auth/**"),
    ],
)
def test_names_of_money_and_secrets_are_critical(path, glob):
    assert critical_globs([path]) == [glob]


@pytest.mark.parametrize(
    "path",
    [
        "src/author.py",
        "src/payload.py",
        "src/tokenizer.py",
        "src/obsessions.py",
        "tests/auth/helpers.py",
        "src/auth/test_login.py",
        "docs/security.py",
        "src/_vendor/crypto.py",
        "node_modules/auth/index.js",
        "auth/migrations/0001_initial.py",
        "SECURITY.md",
        "auth/readme.txt",
        "auth/[id].py",
        "auth/a b.py",
        "auth/\udcff.py",
        "auth/a\nb.py",
        ".github/auth.py",
        "auth/.py",
    ],
)
def test_other_names_are_not(path):
    assert critical_globs([path]) == []


def test_each_folder_is_named_once_in_the_order_found():
    paths = ["a/auth/x.py", "a/auth/y.py", "a/pay.py", "b/auth/x.py"]
    assert critical_globs(paths) == ["a/auth/**", "a/pay.py", "b/auth/**"]


def test_tests_of_security_are_found_by_their_names():
    paths = ["tests/test_auth.py", "tests/security/test_x.py", "tests/test_csrf.py", "tests/test_author.py", "auth.py"]
    assert guarding_tests(paths) == ["tests/test_auth.py", "tests/security/**", "tests/test_csrf.py"]
    assert guarding_tests(["tests/auth_tests/test_a.py", "tests/auth_tests/test_b.py"]) == ["tests/auth_tests/**"]
    assert guarding_tests(["examples/tutorial/tests/test_auth.py"]) == []


def test_sources_and_tests_are_told_apart():
    assert [is_test(path) for path in ("test_a.py", "a/b_test.py", "app/tests.py", "tests/util.py")] == [
        True,
        True,
        True,
        False,
    ]
    assert [is_source(path) for path in ("a.py", "tests/util.py", "a.txt", "docs/conf.py", "x/a.rs")] == [
        True,
        False,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("tags", "globs"),
    [
        (["release-1.2", "release-1.3", "old-1.0"], ["release-[0-9]*"]),
        (["shop/1.2.3"], ["shop/[0-9]*"]),
        (["nightly", "beta"], []),
        (["we*ird-1.0"], []),
        ([], []),
    ],
)
def test_the_prefix_that_most_releases_have_is_taken(tags, globs):
    assert release_globs(tags) == globs


@pytest.mark.parametrize(
    "path",
    ["api/api_test.go", "lib/a_test.exs", "spec/a_spec.rb", "src/a.test.ts", "src/a.spec.mjs", "src/CartTest.java"],
)
def test_tests_in_other_languages_are_no_sources(path):
    assert is_other_test(path)
    assert not is_source(path)
    assert not is_test(path)


@pytest.mark.parametrize("path", ["latest.go", "a_test.py", "src/contest.ts", "src/Latest.java", "test.go"])
def test_other_names_in_other_languages_are_no_tests(path):
    assert not is_other_test(path)
