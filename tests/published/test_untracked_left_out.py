"""Untracked files that git's status leaves out."""

from __future__ import annotations

from pytest_golive.delivery.published.merged import tree_of
from pytest_golive.delivery.published.untracked import Hidden, hidden

SUBMODULE = (
    "git init -q --template= ../tea; cd ../tea; work tea.py 1; echo '*.log' > .gitignore; git add .; git commit -qm x;"
    "cd ../shop; git -c protocol.file.allow=always submodule --quiet add ../tea lib/tea; git commit -qm tea"
)


def places(shop, folder=""):
    """Each place with the number of its files, those of tools last, after a "-"."""
    found = hidden(shop.repository(folder).program)
    ours = sorted(f"{one.path} {len(one.files)}" for one in found if not one.is_of_tools)
    return [*ours, "-", *sorted(f"{one.path} {len(one.files)}" for one in found if one.is_of_tools)]


def test_what_only_this_clone_ignores_is_seen(shop):
    shop.sh(
        "echo '*.tmp' > .gitignore; git add .gitignore; echo new.tmp > .git/info/exclude; touch new.tmp new.py seen.py"
    )
    assert places(shop) == ["-"]
    shop.sh("printf '# local\\nnew.*\\nevil/\\npay\\n' > .git/info/exclude; mkdir -p evil; touch evil/x.py evil/y.tmp")
    assert places(shop) == ["evil/ 1", "new.py 1", "-"]
    assert "new.py" not in shop.repository().changed().untracked
    assert places(shop, "evil") == ["x.py 1", "-"]
    shop.sh("rm .git/info/exclude")
    assert places(shop) == ["-"]


def test_what_this_user_ignores_is_seen(shop, tmp_path, monkeypatch):
    (tmp_path / "ignored").write_text(".idea/\n.DS_Store\n*.local\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    (tmp_path / "config").write_text(f"[core]\n\texcludesFile = {tmp_path}/ignored\n")
    shop.sh("mkdir .idea; touch .idea/a.xml .DS_Store pay.local")
    assert places(shop) == ["pay.local 1", "-", ".DS_Store 1", ".idea/ 1"]


def test_a_folder_that_hides_itself_is_seen(shop):
    shop.sh(
        "for here in src/gen .venv/lib src/deep/a/.cache env venv src/pay/venv part; do"
        "  mkdir -p $here; echo '*' > $here/.gitignore; touch $here/x.py; done;"
        "touch venv/pyvenv.cfg src/pay/venv/pyvenv.cfg src/pay/__init__.py part/y.py;"
        "git add -f part/y.py src/pay/__init__.py; git commit -qm y"
    )
    own = ["env/ 2", "part/.gitignore 1", "part/x.py 1", "src/gen/ 2", "src/pay/venv/ 3"]
    assert places(shop) == [*own, "-", ".venv/ 2", "src/deep/a/.cache/ 2", "venv/ 3"]
    assert shop.repository().changed().untracked == ()
    assert places(shop, "src") == ["gen/ 2", "pay/venv/ 3", "-", "deep/a/.cache/ 2"]
    # Rules that everybody has hide it, by whatever it is ignored besides.
    shop.sh("printf 'gen/\\nenv/\\nvenv/\\n' > .gitignore; git add .; git add -f part; git commit -qm ignored")
    assert places(shop) == ["-", ".venv/ 2", "src/deep/a/.cache/ 2"]
    assert places(shop, "src") == ["-", "deep/a/.cache/ 2"]


def test_names_of_any_kind_are_seen(shop):
    shop.sh(
        "mkdir -- ':(top)' -n; echo '*' | tee ':(top)/.gitignore' > ./-n/.gitignore; touch ':(top)/a\nb' ':(top)/[a]'"
    )
    shop.sh("name=$(printf '\\377'); mkdir \"$name\"; echo '*' > \"$name/.gitignore\"")
    assert [one for one in places(shop) if one[:1] != "\udcff"] == ["-n/ 1", ":(top)/ 3", "-"]
    assert "\udcff/ 1" in places(shop)


def test_new_files_of_a_submodule_are_seen(shop):
    shop.sh(SUBMODULE)
    assert places(shop) == ["-"]
    shop.sh("cd lib/tea; touch new.py a.log; mkdir x .y; echo '*' | tee x/.gitignore > .y/.gitignore")
    shop.sh("git config submodule.lib/tea.ignore all")
    assert places(shop) == ["lib/tea/new.py 1", "lib/tea/x/ 1", "-", "lib/tea/.y/ 1"]
    assert shop.repository().changed().untracked == ()


def test_the_tree_says_who_hides_and_what_was_passed_over():
    many = [Hidden(f".t{number}/", "", ("a", "b"), is_of_tools=True) for number in range(10)]
    tree = tree_of(["pay"], [], [Hidden("gen/", "gen/.gitignore", ("a", "b"), is_of_tools=False), *many])
    assert [one.message for one in tree.unclean] == [
        "differs from the commit",
        "is not in version control, 2 files, and gen/.gitignore, which is not in any commit, hides it from git",
    ]
    assert tree.passed_over.startswith(".t0/ (2 files), .t1/ (2 files), ")
    assert tree.passed_over.endswith(".t7/ (2 files) and 2 more")
