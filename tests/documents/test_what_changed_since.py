"""What the last release had: git is asked once for all files, and what was no ordinary file then stops nobody."""

from __future__ import annotations

import secrets
from dataclasses import replace

import pytest

from pytest_golive.codebase.cache import ResultCache
from pytest_golive.codebase.inventory.taking import list_tracked
from pytest_golive.delivery.git import contents
from pytest_golive.delivery.git.comparing import compare
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.documents.freshness import changing, documents
from pytest_golive.documents.freshness.covering import Covering
from pytest_golive.documents.freshness.review import Following, Required
from pytest_golive.documents.summary import defining
from pytest_golive.documents.summary.defining import gone_since
from pytest_golive.documents.tracked import Texts
from pytest_golive.errors import CannotMeasure


@pytest.fixture
def since(tmp_path, git, commit):
    """What differs between two states of a repository."""

    def since(old, new):
        git(tmp_path, "init", "--quiet")
        for state in (old, new):
            for path, text in state.items():
                file = tmp_path / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.unlink(missing_ok=True)
                file.symlink_to(text[2:]) if text.startswith("->") else file.write_text(text)
            commit(tmp_path)
            if state is old:
                git(tmp_path, "tag", "v1")
        repository = Repository.open(tmp_path)
        texts = Texts.of(tmp_path, list_tracked(repository, ()))
        return Covering(repository, "v1", compare(repository, "v1"), texts)

    return since


def test_git_is_asked_once_for_what_many_files_held(since, monkeypatch):
    files = {f"src/part_{number}/module.py": f"def pay_{number}(): pass\n" for number in range(50)}
    covering = since(files, {path: text.replace("()", "(tip)") for path, text in files.items()})
    asked = []
    real = Repository.git

    def noted(self, *args, **more):
        asked.append(args[0])
        return real(self, *args, **more)

    monkeypatch.setattr(Repository, "git", noted)
    changes = covering.matching(["src/**"])
    assert [sorted(change.code) for change in changes] == [[f"pay_{number}"] for number in sorted(range(50), key=str)]
    assert covering.matching(["src/part_1/**"]) == changes[1:2]
    assert asked == ["ls-tree", "cat-file"]


def test_what_was_found_is_kept_by_both_contents(since, tmp_path_factory, monkeypatch):
    cache = ResultCache(tmp_path_factory.mktemp("cache"), secrets.token_bytes(32))
    old = {"src/a.py": "def pay(): pass\n", "src/b.py": "B = 1\n", "docs/pay.md": "# Paying\n\n`pay()`\n"}
    covering = since(old, {**old, "src/a.py": "def pay(tip): pass\n", "docs/pay.md": "# Paying\n\n`pay(tip)`\n"})
    done = []
    for module, name in ((changing, "changed_names"), (documents, "read"), (defining, "defined")):
        real = getattr(module, name)
        monkeypatch.setattr(module, name, lambda path, *a, _r=real, _n=name, **k: done.append(_n) or _r(path, *a, **k))

    def look():
        fresh = replace(covering, covers=["src/**"], cache=cache)
        following = Following(covering.texts, fresh, ["src/a.py"], "1.1", cache=cache)
        found = following.of_all([Required("docs/pay.md", "docs/pay.md", ("src/**",))])
        gone = gone_since(fresh.repository, fresh.texts, fresh.compared, "v1", asked={"pay"}, cache=cache)
        return found, gone

    first = look()
    assert first[0][0].told == "docs/pay.md: 2 edit(s) for 1 change(s) of what it covers"
    assert sorted(done) == ["changed_names", "defined", "read", "read"]
    assert look() == first
    assert len(done) == 4
    (covering.repository.root / "src/a.py").write_text("def pay(tip, more): pass\n")
    covering.texts._known.clear()
    assert look() == first
    assert done[4:] == ["changed_names"]


def test_more_paths_than_one_command_may_have_are_asked_in_pieces(since, monkeypatch):
    files = {f"src/part_{number}/module.py": f"x = {number}\n" for number in range(50)}
    covering = since(files, {"a.py": ""})
    monkeypatch.setattr(contents, "MOST_NAMED", 100)
    found = contents.contents(covering.repository, "v1", [*files, "never.py"])
    assert {path: content.decode() for path, content in found.items()} == files


def test_what_was_a_link_then_is_new_now(since):
    linked = {"docs/real.md": "# Paying\n", "docs/pay.md": "->real.md", "src/a.py": "->b.py", "src/b.py": "B = 1\n"}
    covering = since(linked, {"docs/pay.md": "# Paying\n\nCall `pay(tip)`.\n", "src/a.py": "def pay(tip): pass\n"})
    following = Following(covering.texts, covering, ["src/a.py"], "1.1")
    found = following.of(Required("docs/pay.md", "docs/pay.md", ("src/**",)))
    assert found.faults == ()
    assert gone_since(covering.repository, covering.texts, covering.compared, "v1", asked={"b"}) == {}
    with pytest.raises(CannotMeasure, match=r"docs/pay\.md is no ordinary file in v1"):
        contents.contents(covering.repository, "v1", ["docs/pay.md"])
