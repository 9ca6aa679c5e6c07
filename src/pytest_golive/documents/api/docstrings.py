"""What a docstring says of parameters, returns and raises, by griffe's parsers for Google, NumPy and Sphinx."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    import griffe

Style = Literal["google", "numpy", "sphinx"]
SPHINX: Final = re.compile(
    r"^[ \t]*:(?:param|parameter|arg|argument|key|keyword|returns?|raises?|rtype)\b", re.MULTILINE
)
NUMPY: Final = re.compile(
    r"^[ \t]*(?:Other )?(?:Parameters|Returns|Raises|Yields|Attributes)[ \t]*\n[ \t]*-{3,}[ \t]*$", re.MULTILINE
)
GOOGLE: Final = re.compile(
    r"^[ \t]*(?:Args|Arguments|Params|Parameters|Keyword Args|Keyword Arguments|Other Parameters|Returns|Raises"
    r"|Yields|Exceptions|Attributes):[ \t]*\n[ \t]*\S",
    re.MULTILINE,
)
PARAMETERS: Final = frozenset({"parameters", "other parameters"})
LITERAL: Final = r"(None|True|False|-?\d++(?:\.\d++)?+(?!\w|\.\w)|'[^'\n]*'|\"[^\"\n]*\")"
DEFAULT: Final = re.compile(
    rf"\b[Dd]efault(?:s|ing)?(?:\s+(?:value|is|to|value is)|\s*[:=])*\s*[:=]?\s*`{{0,2}}{LITERAL}`{{0,2}}"
    rf"|(?<![\w.]){LITERAL}`{{0,2}}\s+(?:\((?:the )?default\)|(?:is the|by) default\b)"
)
SAYS_DEFAULT: Final = re.compile(r"\bdefault", re.IGNORECASE)
AFTER: Final = re.compile(r"\n[ \t]*\n|^[ \t]*\.\. ", re.MULTILINE)
NAME: Final = re.compile(r"\\?\*{0,2}([^\W\d]\w*)")


def style_of(text: str) -> Style | None:
    """In which style it has sections; None if it has none."""
    if SPHINX.search(text):
        return "sphinx"
    if NUMPY.search(text):
        return "numpy"
    return "google" if GOOGLE.search(text) else None


def documented(docstring: griffe.Docstring) -> dict[str, Any] | None:
    """What its sections say; None if it has none.

    Returns:
        "p": documented parameters, each a name and, where it is said, the default; "r": names of exceptions;
        "ret", "y": whether returns or yields are documented; "s": the style; "l": the line it begins on.
    """
    text = docstring.value
    style = style_of(text)
    if style is None:
        return None
    told: dict[str, Any] = {"s": style, "l": docstring.lineno or 0}
    for section in docstring.parse(style, warnings=False):
        kind = section.kind.value
        if kind in PARAMETERS:
            told.setdefault("p", []).extend(row for each in section.value for row in _rows(each, style))
        elif kind == "raises":
            names = (_exception(each.annotation) for each in section.value)
            told["r"] = [*dict.fromkeys([*told.get("r", ()), *filter(None, names)])]
        elif kind == "returns" and not _is_none(section.value):
            told["ret"] = 1
        elif kind == "yields":
            told["y"] = 1
    return told if told.keys() - {"s", "l"} else None


def _rows(parameter: Any, style: Style) -> list[list[str]]:
    # What comes after a blank line or a directive is about the whole function.
    description = AFTER.split(parameter.description or "", maxsplit=1)[0]
    # griffe takes it from the signature where a docstring of another style says nothing.
    said = f"default {parameter.value}" if style == "numpy" and parameter.value else ""
    default = _default(said) or _default(f"{parameter.annotation or ''}\n{description}")
    names = [match[1] for each in re.split(r"[,/]\s*", parameter.name) if (match := NAME.fullmatch(each.strip()))]
    return [[name, default] if default and len(names) == 1 else [name] for name in names]


def _default(text: str) -> str:
    """The default that the words name, where they name one, plainly and once; else ""."""
    found = DEFAULT.search(text)
    return (found[1] or found[2]) if found and len(SAYS_DEFAULT.findall(text)) == 1 else ""


def _exception(annotation: Any) -> str:
    """The last name of an exception: "NotFound" of "shop.errors.NotFound" or of ":class:`NotFound`"."""
    word = re.sub(r"^:\w+(?::\w+)*:", "", str(annotation or "").strip()).strip("`~!\\ ")
    last = word.rpartition(".")[2]
    return last if last.isidentifier() else ""


def _is_none(returns: Any) -> bool:
    return all(
        str(each.annotation or "") == "None" or str(each.description or "").strip(" .`") == "None" for each in returns
    )
