"""Words as they are compared: without accents and endings, and one for all that mean the same."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

WORD = re.compile(r"[^\W\d_]{2,}(?:'[^\W\d_]+)?")
NAME_OF_FILE = re.compile(r"\.(?:md|rst|txt|adoc|py|toml|ya?ml|json)\b")
SHORTEST = 3

# Words of no weight: they stand in every row, and "no", for the gates' titles are worded both ways.
COMMON = """
a an the of to for in on at is are be been being no not none nothing nobody all any each every both and or with
without by from as that this it its they their them there has have had do does was were will must should shall may can
our we your you now still done ok yes if than then when while until per via vs etc eg ie so only also very fully sure
make made get gets got check checked checks verify verified verification ensure ensured confirm confirmed look see
please item items state status one ones new own which what who where here first last final more less most least over
under above below within between percent ms loc sloc line lines number least current currently le la les l un une des
du de d en et ou sur dans au aux par pour avec sans pas ne que qui tous toutes tout toute aucun aucune est sont etre
plus moins ses nos verifier verifie der die das den dem ein eine und oder mit ohne kein keine keinen ist sind wird auf
im zu alle
"""
# What stands for one word although it is written as several.
SAID_AS = {
    "up to date": "updated",
    "up-to-date": "updated",
    "a jour": "updated",
    "log in": "login",
    "log-in": "login",
    "sign in": "login",
    "log out": "logout",
    "log-out": "logout",
    "change log": "changelog",
    "read me": "readme",
    "rate limit": "ratelimit",
    "rate-limit": "ratelimit",
    "response time": "latency",
    "lines of code": "lines",
    "post mortem": "postmortem",
    "release notes": "releasenotes",
    "release candidate": "candidate",
    "open api": "openapi",
    "ci/cd": "pipeline",
    "journal des modifications": "changelog",
    "mots de passe": "password",
    "mot de passe": "password",
    "temps de reponse": "latency",
    "nombre de requetes": "request",
    "mise en production": "deployment",
    "break-glass": "emergency",
}
# What people call one thing; the first word stands for all.
SAME = """
pipeline ci cd workflow
secret credential credentials password passwords geheimnis
expose exposed leak leaked hardcoded hardcode commit committed
file module source fichier fichiers datei dateien
document documentation doc docs documented dokumentation
changelog changes
modular modularized modularised modularize split decomposed decompose refactored refactor
coverage covered couverture abdeckung
pass green succeed success successful successfully passent passe passes reussis reussi reussie bestehen
test suite
auth authentication authenticated authenticate authorization authorisation authorized permission permissions
ratelimit throttle throttled throttling limitation limit limiting limited
request requests requetes
performance latency speed fast benchmark load charge p95
vulnerable vulnerability vulnerabilities sast bandit
scan scanning scanner analysis
deploy deployed deployment deployments rollout deploiement deploye deployee
deployment_guide
staging preproduction preprod
healthy health alive
endpoint endpoints route routes
transport tls https certificate ssl hsts certificat
fixme hack xxx
downtime interruption outage unterbrechung
accurate update updated updates
current match matches
enabled enable active activated on activee
migration migrate upgrade
breaking break breaks
summary overview
standard guideline guidelines convention conventions
refused refuse rejected reject
critical critique critiques kritisch kritische
comment note notes commentaire commentaires kommentar
secure security securite sicherheit
smoke fumee
key keys
large big long longer
guide manual
covers cover
rolling roll
"""
# Acts and words of people: a row that holds one is hardly a gate's, unless the gate itself is put that way.
PEOPLE = """
agree agreed approve approved approval approves announce announced brief briefed briefing notify notified notification
tell told communicate communication review reviewed sign signed signature meeting standup call schedule scheduled
train trained training team customer customers stakeholder stakeholders feedback legal decide decision celebrate
acknowledgment lesson lessons learn learned plan planned planning owner owners ownership manager product support audit
accept acceptance rehearse rehearsed rollback revert restore restored backup monitor monitored monitoring watch
dashboard dashboards alert alerts alerting dependency dependencies penetration browser accessibility regression
failure incident degradation spike baseline trigger collect bug bugs quarter rotated externe relu manuel revue
sauvegarde supervision
"""
ENDINGS = ("ments", "ment", "ings", "ing", "ied", "ies", "ed", "es", "s", "e", "y")


def stem(word: str) -> str:
    """*word* without the commonest endings; short words stay."""
    for ending in ENDINGS:
        if ending == "s" and word.endswith("ss"):
            continue
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word.removesuffix(ending)
    return word


def terms(text: str) -> frozenset[str]:
    """What *text* is about."""
    return frozenset(spelled(text))


def spelled(text: str) -> dict[str, str]:
    """The same, each with the word that stands for it; names of files give their words, their endings are none."""
    plain = _without_accents(text.lower())
    plain = NAME_OF_FILE.sub("", plain).replace("_", " ")
    for said, word in SAID_AS.items():
        plain = plain.replace(said, f" {word} ")
    found = {_meant(word.removesuffix("'s")): word for word in WORD.findall(plain)}
    return {root: word for root, word in found.items() if root not in _common()}


def of_people() -> frozenset[str]:
    """The words that speak of what only people do, as `terms` gives them."""
    return _people()


@cache
def _people() -> frozenset[str]:
    return frozenset(map(_meant, PEOPLE.split())) - _common()


@cache
def _common() -> frozenset[str]:
    return frozenset(map(_meant, COMMON.split()))


@cache
def _same() -> dict[str, str]:
    rows = [line.split() for line in SAME.splitlines() if line]
    return {stem(word): stem(row[0]) for row in rows for word in row}


def _meant(word: str) -> str:
    root = stem(word)
    return _same().get(root, root)


def _without_accents(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
