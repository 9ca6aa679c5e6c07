"""How people speak of what the built-in gates judge, in English and French, by "section::gate"."""

from __future__ import annotations

from collections.abc import Mapping

from pytest_golive.checklist.proposing.language.sensing import Sense
from pytest_golive.commands.bind.senses.of_code import CODE
from pytest_golive.commands.bind.senses.of_documents import DOCUMENTS
from pytest_golive.commands.bind.senses.of_live import LIVE
from pytest_golive.commands.bind.senses.of_observed import OBSERVED
from pytest_golive.commands.bind.senses.of_security import SECURITY
from pytest_golive.commands.bind.senses.of_smoke import SMOKE

SENSES: Mapping[str, Sense] = {**CODE, **DOCUMENTS, **SECURITY, **LIVE, **OBSERVED, **SMOKE}
