"""What is asked of signatures: the rules of a row, and the release that they must be about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pytest_golive.signing.files import SignOff


@dataclass(frozen=True, slots=True)
class Rules:
    """What a row requires of its signatures.

    Attributes:
        roles: each signer must have one of these; () for anybody who may sign at all.
        proven: whether a name in a commit is not enough as proof of identity.
        self_approval: "no": nobody may sign who changed anything in the release; "elsewhere": nobody who changed what
            the row covers; "yes": anybody may sign.
        covers: globs of what the row is about; () for the whole release. A signature must cover at least this.
        title: the words of the row; "" if they do not matter.
        whole: whether a signature must cover the whole release.
        known: whether every author must be known, for one of them may be a signer under another address.
    """

    approvers: int = 1
    roles: tuple[str, ...] = ()
    proven: bool = False
    self_approval: str = "no"
    covers: tuple[str, ...] = ()
    title: str = ""
    whole: bool = False
    known: bool = False

    @property
    def of_authors(self) -> tuple[str, ...] | None:
        """Globs of the changes whose authors may not sign; None if authors may."""
        if self.self_approval == "yes":
            return None
        return self.covers if self.self_approval == "elsewhere" else ()


@dataclass(frozen=True, slots=True)
class Release:
    """The content that is signed now.

    Attributes:
        digest: returns the digest of the content that a signature's globs name.
        authors: returns the addresses of everybody who changed that content since the previous release.
        changed: returns the paths within the globs that differ from a commit; () if that is unknown.
        today: the date in UTC.
        name: what it is called until it is out: its version, and the release before; "" if it has neither.
        doubt: why changes count as new that a tag says are old, and the cure; "" if none do.
        is_earlier: whether the previous release already contained a signature.
    """

    digest: Callable[[tuple[str, ...]], str]
    authors: Callable[[tuple[str, ...]], Sequence[str]]
    changed: Callable[[tuple[str, ...], str], Sequence[str]]
    today: dt.date
    name: str = ""
    doubt: str = ""
    is_earlier: Callable[[SignOff], bool] = lambda _: False


def why_another(one: SignOff, rules: Rules, release: str) -> str:
    """The reason why a signature is about something else; "" if it is about the row.

    Args:
        one: the signature.
        rules: of its row.
        release: the name of the release that is signed now.
    """
    if rules.title and one.title != rules.title:
        return f"the row was worded differently when it was signed: {one.title[:60] or 'none'!r}"
    if one.covers and rules.whole:
        return "it covers less than the release"
    if one.covers and (left := [glob for glob in rules.covers if glob not in one.covers]):
        return f"it covers less than the row: not {', '.join(left)}"
    # Else whoever signs could choose a file that never changes, and would have signed every release to come.
    if one.covers and not rules.covers and not (release and one.release == release):
        given = f"for {one.release}, not for {release or 'one with a version or a tag before it'}"
        return (
            f"it covers only {', '.join(one.covers)}, so it counts for the one release that it names, and it was given "
            f"{given if one.release else 'for none'}; sign again, or let the settings name covers for the row"
        )
    return ""
