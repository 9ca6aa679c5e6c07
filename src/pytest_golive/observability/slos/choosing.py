"""Which of the objectives in files are this service's, and which must be there and are not."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from pytest_golive.findings import Finding
from pytest_golive.observability.slos.slo import Slo

ABSENT: Final = "write the objective into one of the files, or correct its name in required"
NOT_TRUSTED: Final = "correct its name in trusted, or remove it there"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The objectives of one service.

    Attributes:
        slos: the objectives.
        missing: those that must be there and are not.
        others: how many there are of other services.
    """

    slos: tuple[Slo, ...]
    missing: tuple[Finding, ...]
    others: int


def choose(
    slos: Sequence[Slo], services: Sequence[str], required: Sequence[str], trusted: Sequence[str] = ()
) -> Chosen:
    """The objectives of *services*; of all, if none is named.

    Args:
        slos: what the files hold.
        services: names of services in the files.
        required: objectives that must be there, as "SERVICE/NAME".
        trusted: objectives for whose queries the team answers, as "SERVICE/NAME".
    """
    own = tuple(replace(slo, trusted=slo.key in trusted) for slo in slos if not services or slo.service in services)
    names = [slo.key for slo in own]
    cures = dict.fromkeys(trusted, NOT_TRUSTED) | dict.fromkeys(required, ABSENT)
    missing = tuple(_missing(name, names, cure) for name, cure in cures.items() if name not in names)
    return Chosen(own, missing, len(slos) - len(own))


def _missing(name: str, names: Sequence[str], cure: str) -> Finding:
    close = difflib.get_close_matches(name, names, n=1)
    hint = f"; did you mean {close[0]!r}?" if close else f"; there are {', '.join(names) or 'none'}"
    return Finding("", 0, "missing", f"the objective {name!r} is in none of the files{hint}", "high", name, cure=cure)
