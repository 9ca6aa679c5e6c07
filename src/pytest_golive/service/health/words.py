"""What a word of health means: the words of common frameworks, and a team's own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from pytest_golive.service.bodies.decoding import words_of


class Meaning(StrEnum):
    """What a word says about a service."""

    WELL = "it can work"
    CONCERN = "it can work, with a warning"
    SKIPPED = "this was not looked at"
    UNSURE = "the service itself does not know"
    ILL = "it cannot work as it should"
    UNKNOWN = "the word is not understood"


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


WELL = _set(
    "ok okay up well healthy pass passed passes passing success successful succeeded good fine green alive live ready "
    "running available active online serving operational working works normal nominal connected reachable true yes "
    "pong imok started accepting responding stable"
)
CONCERN = _set("warn warns warning warnings yellow")
# Services report "degraded" if they handle only a part of their requests.
PARTLY = _set("degraded partial partially impaired")
ILL = PARTLY | _set(
    "down fail fails failed failing failure failures error errors errored exception unhealthy critical unavailable ko "
    "nok err bad broken red dead offline unreachable timeout timedout crashed crash outage panic fatal stopped "
    "stopping starting booting initializing initialising pending draining maintenance terminating terminated shutdown "
    "shutting refused disconnected unresponsive overloaded false unready sick ill faulty inactive suspended aborted "
    "oos problem problems issue issues incident incidents"
)
SKIPPED = frozenset({"skipped", "skip", "disabled", "not applicable", "not configured", "n a", "na", "none", "ignored"})
UNSURE = frozenset({"", "unknown", "undefined", "indeterminate", "null"})
PHRASES = {
    "no": Meaning.ILL,
    "out of service": Meaning.ILL,
    "timed out": Meaning.ILL,
    "warming up": Meaning.ILL,
    "no connection": Meaning.ILL,
    "circuit open": Meaning.ILL,
}
NOT = _set("not no non never cannot without neither nor isn aren doesn don 0 zero")
# Words between "not" and the word that it negates: "not yet ready", "0 of 3 failed".
REACH = 3
MOST_WORDS = 24
HEAD = re.compile(r"[:;,(\[|\n]| - ")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The team's own words for its health check.

    Attributes:
        key: path of the only value in its JSON that counts; "" for any word of health.
        well: words for healthy, besides the usual ones; in any case.
        ill: words for unhealthy.
    """

    key: str = ""
    well: tuple[str, ...] = ()
    ill: tuple[str, ...] = ()

    def own(self, term: str) -> Meaning | None:
        """The team's meaning of a word; None if it defines none."""
        plain = term.strip().casefold()
        if plain in {word.casefold() for word in self.ill}:
            return Meaning.ILL
        return Meaning.WELL if plain in {word.casefold() for word in self.well} else None


def exact(text: str, vocabulary: Vocabulary) -> Meaning:
    """What a text means that may be about something else: it, or its part before a colon, must be a word of health."""
    team_meaning = vocabulary.own(text)
    if team_meaning is not None:
        return team_meaning
    known = whole(text)
    return whole(HEAD.split(text.strip(), 1)[0]) if known is Meaning.UNKNOWN else known


def whole(text: str) -> Meaning:
    """What a text means that is one word of health as a whole."""
    return _phrase(" ".join(words_of(text)))


def meaning_of(text: str, vocabulary: Vocabulary) -> Meaning:
    """What a text means where a word of health is expected: also "not yet ready" and "all checks passed"."""
    known = exact(text, vocabulary)
    if known is Meaning.UNKNOWN or (known is Meaning.WELL and not vocabulary.own(text)):
        return _sentence(words_of(text))  # "OK, but 2 of 3 are down" begins with OK
    return known


def _phrase(phrase: str) -> Meaning:
    if phrase in PHRASES:
        return PHRASES[phrase]
    for words, meaning in (
        (WELL, Meaning.WELL),
        (ILL, Meaning.ILL),
        (CONCERN, Meaning.CONCERN),
        (SKIPPED, Meaning.SKIPPED),
        (UNSURE, Meaning.UNSURE),
    ):
        if phrase in words:
            return meaning
    return Meaning.UNKNOWN


def _sentence(words: list[str]) -> Meaning:
    if len(words) > MOST_WORDS:
        return Meaning.UNKNOWN
    meanings = [_denied(words, place) for place in range(len(words))]
    found = set(meanings)
    is_partly = any(word in PARTLY and meaning is Meaning.ILL for word, meaning in zip(words, meanings, strict=True))
    if is_partly or (Meaning.ILL in found and Meaning.WELL not in found):
        return Meaning.ILL
    if Meaning.ILL in found:
        return Meaning.UNKNOWN  # "OK, 2 of 3 down" is ambiguous
    return next((candidate for candidate in (Meaning.CONCERN, Meaning.WELL) if candidate in found), Meaning.UNKNOWN)


def _denied(words: list[str], place: int) -> Meaning:
    """What the word at *place* means, considering a "not" before it."""
    meaning = _phrase(words[place]) if words[place] not in NOT else Meaning.UNKNOWN
    before = words[max(0, place - REACH) : place]
    if meaning not in {Meaning.WELL, Meaning.ILL} or not any(word in NOT for word in before):
        return meaning
    return Meaning.ILL if meaning is Meaning.WELL else Meaning.WELL
