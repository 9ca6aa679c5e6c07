"""Check Mermaid blocks: the kind of the diagram, and everything that must be closed.

Mermaid has no grammar outside its own program. What breaks a diagram in practice does not need it: a word for a kind
that does not exist, a bracket or a quote that is not closed, a block without its ``end``, an arrow that leads nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pytest_golive.documents.reading.words import words_of

KINDS = words_of(
    """
    flowchart graph sequenceDiagram classDiagram classDiagram-v2 stateDiagram stateDiagram-v2 erDiagram journey
    gantt pie quadrantChart requirementDiagram requirement gitGraph mindmap timeline sankey sankey-beta xychart
    xychart-beta block block-beta packet packet-beta kanban architecture architecture-beta radar-beta treemap
    treemap-beta info zenuml C4Context C4Container C4Component C4Dynamic C4Deployment flowchart-elk
    """
)
DIRECTIONS = words_of("TB TD BT RL LR")
SEQUENCE_OPENS = words_of("alt opt loop par par_over critical break rect box")
QUOTED = re.compile(r'"[^"]*"')
PAIRS = {"(": ")", "[": "]", "{": "}"}
ARROW = re.compile(r"--[->ox]|==[=>]|-\.+-")
DANGLING = re.compile(
    r"(?:^|&)\s*+(?:(?:--++>?|==++>|-\.++->)\s*+\S|---)|(?:(?<!-)--++>|(?<!=)==++>|-\.++->)\s*+;?+\s*+$"
)


def mermaid_fault(text: str) -> tuple[int, str] | None:
    """The line and reason why a block is not a valid diagram; None if none of the checked faults is found."""
    lines = [*_lines(text)]
    if not lines:
        return 1, "it holds no diagram"
    number, first = lines[0]
    words = first.rstrip(";").split()
    kind = words[0].rstrip(":")
    if kind not in KINDS:
        return number, f"no diagram is called {words[0]!r}"
    if kind in {"flowchart", "graph", "flowchart-elk"}:
        if len(words) > 1 and words[1] not in {*DIRECTIONS, ">", "<", "^", "v"}:
            return number, f"{words[1]!r} is no direction; write {', '.join(sorted(DIRECTIONS))}"
        return _brackets(lines[1:]) or _ends(lines[1:], frozenset({"subgraph"})) or _arrows(lines[1:])
    if kind == "sequenceDiagram":
        return _ends(lines[1:], SEQUENCE_OPENS)
    return _quotes(lines[1:])


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines of the diagram, without comments and front matter."""
    front = False
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.strip()
        if stripped == "---" and (front or not text[: text.find(line)].strip()):
            front = not front
        elif stripped and not front and not stripped.startswith("%%"):
            yield number, stripped


def _brackets(lines: list[tuple[int, str]]) -> tuple[int, str] | None:
    expected: list[str] = []
    opened = 0
    for number, line in lines:
        if line.count('"') % 2:
            continue  # a text may go on in the next line
        if expected and ARROW.search(line.partition(expected[-1])[0]):
            break  # a text in a node may go on, too, but no arrow stands in it
        opened = opened if expected else number
        # "id>a flag]" has a side of its own; the end of an arrow, or of <br>, has not.
        bare = re.sub(r"(?<=\w)(?<!<br)>[^\]>]*\]", "", re.sub(r"\|[^|]*\|", "", QUOTED.sub("", line)))
        for sign in bare if not line.startswith(("style", "classDef", "linkStyle", "click")) else "":
            if sign in PAIRS:
                expected.append(PAIRS[sign])
            elif sign in PAIRS.values() and (not expected or expected.pop() != sign):
                return number, f"{sign!r} closes what is not open"
    return (opened, f"{expected[-1]!r} is missing") if expected else _quotes(lines)


def _quotes(lines: list[tuple[int, str]]) -> tuple[int, str] | None:
    odd = [number for number, line in lines if line.count('"') % 2]
    return (odd[-1], "a quote is not closed") if len(odd) % 2 else None


def _ends(lines: list[tuple[int, str]], opens: frozenset[str]) -> tuple[int, str] | None:
    waiting: list[tuple[int, str]] = []
    for number, line in lines:
        word = line.split()[0].rstrip(";")
        if word in opens:
            waiting.append((number, word))
        elif word == "end":
            if not waiting:
                return number, "'end' closes what is not open"
            waiting.pop()
    return (waiting[-1][0], f"{waiting[-1][1]!r} has no 'end'") if waiting else None


def _arrows(lines: list[tuple[int, str]]) -> tuple[int, str] | None:
    for number, line in lines:
        bare = QUOTED.sub("T", line)
        if DANGLING.search(bare):
            return number, "an arrow has nothing at one of its ends"
    return None
