"""By the name of a state what people did, and what the row about reviews comes to; and on which forges it cannot be."""

from __future__ import annotations

from dataclasses import replace

NOBODY = "merged without an approval; its author is ann"


def _says(stage, **more):
    stage.rules = replace(stage.rules, **more)


STATES = {
    "approved": (lambda s: s.change("ben approves"), "1 approved", ""),
    "approved by two": (lambda s: s.change("ben approves", "dan approves"), "1 approved", ""),
    "several changes": (lambda s: (s.change("ben approves"), s.change("dan approves")), "2 approved", ""),
    "nobody approved": (lambda s: s.change(), NOBODY, ""),
    "only a comment": (lambda s: s.change("ben comments"), NOBODY, ""),
    "direct push": (lambda s: (s.change("ben approves"), s.push()), "pushed by ann@shop.example: Hurry", ""),
    "direct push of a trusted bot": (
        lambda s: (_says(s, trusted=("robot@*",)), s.push("robot")),
        "1 approved",
        "",
    ),
    "approved before the last push": (
        lambda s: s.change("early ben approves"),
        "approved by ben, but before the last push",
        "",
    ),
    "approved before and after the last push": (
        lambda s: s.change("early ben approves", "ben approves"),
        "1 approved",
        "",
    ),
    "approved before by one, after by another": (
        lambda s: s.change("early ben approves", "dan approves"),
        "1 approved",
        "",
    ),
    "self-approval": (lambda s: s.change("ann approves"), "approved only by its own author, ann", ""),
    "approved by who wrote one of its commits": (
        lambda s: s.change("cem approves", writers=("cem",)),
        "approved only by its own author, cem",
        "",
    ),
    "approved by the author and by another": (lambda s: s.change("ann approves", "ben approves"), "1 approved", ""),
    "approved by a bot": (
        lambda s: s.change("lint-bot approves"),
        "approved only by lint-bot, whose approval does not count",
        "",
    ),
    "approved by an app": (
        lambda s: s.change("app[bot] approves"),
        "approved only by app[bot], whose approval does not count",
        "",
    ),
    "approved by a stranger": (
        lambda s: s.change("stranger approves"),
        "approved only by stranger, whose approval does not count",
        "gitlab",  # lets nobody approve who may not
    ),
    "a bot's change that nobody approved": (
        lambda s: s.change(by="renovate[bot]"),
        "merged without an approval; its author is renovate[bot]",
        "",
    ),
    "a bot's change that the settings let through": (
        lambda s: (_says(s, trusted=("renovate[[]bot]", "renovate[bot]")), s.change(by="renovate[bot]")),
        "1 approved",
        "",
    ),
    "changes requested": (lambda s: s.change("ben objects"), "ben requests changes", ""),
    "changes requested, and another approves": (
        lambda s: s.change("ben objects", "dan approves"),
        "ben requests changes",
        "",
    ),
    "changes requested, then approved": (lambda s: s.change("ben objects", "ben approves"), "1 approved", ""),
    "approved, then changes requested": (lambda s: s.change("ben approves", "ben objects"), "ben requests changes", ""),
    "approval taken back": (lambda s: s.change("ben approves", "ben takes back"), NOBODY, ""),
    "one of two approvals": (
        lambda s: (_says(s, approvals=2), s.change("ben approves")),
        "1 of 2 approvals",
        "",
    ),
    "two of two approvals": (
        lambda s: (_says(s, approvals=2), s.change("ben approves", "dan approves")),
        "1 approved",
        "",
    ),
    "excepted by the settings": (
        lambda s: (_says(s, exceptions={"#1": "reviewed on paper", "!1": "reviewed on paper"}), s.change()),
        "1 approved",
        "",
    ),
    "author's account is deleted": (
        lambda s: s.change(by=""),
        "merged without an approval; its author is a deleted account",
        "",
    ),
}
