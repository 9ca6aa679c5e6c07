"""The confidence of CredSweeper's findings, tried without the tool itself."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from pytest_golive.codebase.secrets.credsweeper_worker import _confidence

VALUE = "kV7qZr2" + "LwX9tMb4e"


def reported(severity="medium", confidence="moderate", path="a.yaml", value=VALUE, variable="token"):
    place = SimpleNamespace(path=path, value=value, variable=variable)
    return _confidence(
        SimpleNamespace(
            severity=SimpleNamespace(value=severity),
            confidence=SimpleNamespace(value=confidence),
            line_data_list=[place],
        )
    )


@pytest.mark.parametrize("severity", ["info", "low", "medium", "high", "critical"])
def test_what_it_reports_is_believed_whatever_its_severity(severity):
    assert reported(severity) == "medium"


def test_a_format_is_sure_where_the_tool_says_so():
    assert reported("high", "strong") == "high"
    assert reported("info", "strong") == "medium"  # an UUID is one for sure, a secret it need not be
    assert reported("high", "strong", path="uv.lock") == "high"


@pytest.mark.parametrize(
    "about",
    [
        {"path": "poetry.lock"},
        {"path": ".secrets.baseline"},
        {"value": "sha512-" + VALUE},
        {"value": "ENC[" + VALUE},
        {"variable": "password_hash"},
        {"variable": "PUBLIC_KEY"},
        {"variable": "encryptedSecret"},
    ],
)
def test_what_is_public_by_design_does_not_block(about):
    assert reported("high", **about) == "low"


def test_what_has_no_name_is_judged_by_itself():
    assert reported("info", variable=None) == "medium"
