"""How a reader comes by what a line to repeat a request cannot hold: a session, a forged token, a wrong key.

Such a secret is named by a variable that no environment holds, and the line says how to fill it.
"""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock

from pytest_golive.masking.known import MASK

MOST = 10_000
_lock = Lock()
_steps: dict[str, str] = {}


def name_secret(secret: str, variable: str, how: str) -> None:
    """Hide *secret*, name it by *variable* where a line repeats a request, and say there how to come by it.

    Args:
        secret: that is sent.
        variable: in capitals; one that the environment holds keeps its own name.
        how: in words: "the cookie sid of a log-in at /login".
    """
    MASK.add(secret)
    told = MASK.hide(how, name_variables=True)
    with _lock:
        name, number = variable, 1
        while _steps.get(name, told) != told:
            number += 1
            name = f"{variable}_{number}"
        if len(_steps) < MOST and MASK.name(secret, name):
            _steps[name] = told


def steps_for(variables: Iterable[str]) -> list[str]:
    """For each of *variables* that no environment holds, how to fill it: "SESSION: the cookie sid of …"."""
    with _lock:
        return [f"{name}: {_steps[name]}" for name in dict.fromkeys(variables) if name in _steps]
