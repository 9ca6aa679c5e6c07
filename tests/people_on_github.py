"""What people do on the GitHub of `faked_forges`: they propose changes, review them, and report bugs."""

from __future__ import annotations

from urllib.parse import quote

WHERE = "https://git.example/shop/shop"


def names_to(head, number):
    """The names of so many commits, of which *head* is the last."""
    return [*(f"{place:040x}" for place in range(1, number)), head]


class PeopleOnGitHub:
    """What GitHub answers about changes, reviews, issues and advisories."""

    def proposes(self, commit, number, *, author, head, base="main", writers=()):
        """A commit that a merged pull request brought."""
        pull = {
            "number": number,
            "title": f"Change {number}",
            "html_url": f"https://git.example/shop/shop/pull/{number}",
            "base": {"ref": base},
            "head": {"sha": head},
            "user": {"login": author},
            "merged_at": "2026-11-20T10:00:00Z",
        }
        self.answers[f"/repos/shop/shop/commits/{commit}/pulls"] = [pull]
        self.answers[f"/repos/shop/shop/pulls/{number}/commits"] = [
            {"sha": sha, "author": {"login": who}, "committer": None, "commit": {"message": "m"}}
            for sha, who in zip(names_to(head, 1 + len(writers)), (author, *writers), strict=True)
        ]

    def reviewed(self, number, *reviews):
        """Reviews of a pull request: (who, state, commit), and further members; members may write."""
        self.answers[f"/repos/shop/shop/pulls/{number}/reviews"] = [
            {
                "user": {"login": who, "type": "User"},
                "state": said,
                "commit_id": commit,
                "author_association": "MEMBER",
                **dict(*more),
            }
            for who, said, commit, *more in reviews
        ]
        for review in self.answers[f"/repos/shop/shop/pulls/{number}/reviews"]:
            who, may_write = (review["user"] or {}).get("login"), review["author_association"] == "MEMBER"
            permission = {"permission": "write" if may_write else "read", "role_name": "x"}
            self.answers[f"/repos/shop/shop/collaborators/{quote(who or '', safe='')}/permission"] = permission

    def releases(self, tag, text, **more):
        """A release; GitHub and Gitea have drafts in the list alone."""
        url = f"{WHERE}/releases/tag/{tag}"
        release = {"tag_name": tag, "body": text, "html_url": url, "draft": False, "prerelease": False, **more}
        self.answers["/repos/shop/shop/releases"] = [release]
        if not release["draft"]:
            self.answers[f"/repos/shop/shop/releases/tags/{quote(tag, safe='')}"] = release

    def tracks(self, *labels):
        self.answers["/repos/shop/shop/labels"] = [{"name": label} for label in labels]
        self.listed = []
        self.answers["/repos/shop/shop/issues"] = lambda query: (
            200,
            {},
            [one for one in self.listed if query["labels"] in one["labels"] and query["state"] == "open"],
        )
        self.answers["/repos/shop/shop/security-advisories"] = []

    def issue(self, number, title, opened, *labels, events=(), **more):
        """An open issue; its events are (kind, moment)."""
        url = f"{WHERE}/issues/{number}"
        base = {"number": number, "title": title, "html_url": url, "created_at": opened, "labels": labels}
        self.listed.append({**base, **more})
        told = [{"event": kind, "created_at": at} for kind, at in events]
        self.answers[f"/repos/shop/shop/issues/{number}/events"] = told

    def advises(self, summary):
        """An advisory that is a draft."""
        advisory = {
            "summary": summary,
            "html_url": f"{WHERE}/security/advisories/1",
            "created_at": "2026-11-20T10:00:00Z",
        }
        self.answers["/repos/shop/shop/security-advisories"] = lambda query: (
            200,
            {},
            [advisory] if query["state"] == "draft" else [],
        )
