"""What golive explain shows about one gate."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Explanation:
    """Facts about one gate that its code cannot express.

    Attributes:
        measures: what is measured, and from what.
        settings: key paths below the golive table, "code_quality.max_lines".
        fix: how to fix a red row, in one or two sentences.
        said: wordings of the row in people's checklists, besides its title; `golive bind` recognises it by these.
    """

    measures: str
    settings: tuple[str, ...]
    fix: str
    said: tuple[str, ...] = ()


# Settings that every live gate uses.
REACHING = (
    "default_target",
    "targets.NAME.url",
    "targets.NAME.url_env",
    "targets.NAME.ca_file",
    "targets.NAME.client_certificate.cert_file",
    "targets.NAME.wait",
    "targets.NAME.timeout",
)
