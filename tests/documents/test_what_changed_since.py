"""The files of the last release: git runs once for all of them, and a path that was not a regular file is no error."""

from __future__ import annotations

import secrets
from dataclasses import replace

import pytest

from pytest_golive.codebase.cache import ResultCache
from pytest_golive.delivery.git import contents
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.documents.freshness import changing, documents
from pytest_golive.documents.freshness.review import Following
from pytest_golive.documents.freshness.roles import Required
from pytest_golive.documents.summary import defining
from pytest_golive.documents.summary.defining import gone_since
from pytest_golive.errors import CannotMeasure


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
    told = [next(iter(change.altered)).split('"')[1] for change in changes]
    assert told == [f"pay_{number}" for number in sorted(range(50), key=str)]
    assert covering.matching(["src/part_1/**"]) == changes[1:2]
    assert asked == ["ls-tree", "cat-file"]


def test_what_was_found_is_kept_by_both_contents(since, tmp_path_factory, monkeypatch):
    cache = ResultCache(tmp_path_factory.mktemp("cache"), secrets.token_bytes(32))
    old = {"src/a.py": "def pay(coin): pass\n", "src/b.py": "B = 1\n", "docs/pay.md": "# Paying\n\n`pay(coin)`\n"}
    covering = since(old, {**old, "src/a.py": "def pay(tip): pass\n", "docs/pay.md": "# Paying\n\n`pay(tip)`\n"})
    done = []
    for module, name in ((changing, "changed_names"), (documents, "read"), (defining, "defined")):
        real = getattr(module, name)
        monkeypatch.setattr(module, name, lambda path, *a, _r=real, _n=name, **k: done.append(_n) or _r(path, *a, **k))

    def look(asked=frozenset({"coin"})):
        fresh = replace(covering, covers=["src/**"], cache=cache)
        following = Following(covering.texts, fresh, ["src/a.py"], "1.1", cache=cache)
        found = following.of_all([Required("docs/pay.md", "docs/pay.md", ("src/**",))])
        gone = gone_since(fresh.repository, fresh.texts, fresh.compared, "v1", asked=asked, cache=cache)
        return found, gone

    first = look()
    assert first[0][0].told == "docs/pay.md: 2 edits for 1 change of what it covers"
    assert sorted(done) == ["changed_names", "defined", "read", "read"]
    assert look() == first
    assert len(done) == 4
    (covering.repository.root / "src/a.py").write_text("def pay(tip, more): pass\n")
    covering.texts._known.clear()
    assert look() == first
    assert done[4:] == ["changed_names"]
    assert look(frozenset({"never"})) == first
    assert len(done) == 5, "no module has a word that is asked for, so none is parsed"


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
    with pytest.raises(CannotMeasure, match=r"docs/pay\.md is not a regular file in v1"):
        contents.contents(covering.repository, "v1", ["docs/pay.md"])


@pytest.mark.parametrize("taken", ["::: shop.pay.pay\n", "```{eval-rst}\n.. autofunction:: shop.pay.pay\n```\n"])
def test_a_page_that_a_build_takes_from_the_code_is_current(since, taken):
    old = {"docs/api.md": f"# API\n\n`pay`\n\n{taken}", "src/shop/pay.py": "def pay(): pass\n"}
    covering = since(old, {**old, "src/shop/pay.py": "def pay(tip): pass\n"})
    found = Following(covering.texts, covering, [], "1.1").of(Required("docs/api.md", "docs/api.md", ("src/**",)))
    assert found.faults == ()


def test_a_file_that_went_into_a_further_folder_is_not_gone(since, tmp_path):
    covering = since({"shop/pay.py": "def pay(): pass\n"}, {"src/shop/pay.py": "class Till:\n    till = 1\n" * 9})
    gone = replace(covering.compared, removed=frozenset({"shop/pay.py", "shop/tax.py"}))
    found = replace(covering, compared=gone).matching(["shop/**"])
    assert [change.what for change in found] == ["shop/tax.py is gone"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("# Parts\n\n`pay`, `fee` and `src/tax.py`.\n", ["a look"]),
        (
            "# Parts\n\n```\nsrc/\n\u251c\u2500\u2500 pay.py\n\u251c\u2500\u2500 fee.py\n\u2514\u2500\u2500 tax.py\n```\n",
            ["a look"],
        ),
        ("# Parts\n\n## Pay\n\n## Fee\n\n## Tax\n", ["a look"]),
        ("# Parts\n\nWhoever has to pay, pays tax.\n", []),
        ("# Parts\n\n`pay`, `tax` and `till`.\n", []),
    ],
)
def test_a_new_file_concerns_a_document_that_names_those_beside_it(since, text, told):
    old = {"docs/a.md": text, "src/pay.py": "A = 1\n", "src/tax.py": "B = 1\n", "src/fee.py": "C = 1\n"}
    more = {"src/till.py": "C = 1\n", "src/tests/test_pay.py": "", "src/locale/de.po": "x\n"}
    covering = since(old, {**old, **more})
    found = Following(covering.texts, covering, [], "1.1").of(Required("docs/a.md", "docs/a.md", ("src/**",)))
    assert [*(each.rule for each in found.faults), *["a look"] * bool(found.doubt)] == told


def test_an_edit_about_what_a_new_file_defines_is_about_that_file(since):
    old = {"docs/a.md": "# Parts\n\n`pay` and `tax`.\n", "src/pay.py": "A = 1\n", "src/tax.py": "B = 1\n"}
    new = {**old, "docs/a.md": old["docs/a.md"] + "\n- `Drawer`: holds coins.\n", "src/till.py": "class Drawer: ...\n"}
    covering = since(old, new)
    found = Following(covering.texts, covering, [], "1.1").of(Required("docs/a.md", "docs/a.md", ("src/**",)))
    assert found.told == "docs/a.md: 1 edit for 1 change of what it covers"


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        ("a.rst", ".. |pay| replace:: :func:`pay() <shop.pay>`\n", "only defines"),
        ("a.rst", ".. role:: py(code)\n   :language: python\n", "only defines"),
        ("a.md", "[the shop]: https://shop.example/\n", "only defines"),
        ("a.rst", ".. jsonschema:: ../shop/schema.yaml\n", ""),
        ("a.md", "```{eval-rst}\n.. jsonschema:: ../shop/schema.yaml\n```\n", "only defines"),
        ("a.rst", ".. include:: README.rst\n", ""),
        ("a.md", "```{include} README.md\n```\n", ""),
        ("a.rst", ".. A comment.\n", "empty"),
        ("a.md", "<!--\n[the shop]: https://shop.example/\n-->\n", "empty"),
        ("a.md", "\n", "empty"),
    ],
)
def test_a_page_of_definitions_is_not_judged_and_an_empty_one_is(since, path, text, told):
    covering = since({path: "A word.\n", "src/a.py": "A = 1\n"}, {path: text, "src/a.py": "A = 2\n"})
    found = Following(covering.texts, covering, [], "1.1", strict=True).of(Required(path, path, ("src/**",)))
    assert [fault.rule for fault in found.faults] == (["empty"] if told == "empty" else [])
    assert found.unsure == (
        f"{path} holds only definitions, or what a build fills in" if told == "only defines" else ""
    )


def test_a_page_that_was_empty_at_the_last_release_is_worth_a_look(since):
    covering = since({"a.md": "\n", "README.md": "\n", "src/a.py": "A = 1\n"}, {"src/a.py": "A = 2\n"})
    following = Following(covering.texts, covering, [], "1.1")
    found = following.of(Required("a.md", "a.md", ("src/**",)))
    assert (found.faults, found.doubt) == ((), "a.md: says nothing")
    assert [fault.rule for fault in following.of(Required("readme", "README.md")).faults] == ["empty"]


def test_a_readme_of_definitions_alone_says_nothing(since):
    covering = since({"README.rst": ".. |pay| replace:: x\n", "src/a.py": ""}, {"src/a.py": "A = 2\n"})
    found = Following(covering.texts, covering, [], "1.1").of(Required("readme", "README.rst"))
    assert [fault.rule for fault in found.faults] == ["empty"]


def test_a_call_that_is_new_in_a_document_was_written_for_the_new_order(since):
    old = {"a.md": "# A\n\nText\n", "b.md": "# B\n\n`pay(3, 4)`\n", "cash.py": "def pay(cents, tip): ...\n"}
    new = {"a.md": "# A\n\nText\n\n`pay(3, 4)`\n", "cash.py": "def pay(tip, cents): ...\n"}
    covering = since(old, {**old, **new})
    following = Following(covering.texts, covering, [], "1.1")
    found = [following.of(Required(path, path, ("cash.py",))) for path in ("a.md", "b.md")]
    assert [bool(each.doubt) for each in found] == [False, True]
    assert not any(each.faults for each in found)


def test_a_class_with_the_name_of_its_module_is_no_file_that_is_gone(since):
    text = "# A\n\nA `shop.till.Till`.\n"
    files = {"shop/till/__init__.py": "", "shop/till/till.py": "class Till: ...\n", "a.md": text}
    covering = since(files, {"shop/till/__init__.py": "class Till:\n    add = 1\n", "shop/till/till.py": None})
    found = Following(covering.texts, covering, [], "1.1").of(Required("a.md", "a.md", ("shop/**",)))
    assert found.faults == ()
