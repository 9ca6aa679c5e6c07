"""Takes one sample of all signals, whatever goes wrong with it."""

from __future__ import annotations

import math
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from pytest_golive.errors import GoliveError
from pytest_golive.observability.watch.journal.lines import shown
from pytest_golive.observability.watch.measured import Measurement, Phase

ODD = "see the traceback with pytest --tb=long, and report it to whoever wrote what measures"


def measured(take: Callable[[], Sequence[Measurement]], signals: Sequence[str]) -> list[Measurement]:
    """One measurement of each of *signals*, in their order.

    An exception makes errors of all of them; a fault in the program is told as what it is, and never taken for a
    measurement. A number that is none is an error, and so is a signal that nobody asked for, as its name is wrong.
    """
    try:
        found = [_understood(each) for each in take()]
    except GoliveError as error:
        return _errors(signals, error.what, error.cure)
    except Exception as error:  # noqa: BLE001 -- of the team's gates, too: an error of this sample, not its end
        return _errors(signals, _fault(error), ODD)
    by_name: dict[str, Measurement] = {}
    for each in found:
        before = by_name.get(each.signal)
        by_name[each.signal] = each if before is None else _worse(before, each)
    if strange := sorted(by_name.keys() - set(signals)):
        return _errors(signals, f"{', '.join(strange[:3])} was measured, which is no signal of this watch", ODD)
    missing = Measurement("", Phase.ERROR, said="it is missing in this sample", cure=ODD)
    return [_bounded(by_name.get(signal, replace(missing, signal=signal))) for signal in signals]


def _errors(signals: Iterable[str], said: str, cure: str) -> list[Measurement]:
    return [_bounded(Measurement(signal, Phase.ERROR, said=said, cure=cure)) for signal in signals]


def _fault(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {error}{where}"


def _worse(one: Measurement, other: Measurement) -> Measurement:
    return max(one, other, key=lambda each: list(Phase).index(each.phase))


def _understood(one: Measurement) -> Measurement:
    """With plain numbers, as those of other libraries cannot be written; a failure stays one without them."""
    value, bound = _number(one.value), _number(one.bound)
    n = None if one.n is None or one.n < 0 else int(one.n)
    cleared = replace(one, value=value, bound=bound, n=n)
    odd = [
        name for name in ("value", "bound", "n") if getattr(one, name) is not None and getattr(cleared, name) is None
    ]
    if not odd or one.phase in {Phase.FAILED, Phase.ERROR}:
        return cleared
    said = f"its {odd[0]} is {getattr(one, odd[0])}, which is no number that can be measured"
    return replace(cleared, phase=Phase.ERROR, said=said)


def _number(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)


def _bounded(one: Measurement) -> Measurement:
    """Without secrets and endless texts, so that what is kept and shown is what is written."""
    limit, unit, said, cure = (shown(getattr(one, name), name) for name in ("limit", "unit", "said", "cure"))
    return replace(one, limit=limit, unit=unit, said=" ".join(said.split()), cure=" ".join(cure.split()))
