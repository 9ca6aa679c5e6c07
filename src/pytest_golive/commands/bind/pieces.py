"""Bind a row to the one named piece of a gate's evidence that it is about: p95, or the error rate."""

from __future__ import annotations

import re
from dataclasses import replace

from pytest_golive.checklist.binding.numbers import percentile, percentiles
from pytest_golive.checklist.proposing.planning import Open
from pytest_golive.documents.freshness.roles import ARCHITECTURE, DEPLOYMENT, ROLES, roles_of
from pytest_golive.rows.limits import Limits
from pytest_golive.rows.pieces import spelled
from pytest_golive.settings.documentation.table import Documentation
from pytest_golive.settings.model import Settings

UPDATED = "documentation::documents_updated"
# The documents of that gate that rows are bound to it for; the others have gates of their own.
OF_DOCUMENTS = {
    DEPLOYMENT: re.compile(
        r"\bd[eé]ploy?(?:ment|iement|ing)?[ -]?(?:guide|doc|manual|runbook)|guide (?:de |du )?d[eé]ploiement",
        re.IGNORECASE,
    ),
    ARCHITECTURE: re.compile(r"\barchitecture\b", re.IGNORECASE),
}
ALL = re.compile(r"\b(?:all|every|each|other|required|mandatory|tou[ts]e?s?|obligatoires?)\b", re.IGNORECASE)
NAMES = {"error rate": ("taux d'erreur", "taux d\u2019erreur", "fehlerrate")}


def with_piece(row: Open, limits: Limits, settings: Settings) -> Open:
    """*row* with its proposal, if it is a gate, narrowed to what it names: a single limit, or documents."""
    gate, _, rest = row.proposal.bond.partition(" ")
    if "::" not in gate or ".py" in gate or gate.endswith(","):
        return row
    text = row.row.text
    pieces = _documents(text, settings.of(Documentation)) if gate == UPDATED else _limits(text, gate, limits)
    if not pieces:
        return row
    bonds = ", ".join(spelled(gate, piece) for piece in pieces)
    return replace(row, proposal=replace(row.proposal, bond=" ".join(filter(None, (bonds, rest)))))


def _limits(text: str, gate: str, limits: Limits) -> list[str]:
    """The only one of the gate's limits that a row names; of one, or of several, the whole gate judges."""
    evidence = list(dict.fromkeys(one.bound.evidence for one in limits.of(gate) if not one.bound.words))
    named = [name for name in evidence if _names(text, name)]
    return named if len(evidence) > 1 and len(named) == 1 else []


def _documents(text: str, documentation: Documentation) -> list[str]:
    """The documents that a row names and is about: an old changelog says nothing of the deployment guide."""
    named = [] if ALL.search(text) else [role for role, words in OF_DOCUMENTS.items() if words.search(text)]
    return [_document(role, documentation) for role in named]


def _document(role: str, documentation: Documentation) -> str:
    """How the gate names the document: by its role, or by its path where the team listed it in ``covers``."""
    paths = (path for path in documentation.covers if ROLES[role].names.fullmatch(path))
    return ROLES[role].title if role in roles_of(documentation.documents) else next(paths, ROLES[role].title)


def _names(text: str, evidence: str) -> bool:
    if (percent := percentile(evidence)) is not None:
        return percent in percentiles(text)
    said, plain = text.casefold().replace("_", " ").replace("-", " "), evidence.replace("_", " ")
    return any(name in said for name in (plain, *NAMES.get(plain, ())))
