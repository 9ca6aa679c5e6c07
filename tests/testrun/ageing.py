"""Files of a certain age, and the result for a report beside them."""

from __future__ import annotations

import os

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure
from pytest_golive.testrun.freshness import check_fresh

NOW = 1_790_000_000


def change(root, name, moment, text="y = 2\n"):
    (root / name).write_text(text)
    os.utime(root / name, (moment, moment))


def stale(root, written, **options):
    report = root / "reports.xml"
    try:
        check_fresh(report, written, Repository.open(root), **options)
    except CannotMeasure as error:
        return error.what
    return ""
