"""What counts where two releases, of which neither comes before the other, do not say the same about trust."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pytest_golive.settings.signing.table import RowRules, Signing

STRICT: Mapping[str, object] = {
    "trusted": None, "proven": True, "self_approval": "no", "signed_records": True, "signed_releases": True,
}  # fmt: skip


def merged(said: Sequence[Signing]) -> Signing:
    """What all of them say: nobody is trusted whom one of them does not know.

    Any of them may be made by whoever wants more than the others allow.
    """
    first = said[0]
    changes: dict[str, object] = {}
    for key in Signing.model_fields:
        values = [getattr(one, key) for one in said]
        if all(value == values[0] for value in values):
            continue
        if key == "people":
            known = first.people.items()
            changes[key] = {name: one for name, one in known if all(each.people.get(name) == one for each in said)}
        elif key == "approvers":
            changes[key] = max(values)
        elif key == "roles":
            changes[key] = _roles([one.roles for one in said])
        elif key == "rows":
            names = dict.fromkeys(name for one in said for name in one.rows)
            changes[key] = {name: _row([one.rows.get(name, RowRules()) for one in said]) for name in names}
        elif key in STRICT:
            changes[key] = STRICT[key]
        elif isinstance(values[0], tuple):  # recorders, outsiders, and globs of what is no part of a release
            changes[key] = tuple(one for one in values[0] if all(one in value for value in values))
    return first.model_copy(update=changes)


def _roles(said: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The roles that all of them let sign; where none is left, one that nobody has."""
    asked = [one for one in said if one]
    common = tuple(role for role in asked[0] if all(role in one for one in asked)) if asked else ()
    return common or ((" and ".join(dict.fromkeys(role for one in asked for role in one)),) if asked else ())


def _row(said: Sequence[RowRules]) -> RowRules:
    """What all of them demand of one row."""
    approvers = [one.approvers for one in said if one.approvers is not None]
    roles = [one.roles for one in said if one.roles is not None]
    same = {
        key: getattr(said[0], key) for key in RowRules.model_fields if len({getattr(one, key) for one in said}) == 1
    }
    strict = {
        "approvers": max(approvers, default=None), "roles": _roles(roles) if roles else None,
        "proven": True, "self_approval": "no", "covers": (),
    }  # fmt: skip
    return RowRules.model_construct(**{**strict, **same})
