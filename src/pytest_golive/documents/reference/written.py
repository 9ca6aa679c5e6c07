"""Reviews the documentation of the public Python API: docstrings and reference pages."""

from __future__ import annotations

from typing import Final

from pytest_golive.codebase.results import contents, kept
from pytest_golive.documents.api.project import PythonApi
from pytest_golive.documents.reference import pages, standing
from pytest_golive.documents.reference.checking import Checked, check
from pytest_golive.documents.reference.result import ApiDocumentation, no_api
from pytest_golive.documents.reference.signatures import Depth
from pytest_golive.documents.reference.standing import Standing
from pytest_golive.documents.texts import texts_of
from pytest_golive.findings import Finding

SHOWN: Final = 5


def what_is_written(api: PythonApi, depth: Depth, *, reference: bool) -> ApiDocumentation:
    """Compare docstrings with signatures, and the reference pages, if there are any, with the public API.

    The result is kept for later runs while modules and pages stay the same.

    Args:
        api: the packages that others import.
        depth: how much a docstring must explain.
        reference: whether the pages are compared.

    Raises:
        CannotMeasure: a module or a page cannot be read.
    """
    paths = [*filter(pages.is_wanted, api.tracked)] if reference else []
    modules, documents = api.contents, contents(api.parser.repository.root, paths)
    made_of = None if modules is None or documents is None else [modules, documents, depth, reference]

    def look() -> ApiDocumentation:
        return _look(api, depth, paths, reference=reference)

    kinds = (ApiDocumentation, Checked, Standing, Finding)
    return kept(api.parser.cache, "api-documentation", made_of, look, *kinds)


def _look(api: PythonApi, depth: Depth, paths: list[str], *, reference: bool) -> ApiDocumentation:
    tree = api.now()
    checked = check(tree, depth)
    notes = [*no_api(api.of_tests())]
    if checked.dynamic:
        notes.append(("__all__ is computed", f"{', '.join(checked.dynamic)}: names without an underscore count there"))
    found = None
    if reference:
        texts = texts_of(api.parser.repository.root, paths)
        entries = pages.read_pages(texts)
        if entries.generator:
            notes.append(("reference pages", f"{entries.generator} generates them from all modules"))
        elif entries.entries:
            found = standing.compare(tree, entries, entries.read_by_name(texts))
            if found.unsure:
                first = found.unsure[0]
                words = f"{len(found.unsure):,}, which only running the package decides, the first at {first.place}: "
                notes.append(("worth a look in the reference", words + first.message))
            if found.apart:
                more = f" and {len(found.apart) - SHOWN} more" if len(found.apart) > SHOWN else ""
                notes.append(("modules that no reference page mentions", f"{', '.join(found.apart[:SHOWN])}{more}"))
        else:
            notes.append(("reference pages", "there are none"))
    return ApiDocumentation(checked, found, (), f"griffe, {len(tree.modules):,} modules", tuple(notes))
