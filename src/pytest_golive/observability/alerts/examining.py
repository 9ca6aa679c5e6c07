"""Examines the loaded rules for each needed alert: which rule would fire, or why none would."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from pytest_golive.findings import Finding
from pytest_golive.observability.alerts.meaning.measuring import Meter
from pytest_golive.observability.alerts.meaning.recordings import Recordings
from pytest_golive.observability.alerts.needed import Needed
from pytest_golive.observability.alerts.promql.tree import Node, NotUnderstood
from pytest_golive.observability.alerts.rule import Rule
from pytest_golive.observability.alerts.rules.durations import spelled
from pytest_golive.observability.alerts.rules.health import illness
from pytest_golive.observability.alerts.rules.limiting import limited
from pytest_golive.observability.alerts.rules.timing import timed
from pytest_golive.observability.alerts.strictness.comparing import Service
from pytest_golive.observability.alerts.strictness.conditions import Judgement
from pytest_golive.observability.alerts.strictness.mentioning import speaks_of
from pytest_golive.observability.alerts.strictness.outcomes import (
    ALWAYS,
    NEVER,
    OTHER,
    RANK,
    STRICT,
    UNPROVEN,
    WEAK,
    Outcome,
)

NAME: Final = re.compile(r"[A-Za-z_:][A-Za-z0-9_:]{2,200}", re.ASCII)
SHOWN: Final = 3  # rules whose reasons a finding lists
ADD: Final = "add a rule, or correct the one that is named, and load it"
Parse = Callable[[str], Node]


@dataclass(frozen=True)
class Rules:
    """The loaded rules, and what is needed to read them.

    Attributes:
        rules: all of them.
        now: the server's time.
        parse: parses an expression.
        has_data: whether the server has series of a name; None if nobody can be asked.
        service: what is known of the service.
    """

    rules: tuple[Rule, ...]
    now: float
    parse: Parse
    has_data: Callable[[str], bool] | None = None
    service: Service = field(default_factory=Service)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rule that is about the signal of a needed alert.

    Attributes:
        rule: the alerting rule.
        outcome: what it is for the alert.
        recordings: the recording rules that it reads.
    """

    rule: Rule
    outcome: Outcome
    recordings: tuple[Rule, ...] = ()

    @property
    def said(self) -> str:
        """For evidence: "HighErrorRate (> 1 %, for 5m, group shop)"."""
        parts = [self.outcome.said, f"for {spelled(self.rule.wait)}", self.rule.place, *self.outcome.notes]
        return f"{self.rule.name} ({', '.join(part for part in parts if part)})"

    @property
    def why(self) -> str:
        """Its name and what speaks against it."""
        return f"{self.rule.name} ({self.rule.place}): {'; '.join(self.outcome.why)}"


@dataclass(frozen=True, slots=True)
class Answer:
    """Which rule covers a needed alert, or why none does.

    Attributes:
        needed: the alert.
        best: the rule that covers it, else the one that comes closest; None without any.
        finding: why it is certain that none does; None if one does, or if that is not proven.
        doubt: what is not proven; "" for nothing.
    """

    needed: Needed
    best: Candidate | None
    finding: Finding | None = None
    doubt: str = ""

    @property
    def is_covered(self) -> bool:
        """Whether a rule covers it."""
        return self.finding is None and not self.doubt


def examine(needed: Needed, rules: Rules) -> tuple[Candidate, ...]:
    """The rules that are about the signal, best first."""
    recordings = Recordings(rules.rules, needed.labels, rules.has_data)
    found = [_candidate(rule, needed, rules, recordings) for rule in rules.rules if not rule.records]
    about = [each for each in found if each.outcome.state not in {OTHER, ALWAYS}]
    return tuple(sorted(about, key=lambda each: RANK[each.outcome.state]))


def answer(needed: Needed, candidates: Sequence[Candidate], rules: int) -> Answer:
    """What the candidates say about a needed alert.

    Args:
        needed: the alert.
        candidates: best first.
        rules: how many alerting rules were looked at.
    """
    if not candidates:
        text = f"no alert for {needed.title}: none of {rules:,} loaded alerting rules is about it"
        return Answer(needed, None, _finding(needed, text))
    best = candidates[0]
    if best.outcome.state == STRICT:
        return Answer(needed, best)
    reasons = " | ".join(each.why for each in candidates[:SHOWN])
    more = f" | and {len(candidates) - SHOWN} more" if len(candidates) > SHOWN else ""
    if best.outcome.state == UNPROVEN:
        return Answer(needed, best, doubt=f"that an alert fires at {needed.title} is not proven: {reasons}{more}")
    return Answer(needed, best, _finding(needed, f"no alert fires at {needed.title}: {reasons}{more}", best))


def settled(answered: Answer, best: Candidate, why: str, *, is_sure: bool) -> Answer:
    """The answer, if something speaks against the rule that would cover the alert: a finding, or a doubt."""
    if is_sure:
        text = f"no alert fires at {answered.needed.title}: {best.rule.name} ({best.rule.place}) can never fire: {why}"
        return Answer(answered.needed, best, _finding(answered.needed, text, best))
    text = f"that {best.rule.name} fires at {answered.needed.title} is not proven: {why}"
    return Answer(answered.needed, best, doubt=text)


def _finding(needed: Needed, text: str, best: Candidate | None = None) -> Finding:
    rule = best.rule if best is not None else None
    path, line = (rule.file, rule.line) if rule is not None and rule.line else ("", 0)
    return Finding(path, line, needed.signal, text, severity="high", key=needed.signal, cure=ADD)


def _candidate(rule: Rule, needed: Needed, rules: Rules, recordings: Recordings) -> Candidate:
    meter = Meter(needed, recordings, rules.parse)
    try:
        node = rules.parse(rule.expression)
        outcome = Judgement(meter, rules.service).of(node)
    except NotUnderstood as error:
        is_about = any(speaks_of(name, meter) for name in (rule.name, *NAME.findall(rule.expression)))
        return Candidate(rule, Outcome(UNPROVEN if is_about else OTHER, (str(error),)))
    used = tuple(_by_name(meter.used))
    if outcome.state == OTHER:
        return Candidate(rule, outcome)
    outcome = limited(rule, node, used, outcome, rules.service)
    return Candidate(rule, _of_rule(rule, used, outcome, needed, rules), used)


def _by_name(used: Sequence[Rule]) -> list[Rule]:
    kept: dict[tuple[str, str], Rule] = {(rule.name, rule.expression): rule for rule in used}
    return list(kept.values())


def _of_rule(rule: Rule, used: Sequence[Rule], outcome: Outcome, needed: Needed, rules: Rules) -> Outcome:
    """What the rule itself adds: its ``for``, its group, its severity, whether it is evaluated."""
    outcome = timed(rule, used, outcome, needed)
    if needed.severities and rule.severity not in needed.severities:
        wanted = " or ".join(needed.severities)
        outcome = _of_severity(rule, outcome, wanted)
    for one in (rule, *used):
        if ill := illness(one, rules.now):
            outcome = outcome.worse(NEVER, ill)
    return outcome


def _of_severity(rule: Rule, outcome: Outcome, wanted: str) -> Outcome:
    if "{{" in rule.severity:
        return outcome.worse(UNPROVEN, f"its severity is a template, and must be {wanted}")
    return outcome.worse(WEAK, f"its severity is {rule.severity or 'missing'}, and must be {wanted}")
