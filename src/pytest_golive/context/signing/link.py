"""A record of an earlier phase that opens a run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """A record that opens this run.

    Attributes:
        name: of its file.
        phases: that it is about.
        signer: who signed it; "" for nobody.
        rows: id, outcome and message of each, where it is about the phase that runs; see `running.merging`.
        rehearsed_on: the target before production that it is about, where this run deploys to production; "" for none.
        rehearsed: ids of the rows that were verified there, if it is about one.
    """

    name: str
    phases: tuple[str, ...]
    ended: str
    signer: str = ""
    rows: tuple[tuple[str, str, str], ...] = ()
    rehearsed_on: str = ""
    rehearsed: frozenset[str] = frozenset()


def told(link: Link) -> str:
    """The link in words."""
    return f"{link.name}, of {link.ended}, {f'signed by {link.signer}' if link.signer else 'unsigned'}"
