"""The options that take a value, for pytest's help; read in every run, so little is imported here."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

LISTS: Final[Mapping[str, str]] = {
    "checklist": "a Markdown document whose rows are the checklist, besides those that the settings name",
    "after": "the record of an earlier phase of the same release, which must be a GO; may be given again",
}
VALUED: Final[Mapping[str, tuple[str, str]]] = {
    "sarif": ("FILE", "write all findings of the checklist as SARIF 2.1.0, for code-scanning pages"),
    "markdown": ("FILE", "write the verdict as Markdown, for a comment on a pull request"),
    "html": ("FILE", "write the whole result as one HTML file, for people"),
    "checklist-out": (
        "FILE",
        "write the checklist's document there, ticked, with what was found; a folder for several",
    ),
    "deployed": ("TIME", "when this release was deployed, such as 2026-11-27T13:00:00Z, or now"),
    "confirm": ("VERSION", "the version that --golive-execute brings to production, typed once more"),
    "break-glass": ("FILE", "an emergency: pass the rows that this file of golive break-glass names"),
    "decision": ("FILE", "write what a pipeline does next, as JSON: continue, hold or roll back"),
    "record": ("FILE", "write what the run found out about this release, as JSON"),
    "attest": ("FILE", "write it as an in-toto attestation, signed as DSSE (needs --golive-key)"),
    "key": ("FILE", "private key that signs the record and the attestation"),
}


def file_named(folder: Path, name: str) -> Path:
    """The file that the value of an option names, from *folder*.

    A shell leaves the ``~`` in ``--golive-key=~/robot`` as it is.
    """
    return folder / os.path.expanduser(name)  # noqa: PTH111 -- Path's raises an error without a home
