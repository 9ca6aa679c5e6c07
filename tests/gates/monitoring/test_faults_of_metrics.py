"""Each fault of the reference service that shows in metrics turns exactly the rows red that it names, by own scrapes."""

from __future__ import annotations

import re

import pytest

from pytest_golive.demo.faults import OF_METRICS, Fault

ROWS = [f"{'infrastructure' if row == 'metrics_flow' else 'monitoring'}::{row}" for row in OF_METRICS]
FAULTS = [fault for fault in Fault if set(fault.gates) & set(OF_METRICS)]
FEW = "\n[tool.golive.monitoring]\nfewest_requests = 2\n"


def red_of(said):
    """The rows that are red, by the lines of the run."""
    return set(re.findall(r"^golive/\w+::(\w+) (?:FAILED|ERROR)", said, re.MULTILINE))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_turns_the_rows_red_that_it_names(measured, shop, services, fault):
    measured(FEW, request_path="/products", own_requests=8 if fault is Fault.SLOW else 40, requests=5)
    with services[0].faulty(fault):
        result = shop.judge(ROWS[0], *(f"golive/{row}" for row in ROWS[1:]))
    assert red_of(result.stdout.str()) & set(OF_METRICS) == set(fault.gates) & set(OF_METRICS)
