"""The settings in ``[tool.golive.release]`` and ``[tool.golive.announcements]``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from pytest_golive.settings.values.kinds import Folder, Globs, Mailbox, Path, Text, Url, Variable, Word
from pytest_golive.settings.values.table import SectionTable, Table
from pytest_golive.settings.values.ways import Way


class ReleaseTable(SectionTable):
    """``[tool.golive.release]``."""

    KEY: ClassVar[str] = "release"
    WAYS: ClassVar[Mapping[str, Way]] = {
        "notes": Way.ANY,
        "sections": Way.REMOVED,
        "records": Way.NONE,
        "template": Way.NONE,
    }

    notes: Text | None = Field(
        None,
        description="where the release notes are: a path such as 'docs/releases/{version}.md', 'tag' for the "
        "message of the annotated tag, or 'release' for the forge's release of that tag; a file with the version's "
        "name in a usual folder if not given",
    )
    sections: tuple[Text, ...] = Field(
        ("Summary", "Changes", "Breaking Changes", "Migration"), description="sections that the notes must have"
    )
    template: Path | None = Field(None, description="path of a Jinja template for golive notes; its own if not given")
    records: Globs = Field(
        ("golive-records/*.json",), description="globs of the records with figures of earlier releases"
    )


class Audience(Table):
    """``[tool.golive.announcements.audiences.NAME]``: who is notified of each release, and over which channel."""

    kind: Literal["slack", "teams", "discord", "mattermost", "json", "email"] = Field(description="the channel")
    url_env: Variable | None = Field(None, description="environment variable that holds the address of the webhook")
    to: tuple[Mailbox, ...] = Field((), description="for email: the recipients' addresses")
    sender: Mailbox | None = Field(None, description="for email: the sender's address")
    smtp: Text = Field("localhost:25", description="for email: host and port of the mail server")
    tls: Literal["starttls", "tls", "none"] = Field(
        "starttls",
        description="for email: how the connection is encrypted; 'none' is only for a server on this machine",
    )
    user_env: Variable | None = Field(None, description="for email: environment variable that holds the user name")
    password_env: Variable | None = Field(None, description="for email: environment variable that holds the password")
    links: tuple[Url, ...] = Field((), description="addresses at which they can read more")

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.kind == "email" and not (self.to and self.sender):
            raise ValueError("email needs to and sender")
        if self.kind != "email" and not self.url_env:
            raise ValueError(f"a webhook of {self.kind} needs url_env: the variable that holds its address")
        return self


class AnnouncementsTable(SectionTable):
    """``[tool.golive.announcements]``: who is notified of a release."""

    KEY: ClassVar[str] = "announcements"
    WAYS: ClassVar[Mapping[str, Way]] = {"audiences*": Way.REMOVED, "folder": Way.ANY}

    audiences: dict[Word, Audience] = Field(
        default_factory=dict, description="who is notified, by names of your choice"
    )
    folder: Folder = Field("golive-records/announced", description="folder of the receipts; commit them")
