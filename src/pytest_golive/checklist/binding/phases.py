"""When a row is due: its gate decides, or its binding, or else the headings above it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

DEFAULT = "pre_deploy"
PHASES = ("pre_deploy", "deploy", "smoke", "post_deploy", "rollback")  # in the order of a release
# Taken from checklists that people write; the first pattern that matches the nearest heading decides.
OUT = r"(?:deploy\w*|launch|release|go[- ]?live)"
HEADINGS: Mapping[str, str] = {
    r"rollback (?:steps|procedure)|roll(?:ing)? ?back$|revert": "rollback",
    rf"post[- ]?{OUT}|after (?:the )?{OUT}": "post_deploy",
    r"monitoring|hypercare|t ?\+ ?\d|\b24 ?h|short[- ]term|long[- ]term": "post_deploy",
    r"success criteria|trigger|celebrat": "post_deploy",
    r"smoke": "smoke",
    rf"t ?- ?\d|{OUT} (?:day|night|evening|weekend|window|steps)": "deploy",
    rf"(?:cut|switch)[- ]?over|during (?:the )?{OUT}": "deploy",
    rf"pre[- ]?{OUT}|before (?:the )?{OUT}": "pre_deploy",
    r"\bgate\b|requirements|readiness": "pre_deploy",
}
# A section of this name alone; a document of this name is about all phases.
ALONE = re.compile(r"[\W\d_]*(?:deploy(?:ment|ing)?|roll[- ]?out|go[- ]?live|d\u00e9ploiement|jour j)[\W\d_]*")
LATER = re.compile(r"[(+]\s?(?P<number>\d{1,3}|one|two)[ -]?(?P<unit>d|days?|w|weeks?|months?)\b")
DAYS = {"d": 1, "w": 7, "m": 30}
WORDS = {"one": 1, "two": 2}


def phase_of(headings: Sequence[str], own: Mapping[str, str] | None = None) -> str:
    """The phase of a row under *headings*.

    Args:
        headings: from the document's title down to the nearest heading.
        own: the phases that the team's settings give to headings, by their words; these come first.
    """
    for number, heading in reversed(list(enumerate(headings))):
        words = " ".join(heading.lower().split())
        for known, phase in (own or {}).items():
            if known.lower() in words:
                return phase
        for pattern, phase in HEADINGS.items():
            if re.search(pattern, words):
                return phase
        if number and ALONE.fullmatch(words):
            return "deploy"
    return DEFAULT


def together(phases: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """When a row with several gates is due: in the phases that all its gates share, else with the last gate."""
    common = tuple(phase for phase in (phases[0] if phases else ()) if all(phase in one for one in phases))
    firsts = [next((phase for phase in PHASES if phase in one), "") for one in phases]
    return common or tuple(sorted(filter(None, firsts), key=PHASES.index)[-1:])


def delay_of(headings: Sequence[str]) -> str:
    """How long after the deployment the rows under *headings* are due, as in a binding ("+7d"); "" for at once."""
    words = " ".join(" ".join(headings[-1:]).lower().split())
    match = LATER.search(words)
    if match is None:
        return ""
    number = WORDS.get(match["number"]) or int(match["number"])
    return f"+{number * DAYS[match['unit'][0]]}d"
