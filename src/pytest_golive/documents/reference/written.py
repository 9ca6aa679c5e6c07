"""Reviews the documentation of the public Python API: docstrings and reference pages."""

from __future__ import annotations

from typing import Final

from pytest_golive.codebase.results import LookedInto, contents, kept
from pytest_golive.documents.api.project import PythonApi
from pytest_golive.documents.reference import pages, standing
from pytest_golive.documents.reference.checking import Checked, check
from pytest_golive.documents.reference.result import ApiDocumentation, no_api
from pytest_golive.documents.reference.signatures import Depth
from pytest_golive.documents.reference.sources import Sources
from pytest_golive.documents.reference.standing import Standing
from pytest_golive.documents.texts import texts_of
from pytest_golive.findings import Finding

SHOWN: Final = 5
FEW: Final = 3
COMPILED: Final = (".pyx", ".c", ".cc", ".cpp", ".rs")
NOTHING_PUBLIC: Final = (
    "name the files that users import in [tool.golive.documentation.api] include; or declare in "
    "[tool.golive.not_applicable] why nobody can read docstrings there, and who checks them"
)


def nothing_public(api: PythonApi) -> tuple[str, str]:
    """What was looked for in vain in modules without any public object, and the cure.

    Args:
        api: the packages that others import.
    """
    files = sorted(api.modules.values())
    made = sorted(path for path in api.tracked if path.endswith(COMPILED))
    what = f"no public class or function was found in {len(files):,} modules in Python: {_some(files)}"
    if made:
        what += f"; what is compiled is not read: {_some(made)}"
    return what, NOTHING_PUBLIC


def _some(paths: list[str]) -> str:
    more = f" and {len(paths) - FEW} more" if len(paths) > FEW else ""
    return f"{', '.join(paths[:FEW])}{more}"


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
    root = api.parser.repository.root
    paths = [*filter(pages.is_wanted, api.tracked)] if reference else []
    modules, documents = api.contents, contents(root, paths)
    sources = Sources.of(root, api.tracked, api.modules) if reference else Sources(root)
    named = [*sources.paths]
    made_of = None if modules is None or documents is None else [modules, documents, named, depth, reference]

    def look() -> ApiDocumentation:
        return _look(api, depth, paths, sources, reference=reference)

    kinds = (ApiDocumentation, Checked, Standing, Finding)
    looked_into = LookedInto(root, lambda: sources.read)
    return kept(api.parser.cache, "api-documentation", made_of, look, *kinds, looked_into=looked_into)


def _look(api: PythonApi, depth: Depth, paths: list[str], sources: Sources, *, reference: bool) -> ApiDocumentation:
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
            found = standing.compare(tree, entries, entries.read_by_name(texts), entries.words(texts), sources)
            if found.apart:
                more = f" and {len(found.apart) - SHOWN} more" if len(found.apart) > SHOWN else ""
                notes.append(("modules that no reference page mentions", f"{', '.join(found.apart[:SHOWN])}{more}"))
        else:
            notes.append(("reference pages", "there are none"))
    return ApiDocumentation(checked, found, (), f"griffe, {len(tree.modules):,} modules", tuple(notes))
