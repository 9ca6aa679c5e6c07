"""A change that was merged by a rebase: which commits of the main line it brought, if the forge knows only the last."""

from __future__ import annotations

import pytest
from faked_forges import FakeGitea, FakeGitHub

from pytest_golive.forge.finding.locating import Located
from pytest_golive.forge.finding.places import Place
from pytest_golive.forge.opening import Forge
from pytest_golive.forge.reviews.judging import Commit, Rules
from pytest_golive.forge.reviews.measuring import measure

HEAD = "a" * 40
FIRST, LAST = "1" * 40, "2" * 40  # on the main line
PROPOSED = ("c" * 40, HEAD)  # in the change
MESSAGES = ("Pay in cents\n\nA body.", "Round up")
DIFF = "diff --git a/{name} b/{name}\nindex 1..{index} 100644\n--- a/{name}\n+++ b/{name}\n@@ -{at},2 +{at},2 @@\n context {at}\n-old\n+{line}\n"


def on(fake, serve, rest_of):
    """An approved change of two commits; the forge knows the second one alone on the main line."""
    forge = fake(serve)
    forge.proposes(LAST, 12, author="ann", head=HEAD)
    forge.reviewed(12, ("ben", "APPROVED", HEAD, {"id": 1, "official": True}))
    commits = [
        {"sha": sha, "author": {"login": "ann"}, "committer": None, "commit": {"message": message}}
        for sha, message in zip(PROPOSED, MESSAGES, strict=True)
    ]
    if forge.kind == "gitea":
        commits.reverse()
        (pull,) = forge.answers[f"/repos/shop/shop/commits/{LAST}/pulls"]
        forge.answers[f"/repos/shop/shop/commits/{LAST}/pull"] = {**pull, "merged": True}
    else:
        forge.answers[f"/repos/shop/shop/commits/{FIRST}/pulls"] = []
    forge.answers["/repos/shop/shop/pulls/12/commits"] = commits
    opened = Forge(Located(forge.kind, Place("https://git.example", "shop/shop"), forge.api), rest_of(forge))
    return forge, opened


def changes(forge, sha, line, at, name="pay.py"):
    """A commit changes one line."""
    if forge.kind == "gitea":
        text = DIFF.format(name=name, line=line, at=at, index=sha[:7])
        forge.answers[f"/repos/shop/shop/git/commits/{sha}.diff"] = text.encode()
    else:
        file = {"status": "modified", "filename": name, "patch": f"@@ -{at} +{at} @@\n context {at}\n-old\n+{line}"}
        forge.answers[f"/repos/shop/shop/commits/{sha}"] = {"sha": sha, "files": [file]}


def pushed(opened):
    commits = [Commit(LAST, "ann@shop.example", MESSAGES[1]), Commit(FIRST, "ann@shop.example", MESSAGES[0])]
    found = measure(opened, commits, lambda _: True, "v1", "", Rules())
    assert found.unapproved == ()
    return [one.sha for one in found.pushed]


@pytest.mark.security
@pytest.mark.parametrize("fake", [FakeGitHub, FakeGitea], ids=lambda fake: fake.kind)
def test_a_commit_belongs_to_the_change_if_it_says_and_changes_the_same(serve, rest_of, fake):
    forge, opened = on(fake, serve, rest_of)
    assert pushed(opened) == [FIRST]  # the forge shows none of them
    for proposed, merged, line in zip(PROPOSED, (FIRST, LAST), ("cents", "up"), strict=True):
        changes(forge, proposed, line, at=1)
        changes(forge, merged, line, at=7)
    assert pushed(opened) == []
    changes(forge, FIRST, "steal()", at=7)
    assert pushed(opened) == [FIRST]
    changes(forge, FIRST, "cents", at=7, name="other.py")
    assert pushed(opened) == [FIRST]


def test_files_without_text_are_the_same_only_if_they_are(serve, rest_of):
    forge, opened = on(FakeGitea, serve, rest_of)
    for sha, index in (("3" * 40, "1..2"), ("4" * 40, "1..2"), ("5" * 40, "1..3")):
        text = f"diff --git a/x.png b/x.png\nindex {index} 100644\nBinary files a/x.png and b/x.png differ\n"
        forge.answers[f"/repos/shop/shop/git/commits/{sha}.diff"] = text.encode()
    first, same, other = (opened.changes.patch_of(sha * 40) for sha in "345")
    assert first == same != other
    hub, opened = on(FakeGitHub, serve, rest_of)
    for sha in ("3" * 40, "4" * 40):
        file = {"status": "added", "filename": "x.png"}
        hub.answers[f"/repos/shop/shop/commits/{sha}"] = {"sha": sha, "files": [file]}
    assert opened.changes.patch_of("3" * 40) != opened.changes.patch_of("4" * 40)


def test_gitea_lists_no_commit_of_a_change_that_its_branch_holds(serve, rest_of):
    forge, opened = on(FakeGitea, serve, rest_of)
    pull = "/repos/shop/shop/pulls/12"
    written = forge.answers[f"{pull}/commits"]
    forge.answers[f"{pull}/commits"] = []
    forge.answers[pull] = {"merge_commit_sha": LAST}
    commit = f"/repos/shop/shop/git/commits/{LAST}"
    (change,) = opened.changes.changes_of(LAST)
    for parents in ([], [{"sha": FIRST}], [{"sha": FIRST}, {"sha": "9" * 40}]):
        forge.answers[commit] = {"parents": parents}
        assert not opened.changes.reviews_of(change).lists(change)
    forge.answers[commit] = {"parents": [{"sha": FIRST}, {"sha": change.head}]}
    forge.answers[f"/repos/shop/shop/compare/{FIRST}...{change.head}"] = {"commits": written}
    found = opened.changes.reviews_of(change)
    assert found.lists(change)
    assert found.authors == {"ann"}
