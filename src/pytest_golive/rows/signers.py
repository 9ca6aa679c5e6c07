"""Whether the people that a row of a document demands exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pytest_golive.checklist.binding.resolving import Check
from pytest_golive.checklist.reading.rows import Fault
from pytest_golive.settings.signing.reach import CURE, out_of_reach
from pytest_golive.settings.signing.table import RowRules, Signing


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
