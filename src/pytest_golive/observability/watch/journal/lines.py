"""The lines of a watch's file: what they say, within bounds and without secrets, and what was read from them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from pytest_golive.masking.foreign import spoken
from pytest_golive.observability.watch.journal.fields import Fields
from pytest_golive.observability.watch.measured import Measurement, Phase, Sample
from pytest_golive.observability.watch.policy import Policy, Tolerance

KIND: Final = "watch"
VERSION: Final = 1
# Characters of a text; what takes more is cut.
LONGEST: Final = {"said": 300, "cure": 300, "limit": 80, "unit": 20, "signal": 120, "gap": 300, "why": 300}
MEASURED: Final = ("value", "limit", "unit", "n", "said", "cure", "is_trigger", "bound", "is_early")


@dataclass(frozen=True, slots=True)
class About:
    """What is watched, and how; a watch goes on from its samples only if all of it is the same.

    Attributes:
        release: its version, or "".
        commit: of the release: its full hash, or "".
        target: the name of the target.
        policy: how the watch is held.
        signals: the names of all signals.
        others: what else must not change, by name, such as the limits of the signals.
    """

    release: str
    commit: str
    target: str
    policy: Policy
    signals: tuple[str, ...]
    others: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Began:
    """When a watch began.

    Attributes:
        wall: in seconds since 1970.
        boot: in seconds since the machine was started; None if no clock says so.
        boot_id: which start of which machine that was; "" if unknown.
    """

    wall: float
    boot: float | None
    boot_id: str


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to the watch itself.

    Attributes:
        name: "late", "stopped", "resumed" or "ended".
        at: in seconds since 1970.
        why: in words; "" where there is nothing to say.
        ending: how the watch ended; "" if it did not.
    """

    name: str
    at: float
    why: str = ""
    ending: str = ""


EVENTS: Final = ("late", "stopped", "resumed", "ended")


def header(about: About, began: Began) -> bytes:
    """The first line."""
    return _line({"golive": KIND, "version": VERSION, **asdict(about), "began": asdict(began)})


def header_of(fields: Fields) -> tuple[About, Began]:
    """What the first line says.

    Raises:
        ValueError: it is not of a watch.
    """
    if fields.text("golive", "") != KIND:
        raise ValueError("it is not the file of a watch")
    if (version := fields.whole("version")) != VERSION:
        raise ValueError(f"its format is of version {version}, and this pytest-golive reads version {VERSION}")
    others, policy, began = fields.within("others"), fields.within("policy"), fields.within("began")
    of_signals = policy.within("of_signals")
    about = About(
        fields.text("release"),
        fields.text("commit"),
        fields.text("target"),
        Policy(
            policy.number("interval"),
            policy.whole("count"),
            policy.number("initial_delay"),
            policy.whole("consecutive_success_limit"),
            _tolerance(policy.within("tolerance")),
            {name: _tolerance(of_signals.within(name)) for name in of_signals.names},
        ),
        tuple(str(name) for name in fields.each("signals")),
        {name: others.text(name) for name in others.names},
    )
    if about.policy.interval <= 0 or about.policy.count < 1 or about.policy.initial_delay < 0:
        raise ValueError("its policy is none: the interval and the count must be positive")
    return about, Began(began.moment("wall"), began.number_or_none("boot"), began.text("boot_id"))


def _tolerance(fields: Fields) -> Tolerance:
    return Tolerance(
        fields.whole("failure_limit"), fields.whole("inconclusive_limit"), fields.whole("consecutive_error_limit")
    )


def sample_line(sample: Sample) -> bytes:
    """One sample; fields that say nothing are left out."""
    found = {"sample": sample.number, "at": round(sample.at, 3), "since": sample.since, "took": round(sample.took, 4)}
    gap = {"gap": shown(sample.gap, "gap")} if sample.gap else {}
    return _line({**found, **gap, "measurements": [_measurement(each) for each in sample.measurements]})


def _measurement(one: Measurement) -> dict[str, object]:
    found: dict[str, object] = {"signal": one.signal, "phase": one.phase.value}
    for name in MEASURED:
        value = getattr(one, name)
        if value is not None and value is not False and value != "":
            found[name] = value
    return found


def sample_of(fields: Fields) -> Sample:
    """What a line says of a sample.

    Raises:
        ValueError: it is none.
    """
    each = enumerate(fields.each("measurements"))
    return Sample(
        fields.whole("sample"),
        fields.moment("at"),
        fields.span("since"),
        fields.span("took"),
        tuple(_measured(Fields(one, f"measurements[{number}]")) for number, one in each),
        fields.text("gap", ""),
    )


def _measured(fields: Fields) -> Measurement:
    said = fields.text("phase")
    if said not in list(Phase):
        raise ValueError(f"a phase is {said[:40]!r}, which none is called")
    return Measurement(
        fields.text("signal"),
        Phase(said),
        fields.number_or_none("value"),
        fields.text("limit", ""),
        fields.text("unit", ""),
        fields.whole_or_none("n"),
        fields.text("said", ""),
        fields.text("cure", ""),
        fields.flag("is_trigger"),
        fields.number_or_none("bound"),
        fields.flag("is_early"),
    )


def event_line(event: Event) -> bytes:
    """One event."""
    more = {name: text for name, text in (("why", shown(event.why, "why")), ("ending", event.ending)) if text}
    return _line({"event": event.name, "at": round(event.at, 3), **more})


def event_of(fields: Fields) -> Event:
    """What a line says of an event.

    Raises:
        ValueError: it is none.
    """
    name = fields.text("event")
    if name not in EVENTS:
        raise ValueError(f"an event is {name[:40]!r}, which none is called")
    return Event(name, fields.moment("at"), fields.text("why", ""), fields.text("ending", ""))


def shown(text: str, kind: str) -> str:
    """*text* without secrets, and no longer than texts of its *kind* may be."""
    text, most = spoken(text), LONGEST[kind]
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _line(found: dict[str, Any]) -> bytes:
    text = json.dumps(found, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    # A character that is none, as from a file's name that is not UTF-8, is written as JSON escapes it.
    return text.encode("utf-8", "backslashreplace") + b"\n"
