"""The head of a page: what was judged, how much of it is verified, and whether the glass was broken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pytest_golive.judging.ends.outcome import away_of
from pytest_golive.judging.verdict import Verdict
from pytest_golive.reports.html.links import web
from pytest_golive.reports.html.surroundings import Surroundings
from pytest_golive.reports.html.words import clean
from pytest_golive.signing.glass.glass import SETTLED


def glass_of(verdict: Verdict) -> str:
    """Who broke the glass, until when and why, and what is left to do; "" if nobody did."""
    if verdict.glass is None:
        return ""
    after = f"{SETTLED} is red until each of {', '.join(verdict.glass.rows)} is proven, or somebody else signs why not"
    frozen = f" It passed the freeze: {verdict.frozen}." if verdict.frozen else ""
    return clean(f"{verdict.glass.sentence}.{frozen} {after}.")


def verified_of(verdict: Verdict) -> str:
    """How much is verified, and how much blocks."""
    away = away_of([row.outcome for row in verdict.rows])
    verified = f"{verdict.verified} of {len(verdict.rows)} rows verified, {away}"
    later = f", {len(verdict.later)} not due" if verdict.later else ""
    blocking = f", {len(verdict.blockers)} blocking" if verdict.blockers else ""
    return f"{verified}{blocking}{later}"


def facts_of(verdict: Verdict, around: Surroundings) -> Iterator[tuple[str, str, str]]:
    """What was judged: name, value, and the address of the value or ""; values may be empty."""
    found = verdict.facts
    facts = replace(
        found, commit=clean(found.commit), settings_digest=clean(found.settings_digest)
    )  # before they are cut
    yield "Project", clean(around.project), around.forge.page if not facts.commit else ""
    yield "Version", clean(facts.version), ""
    yield "Commit", clean(facts.at.removeprefix("commit ")), around.forge.page if facts.commit else ""
    yield "Folder", clean(facts.part), ""
    yield "Since", clean(facts.previous), ""
    yield "Target", clean(facts.target), ""
    yield "Phase", clean(around.phases), ""
    yield "Started", _moment(facts.started), ""
    yield "Ended", _moment(around.ended), ""
    yield "By", clean(around.by), web(clean(around.job))
    settings = f"{facts.settings or 'defaults'}, digest {facts.settings_digest[:12]}" if facts.settings_digest else ""
    yield "Settings", clean(settings), around.forge.place(facts.settings) if facts.settings else ""


def _moment(text: str) -> str:
    return clean(text).replace("T", " ").replace("+00:00", " UTC")
