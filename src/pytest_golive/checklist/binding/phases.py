"""When a row is due: as its gate says, or its binding, or else the headings that it stands under."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

DEFAULT = "pre_deploy"
PHASES = ("pre_deploy", "deploy", "smoke", "post_deploy", "rollback")  # in the order of a release
# Of the checklists that people write; the first that fits the nearest heading decides.
OUT = r"(?:deploy\w*|launch|release|go[- ]?live)"
HEADINGS: Mapping[str, str] = {
    r"rollback (?:steps|procedure)|roll(?:ing)? ?back$|revert": "rollback",
    rf"post[- ]?{OUT}|after (?:the )?{OUT}": "post_deploy",
    r"monitoring|hypercare|t ?\+ ?\d|\b24 ?h|short[- ]term|long[- ]term": "post_deploy",
    r"success criteria|trigger|celebrat": "post_deploy",
    r"smoke": "smoke",
    rf"t ?- ?\d|{OUT} (?:day|steps)|cut[- ]?over|during (?:the )?{OUT}": "deploy",
    rf"pre[- ]?{OUT}|before (?:the )?{OUT}": "pre_deploy",
    r"\bgate\b|requirements|readiness": "pre_deploy",
}
LATER = re.compile(r"[(+]\s?(?P<number>\d{1,3}|one|two)[ -]?(?P<unit>d|days?|w|weeks?|months?)\b")
DAYS = {"d": 1, "w": 7, "m": 30}
WORDS = {"one": 1, "two": 2}


def phase_of(headings: Sequence[str], own: Mapping[str, str] | None = None) -> str:
    """The phase of a row below *headings*.

    Args:
        headings: from the document's title down to the nearest.
        own: phases by the words of headings, as the team's settings have them; they come first.
    """
    for heading in reversed(headings):
        words = " ".join(heading.lower().split())
        for known, phase in (own or {}).items():
            if known.lower() in words:
                return phase
        for pattern, phase in HEADINGS.items():
            if re.search(pattern, words):
                return phase
    return DEFAULT


def together(phases: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """When a row is due whose gates are due in *phases*: with all of them, else with the last of them."""
    common = tuple(phase for phase in (phases[0] if phases else ()) if all(phase in one for one in phases))
    firsts = [next((phase for phase in PHASES if phase in one), "") for one in phases]
    return common or tuple(sorted(filter(None, firsts), key=PHASES.index)[-1:])


def delay_of(headings: Sequence[str]) -> str:
    """How long after the deployment the rows below *headings* are due, as bindings say it: "+7d"; "" for at once."""
    words = " ".join(" ".join(headings[-1:]).lower().split())
    match = LATER.search(words)
    if match is None:
        return ""
    number = WORDS.get(match["number"]) or int(match["number"])
    return f"+{number * DAYS[match['unit'][0]]}d"
