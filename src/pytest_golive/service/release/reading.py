"""Which release a response names, and which instance sent it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.foreign import spoken
from pytest_golive.masking.known import MASK
from pytest_golive.service.bodies.charsets import decoded
from pytest_golive.service.bodies.decoding import Members, at, read_members
from pytest_golive.service.bodies.json_reading import NotJson
from pytest_golive.service.http.answer import Answer
from pytest_golive.service.release.commits import Commit, Named, read_commit, read_name
from pytest_golive.service.release.instances import instance_of
from pytest_golive.service.release.members import Member, members_of
from pytest_golive.service.release.terms import Place, ReportedRelease, same_version

LONGEST = 80
MOST_LINES = 100
# Placeholders where no value has been filled in.
NOTHING = frozenset({"", "unknown", "none", "null", "n/a", "na", "undefined", "-", "unset", "unspecified"})
NO_COMMIT = NOTHING | {"dev", "development", "local", "head", "latest", "snapshot", "todo", "main", "master"}
CURE = (
    'let it answer with JSON such as {"version": "1.2.0"}, or name the target\'s version, version_json or '
    "version_header"
)
ONE_CURE = "name the one that counts in the target's version_json"
COMMIT_CURE = (
    "let the build write the commit's hash, as git rev-parse HEAD prints it; or name what counts instead in the "
    "target's version_json"
)


def read_release(answer: Answer, place: Place) -> ReportedRelease:
    """What a response reports about its release.

    Raises:
        CannotMeasure: nothing, or nothing that is understood.
    """
    if answer.status not in range(200, 300) and not place.header:
        raise CannotMeasure(f"{answer.place}: status {answer.status}, so it does not say which release it is", CURE)
    body = None if place.header and not place.marker.is_in_json else _parsed(answer)
    reported = _of_words(_words(answer, place, body), answer)
    if not reported.version and not reported.commit:
        what = f"header {place.header}" if place.header else place.key or "the body"
        doubt = f" ({'; '.join(reported.doubts)})" if reported.doubts else ""
        raise CannotMeasure(f"{answer.place}: {what} does not say which release it is{doubt}: {answer.shown!r}", CURE)
    instance = instance_of(answer, body, place.marker)
    return replace(reported, instance=instance, curl=answer.curl, requests=len(answer.chain) + 1)


def _words(answer: Answer, place: Place, body: Any) -> Any:
    """The value with the name; several different values are a contradiction."""
    found = answer.all_headers(place.header) if place.header else at(body, place.key)
    if any(part != found[0] for part in found[1:]):
        quoted = ", ".join(repr(spoken(str(part))[:LONGEST]) for part in found[:3])
        raise CannotMeasure(
            f"{answer.place}: {place.header or place.key} is there {len(found)} times, and says {quoted}",
            "let the service, and what stands before it, say it once",
        )
    return found[0] if found else None


def _parsed(answer: Answer) -> Any:
    """JSON, lines such as "version: 1.2.0" as an object, or the text of a single line; None for anything else."""
    text = decoded(answer.body, answer.header("content-type")).strip("\ufeff\x00 \t\r\n\f\v")
    try:
        return read_members(text, is_text=True)
    except NotJson:
        lines = [line.strip() for line in text.splitlines()[: MOST_LINES + 1] if line.strip()]
    pairs = Members(pair for line in lines[:MOST_LINES] if (pair := _pair(line))[1])
    if members_of(pairs) and not text.startswith(("<", "{", "[")):
        return pairs
    return text if len(lines) == 1 and len(text) <= LONGEST * 2 and "<" not in text else None


def _pair(line: str) -> tuple[str, str]:
    """Name and value of a line such as "version: 1.2.0" or "COMMIT=4f1c2ab"; "" for one that has none."""
    cut = min((place for sign in ":=" if (place := line.find(sign)) > 0), default=len(line))
    return line[:cut].strip(), line[cut + 1 :].strip()


def _of_words(words: Any, answer: Answer) -> ReportedRelease:
    if isinstance(words, str):
        return _of_text(words)
    if isinstance(words, list) and len(words) == 1:
        return _of_words(words[0], answer)
    members = members_of(words)
    commit, doubts = _commit([member for member in members if member.kind == "commit"], answer)
    named = _version([member for member in members if member.kind == "version"], answer)
    sha = commit or named.commit
    dirty = any(str(member.value).lower() in {"true", "dirty", "1"} for member in members if member.kind == "dirty")
    has_changes = dirty or named.has_changes or bool(sha and sha.has_changes)
    return ReportedRelease(named.version, sha.sha if sha else "", has_changes=has_changes, doubts=doubts)


def _of_text(text: str) -> ReportedRelease:
    named = read_name(MASK.hide(text.strip()))
    if named.version.lower() in NOTHING:
        named = Named("", named.commit)
    changed = named.has_changes or bool(named.commit and named.commit.has_changes)
    return ReportedRelease(named.version[:LONGEST], named.commit.sha if named.commit else "", has_changes=changed)


def _commit(members: list[Member], answer: Answer) -> tuple[Commit | None, tuple[str, ...]]:
    """The commit in the members of the lowest rank, which must agree; and values that look like one but are not."""
    found: list[tuple[Member, Commit]] = []
    doubts: list[str] = []
    for member in members:
        text = member.value if isinstance(member.value, str) else "" if member.value is None else repr(member.value)
        commit = read_commit(MASK.hide(text)) if isinstance(member.value, str) else None
        # "revision": "1234567" may be a build number.
        if commit is not None and (member.is_sure or not commit.sha.isdigit()):
            found.append((member, commit))
            continue
        doubt = f"{_for_messages(member.place)} says {_for_messages(text)!r}"
        if member.is_sure and text.strip().lower() not in NO_COMMIT:
            raise CannotMeasure(f"{answer.place}: {doubt}, which is no commit that can be understood", COMMIT_CURE)
        doubts.append(f"{doubt}, which names no commit")
    if not found:
        return None, tuple(doubts)
    nearest, longest = max(found, key=lambda entry: len(entry[1].sha))
    for member, commit in found:
        if not longest.sha.startswith(commit.sha):
            names = [
                f"{_for_messages(m.place)} names commit {c.sha[:10]}" for m, c in ((nearest, longest), (member, commit))
            ]
            raise CannotMeasure(f"{answer.place}: {', and '.join(names)}", ONE_CURE)
    return Commit(longest.sha, any(commit.has_changes for _, commit in found)), tuple(doubts)


def _version(members: list[Member], answer: Answer) -> Named:
    """The version in the member of the lowest rank; others of the same rank must not contradict it."""
    texts = [(member, member.value.strip()) for member in members if isinstance(member.value, str)]
    named = [(member, read_name(MASK.hide(text))) for member, text in texts if text.lower() not in NOTHING]
    if not named:
        return Named()
    first, found = named[0]
    for member, other_name in named[1:]:
        if member.rank == first.rank and not same_version(found.version, other_name.version):
            named_version = f"{_for_messages(first.place)} names version {found.version[:LONGEST]!r}"
            more = f"{_for_messages(member.place)} {other_name.version[:LONGEST]!r}"
            raise CannotMeasure(f"{answer.place}: {named_version}, and {more}", ONE_CURE)
    return replace(found, version=found.version[:LONGEST])


def _for_messages(text: str) -> str:
    return spoken(text)[:LONGEST]
