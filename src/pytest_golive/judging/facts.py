"""What a verdict is about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facts:
    """What the verdict is about.

    Attributes:
        commit: full name of what is checked out, with "+changes" if the work tree differs; "" if none.
        version: the release, as the project names it.
        target: name of the target, or "".
        settings_digest: SHA-256 of the effective settings.
        started: ISO 8601, UTC.
        previous: the release before, in words; "" if there is none, or nobody can tell.
        unknown: why nobody knows the commit; "" if it is known, or there is none yet.
        settings: the file that holds the settings; "" if nobody has written any.
    """

    commit: str = ""
    version: str = ""
    target: str = ""
    settings_digest: str = ""
    started: str = ""
    previous: str = ""
    unknown: str = ""
    settings: str = ""

    @property
    def at(self) -> str:
        """The commit as people write it."""
        sha, _, changes = self.commit.partition("+")
        if not sha:
            return f"commit unknown: {self.unknown}" if self.unknown else "no commit yet"
        return f"commit {sha[:10]}{' + uncommitted changes' if changes else ''}"
