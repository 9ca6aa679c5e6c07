"""Proposals for the rollback: its command, and what its triggers need besides metrics and endpoints."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_golive.commands.init.survey import Survey
from pytest_golive.settings.rollback.table import TRIGGERS


def _rollback(survey: Survey) -> Iterator[str]:
    yield "# What rolls a release back, to the tag {previous}. It is shown; golive rollback --execute executes it:"
    yield from survey.delivered.lines("rollback", "command", ("./deploy.sh", "{target}", "{previous_version}"))
    yield "# rehearsal = { write = ['./write-an-order'], verify = ['./see-that-order'] }  # golive rehearse, on staging"
    yield '# notify = ["team"]  # who is told: names of announcements.audiences, or other names'
    yield '# baseline = "120ms"  # usual response time, if no Prometheus and no golive baseline knows it'
    yield '# before = "1h"  # else the baseline is this much of the time before the deployment'
    yield '# latency = "2x"  # how many times as long as the baseline responses may take'
    yield "# critical = ['gates/test_shop.py::test_orders']  # gates without which the service is of no use"
    yield '# security_alerts = { category = "security" }  # labels of the alerts that mean an incident'
    if survey.forge:
        yield '# security_issues = ["security incident"]  # labels of the issues that mean one'
    yield '# security_row = "incident"  # the row by which people sign that there is none, or reject it'
    yield f"# A trigger that nobody watches ({', '.join(TRIGGERS)}) needs a reason:"
    yield '# not_watched = { security = "who sees incidents, and how they roll back" }'


TABLES = {"rollback": _rollback}
