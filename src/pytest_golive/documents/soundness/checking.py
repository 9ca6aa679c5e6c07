"""Measures whether documents are sound: links, markup, blocks of code and the project's build."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pytest_golive.documents.blocks.checking import LANGUAGES
from pytest_golive.documents.blocks.shell import reader
from pytest_golive.documents.machinery.doubting import Doubting
from pytest_golive.documents.reading.document import Document
from pytest_golive.documents.reading.library import Library
from pytest_golive.documents.soundness.following import Following
from pytest_golive.documents.soundness.result import Build, Soundness
from pytest_golive.documents.soundness.sites import Sites, forge_of
from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import counted

BLOCK_RULES = frozenset(f"{name} block" for name, _ in LANGUAGES.values())


def check_soundness(
    library: Library, *, remote: str = "", rules: Sequence[str] = (), build: Build | None = None, asks: bool = False
) -> Soundness:
    """Follow every link, and collect what cannot be read.

    Args:
        library: the documents.
        remote: URL of the forge; "" if there is none.
        rules: how headings become anchors, where the settings say so.
        build: the project's own strict build.
        asks: whether another gate requests the links to other sites.

    Raises:
        CannotMeasure: there is no document, one could not be read, or nothing here reads its blocks of shell.
    """
    documents = library.require()
    _require_shell(documents)
    sites = Sites(library, forge_of(library.tracked, remote), rules)
    following = Following(library, sites)
    broken = tuple(following.broken())
    build = build or Build()
    doubting = Doubting(sites, build, following.doubted)
    faults = [*doubting.sort_out(following.doubts, documents)]
    return Soundness(
        documents=len(documents),
        links=following.followed,
        blocks=sum(document.blocks_judged for document in documents),
        broken=broken,
        unreadable=tuple(problem for problem in faults if problem.rule not in BLOCK_RULES),
        code=tuple(problem for problem in faults if problem.rule in BLOCK_RULES),
        build=build,
        doubtful=doubting.left,
        notes=(*doubting.notes(), *_notes(library, following, asks=asks)),
    )


def judged_strictly(found: Soundness) -> Soundness:
    """The same, with what is only worth a look among the faults, as the settings may say."""
    code = [each for each in found.doubtful if each.rule in BLOCK_RULES]
    markup = [each for each in found.doubtful if each.rule == "rst"]
    links = [each for each in found.doubtful if each not in code and each not in markup]
    return replace(
        found,
        broken=(*found.broken, *links),
        unreadable=(*found.unreadable, *markup),
        code=(*found.code, *code),
        doubtful=(),
    )


def _require_shell(documents: Sequence[Document]) -> None:
    shells = [name for name, (kind, _) in LANGUAGES.items() if kind == "shell"]
    places = [
        f"{document.path}:{block.line}"
        for document in documents
        for block in document.blocks
        if block.language in shells
    ]
    if places and not reader():
        blocks = counted(len(places), "block")
        what = f"{blocks} of shell cannot be read, the first at {places[0]}: bash is not on the PATH"
        raise CannotMeasure(what, "install bash; it only reads them, and runs nothing")


def _notes(library: Library, following: Following, *, asks: bool) -> Iterator[tuple[str, str]]:
    if following.elsewhere:
        what = "of which those to other sites are requested" if asks else "not followed"
        yield "links to elsewhere", f"{following.elsewhere:,}, {what}"
    if following.unknown:
        yield "names that only a build can resolve", f"{following.unknown:,}"
    if following.around:
        first = f"{len(following.around):,}, the first at {following.around[0]}"
        yield "worth a look: addresses that no page here has, and a site around this project may have", first
    if cut := [f"{document.path}:{line}" for document in library.documents for line in document.sessions_cut]:
        first = f"{len(cut):,}, the first at {cut[0]}"
        yield "worth a look: sessions without ... before the lines that continue a statement", first
    if spared := sum(document.blocks_spared for document in library.documents):
        yield "blocks not judged: fragments by their own words, output, or for another shell", f"{spared:,}"
    if diagrams := sum(document.diagrams for document in library.documents):
        yield "Mermaid diagrams", f"{diagrams:,}; their kind, brackets, quotes, arrows and ends were checked"
    if newer := sum(document.blocks_newer for document in library.documents):
        yield "blocks for a newer Python", f"{newer:,}, which this Python cannot parse"
    if library.left_out:
        yield "documents left out", library.left_out
