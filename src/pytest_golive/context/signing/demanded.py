"""What the settings of one commit demand of the people who sign a row."""

from __future__ import annotations

from pytest_golive.settings.signing.table import RowRules, Signing
from pytest_golive.signing.demands import Rules
from pytest_golive.signing.people import PEOPLE


def demanded(table: Signing, row: str, *, live: bool, role: str = "", approvers: int = 0) -> Rules:
    """What *table* demands of *row*.

    Args:
        table: who signs.
        row: its id.
        live: whether it is about what customers use.
        role: who must sign, as its binding says; the settings of the row come first.
        approvers: how many, as its binding says; the higher number counts.
    """
    own = table.rows.get(row, RowRules())
    proven = table.proven if own.proven is None else own.proven
    return Rules(
        max(own.approvers or (approvers or table.approvers), approvers),
        own.roles if own.roles is not None else (role,) if role else table.roles,
        live if proven is None else proven,
        own.self_approval or table.self_approval,
        () if row == PEOPLE else own.covers,
        whole=row == PEOPLE,
        known=live,
    )
