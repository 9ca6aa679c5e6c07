"""The announcement of a release, and its format for each channel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from pytest_golive.masking.known import MASK
from pytest_golive.masking.printing import GAP, printable

# The services' published limits, in characters; Teams allows 28 KB for the whole request, counted after re-encoding.
SLACK_HEADER, SLACK_SECTION, DISCORD, TEAMS = 150, 3_000, 2_000, 8_000
MATTERMOST: Final = 16_000
CARD: Final = "application/vnd.microsoft.card.adaptive"


@dataclass(frozen=True, slots=True)
class Message:
    """An announcement.

    Attributes:
        project: its name.
        version: the released version.
        verdict: the checklist's verdict: "GO: 111 of 111 verified"; "" without a record.
        summary: the summary of the release notes, in Markdown.
        breaking: what breaks, in words; () for nothing.
        links: where to read more.
        back_to: the release that it was rolled back to; "" if it is out.
    """

    project: str
    version: str
    verdict: str
    summary: str
    breaking: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    back_to: str = ""

    @property
    def title(self) -> str:
        """One line: "shop 2.0.0 is released", or "shop 2.0.0 is rolled back to v1.9.0"."""
        if self.back_to:
            return f"{self.project} {self.version} is rolled back to {self.back_to}".strip()
        return f"{self.project} {self.version} is released".strip()

    @property
    def parts(self) -> tuple[str, ...]:
        """The paragraphs below the title, in Markdown, the most important first."""
        verdict = f"Go-live checklist: {self.verdict}" if self.verdict else ""
        breaking = "\n".join(("Breaking changes:", *(f"- {words}" for words in self.breaking))) if self.breaking else ""
        return tuple(filter(None, (self.summary, breaking, verdict, "\n".join(self.links))))

    @property
    def text(self) -> str:
        """The whole message."""
        return "\n\n".join((self.title, *self.parts))


def hidden(message: Message) -> Message:
    """*message* without secrets and control characters, which are neither shown nor sent."""
    return Message(
        project=_hidden(message.project),
        version=_hidden(message.version),
        verdict=_hidden(message.verdict),
        summary=_hidden(message.summary),
        breaking=tuple(map(_hidden, message.breaking)),
        links=tuple(map(_hidden, message.links)),
        back_to=_hidden(message.back_to),
    )


def _hidden(text: str) -> str:
    return printable(MASK.hide(text))


def payload(kind: str, message: Message) -> dict[str, Any]:
    """The body of the request for a channel of this *kind*."""
    return FORMS[kind](message)


def _slack(message: Message) -> dict[str, Any]:
    header = {"type": "header", "text": {"type": "plain_text", "text": short(message.title, SLACK_HEADER)}}
    sections = [
        {"type": "section", "text": {"type": "mrkdwn", "text": short(_escaped(part), SLACK_SECTION)}}
        for part in message.parts
    ]
    return {"text": _escaped(message.title), "blocks": [header, *sections]}


def _escaped(text: str) -> str:
    """*text* escaped for Slack: nothing in it is a mention, a link or a command."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _teams(message: Message) -> dict[str, Any]:
    title = {"type": "TextBlock", "text": message.title, "weight": "Bolder", "size": "Large", "wrap": True}
    blocks = [{"type": "TextBlock", "text": short(part, TEAMS), "wrap": True} for part in message.parts]
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": [title, *blocks],
    }
    return {"type": "message", "attachments": [{"contentType": CARD, "contentUrl": None, "content": card}]}


def _discord(message: Message) -> dict[str, Any]:
    text = "\n\n".join((f"**{message.title}**", *message.parts))
    return {"content": short(text, DISCORD), "allowed_mentions": {"parse": []}}


def _mattermost(message: Message) -> dict[str, Any]:
    """All that is not a link of the settings mentions nobody: "@all" would wake everybody."""
    said = replace(message, links=())
    text = "\n\n".join((f"#### {said.title}", *said.parts)).replace("@", f"@{GAP}")
    return {"text": short("\n\n".join(filter(None, (text, "\n".join(message.links)))), MATTERMOST)}


def _json(message: Message) -> dict[str, Any]:
    return {
        "event": "rollback" if message.back_to else "release",
        "project": message.project,
        "version": message.version,
        "verdict": message.verdict,
        "summary": message.summary,
        "breaking": [*message.breaking],
        "links": [*message.links],
    }


FORMS: Mapping[str, Callable[[Message], dict[str, Any]]] = {
    "slack": _slack,
    "teams": _teams,
    "discord": _discord,
    "mattermost": _mattermost,
    "json": _json,
}


def short(text: str, most: int) -> str:
    """At most *most* characters of *text*, with a sign if it was cut."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
