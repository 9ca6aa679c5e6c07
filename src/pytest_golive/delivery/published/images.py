"""Which images a manifest names, with their digests or only by a tag."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from pytest_golive.delivery.published.brought_in import refuse_brought_in, refuse_unpinned
from pytest_golive.delivery.published.references import DIGEST, REFERENCE, is_image, is_named, of_words, reference
from pytest_golive.errors import CannotMeasure

CURE: Final = "correct it; if it is a template, name a command that prints the rendered manifest"
NAMES: Final = ("newname", "repository", "name", "reference")
TAGS: Final = ("tag", "newtag")
PATCH, PATCHES = "patch", ("patches", "patchesStrategicMerge", "patchesJson6902")


def in_manifest(
    text: str, place: str, file: Path | None = None, beside: Collection[Path] = ()
) -> Iterator[tuple[str, str]]:
    """Name and digest of each image in YAML or JSON; the digest is "" if only a tag is given.

    Args:
        text: the content.
        place: where it stands, for messages.
        file: where it stands; None if it is no file.
        beside: the files, resolved, that are looked at, too.

    Raises:
        CannotMeasure: the text is neither YAML nor JSON, or it leaves open which builds run.
    """
    return in_nodes(nodes_of(text, place), place, file=file, beside=beside)


def nodes_of(text: str, place: str) -> list[Any]:
    """The documents of YAML or JSON, as nodes: a repeated key counts twice, and custom tags do no harm.

    Raises:
        CannotMeasure: the text is neither.
    """
    import yaml

    if text.lstrip()[:1] in {"{", "["}:
        text = text.replace("\t", " ")  # JSON may be indented with tabs, which YAML forbids
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return [*yaml.compose_all(text, Loader=loader)]
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise CannotMeasure(f"{place} is not valid YAML: {' '.join(str(error).split())[:160]}", CURE) from None


def in_nodes(
    roots: Sequence[Any], place: str, *, running: bool = False, file: Path | None = None, beside: Collection[Path] = ()
) -> Iterator[tuple[str, str]]:
    """Name and digest of each image in *roots*.

    Args:
        roots: the documents.
        place: where they stand.
        running: whether they may tell what runs: an image by its tag, and beside it the digest that was pulled.
        file: where they stand; None if that is no file.
        beside: the files, resolved, that are looked at, too.

    Raises:
        CannotMeasure: they leave open which builds run: these are built there, or another place names them.
    """
    left: list[tuple[Any, bool]] = [(root, running) for root in reversed(roots)]
    documents = {id(root) for root in roots}
    seen: set[int] = set()
    while left:
        node, is_told = left.pop()
        if id(node) in seen or not isinstance(node.value, list):
            continue
        seen.add(id(node))  # an alias is the very node that it names
        if node.id == "mapping":
            is_document = id(node) in documents
            refuse_unpinned(node, place, is_document=is_document)
            refuse_brought_in(node, place, file if is_document else None, beside)
            left += [(one, False) for one in _patches(node, place)]
            pulled = _that_runs(node) if is_told else []
            yield from pulled
            yield from _of_mapping(node, "" if pulled else "image")
            further = [(one, is_told and _may_tell(node, key)) for key, value in node.value for one in (key, value)]
        else:
            yield from of_words([one.value for one in node.value if isinstance(one.value, str)])
            further = [(one, is_told) for one in node.value]
        left += reversed(further)


def _patches(node: Any, place: str) -> Iterator[Any]:
    """The patches of a kustomization that stand in it as texts."""
    for key, value in node.value:
        if key.value in PATCHES and value.id == "sequence":
            inner = (one.value if one.id == "mapping" else [(PATCH, one)] for one in value.value)
            texts = [text.value for pairs in inner for name, text in pairs if getattr(name, "value", name) == PATCH]
            yield from (root for text in texts if "\n" in text for root in nodes_of(text, f"a patch in {place}"))


def _may_tell(node: Any, key: Any) -> bool:
    """Whether what stands behind *key* may tell what runs: not what is asked for, in which "imageID" is a mere word."""
    name = key.value.casefold() if isinstance(key.value, str) else ""
    is_object = any(one.value == "kind" for one, _ in node.value)  # of Kubernetes
    return name in {"status", "items"} if is_object else name != "services"


def _that_runs(node: Any) -> list[tuple[str, str]]:
    """What a mapping says was pulled: ``imageID`` in Kubernetes, ``RepoDigests`` or the image's id in Docker."""
    found: list[tuple[str, str]] = []
    for key, value in node.value:
        name = key.value.casefold() if isinstance(key.value, str) else ""
        if name == "repodigests":
            texts = [str(one.value) for one in value.value or ()]
            found += [pulled for text in texts or [_tag_of(node)] for pulled in _pulled(text)]
        elif name == "imageid" and value.value:
            found += _pulled(str(value.value))
        elif name == "image" and isinstance(value.value, str) and value.value.startswith("sha256:"):
            found += _pulled(value.value)
    return found


def _pulled(text: str) -> Iterator[tuple[str, str]]:
    found = REFERENCE.fullmatch(text)
    yield (found[1] or "", found[2]) if found else (text, "")


def _tag_of(node: Any) -> str:
    """What to call an image of Docker that has no digest yet, because no registry knows it."""
    known = {key.value: value.value for key, value in node.value if isinstance(key.value, str)}
    tags = known.get("RepoTags")
    return str(tags[0].value) if isinstance(tags, list) and tags else str(known.get("Id", "an image"))


def _of_mapping(node: Any, plain: str) -> Iterator[tuple[str, str]]:
    """The images that the keys of one mapping name, such as *plain*, and the image whose parts the keys are."""
    for key, value in node.value:
        name = key.value.casefold() if isinstance(key.value, str) else ""
        if isinstance(value.value, str):
            text = value.value.strip()
            if name == plain or (name != "image" and is_named(name, text)):
                yield from reference(text, value.tag)
        elif name == "image":
            inner = _scalars(value)
            yield from _of_parts(inner)
            if inner.get("tag") and not inner.get("digest") and not any(map(inner.get, NAMES)):
                yield f"the tag {inner['tag']}", ""  # of an image that a chart names
        elif name == "images":
            texts = [one.value.strip() for one in value.value if isinstance(getattr(one, "value", None), str)]
            yield from (found for text in texts if is_image(text) for found in reference(text))
    parts = _scalars(node)
    if parts.get("newtag") or parts.get("digest") or (parts.get("repository") and parts.get("tag")):
        yield from _of_parts(parts)
    value = parts.get("value", "")
    path = parts.get("path", "").rpartition("/")[2].casefold()
    if (path == "image" and parts.get("op") in {"add", "replace"}) or is_named(parts.get("name", "").casefold(), value):
        yield from reference(value)


def _scalars(node: Any) -> Mapping[str, str]:
    """The texts of a mapping by key, in lower case; empty for any other node."""
    pairs = [pair for pair in node.value if isinstance(pair, tuple)] if isinstance(node.value, list) else []
    return {
        key.value.casefold(): value.value.strip()
        for key, value in pairs
        if isinstance(key.value, str) and isinstance(value.value, str)
    }


def _of_parts(parts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """An image whose name, tag and digest are separate keys, as in Helm and Kustomize."""
    name = next((parts[one] for one in NAMES if parts.get(one)), "")
    tag = next((parts[one] for one in TAGS if parts.get(one)), "")
    if digest := DIGEST.fullmatch(parts.get("digest", "")):
        yield name, digest[1]
    elif name:
        yield from reference(f"{name}:{tag}" if tag else name)
