"""Links are judged where they lead, if that is tracked here; else they are named, and source is not proven."""

from __future__ import annotations

import pytest
from unjudged import refusal, unseen

from pytest_golive.codebase.inventory.taking import list_tracked, take_inventory
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure


def test_a_link_is_judged_where_it_leads(written):
    root = written({"a.py": "", "pkg/b.py": "", "LICENSE": ""})
    (root / "to_file.py").symlink_to("a.py")
    (root / "pkg/up.py").symlink_to("../a.py")
    (root / "to_link.py").symlink_to("to_file.py")
    (root / "to_folder").symlink_to("pkg")
    (root / "to_root").symlink_to(".")
    written({})
    inventory = take_inventory(Repository.open(root))
    assert [file.path for file in inventory.require_files()] == ["a.py", "pkg/b.py"]
    assert inventory.unseen == ()
    assert inventory.summary == "5 link"
    assert dict(inventory.links)["to_folder"] == "pkg"


@pytest.mark.parametrize("target", ["gone.py", "link.py", "ignored/x.py", "/etc/hostname", "../elsewhere.py"])
def test_a_link_to_source_that_is_not_tracked_here(written, target):
    root = written({"a.py": "", ".gitignore": "ignored/\n"})
    (root / "ignored").mkdir()
    (root / "ignored/x.py").write_text("")
    (root / "link.py").symlink_to(target)
    written({})
    inventory = take_inventory(Repository.open(root))
    assert unseen(inventory) == {"link.py": "link to elsewhere"}
    assert 'exclude = ["link.py"]' in refusal(inventory).cure
    exposed = list_tracked(Repository.open(root))
    exposed.require_text()  # no secret of this repository lies there
    with pytest.raises(CannotMeasure, match=r"1 link to elsewhere \(link\.py\)"):
        exposed.require_python(root)


def test_a_link_to_a_folder_elsewhere_may_hold_source_and_one_to_prose_does_not(written, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    (other / "LICENSE").write_text("")
    root = written({"a.py": ""})
    (root / "shared").symlink_to(other)
    (root / "LICENSE").symlink_to(other / "LICENSE")
    written({})
    inventory = take_inventory(Repository.open(root))
    assert set(unseen(inventory)) == {"shared", "LICENSE"}
    assert refusal(inventory).what == "1 tracked entry was not checked: 1 link to elsewhere (shared)"


def test_a_link_in_a_project_below_the_top(written):
    root = written({"service/a.py": "", "shared/b.py": ""})
    (root / "service/b.py").symlink_to("../shared/b.py")
    written({})
    inventory = take_inventory(Repository.open(root / "service"))
    assert unseen(inventory) == {"b.py": "link to elsewhere"}


def test_a_link_written_down_as_a_file(written, git):
    root = written({"a.py": ""})
    (root / "to_a.py").symlink_to("a.py")
    written({})
    (root / "to_a.py").unlink()
    git(root, "config", "core.symlinks", "false")
    git(root, "checkout", "--", "to_a.py")
    assert (root / "to_a.py").read_text() == "a.py"
    inventory = take_inventory(Repository.open(root))
    assert (inventory.summary, inventory.unseen) == ("1 link", ())


def test_a_file_that_a_link_has_taken_the_place_of(written):
    root = written({"a.py": "", "b.py": "x = 1\n"})
    (root / "b.py").unlink()
    (root / "b.py").symlink_to("a.py")
    assert unseen(take_inventory(Repository.open(root))) == {"b.py": "not a file"}
