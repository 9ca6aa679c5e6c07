"""Infrastructure Gate."""

import pytest

from pytest_golive import Judge, gate
from pytest_golive.service.stability import Stability

pytestmark = pytest.mark.pre_deploy


@gate("Staging deployment successful")
def staging_deployed(stability: Stability, judge: Judge) -> None:
    """What has not run in staging runs for the first time in front of customers."""
    judge("samples healthy and of this release", stability.good, at_least=stability.wanted, source=stability.source)
    judge("samples that were not", stability.bad, at_most=0, n=stability.samples)
