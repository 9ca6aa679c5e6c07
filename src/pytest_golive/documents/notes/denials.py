"""Whether published notes deny or omit a breaking change."""

from __future__ import annotations

import re
from typing import Final

from pytest_golive.documents.notes.facts import Break

DECORATION: Final = re.compile(r"(?:&nbsp;|\W){0,40}+", re.IGNORECASE)
CLAIMS_NONE: Final = re.compile(
    r"(?:(?:absolutely|virtually|practically|definitely|certainly|still|again|there|here|have|has|are|is|we|it|they|this"
    r"|release|version|contains?|includes?|brings?|makes?|introduces?)[ \t,:]{1,9}){0,9}"
    r"(?:none\b|n/a\b|nothing\b(?! but\b)|no\b(?! longer\b)|zero\b|0\b(?![.\d])|nil\b|nope\b"
    r"|not (?:applicable|a single|one|any)\b|(?:are|is|do|does|have|has)(?:n't|n\u2019t| not) (?:any|one)\b"
    r"|(?:this release is |it is |is |all apis are )?(?:fully |completely |100 ?% )?backwards?[ -]compatible\b"
    # The same word in other languages.
    r"|keine?[rns]?\b|nichts\b|aucune?s?\b|rien\b|nessun[ao]?\b|niente\b|ning[u\u00fa]n[ao]?s?\b|nada\b|nenhuma?\b"
    r"|geen\b|ingen\b|inget\b|brak\b|\u043d\u0435\u0442\b|\u0431\u0435\u0437 \u0438\u0437\u043c\u0435\u043d"
    r"|\u043d\u0435\u043c\u0430\u0454\b|(?:\u7279\u306b)?\u306a\u3057|\u65e0(?!\u6cd5)|\u7121(?!\u6cd5)|\u6ca1\u6709|\uc5c6\uc74c)",
    re.IGNORECASE,
)
BREAKS_NONE: Final = re.compile(
    r"\b(?:broke|breaks?|breaking|changes|changed|removes|removed) (?:absolutely )?(?:nothing|none)\b(?! but\b)"
    r"|\b(?:nothing|nobody|no one|none)(?: (?!but\b|else\b)[\w'-]{1,20}){0,4} "
    r"(?:breaks?|broken|to (?:do|change)|change anything)\b"
    r"|\b(?:do|does|did|will|should)(?:n't|n\u2019t| not) break (?:any|existing|your)"
    r"|\bneed not (?:do|change) any|(?<!not a )(?<!no )\bdrop[- ]in (?:replacement|upgrade)\b",
    re.IGNORECASE,
)
WORKS_ON: Final = (
    r"(?:still|keeps?|continues? to|just) (?:works?|working|exists?|function)|works? (?:like|as) (?:before|ever|usual)"
    r"|(?:is|are|was|were|has been|have been|remains?|stays?|did|does)(?: still)?(?:n't|n\u2019t| not| never) "
    r"(?:\w{1,20} ){0,2}?(?:remov|delet|drop|chang|gone|affect|go away)\w*+"
    r"|(?:is|are|remains?|stays?) (?:still |fully |completely )?"
    r"(?:unchanged|preserved|untouched|kept|supported|available|intact|here)\b"
    r"|no changes?\b|not changed\b|unchanged\b|as before\b|like before\b"
)
LIMITED: Final = r"(?![^.;\n]{0,60}\b(?:until|but|by default|if|unless)\b)"
STILL_WORKS: Final = re.compile(
    rf"[`*_\"'()]{{0,4}}(?:[:,-]|\u2013|\u2014)?[ \t]{{1,3}}(?:it )?(?:{WORKS_ON}){LIMITED}",
    re.IGNORECASE,
)
KEPT: Final = re.compile(
    r"\b(?:keep|keeps|kept|keeping|retain(?:ed|s)?|preserve[sd]?|never removed)[ \t]{1,3}[`*_\"'(\w.]{0,200}$",
    re.IGNORECASE,
)
NO_BREAK: Final = re.compile(
    r"\b(?:not|never|n't|n\u2019t) (?:be )?(?:a |an |any )?(?:breaking|incompatible) change", re.IGNORECASE
)
WORD: Final = re.compile(r"[^\W_]+")
TELLING: Final = 4  # shorter words do not show what a sentence is about
LONGEST: Final = 240  # characters before a name that are asked about it
COMMON: Final = frozenset({
    "also", "been", "from", "have", "into", "more", "must", "only", "other", "should", "some", "than", "that", "them",
    "then", "there", "they", "this", "were", "when", "which", "will", "with", "your",
})  # fmt: skip


def claims_none(body: str) -> bool:
    """Whether a section begins by saying that it has no entries."""
    words = body.replace("_", " ")  # "_None_"
    start = DECORATION.match(words)
    return CLAIMS_NONE.match(words, start.end() if start else 0) is not None or BREAKS_NONE.search(words) is not None


def denies(line: str, name: str) -> bool:
    """Whether a line says that the removed object *name* still works or is no breaking change."""
    named = [*re.finditer(rf"(?<!\w){re.escape(name.rpartition('.')[2])}(?!\w)", line)]
    is_kept = any(
        STILL_WORKS.match(line, match.end()) or KEPT.search(line[: match.start()][-LONGEST:]) for match in named
    )
    return is_kept or bool(named and NO_BREAK.search(line))


def speaks_of(text: str, breaking_change: Break) -> bool:
    """Whether *text* refers to the breaking change of a commit: by its number, or by a word that describes it."""
    words = {word.casefold() for word in WORD.findall(breaking_change.words)}
    telling = {word for word in words if len(word) >= TELLING and word not in COMMON} or words
    seen = {word.casefold() for word in WORD.findall(text)}
    return breaking_change.place.strip("#!").casefold() in seen or not telling or not telling.isdisjoint(seen)
