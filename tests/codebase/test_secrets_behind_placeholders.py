"""A host behind the placeholder of a token is no secret; a token in its place is one."""

from __future__ import annotations

import pytest

from pytest_golive.codebase.secrets.rules.named import _in_line

HOST = "127.0.0.1:1/shop" + ".git"
VALUE = "@9xKq2vLmP7" + "wRt4ZsB8nD"


@pytest.mark.parametrize("name", ["TOKEN", "api_token", "$SECRET"])
def test_a_host_behind_a_placeholder(name):
    assert _in_line(f'run(f"git remote set-url origin https://robot:{{{name}}}@{HOST}")', True) == ()


def test_a_value_that_stands_in_no_address():
    assert _in_line(f'token: "{VALUE}"', True)
