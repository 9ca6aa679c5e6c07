"""The words of checklists: those without weight, those that mean the same, and those for what people do."""

from __future__ import annotations

# Words without weight: they occur in every row. "no" is one, because titles of gates are worded both ways.
COMMON = """
a an the of to for in on at is are be been being no not none nothing nobody all any each every both and or with
without by from as that this it its they their them there has have had do does was were will must should shall may can
our we your you now still done ok yes if than then when while until per via vs etc eg ie so only also very fully sure
better allowed single just again afterwards already wait until found make made get gets got check checked checks
verify verified verification ensure ensured confirm confirmed look see please item items state status one ones new own
which what who where here first last final more less most least over under above below within between percent ms loc
sloc line lines number least current currently le la les l un une des du de d en et ou sur dans au aux par pour avec
sans pas ne que qui tous toutes tout toute aucun aucune est sont etre plus moins ses nos ni encore jour jours verifier
verifie der die das den dem ein eine und oder mit ohne kein keine keinen ist sind wird auf im zu alle
"""
# Phrases that count as one word.
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
    "cookies": "cookie",
    "logs in": "login",
    "logs out": "logout",
    "to-do": "todo",
    "fix-me": "fixme",
    "pre-prod": "preprod",
    "change history": "changelog",
    "revision history": "changelog",
    "rate limit": "ratelimit",
    "rate-limit": "ratelimit",
    "response times": "latency",
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
    "lisez-moi": "readme",
    "nombre de requetes": "request",
    "mise en production": "deployment",
    "break-glass": "emergency",
}
# Synonyms, one group a line; the first word stands for the group.
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
ratelimit ratelimiter throttle throttled throttling limitation limit limiting limited
request requests requetes
performance latency speed fast benchmark load charge p95
vulnerable vulnerability vulnerabilities sast bandit
scan scanning scanner analysis
deploy deployed deployment deployments rollout deploiement deploye deployee
deployment_guide
staging preproduction preprod
healthy health alive
endpoint endpoints route routes
transport tls https certificate cert certs ssl hsts certificat
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
# Words for what people do: a row with one of them is rarely a gate's, unless the gate itself uses that word.
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
# Words that link two others: "coverage of the press" is "press coverage".
LINKING = frozenset(
    (
        "of",
        "on",
        "for",
        "in",
        "at",
        "by",
        "the",
        "our",
        "your",
        "an",
        "des",
        "du",
        "de",
        "la",
        "le",
        "les",
        "dans",
        "sur",
    )
)
ENDINGS = ("ments", "ment", "ings", "ing", "iees", "iee", "ied", "ies", "ie", "ees", "ee", "ed", "es", "s", "e", "y")
# Words that without their ending would be others: "stage", "health", "build", "meet", "good", "part", "cook".
ENTIRE = frozenset(
    ("staging", "healthy", "building", "buildings", "meeting", "meetings", "goods", "party", "parties", "cookie")
)
