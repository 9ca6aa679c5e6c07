"""More ways in which checklists put what the built-in gates judge, in English and French, by "section::gate".

What an explanation says under ``said`` is how a row is usually put; these are for `golive bind` alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from pytest_golive.commands.bind.phrases_of_code import CODE
from pytest_golive.commands.bind.phrases_of_documents import DOCUMENTS
from pytest_golive.commands.bind.phrases_of_security import SECURITY
from pytest_golive.commands.bind.phrases_of_services import LIVE

MORE: Mapping[str, tuple[str, ...]] = {**CODE, **DOCUMENTS, **SECURITY, **LIVE}
# The gate judges a part of what these say (that the commands are there, not that they work), and people the rest.
PARTLY: Mapping[str, tuple[str, ...]] = {
    "documentation::readme_accurate": (
        "README install instructions work",
        "commands of the README work",
        "README quick start works",
        "README instructions tried in a clean clone",
        "walk through the README in a clean clone",
        "README commands tried",
        "install and quick start commands of the README tried",
        "README examples run",
        "commandes du README fonctionnent",
    ),
    "code_quality::no_fixme_or_hack": ("grep finds no FIXME",),  # that finds strings and names, too
    "infrastructure::performance_acceptable": ("stress test passed",),  # that ends when something breaks
}
