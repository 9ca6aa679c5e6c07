"""Sources of credentials; no message quotes a credential."""

from __future__ import annotations

import sys

import pytest

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.masking.known import MASK
from pytest_golive.service.credentials.reading import Origin, basic, bearer, read_secret

pytestmark = pytest.mark.security
CANARY = "canary-" + "Rt67Hn21"
KEY = "targets.staging.auth[0].token"


def printing(code):
    return Origin(command=(sys.executable, "-c", code), key=KEY)


def test_from_a_variable(tmp_path):
    assert read_secret(Origin("TOKEN", key=KEY), {"TOKEN": f"{CANARY}\n"}, tmp_path) == CANARY
    assert MASK.hide(f"Bearer {CANARY}", name_variables=True) == "Bearer ${TOKEN}"


def test_from_a_command_that_learns_no_other_credential(tmp_path):
    MASK.watch(["OTHER"], {"OTHER": "other-secret-value"})
    code = f"import os; print('{CANARY}' if 'OTHER' not in os.environ else 'leaked')"
    assert read_secret(printing(code), {"OTHER": "other-secret-value"}, tmp_path) == CANARY
    assert MASK.hide(CANARY) == "[hidden]"


@pytest.mark.parametrize(
    ("origin", "environment", "kind", "words"),
    [
        (Origin("TOKEN", key=KEY), {}, NotSetUp, "the environment variable TOKEN is not set"),
        (Origin("TOKEN", key=KEY), {"TOKEN": " \n"}, CannotMeasure, "TOKEN is empty"),
        (Origin("TOKEN", key=KEY), {"TOKEN": f"a\n{CANARY}"}, CannotMeasure, "no header can carry"),
        (printing(f"import sys; print('{CANARY}'); sys.exit(3)"), {}, CannotMeasure, "ended with status 3"),
        (printing(""), {}, CannotMeasure, "prints is empty"),
        (Origin(command=("no-such-program",), key=KEY), {}, CannotMeasure, "does not start"),
    ],
)
def test_what_is_not_there_is_told_without_quoting(tmp_path, origin, environment, kind, words):
    with pytest.raises(kind, match=words) as caught:
        read_secret(origin, environment, tmp_path)
    assert CANARY not in str(caught.value)
    assert CANARY not in repr(origin)


def test_what_is_sent_is_hidden_however_it_is_spelled():
    for value in (basic("smoke", CANARY), bearer(CANARY)):
        assert MASK.hide(value).split()[1] == "[hidden]"
