"""Read the objectives of files: OpenSLO and Sloth, told apart by what each document says that it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pytest_golive.findings import Finding
from pytest_golive.observability.reading.faults import faults_of
from pytest_golive.observability.reading.nodes import Node
from pytest_golive.observability.reading.yaml_files import fault, read_yaml
from pytest_golive.observability.slos.formats import openslo, openslo_alpha, sloth
from pytest_golive.observability.slos.formats.converting import of_alpha, of_openslo, of_sloth
from pytest_golive.observability.slos.formats.indicators import Sources
from pytest_golive.observability.slos.formats.openslo_indicators import Sli
from pytest_golive.observability.slos.slo import Slo

if TYPE_CHECKING:
    from pydantic import BaseModel

VERSIONS: Final[Mapping[str, Mapping[str, type[BaseModel]]]] = {
    openslo.VERSION: openslo.KINDS,
    openslo_alpha.VERSION: openslo_alpha.KINDS,
    sloth.RESOURCE: sloth.KINDS,
}
KNOWN: Final = f"known are {openslo.VERSION}, {openslo_alpha.VERSION}, {sloth.RESOURCE} and version: {sloth.VERSION}"
OTHER: Final = "write it as one of these, or leave the file out of targets.NAME.slos.files"


@dataclass(frozen=True, slots=True)
class Document:
    """A valid document: where it stands, and what it says."""

    path: str
    node: Node
    model: BaseModel


@dataclass(frozen=True, slots=True)
class Loaded:
    """What files hold.

    Attributes:
        slos: the objectives.
        faults: what is wrong with the files.
        files: how many there are.
    """

    slos: tuple[Slo, ...]
    faults: tuple[Finding, ...]
    files: int


def load(files: Iterable[tuple[str, bytes]], *, sloth_days: int, now: float) -> Loaded:
    """The objectives of *files*, and all that is wrong with them.

    Args:
        files: paths, and what each file holds.
        sloth_days: the period of Sloth's objectives, which its files do not say.
        now: seconds since 1970, for windows of the calendar.
    """
    faults: list[Finding] = []
    read: list[Document] = []
    count = 0
    for path, content in files:
        count += 1
        found = read_yaml(path, content)
        faults += found.faults
        documents = list(found.values())
        if not documents and not found.faults:
            faults.append(fault(path, 0, "it is empty", cure="write the objectives, or name another file"))
        for node, value in documents:
            model = _validated(path, node, value, faults)
            if model is not None:
                read.append(Document(path, node, model))
    slos, more = _converted(read, sloth_days, now)
    return Loaded(slos, tuple(sorted(faults + more)), count)


def _validated(path: str, node: Node, value: Any, faults: list[Finding]) -> BaseModel | None:
    from pydantic import ValidationError

    if not isinstance(value, dict):
        faults.append(fault(path, node.line, f"a document must be a mapping; {KNOWN}", cure=OTHER))
        return None
    model, what = _model(value)
    if model is None:
        key = next((key for key in ("kind", "apiVersion", "version") if what.startswith(f"{key} ")), "")
        faults.append(fault(path, node.line_of((key,)), what, cure=OTHER))
        return None
    try:
        return model.model_validate(value)
    except ValidationError as error:
        faults += faults_of(path, node, model, error.errors(include_url=False))
        return None


def _model(value: Mapping[str, Any]) -> tuple[type[BaseModel] | None, str]:
    """The model of a document, or why there is none."""
    version, kind = value.get("apiVersion"), value.get("kind")
    if version is None and "version" in value:
        is_sloth = value["version"] == sloth.VERSION
        return (sloth.Service if is_sloth else None), f"version {str(value['version'])[:60]!r} is unknown; {KNOWN}"
    if version is None:
        return None, f"it says neither apiVersion nor version; {KNOWN}"
    kinds = VERSIONS.get(version) if isinstance(version, str) else None
    if kinds is None:
        return None, f"apiVersion {str(version)[:60]!r} is unknown; {KNOWN}"
    model = kinds.get(kind) if isinstance(kind, str) else None
    return model, f"kind {str(kind)[:60]!r} is unknown in {version}; known are {', '.join(kinds)}"


def _converted(read: Sequence[Document], sloth_days: int, now: float) -> tuple[tuple[Slo, ...], list[Finding]]:
    slis = {doc.model.metadata.name: doc.model for doc in read if isinstance(doc.model, Sli)}
    types = {
        doc.model.metadata.name: doc.model.spec.type
        for doc in read
        if isinstance(doc.model, openslo.DataSourceDocument)
    }
    slos: list[Slo] = []
    faults: list[Finding] = []
    for doc in read:
        sources = Sources(doc.path, doc.node, slis, types, now)
        match doc.model:
            case openslo.SloDocument():
                slos += of_openslo(doc.model, sources)
            case openslo_alpha.SloDocument():
                slos += of_alpha(doc.model, sources)
            case sloth.Service() | sloth.ResourceSpec():
                slos += of_sloth(doc.model, sources, (), sloth_days)
            case sloth.Resource():
                slos += of_sloth(doc.model.spec, sources, ("spec",), sloth_days)
        faults += sources.faults
    return _once(slos, faults), faults


def _once(slos: Sequence[Slo], faults: list[Finding]) -> tuple[Slo, ...]:
    """The objectives; one name for two of them is a fault, since nobody can tell which one counts."""
    seen: dict[tuple[str, str], Slo] = {}
    for slo in slos:
        first = seen.setdefault((slo.service, slo.name), slo)
        if first is not slo:
            what = f"{slo.service}/{slo.name} is defined at {first.path}:{first.line}, too"
            faults.append(fault(slo.path, slo.line, what, cure="give each objective a name of its own"))
    return tuple(seen.values())
