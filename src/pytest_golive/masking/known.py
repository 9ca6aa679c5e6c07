"""The secrets that this process knows, and how to hide them in text.

One registry for the process: a secret may appear in any text, whichever part of the program wrote it.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Any

from pytest_golive.masking.spellings import LEAST_PART, SHORT, Span, places, spellings, standing

HIDDEN = "[hidden]"
MOST_FOUND, LONGEST_FOUND = 500, 1_000  # texts that are remembered, and characters of one
# Most programs need these; a word in a path that happens to be a password, too, does not make the path a credential.
NEEDED = frozenset(
    ("PATH", "HOME", "PWD", "OLDPWD", "TMPDIR", "TEMP", "TMP", "USER", "LOGNAME", "SHELL", "VIRTUAL_ENV", "SYSTEMROOT")
)


class Mask:
    """The secrets that this process has read, sent or received."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._shown: dict[str, str] = {}
        self._known: list[tuple[str, str]] = []
        self._whole: dict[str, None] = {}
        self._handed: set[str] = set()  # spellings of secrets that child processes may have
        self._steps: dict[str, str] = {}
        self._variables: dict[str, int] = {}
        self._found: dict[str, list[Span]] = {}
        self._found_with = (0, 0)
        self._last: tuple[tuple[dict[str, str], int, int], dict[str, str]] = (({}, 0, 0), {})

    def reset(self) -> None:
        """Remove all secrets: a new run begins."""
        with self._lock:
            for collection in (self._shown, self._known, self._whole, self._variables, self._steps, self._handed):
                collection.clear()
            self._found.clear()
            self._last = (({}, 0, 0), {})

    def add(self, secret: str, variable: str = "", *, withheld: bool = True) -> None:
        """Hide *secret* from now on, in every encoding in which it may appear.

        Args:
            secret: the secret itself.
            variable: the environment variable that holds it; a curl line shows this name instead.
            withheld: whether child processes get no variable that holds it; the team's own commands may need theirs.
        """
        if not secret.strip():
            return
        with self._lock:
            for spelling in spellings(secret):
                if withheld:
                    self._handed.discard(spelling)
                elif spelling not in self._shown:
                    self._handed.add(spelling)
                if spelling.strip() and spelling not in self._shown:
                    self._shown[spelling] = f"${{{variable}}}" if variable and spelling == secret else HIDDEN
                    self._known.append((spelling, spelling.lower()))
            if len(secret) >= LEAST_PART:
                self._whole[secret] = None

    def name(self, secret: str, variable: str, how: str) -> None:
        """Show ``${variable}`` in curl lines for a *secret* that no environment variable holds.

        Args:
            secret: hidden from now on; a secret that already has a name keeps it.
            variable: the name, in capitals; it gets a number if another secret already has it.
            how: how a reader can get the secret.
        """
        self.add(secret)
        instruction = self.hide(how, name_variables=True)
        with self._lock:
            name, number = variable, 1
            while self._steps.get(name, instruction) != instruction:
                number += 1
                name = f"{variable}_{number}"
            if self._shown.get(secret) == HIDDEN:
                self._shown[secret] = f"${{{name}}}"
                self._steps[name] = instruction

    def steps(self, variables: Iterable[str]) -> list[str]:
        """For each of *variables* that `name` introduced, how to set it: "COOKIE_SID: the cookie sid of …"."""
        with self._lock:
            return [f"{name}: {self._steps[name]}" for name in dict.fromkeys(variables) if name in self._steps]

    def watch(self, variables: Iterable[str], environment: Mapping[str, str]) -> None:
        """Hide the values of the environment *variables*, and withhold them from child processes."""
        for name in variables:
            self._variables[name] = len(environment.get(name, "").strip())
            self.add(environment.get(name, ""), name)

    @property
    def too_short(self) -> list[str]:
        """The watched variables whose value is hidden only as a whole word, because it is short."""
        return sorted(name for name, size in self._variables.items() if 0 < size < SHORT)

    def hide(self, text: str, *, name_variables: bool = False) -> str:
        """*text* without secrets.

        Args:
            text: any text.
            name_variables: show ``${NAME}`` for a secret that has the name of a variable, as in a shell.
        """
        spans = self._places(text)
        if not spans:
            return text
        parts: list[str] = []
        done = 0
        for start, end in spans:
            shown = self._shown.get(text[start:end], HIDDEN) if name_variables else HIDDEN
            parts += [text[done:start], shown]
            done = end
        return "".join([*parts, text[done:]])

    def hide_in(self, value: Any) -> Any:
        """*value*, made of nested plain types, without secrets in its texts; the same object if it holds none."""
        if not self._known:
            return value
        if isinstance(value, str):
            return self.hide(value)
        if isinstance(value, dict):
            return {self.hide_in(key): self.hide_in(part) for key, part in value.items()}
        if isinstance(value, list | tuple):
            parts = type(value)(map(self.hide_in, value))
            return value if all(map(operator.is_, value, parts)) else parts
        return value

    def without_credentials(self, environment: Mapping[str, str]) -> dict[str, str]:
        """*environment* for a child, without variables that hold a credential: ``INDEX_URL=https://user:TOKEN@host``."""
        variables = dict(environment)
        key, result = self._last
        secrets = len(self._known) - len(self._handed)
        if key != (variables, secrets, len(self._variables)):  # cached: called for each of many children
            key = (variables, secrets, len(self._variables))
            result = {name: value for name, value in variables.items() if not self._is_credential(name, value)}
            self._last = (key, result)
        return dict(result)

    def _is_credential(self, name: str, value: str) -> bool:
        if name in self._variables or (len(value) >= SHORT and value in self._shown and value not in self._handed):
            return True
        if name in NEEDED:
            return False
        lowered = value.lower()
        return any(
            small in lowered if len(secret) >= LEAST_PART else any(standing(value, secret, alone=True))
            for secret, small in list(self._known)
            if SHORT <= len(secret) <= len(value) and secret not in self._handed
        )

    def _places(self, text: str) -> list[Span]:
        """Where secrets stand in *text*; remembered for short ones, such as the URL of every request of a watch."""
        with self._lock:
            known_with = len(self._known), len(self._whole)  # secrets are only ever added
            if known_with != self._found_with or len(self._found) >= MOST_FOUND:
                self._found.clear()
                self._found_with = known_with
            if text in self._found:
                return self._found[text]
            known, whole = list(self._known), list(self._whole)
        found = places(text, known, whole) if known else []
        with self._lock:
            if len(text) <= LONGEST_FOUND and self._found_with == known_with == (len(self._known), len(self._whole)):
                self._found[text] = found
        return found


MASK = Mask()
