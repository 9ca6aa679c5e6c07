"""The types of settings, each with a description of its allowed values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from pytest_golive.settings.values import checks, places, quantities, web

Address = Annotated[str, AfterValidator(web.address)]
Argument = Annotated[str, AfterValidator(checks.argument)]
Day = Annotated[dt.date, BeforeValidator(checks.day)]
Document = Annotated[str, AfterValidator(checks.document)]
Duration = Annotated[str, AfterValidator(checks.duration)]
Factor = Annotated[str, AfterValidator(quantities.factor)]
Destination = Annotated[str, AfterValidator(web.destination)]
Folder = Annotated[str, AfterValidator(checks.folder)]
GateId = Annotated[str, AfterValidator(checks.gate_id)]
Gates = Annotated[str, AfterValidator(checks.gates)]
Glob = Annotated[str, AfterValidator(checks.glob)]
HeaderName = Annotated[str, AfterValidator(web.header_name)]
HeaderValue = Annotated[str, AfterValidator(web.header_value)]
Globs = tuple[Glob, ...]
LimitText = Annotated[str, AfterValidator(checks.limit)]
Mailbox = Annotated[str, AfterValidator(web.mailbox)]
Marker = Annotated[str, AfterValidator(checks.marker)]
Method = Annotated[str, AfterValidator(web.method)]
Path = Annotated[str, AfterValidator(checks.path)]
Pattern = Annotated[str, AfterValidator(checks.pattern)]
Percent = Annotated[float, Field(ge=0, le=100), AfterValidator(quantities.of_hundred)]
PlainHeader = Annotated[str, AfterValidator(web.plain_header)]
Prefix = Annotated[str, AfterValidator(web.prefix)]
Reason = Annotated[str, AfterValidator(checks.reason)]
Refusal = Annotated[int, Field(ge=300, le=499)]
Severity = Literal["low", "medium", "high"]
Share = Annotated[str, BeforeValidator(quantities.share), AfterValidator(quantities.percent_text)]
TargetPath = Annotated[str, AfterValidator(places.target_path)]
Text = Annotated[str, AfterValidator(checks.text)]
Shows = Annotated[dict[Annotated[str, AfterValidator(web.shown_path)], Text], BeforeValidator(web.shows)]
Size = Annotated[str, AfterValidator(quantities.size)]
Status = Annotated[int, Field(ge=100, le=599)]
Url = Annotated[str, AfterValidator(web.url)]
UrlPath = Annotated[str, AfterValidator(web.url_path)]
Variable = Annotated[str, AfterValidator(web.variable)]
When = Annotated[str, BeforeValidator(checks.when)]
Word = Annotated[str, AfterValidator(checks.word)]
Written = Annotated[str, AfterValidator(checks.written)]


def _as_list(value: Any) -> Any:
    """A single value, where several are allowed."""
    return value if isinstance(value, tuple | list) else (value,)


OneOrMore = BeforeValidator(_as_list)

# Singular, plural.
WORDS: dict[Callable[..., Any], tuple[str, str]] = {
    checks.document: ("a Markdown document such as 'docs/GO_LIVE.md'", "Markdown documents such as 'docs/GO_LIVE.md'"),
    checks.duration: ("a duration such as '30m'", "durations"),
    quantities.factor: ("a factor such as '2x'", "factors"),
    checks.folder: ("a folder below the project's root", "folders"),
    checks.gate_id: ("a gate such as 'code_quality::coverage'", "gates"),
    checks.glob: ("a glob such as 'src/**/*.py'", "globs such as 'src/**/*.py'"),
    checks.limit: ("a limit such as 'p(95)<200ms'", "limits such as 'p(95)<200ms'"),
    checks.marker: ("the name of a pytest marker", "names of pytest markers"),
    quantities.percent_text: ("a share such as '1%'", "shares such as '1%'"),
    places.target_path: ("a path with {target} in it", "paths with {target} in them"),
    checks.when: ("a date, or a time such as '2026-12-24 18:00' or 'fri 16:00'", "dates or times"),
    checks.path: ("a path below the project's root", "paths below the project's root"),
    checks.pattern: ("a regular expression", "regular expressions"),
    web.address: ("a host and a port, such as '0.0.0.0:5557'", "hosts with ports"),
    web.destination: ("a glob such as '/login*'", "globs such as '/login*' or 'https://shop.example/*'"),
    web.header_name: ("the name of a header", "names of headers"),
    web.header_value: ("one line of text", "lines of text"),
    web.plain_header: ("the name of a header", "names of headers"),
    web.mailbox: ("an address of e-mail such as 'ann@shop.example'", "addresses of e-mail"),
    web.prefix: ("a word, or '' for none", "words"),
    web.method: ("an HTTP method such as 'GET'", "HTTP methods"),
    web.url: ("a URL such as 'https://staging.example.org'", "URLs"),
    web.url_path: ("a path such as '/orders'", "paths such as '/orders'"),
    web.variable: ("the name of an environment variable, such as 'STAGING_TOKEN'", "names of environment variables"),
    web.shows: ("text in quotes, or a table of texts by path", "texts in quotes"),
    quantities.size: ("a size such as '512MiB'", "sizes such as '512MiB'"),
    checks.word: ("a word", "words"),
}
PLAIN: dict[Any, tuple[str, str]] = {
    bool: ("true or false", "true or false"),
    int: ("a whole number", "whole numbers"),
    float: ("a number", "numbers"),
    str: ("text in quotes", "texts in quotes"),
    dt.date: ("a date such as 2027-01-31", "dates"),
}


def unknown_paths(shows: Mapping[str, str], paths: Sequence[str]) -> str:
    """The first path in *shows* that is not one of *paths*; "" if there is none."""
    return next((path for path in shows if path and path not in paths), "")


def allowed(annotation: Any, metadata: Sequence[Any] = (), *, many: bool = False) -> str:
    """The allowed values of a type, in words: "a whole number, at least 1".

    Args:
        annotation: the type, as pydantic keeps it.
        metadata: its constraints and validators.
        many: whether to use the plural.
    """
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return allowed(args[0], [*metadata, *args[1:]], many=many)
    if origin in {Union, UnionType}:
        several = [allowed(arg, metadata, many=many) for arg in args if arg is not NoneType]
        return ", or ".join(several)
    if origin is Literal:
        return "one of " + ", ".join(map(repr, args))
    if origin is tuple:
        return _list(args[0], metadata)
    if origin is dict or _is_table(annotation):
        return (_checked(metadata) or ("a table", "tables"))[many]
    return _scalar(annotation, metadata, many=many)


def _is_table(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _list(element: Any, metadata: Sequence[Any]) -> str:
    description = f"a list of {allowed(element, many=True)}"
    return f"{description}, not empty" if _bound("min_length", metadata) else description


def _scalar(annotation: Any, metadata: Sequence[Any], *, many: bool) -> str:
    constraints = [more for item in metadata for more in getattr(item, "metadata", [item])]
    description = (_checked(constraints) or PLAIN.get(annotation, ("a value", "values")))[many]
    low, high = _bound("ge", constraints), _bound("le", constraints)
    if low is not None and high is not None:
        return f"{description} from {low:g} to {high:g}"
    return description if low is None else f"{description}, at least {low:g}"


def _checked(metadata: Sequence[Any]) -> tuple[str, str] | None:
    """The words of a check among the *metadata*; None if there is none."""
    return next((WORDS[item.func] for item in metadata if getattr(item, "func", None) in WORDS), None)


def _bound(name: str, constraints: Sequence[Any]) -> float | None:
    return next((getattr(item, name) for item in constraints if hasattr(item, name)), None)
