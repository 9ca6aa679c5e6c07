"""The files that an inventory left out, and its message if no file remains."""

from __future__ import annotations

import pytest

from pytest_golive.errors import CannotMeasure


def unseen(inventory):
    return {entry.path: entry.reason for entry in inventory.unseen}


def refusal(inventory):
    with pytest.raises(CannotMeasure) as caught:
        inventory.require_files()
    return caught.value
