"""Rows that people sign: built-in ones, those that the settings name, and whether the people exist who must sign."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from pytest_golive.checklist.binding.resolving import Check
from pytest_golive.checklist.reading.rows import Fault
from pytest_golive.sections import parts, sections
from pytest_golive.settings.deployment.table import Deployment
from pytest_golive.settings.loading import Loaded
from pytest_golive.settings.signing.reach import CURE, out_of_reach
from pytest_golive.settings.signing.table import RowRules, Signing
from pytest_golive.signing.people import PEOPLE


def unsignable(checks: Iterable[Check], signing: Signing) -> Iterator[Fault]:
    """The bindings that demand people who do not exist, each with its place; settings are checked as they are read."""
    for check in checks:
        options = check.binding.options
        role, approvers = options.get("role", ""), int(options.get("approvers", "0"))
        if not check.needs_people or not (role or approvers):
            continue
        own = signing.rows.get(check.id, RowRules())
        roles = own.roles if own.roles is not None else (role,) if role else signing.roles
        least = max(own.approvers or (approvers or signing.approvers), approvers)
        why = out_of_reach(signing, (role,) if role else (), 1) or out_of_reach(signing, roles, least)
        if why:
            comment = check.row.comments[0]
            yield Fault(comment.line, f"{check.id} can never be signed: {why}", CURE, comment.path)


def nobody_signs(ids: Sequence[str], loaded: Loaded) -> Iterator[str]:
    """One message for each row that the settings name as one that people sign, and that is none, with its place.

    A row that got other words has another id: it would lose its rules without a word.

    Args:
        ids: of the rows of documents that people sign.
        loaded: the settings.
    """
    signed = [*ids, *signed_gates()]
    for row in loaded.settings.signing.rows:
        if row not in (*signed, PEOPLE):
            place, cure = (
                loaded.place_of("signing", "rows", row),
                _hint(row, signed, "give the row that id, or delete them"),
            )
            yield f"{place}: rules for {row!r}, which is the id of no row that people sign; {cure}"
    yield from no_row_for_steps(ids, loaded)


def no_row_for_steps(ids: Sequence[str], loaded: Loaded) -> Iterator[str]:
    """One message for each step of a deployment that waits for the signatures of none of the rows *ids*."""
    for name, step in loaded.settings.of(Deployment).steps.items():
        if step.signed is not None and step.signed not in ids:
            place = loaded.place_of("deployment", "steps", name, "signed")
            cure = _hint(step.signed, ids, f"bind a row of a document: <!-- golive: sign id={step.signed} -->")
            yield f"{place}: signed = {step.signed!r} is the id of no row of a document that people sign; {cure}"


def _hint(row: str, known: Sequence[str], otherwise: str) -> str:
    close = difflib.get_close_matches(row, known, n=1)
    return f"did you mean {close[0]!r}?" if close else otherwise


@cache
def signed_gates() -> Mapping[str, str]:
    """The titles of gates under ``@gate("…", signed=True)``, by "section::gate", in the order of the checklist."""
    return dict(_found())


def _found() -> Iterator[tuple[str, str]]:
    for section in sections():
        for module in parts("gates", section):
            for name, function in vars(module).items():
                if getattr(function, "__module__", "") != module.__name__:
                    continue  # imported there
                for mark in getattr(function, "pytestmark", ()):
                    if getattr(mark, "name", "") == "gate" and mark.kwargs.get("signed"):
                        yield f"{section}::{name}", str(mark.args[0])
