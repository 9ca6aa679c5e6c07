"""What a row has measured, as the page shows it, and which findings the page has room for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pytest_golive.findings import Finding
from pytest_golive.judging.evidence import KINDS, Evidence
from pytest_golive.judging.verdict import Row
from pytest_golive.reports.html.links import Forge, web
from pytest_golive.reports.html.words import Said, clean, said

MOST: Final = 1000  # findings on a page: a phone opens and searches that many at once
AT_ONCE: Final = 5  # findings that are not folded
FILES: Final = 8  # names of files whose findings are left out
URL: Final = re.compile(r"https?://\S{1,2000}")
WORDS: Final = {"found": "", "waived": "waived", "known": "known", "lesser": "does not block"}
STATES: Final = {True: "holds", False: "broken", None: "note"}
Key = tuple[int, int, str]  # numbers of the row and of its evidence, and the kind of the findings


@dataclass(frozen=True, slots=True)
class Item:
    """One finding: its place with the address of it, what it says, and why it does not block."""

    place: str
    url: str
    words: Said
    rule: str
    severity: str
    excuse: str = ""
    cure: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One measured value.

    Attributes:
        state: "holds", "broken", "excused" or "note".
        source: where the value came from; *link* is its address, if it is one.
        first, more: findings that are shown at once, and those that are folded.
        left_out: how many findings are not shown, and where they are; "" if all are.
    """

    name: str
    measured: str
    allowed: str
    state: str
    source: str
    link: str
    n: str
    time: str
    excuse: str
    drawn: str
    first: tuple[Item, ...] = ()
    more: tuple[Item, ...] = ()
    left_out: str = ""


def check_of(evidence: Evidence, room: dict[str, int], forge: Forge, told: str = "") -> Check:
    """*evidence* with as many findings of each kind as there is *room* for; the row shows the cure *told* itself."""
    shown: list[Item] = []
    hidden: list[Finding] = []
    for kind in KINDS:
        findings = sorted(getattr(evidence, kind), key=lambda finding: finding.gravity)
        shown += (_item(finding, WORDS[kind], forge, told) for finding in findings[: room.get(kind, 0)])
        hidden += findings[room.get(kind, 0) :]
    state = "excused" if evidence.is_excused else STATES[evidence.ok]
    url = URL.fullmatch(evidence.source)
    return Check(
        clean(evidence.name),
        "" if evidence.picture else clean(evidence.measured),
        clean(evidence.allowed),
        state,
        clean(evidence.source),
        web(clean(url[0])) if url else "",
        f"{evidence.n:,}" if evidence.n is not None else "",
        clean(evidence.time),
        clean(evidence.excuse),
        clean("\n".join(evidence.picture), 8000) if evidence.picture else "",
        tuple(shown[:AT_ONCE]),
        tuple(shown[AT_ONCE:]),
        left_out(hidden),
    )


def left_out(findings: Sequence[Finding]) -> str:
    """How many findings are not shown, and where they are; "" for none."""
    if not findings:
        return ""
    files = Counter(finding.path for finding in findings if finding.path).most_common()
    places = [f"{count:,} in {clean(path, 120)}" for path, count in files[:FILES]]
    places += [f"the others in {len(files) - FILES:,} more files"] if len(files) > FILES else []
    where = f": {', '.join(places)}" if places else ""
    what = "finding is" if len(findings) == 1 else "findings are"
    return f"{len(findings):,} more {what} not on this page{where}. --golive-sarif=FILE lists up to 5,000 of a run."


def items_of(checks: Sequence[Check]) -> Iterator[Item]:
    """All findings that are shown."""
    for check in checks:
        yield from (*check.first, *check.more)


def _item(finding: Finding, excuse: str, forge: Forge, told: str) -> Item:
    return Item(
        clean(finding.place, 300) if finding.path else "",
        forge.file(finding.path, finding.line) if finding.path else "",
        said(finding.message, 600),
        clean(finding.rule, 80),
        clean(finding.severity, 20),
        excuse,
        clean(finding.cure, 600) if finding.cure != told else "",
    )


def shares(rows: Sequence[Row], most: int = MOST) -> dict[tuple[int, int], dict[str, int]]:
    """By the numbers of row and evidence, how many findings of each kind are shown; what blocks comes first."""
    left = most
    found: dict[tuple[int, int], dict[str, int]] = {}
    for kind in KINDS:
        sizes = {
            (number, place, kind): len(getattr(evidence, kind))
            for number, row in enumerate(rows)
            for place, evidence in enumerate(row.evidence)
        }
        given = fair(sizes, left)
        left -= sum(given.values())
        for (number, place, _), count in given.items():
            found.setdefault((number, place), {})[kind] = count
    return found


def fair(sizes: dict[Key, int], most: int) -> dict[Key, int]:
    """*most*, divided so that the small ones get all they need, and the large ones the same share each."""
    found, left = {}, most
    wanting = sorted((key for key in sizes if sizes[key]), key=lambda key: sizes[key])
    for number, key in enumerate(wanting):
        found[key] = min(sizes[key], left // (len(wanting) - number))
        left -= found[key]
    return found
