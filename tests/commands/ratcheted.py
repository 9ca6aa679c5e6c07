"""A project beside its ratchet, and what a run of it says."""

from __future__ import annotations

FIXME = "FIX" + "ME"
FILE = "golive-ratchet.txt"


def said(project, *, ret):
    result = project.phase()
    assert result.ret == ret, result.stdout.str()
    return result.stdout.str()
