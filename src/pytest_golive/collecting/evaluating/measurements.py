"""What a gate showed, as one measurement in a sample of a watch."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from pytest_golive.collecting.evaluating.evaluated import Evaluated
from pytest_golive.judging.evidence import Evidence, is_finite
from pytest_golive.judging.judge import DEAD
from pytest_golive.observability.signals.readings import OWN, Early, TooFew
from pytest_golive.observability.triggers.trigger import LEFT_OUT
from pytest_golive.observability.watch.measured import Measurement, Phase
from pytest_golive.service.http.unreachable import Unreachable

SMOKE: Final = "smoke::"
TRIGGERS: Final = "rollback::"
REPEATING: Final = "; to repeat: "
# These gates judge requests of customers, so that few of them prove nothing.
OF_REQUESTS: Final = frozenset({"monitoring::error_rate", "monitoring::latency"})


def measurement_of(found: Evaluated, fewest: int, names: Collection[str] = OF_REQUESTS) -> Measurement:
    """The measurement of a gate.

    A waiver that covers nothing is a matter of the gate's own row: in a sample a finding may be missing by chance.

    Args:
        found: the gate, evaluated.
        fewest: requests without which gates of *names* prove nothing.
        names: the gates that judge requests.
    """
    signal, is_trigger = found.key, found.key.startswith(TRIGGERS)
    breaches = [each for each in found.breaches if each.name != DEAD]
    shown = next(iter([*breaches, *(each for each in found.evidence if each.ok is not None)]), None)
    phase, said, cure = _phase(found, breaches, shown, fewest if signal in names else 0)
    is_early = phase is Phase.INCONCLUSIVE and isinstance(found.error, Early)
    if shown is None:
        return Measurement(signal, phase, said=said, cure=cure, is_trigger=is_trigger, is_early=is_early)
    return Measurement(
        signal,
        phase,
        _number(shown.value),
        shown.allowed,
        shown.unit,
        shown.n,
        said,
        cure,
        is_trigger,
        _number(shown.limit),
        is_early,
    )


def left_out(found: Evaluated) -> Iterator[tuple[str, str]]:
    """What a gate says that it does not look at: a name, and the reason."""
    for each in found.evidence:
        if each.ok is None and each.name.startswith(f"{LEFT_OUT}: "):
            yield each.name.removeprefix(f"{LEFT_OUT}: "), str(each.value)


def _number(value: object) -> float | None:
    return float(str(value)) if is_finite(value) else None


def _phase(found: Evaluated, breaches: list[Evidence], shown: Evidence | None, fewest: int) -> tuple[Phase, str, str]:
    """The phase, what was found, and what to do about it."""
    error = found.error
    if error is not None and not breaches:  # what was measured past its limit stays so, whatever went wrong after it
        is_down = isinstance(error, Unreachable) and error.is_of_service and found.key.startswith(SMOKE)
        phase = Phase.FAILED if is_down else Phase.INCONCLUSIVE if isinstance(error, TooFew) else Phase.ERROR
        return phase, error.what, error.cure
    if breaches or found.failure:
        told = [each.sentence for each in breaches] or [found.failure]
        first = next((finding for each in breaches for finding in each.found), None)
        if first is not None:
            told.append(f"first {first.message}")
        # A sample's text is short: the line that repeats a request would be cut, and the gate's own row tells it.
        brief = "; ".join(each.partition(REPEATING)[0] for each in told)
        return Phase.FAILED, brief, (first.cure if first else "") or f"golive explain {found.key}"
    own = next((int(str(each.value)) for each in found.evidence if each.name == OWN), 0)
    if fewest and shown is not None and shown.n is not None and shown.n - own < fewest:
        besides = f", of which {own:,} may be our own" if own else ""
        return (
            Phase.INCONCLUSIVE,
            f"{shown.sentence}, but of only {shown.n:,} requests{besides}, and fewer than {fewest:,} prove nothing",
            "watch while there is traffic, lengthen the window of the target's metrics, or lower watch.fewest_requests",
        )
    return Phase.GOOD, shown.sentence if shown else "", ""
