"""What a gate showed as a measurement of a watch: a failure that was measured stays one."""

from __future__ import annotations

import pytest

from pytest_golive.collecting.evaluating.evaluated import Evaluated
from pytest_golive.collecting.evaluating.measurements import measurement_of
from pytest_golive.errors import CannotMeasure
from pytest_golive.fixtures.rollback.no_trigger_fired import ENDPOINTS, _is_down
from pytest_golive.judging.judge import Judge
from pytest_golive.observability.watch.measured import Phase
from pytest_golive.service.http.unreachable import unreachable

BROKEN = CannotMeasure("gates/test_shop.py::test_orders ended with KeyError: 'price'", "mend it")


@pytest.mark.parametrize(
    ("value", "error", "phase"),
    [(5, None, Phase.FAILED), (5, BROKEN, Phase.FAILED), (1, BROKEN, Phase.ERROR), (1, None, Phase.GOOD)],
)
def test_what_is_past_its_limit_has_failed_whatever_happened_after_it(value, error, phase):
    judge = Judge(())
    judge("orders lost", value, at_most=1)
    found = Evaluated(
        "gates/test_shop.py::test_orders", "Orders", tuple(judge.evidence), tuple(judge.breaches()), error
    )
    assert measurement_of(found, 0).phase is phase


@pytest.mark.parametrize(("kind", "phase"), [("timeout", Phase.FAILED), ("stood still", Phase.ERROR)])
def test_a_time_out_fails_a_smoke_row_unless_this_machine_stood_still(kind, phase):
    found = Evaluated("smoke::healthy", "The service is healthy", error=unreachable(kind, "GET /healthz: no answer"))
    assert measurement_of(found, 0).phase is phase


@pytest.mark.parametrize(("kind", "is_down"), [("timeout", True), ("stood still", False)])
def test_it_fires_no_trigger_either(kind, is_down):
    found = Evaluated(ENDPOINTS, "Critical endpoints work", error=unreachable(kind, "GET /products: no answer"))
    assert _is_down(found) == is_down
