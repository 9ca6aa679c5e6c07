"""The document about a release's lessons: its sections, and how it begins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pytest_golive.documents.lessons.facts import Facts

ASKED: Final[Mapping[str, str]] = {
    "timeline": "What else happened, and when? Who noticed it first, and by what?",
    "figures": "Which figures did the release change: error rate, response times, cost, what users do?",
    "triggers": "Did a rollback trigger fire, or come near its limit? Who decided what, and after how long?",
    "waivers": "Which of these waivers did the release need, and who ends them?",
    "what went well": "What went well, and must stay as it is?",
    "what went wrong": "What went wrong, took too long, or went well only by luck?",
    "summary": "What happened, in three sentences, for somebody who was not there?",
    "impact": "Who noticed what, for how long? How many requests, orders, customers?",
    "trigger": "What fired, and was it the right thing? What should have fired before?",
    "samples": "Which of these figures show it best? What do they not show?",
    "root cause": "Why did it happen, and why did no test and no gate show it before?",
    "recovery": "Who decided to roll back, after how long? What did that cost: data, time, trust?",
    "what changes": "What changes for the next release: who does what, and until when?",
}
NOTHING: Final[Mapping[str, Sequence[str]]] = {}
USUAL: Final = "What is to be said about it?"


def written(
    facts: Facts, sections: Sequence[str], title: str = "Lessons of", more: Mapping[str, Sequence[str]] = NOTHING
) -> str:
    """The document, in which facts stand and comments ask for what only people know.

    Args:
        facts: about the release.
        sections: titles of its sections.
        title: the words before the version.
        more: further facts, by the titles of sections in lower case.
    """
    return "\n".join(_lines(facts, sections, title, more))


def _lines(facts: Facts, sections: Sequence[str], title: str, more: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield from (f"# {title} {facts.version}", "", f"Date: {facts.today}", "")
    known = {
        "timeline": [*facts.timeline()],
        "figures": [*facts.figures()],
        "triggers": [*facts.triggers()],
        "waivers": [*facts.waived()] or ["No waiver is in force."],
    }
    for heading in sections:
        name = heading.casefold()
        yield from (f"## {heading}", "")
        entries = [*known.get(name, []), *more.get(name, ())]
        yield from (f"- {_plain(entry)}" for entry in entries)
        yield from ("",) if entries else ()
        yield from (f"<!-- {ASKED.get(name, USUAL)} -->", "")


def _plain(text: str) -> str:
    """*text* on one line, without what Markdown or HTML would hide or read as markup."""
    return " ".join(text.split()).replace("<", "&lt;").replace("|", "\\|")
