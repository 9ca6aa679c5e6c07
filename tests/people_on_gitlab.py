"""What people do on the GitLab of `faked_forges`: they propose changes, approve them, and publish releases."""

from __future__ import annotations

from urllib.parse import quote

from people_on_github import names_to


def number_of(who):
    """The number of an account."""
    return 3 if who == "ben" else 10 + sum(map(ord, who))


class PeopleOnGitLab:
    """What GitLab answers about merge requests and releases."""

    def proposes(
        self, commit, number, *, author, head, writers=(), pushed=("2026-11-20T10:00:00Z",), approved=(), objecting=()
    ):
        """A commit that a merged merge request brought, when it was pushed to, and who approved it when."""
        merge = f"{self.root}/merge_requests/{number}"
        self.answers[f"{self.root}/repository/commits/{commit}/merge_requests"] = [
            {
                "iid": number,
                "title": f"Change {number}",
                "web_url": f"https://git.example/shop/shop/-/merge_requests/{number}",
                "target_branch": "main",
                "author": {"id": number_of(author), "username": author},
                "sha": head,
                "state": "merged",
            }
        ]
        self.answers[f"{merge}/versions"] = [{"id": 1, "created_at": moment} for moment in pushed]
        self.answers[f"/projects/4/merge_requests/{number}/approvals"] = {
            "approved_by": [
                {"user": {"id": number_of(who), "username": who}, "approved_at": at} for who, at in approved
            ]
        }
        self.answers[f"{merge}/reviewers"] = [
            {"user": {"id": number_of(who), "username": who}, "state": "requested_changes"} for who in objecting
        ]
        for who in (author, *(who for who, _ in approved), *objecting):
            account = {"username": who, "name": who.title(), "public_email": "", "bot": who.endswith("bot")}
            self.answers[f"/users/{number_of(who)}"] = account
        self.answers[f"{merge}/commits"] = [
            {"id": sha, "author_name": who.title(), "author_email": "", "message": "m"}
            for sha, who in zip(reversed(names_to(head, 1 + len(writers))), (*writers, author), strict=True)
        ]

    def releases(self, tag, text, **more):
        links = {"self": f"https://git.example/shop/shop/-/releases/{tag}"}
        release = {"tag_name": tag, "description": text, "upcoming_release": False, "_links": links, **more}
        self.answers[f"{self.root}/releases/{quote(tag, safe='')}"] = release
