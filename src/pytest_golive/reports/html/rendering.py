"""Write a page as HTML: every text escaped, nothing loaded, no script but its own."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from pytest_golive.masking.known import MASK
from pytest_golive.masking.printing import printable
from pytest_golive.reports.html.page import Page
from pytest_golive.reports.html.surroundings import Step

if TYPE_CHECKING:
    from markupsafe import Markup

TEMPLATES: Final = ("frame.html.jinja", "page.html.jinja", "parts.html.jinja")
STYLES: Final = ("page.css", "page_print.css")
SCRIPT: Final = "page.js"
ICON: Final = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><circle cx='8' cy='8' r='8' fill='{}'/>"
    "<path d='{}' fill='none' stroke='#fff' stroke-width='2'/></svg>"
)
SIGNS: Final = {"good": "✓", "glass": "!", "bad": "✕"}
TICK, CROSS, ALARM = "M4 8.5l3 3 5-6", "M5 5l6 6M11 5l-6 6", "M8 3v6M8 11v2"
LEFT, WIDE, LANE = 220, 480, 20


def html_of(page: Page, version: str) -> str:
    """The page as a file.

    Args:
        page: what it says; each text in it is taken for a text, whatever it contains.
        version: of pytest-golive.
    """
    from markupsafe import Markup

    drawn = Markup(timeline(page.around.journal))  # noqa: S704 -- numbers, and words that are escaped  # nosec B704
    values = {"page": page, "around": page.around, "timeline": drawn}
    return filled("page.html.jinja", page.look, version, values)


def filled(name: str, look: str, version: str, values: Mapping[str, Any], of: str = __package__) -> str:
    """A template within the frame that all pages share, as a file.

    Args:
        name: of the template.
        look: "good", "glass" or "bad".
        version: of pytest-golive.
        values: for the template; each text in them is taken for a text, whatever it contains.
        of: the package that the template lies in, together with its style, if that is not this one.
    """
    from jinja2 import DictLoader, Environment, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=DictLoader({**{one: _text(one) for one in TEMPLATES}, name: _text(name, of)}),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["drawn"] = Markup
    styles = [*map(_text, STYLES), *([_text(f"{name.partition('.')[0]}.css", of)] if of != __package__ else [])]
    style, script = "\n".join(styles), _text(SCRIPT)
    return environment.get_template(name).render(
        **values,
        look=look,
        sign=SIGNS[look],
        version=version,
        policy=Markup(policy_of(style, script)),  # noqa: S704 -- made of digests  # nosec B704
        style=Markup(style),  # noqa: S704 -- a file of ours  # nosec B704
        script=Markup(script),  # noqa: S704 -- a file of ours  # nosec B704
        icon=_icon(look),
    )


def policy_of(style: str, script: str) -> str:
    """The Content-Security-Policy under which only *style* and *script* have any effect."""
    rules = (
        "default-src 'none'",
        f"script-src '{_digest(script)}'",
        f"style-src '{_digest(style)}'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
    )
    return "; ".join(rules)


def timeline(steps: Sequence[Step]) -> str:
    """The steps of the newest release as bars over time; "" for fewer than two that ended."""
    from markupsafe import escape

    newest = [one for one in steps if one.release == steps[-1].release and one.ended is not None]
    if len(newest) < 2:  # noqa: PLR2004 -- one bar shows nothing
        return ""
    start = min(one.began for one in newest)
    whole = max(max(one.ended or 0.0 for one in newest) - start, 1e-9)
    parts = []
    for number, one in enumerate(newest):
        x, wide = (one.began - start) / whole * WIDE, ((one.ended or 0.0) - one.began) / whole * WIDE
        colour = "green" if one.result == "passed" else "red"
        y = number * LANE
        parts.append(f'<text x="{LEFT - 8}" y="{y + 13}" text-anchor="end">{escape(_shown(one.name)[-36:])}</text>')
        box = f'x="{LEFT + x:.1f}" y="{y + 3}" width="{max(1.5, wide):.1f}" height="{LANE - 6}" rx="2"'
        parts.append(f'<rect {box} fill="var(--{colour})"/>')
        parts.append(f'<text x="{LEFT + WIDE + 8}" y="{y + 13}">{escape(_shown(one.took))}</text>')
    title = escape(f"the steps of release {_shown(newest[0].release)} over time; the table has the same figures")
    view = f'viewBox="0 0 {LEFT + WIDE + 90} {len(newest) * LANE + 4}"'
    drawn = f'<svg class="times" {view} role="img" aria-label="{title}">{"".join(parts)}</svg>'
    return f'<div class="scroll" tabindex="0" role="region" aria-label="Steps over time">{drawn}</div>'


def _finalize(value: Any) -> Any:
    """The last place that every text passes, whoever put it there: no secret, and no control character."""
    if hasattr(value, "__html__"):  # made here, or escaped by a macro
        return value
    return _shown(str(value))


def _shown(text: str) -> str:
    return printable(MASK.hide(text))


def _text(name: str, of: str = __package__) -> str:
    return files(of).joinpath(name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _icon(look: str) -> Markup:
    """A small picture for the browser's tab, as an address."""
    from urllib.parse import quote

    from markupsafe import Markup

    signs = {"good": ("#12683a", TICK), "glass": ("#7a4a00", ALARM), "bad": ("#a3171d", CROSS)}
    picture = ICON.format(*signs[look])
    return Markup(f"data:image/svg+xml,{quote(picture)}")  # noqa: S704 -- one of our pictures  # nosec B704
