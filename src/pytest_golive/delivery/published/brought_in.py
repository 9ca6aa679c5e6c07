"""What a manifest leaves to other places: images that are built, and files, charts and repositories that it names."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.foreign import quotable

PIN: Final = "pin each image (image: NAME@sha256:…), or name a command that prints which builds run"
RENDER: Final = (
    "name a command that prints the rendered manifest (kustomize build, helm template), or what runs, in "
    "[tool.golive.deployment.artifact]"
)
# Kinds whose spec says where that lies which they deploy; a Kustomization of kustomize has no spec.
BY_REFERENCE: Final = frozenset({"kustomization", "helmrelease", "helmchart", "applicationset", "packageinstall"})
IN_GROUP: Final = frozenset({"fleet.cattle.io/gitrepo", "fleet.cattle.io/bundle", "kappctrl.k14s.io/app"})
ARGO_CD: Final = ("source", "sources")
# Keys of a kustomization that name files, folders, addresses or charts.
PARTS: Final = (
    *("resources", "bases", "components", "generators", "transformers", "configurations"),
    *("patchesstrategicmerge", "patchesjson6902", "patches", "replacements"),
)
CHARTS: Final = ("helmcharts", "helmchartinflationgenerator")
KUSTOMIZATION: Final = "kustomization"
KUSTOMIZATIONS: Final = frozenset({"kustomization.yaml", "kustomization.yml", "kustomization"})
MERGE: Final = "<<"
# The keys of a Compose file besides its services, and those that begin with "x-".
BESIDE: Final = frozenset({"include", "name", "version", "networks", "volumes", "configs", "secrets", "models"})


def refuse_brought_in(node: Any, place: str, file: Path | None, beside: Collection[Path]) -> None:
    """Refuse a mapping of YAML, if it deploys what it does not show.

    Args:
        node: the mapping.
        place: the file or command that holds it.
        file: the file, if the mapping is a whole document of one; else None.
        beside: the files, resolved, that are looked at, too.

    Raises:
        CannotMeasure: it brings in charts, folders, addresses, or files that are not among *beside*.
    """
    known = {key.value.casefold(): value for key, value in node.value if isinstance(key.value, str)}
    kind, spec = _text(known.get("kind")).casefold(), known.get("spec")
    inner = {key.value for key, _ in spec.value} if spec is not None and _is_mapping(spec) else set()
    full = f"{_text(known.get('apiversion')).partition('/')[0]}/{kind}"
    is_reference = kind in BY_REFERENCE or full in IN_GROUP or (kind == "application" and inner & {*ARGO_CD})
    if inner and is_reference:
        what = f"{place} deploys what its {_text(known['kind'])} refers to, whose images are not looked at"
        raise CannotMeasure(what, RENDER)
    found: list[str] = []
    name = file.name.casefold() if file and not kind else ""
    if kind == KUSTOMIZATION or name in KUSTOMIZATIONS:
        found = [part for part in _parts(known) if file is None or not _is_among(file.parent / part, beside)]
    elif not kind:
        found = [*_charts(known, "dependencies" if name == "chart.yaml" else "releases")]
    if found:
        raise CannotMeasure(f"{place} brings in {quotable(found[0])[:200]}, whose images are not looked at", RENDER)


def _charts(known: Mapping[str, Any], listed: str) -> Iterator[str]:
    """The charts that a helmfile.yaml or a Chart.yaml brings in."""
    value = known.get(listed)
    for one in value.value if value is not None and value.id == "sequence" else ():
        keys = {key.value: value for key, value in one.value} if _is_mapping(one) else {}
        if found := keys.get("chart") or keys.get("repository"):
            yield _text(found)


def _parts(known: Mapping[str, Any]) -> Iterator[str]:
    """Everything that a kustomization names, by its path, address or chart."""
    for key in PARTS:
        value = known.get(key)
        for one in value.value if value is not None and value.id == "sequence" else ():
            if one.id == "scalar" and "\n" not in one.value:
                yield one.value
            elif _is_mapping(one):
                yield from (_text(path) for name, path in one.value if name.value == "path")
    for key in CHARTS:
        value = known.get(key)
        for one in value.value if value is not None and value.id == "sequence" else ():
            named = {name.value: chart for name, chart in one.value} if _is_mapping(one) else {}
            yield f"the chart {_text(named.get('name') or named.get('chartName'))}"


def _is_among(path: Path, beside: Collection[Path]) -> bool:
    """Whether a file, or the kustomization in a folder, is looked at, too."""
    if path.is_dir():
        return any((path / name).resolve() in beside for name in KUSTOMIZATIONS)
    return path.resolve() in beside


def _text(node: Any) -> str:
    return node.value if node is not None and isinstance(node.value, str) else ""


def refuse_unpinned(node: Any, place: str, *, is_document: bool = False) -> None:
    """Refuse a mapping of YAML, if it is a Compose file that leaves open which builds run.

    Args:
        node: the mapping.
        place: the file that holds it.
        is_document: whether it is a whole document, which may consist of nothing but what it includes.

    Raises:
        CannotMeasure: a service is built where it is deployed, or other files describe it.
    """
    known = dict(_entries(node))
    services = known.get("services")
    has_services = services is not None and _is_mapping(services)
    if "include" in known and (has_services or (is_document and all(map(_is_beside, known)))):
        raise CannotMeasure(f"{place} includes other Compose files, whose images are not looked at", PIN)
    if services is None or not has_services:
        return
    for key, value in services.value:
        service = dict(_entries(value))
        image = getattr(service.get("image"), "value", "")
        if "@sha256:" in image:  # whether the digest is whole is asked of every image
            continue
        if "build" in service:
            what = f"{place} builds the service {key.value}, so which build runs is unknown"
            raise CannotMeasure(what, PIN)
        if "provider" in service and not image:
            raise CannotMeasure(f"{place} leaves the service {key.value} to a provider, so what runs is unknown", PIN)
        if "extends" in service and not image:
            raise CannotMeasure(f"{place} leaves the image of the service {key.value} to what it extends", PIN)


def _is_beside(key: str) -> bool:
    return key in BESIDE or key.startswith("x-")


def _entries(node: Any) -> Iterator[tuple[str, Any]]:
    """The keys of a mapping in lower case, with their nodes; those that it merges (``<<: *base``) first."""
    left, seen, own = [node], set(), []
    while left:
        one = left.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if not _is_mapping(one):
            left += one.value if isinstance(one.value, list) and one is not node else []
            continue
        for key, value in one.value:
            if key.value == MERGE:
                left.append(value)
            elif isinstance(key.value, str):
                own.append((key.value.casefold(), value))
    yield from reversed(own)


def _is_mapping(node: Any) -> bool:
    return str(node.id) == "mapping"
