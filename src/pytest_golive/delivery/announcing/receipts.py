"""Receipts: which audience was notified of which release; one small file for each."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final

from pytest_golive.delivery.releases.versions import base_of
from pytest_golive.errors import CannotMeasure
from pytest_golive.files.writing import replace_file
from pytest_golive.findings import Finding
from pytest_golive.masking.printing import on_one_line

LARGEST: Final = 100_000  # bytes
SKEW: Final = dt.timedelta(days=1)  # clocks may differ by so much
UNNAMED: Final = re.compile(r"[^\w.+-]|\.\.")  # not allowed in a file name: "2.0/x" must stay in the folder
# In the file, the second word stands for the opposite of the first, which reads like a refusal where it is false.
ACCEPTED, CONFIRMED = "is_accepted", "is_confirmed"
REMOVE: Final = "remove it if nobody needs it; golive announce --again --send writes it again"
CURE: Final = "golive announce {} --send notifies it, and writes the receipt"


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that an audience was notified.

    Attributes:
        audience: its name in the settings.
        kind: the kind of the channel.
        version: the version that was announced.
        commit: full hash of the release's commit.
        sent: the time, ISO 8601, UTC.
        how: the channel's response, in words.
        is_accepted: whether the channel only accepted the message.
    """

    audience: str
    kind: str
    version: str
    commit: str
    sent: str
    how: str
    is_accepted: bool


@dataclass(frozen=True, slots=True)
class Announcements:
    """Which audiences were notified of a release.

    Attributes:
        audiences: how many there are.
        missing: those that were not notified.
        told: when and how each other one was notified, in words.
        source: the folder of the receipts.
    """

    audiences: int
    missing: tuple[Finding, ...]
    told: tuple[tuple[str, str], ...]
    source: str


def keep(folder: Path, receipt: Receipt) -> Path:
    """Write a receipt, and return its path.

    Raises:
        OSError: it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{UNNAMED.sub('-', receipt.version)}-{receipt.audience}.json"
    table = asdict(receipt)
    table[CONFIRMED] = not table.pop(ACCEPTED)
    replace_file(path, f"{json.dumps(table, indent=2, ensure_ascii=False)}\n".encode())
    return path


def receipts_in(folder: Path) -> Iterator[Receipt]:
    """All receipts.

    Raises:
        CannotMeasure: a file is not a valid receipt.
    """
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        yield _read(path)


def _read(path: Path) -> Receipt:
    try:
        with path.open("rb") as file:
            return receipt_in(file.read(LARGEST), path.name)
    except OSError as error:
        raise CannotMeasure(f"the receipt {on_one_line(path.name)} cannot be read: {error}", REMOVE) from None


def receipt_in(data: bytes, file: str) -> Receipt:
    """The receipt in *data*, the content of *file*.

    Raises:
        CannotMeasure: it is not a valid receipt.
    """
    name, names = on_one_line(file), {field.name for field in fields(Receipt)}
    try:
        table = json.loads(data)
        if isinstance(table, dict) and isinstance(table.get(CONFIRMED), bool) and ACCEPTED not in table:
            table[ACCEPTED] = not table.pop(CONFIRMED)
        if not isinstance(table, dict) or table.keys() != names:
            raise ValueError("its keys are not those of a receipt")  # noqa: TRY301 -- one cure for all
        receipt = Receipt(**table)
    except (ValueError, RecursionError) as error:
        raise CannotMeasure(f"the receipt {name} cannot be read: {error}", REMOVE) from None
    texts = (receipt.audience, receipt.kind, receipt.version, receipt.commit, receipt.sent, receipt.how)
    if not all(isinstance(one, str) for one in texts) or not isinstance(receipt.is_accepted, bool):
        raise CannotMeasure(f"the receipt {name} holds values that no receipt has", REMOVE)
    return receipt


def sent_since(receipts: Iterator[Receipt], moment: dt.datetime | None) -> list[Receipt]:
    """The *receipts* of messages that were not sent before *moment*; None counts all."""
    return [one for one in receipts if moment is None or not _is_before(one.sent, moment)]


def _is_before(text: str, moment: dt.datetime) -> bool:
    try:
        return dt.datetime.fromisoformat(text) < moment.replace(microsecond=0)
    except (ValueError, TypeError):
        return False  # whoever judges the receipt says what is wrong with it


def announced(
    kinds: Mapping[str, str], receipts: Collection[Receipt], commits: Collection[str], source: str, version: str = ""
) -> Announcements:
    """Which audiences were notified of the release that *commits* hold.

    Args:
        kinds: the channel of each audience, by its name.
        receipts: all receipts.
        commits: the commits of the release.
        source: where the receipts lie.
        version: the version of the release; "" if nothing declares it, in which case receipts' versions do not count.
    """
    told, missing = [], []
    for name, kind in kinds.items():
        state, problem = "", f"{name} was not notified of this release"
        for receipt in sorted(receipts, key=lambda receipt: receipt.sent):
            if receipt.audience == name and receipt.commit in commits:
                wrong = _wrong(receipt, kind, version)
                problem = f"{problem}: its receipt {wrong}" if wrong else problem
                state = state if wrong else _words(receipt)
        if state:
            told.append((name, state))
        else:
            missing.append(Finding(source, 0, "not-told", problem, key=name, cure=CURE.format(name)))
    return Announcements(len(kinds), tuple(missing), tuple(told), source)


def _wrong(receipt: Receipt, kind: str, version: str) -> str:
    """Why a receipt about the right commit does not count; "" if it does."""
    if receipt.kind != kind:
        return f"is for {receipt.kind[:40]!r}, but the settings name {kind}"
    if version and receipt.version != version and (base_of(receipt.version) or "") != base_of(version):
        return f"is for {receipt.version[:40]!r}, but this release is {version}"
    try:
        is_past = dt.datetime.fromisoformat(receipt.sent) <= dt.datetime.now(dt.UTC) + SKEW
    except (ValueError, TypeError):  # not a time, or one without a time zone
        return "has no time of sending in UTC"
    return "" if is_past else "has a time of sending in the future"


def _words(receipt: Receipt) -> str:
    sure = ", which does not prove that anyone received it" if receipt.is_accepted else ""
    return on_one_line(f"{receipt.kind}, {receipt.sent}: {receipt.how}{sure}")
