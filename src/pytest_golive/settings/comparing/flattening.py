"""Settings as a flat table of key paths, for comparing two sets of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pytest_golive.settings.model import Settings

APART = ("not_applicable", "waivers", "trial", "deployment.freezes")  # compared in their own ways
OPTIONAL = frozenset(
    {"metrics", "traces", "alerts", "slos", "dashboards"}
)  # tables that a target has if they are written


def flat(settings: Settings) -> dict[str, object]:
    """Every value by its key path; lists are values, except for lists of tables: "targets.staging.auth[0].scheme"."""
    table = settings.model_dump(mode="python", by_alias=True)
    return dict(_walk(table, ""))


def unwritten(settings: Settings) -> Iterator[tuple[str, object]]:
    """The default values in the tables that somebody wrote below a target's, by their key paths.

    Such a table may be optional, and then its defaults are nobody's choice: only what was written is.
    """
    for name, target in settings.targets.items():
        for key in OPTIONAL & target.model_fields_set:
            written = dict(_walk(target.model_dump(mode="python", by_alias=True, exclude_unset=True).get(key), ""))
            all_of_it = getattr(target, key)
            table = all_of_it.model_dump(mode="python", by_alias=True) if all_of_it is not None else {}
            yield from ((f"targets.{name}.{key}.{path}", v) for path, v in _walk(table, "") if path not in written)


def _walk(value: object, path: str) -> Iterator[tuple[str, object]]:
    if path in APART:
        return
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _walk(part, f"{path}.{key}".strip("."))
    elif path.endswith(".endpoints"):
        yield path, tuple(map(_endpoint, value)) if isinstance(value, tuple) else value
    elif isinstance(value, tuple) and value and all(isinstance(element, Mapping) for element in value):
        for number, element in enumerate(value):
            yield from _walk(element, f"{path}[{number}]")
    else:
        yield path, value


def _endpoint(table: Mapping[str, object]) -> str:
    """One request, and the requirements for its response, on one line."""
    options = {key: part for key, part in table.items() if key not in {"method", "path", "name", "weight"}}
    demands = ", ".join(f"{key} {part}" for key, part in options.items() if _demands(key, part))
    return f"{table['method']} {table['path']} ({demands})"


def _demands(key: str, part: object) -> bool:
    """Whether it requires anything of the response; an empty JSON object does: that there is one."""
    is_given = part is not None and part is not False
    return is_given and (key == "json" or part not in ((), {}))
