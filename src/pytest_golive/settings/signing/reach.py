"""Whether enough people exist for what rows demand: what nobody can ever satisfy is a mistake in writing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pytest_golive.settings.signing.table import Signing

CURE = "name them in [tool.golive.signing.people], or ask for what somebody has"


def out_of_reach(signing: Signing, roles: Sequence[str], approvers: int) -> str:
    """Why nobody, or not enough people, can sign a row; "" if they can, or where nobody is named at all yet.

    Args:
        signing: names the people.
        roles: one of which each signer must have; () for anybody.
        approvers: how many must sign.
    """
    people = signing.people
    known = dict.fromkeys(role for person in people.values() for role in person.roles)
    if people and (lost := [role for role in roles if role not in known]):
        have = f"the roles of people are {', '.join(known)}" if known else "no person has a role"
        return f"nobody among the people is {lost[0]}; {have}"
    signers = {name: person for name, person in people.items() if person.roles or name not in signing.recorders}
    able = [name for name, person in signers.items() if not roles or set(roles) & set(person.roles)]
    if signers and len(able) < approvers:
        who = f" who are {' or '.join(roles)}" if roles else ""
        return f"{approvers} people{who} must sign, and only {len(able)} can: {', '.join(able)}"
    return ""


def faults_of(signing: Signing) -> Iterator[tuple[tuple[str, ...], str]]:
    """What the settings demand and nobody can satisfy: the key below ``signing``, and why."""
    if why := out_of_reach(signing, signing.roles, signing.approvers):
        yield (("approvers",) if "must sign" in why else ("roles",)), why
        return
    for name, rules in signing.rows.items():
        roles = signing.roles if rules.roles is None else rules.roles
        if why := out_of_reach(signing, roles, rules.approvers or signing.approvers):
            yield ("rows", name), why
