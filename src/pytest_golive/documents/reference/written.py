"""What is written about the public API in Python, in docstrings and on reference pages."""

from __future__ import annotations

from pytest_golive.documents.api.project import PythonApi
from pytest_golive.documents.reference import pages, standing
from pytest_golive.documents.reference.checking import check
from pytest_golive.documents.reference.result import ApiDocumentation
from pytest_golive.documents.reference.signatures import Depth
from pytest_golive.documents.texts import texts_of


def what_is_written(api: PythonApi, depth: Depth, *, reference: bool) -> ApiDocumentation:
    """Hold docstrings against signatures, and the reference pages, if there are any, against what is public.

    Args:
        api: the packages that others import.
        depth: how much a docstring has to say.
        reference: whether the pages are looked at.

    Raises:
        CannotMeasure: a module or a page cannot be read.
    """
    tree = api.now()
    checked = check(tree, depth)
    notes = []
    if checked.dynamic:
        notes.append(("__all__ is computed", f"{', '.join(checked.dynamic)}: names without an underscore count there"))
    found = None
    if reference:
        texts = texts_of(api.parser.repository.root, filter(pages.is_wanted, api.tracked))
        entries = pages.read_pages(texts)
        if entries.generator:
            notes.append(("reference pages", f"{entries.generator} makes them of everything there is"))
        elif entries.entries:
            found = standing.compare(tree, entries, entries.read_by_name(texts))
        else:
            notes.append(("reference pages", "there are none"))
    return ApiDocumentation(checked, found, None, f"griffe, {len(tree.modules):,} modules", tuple(notes))
