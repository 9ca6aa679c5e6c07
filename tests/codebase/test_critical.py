"""The globs of critical files: links are followed, and a file that is not judged never passes."""

from __future__ import annotations

import pytest

from pytest_golive.codebase.inventory.critical import choose_critical
from pytest_golive.codebase.inventory.taking import take_inventory
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure


@pytest.fixture
def linked(written):
    """An inventory of files and links: ``{"pay.py": "src/pay.py"}`` is a link from the first to the second."""

    def make(files, links, **options):
        root = written(files)
        for link, target in links.items():
            (root / link).parent.mkdir(parents=True, exist_ok=True)
            (root / link).symlink_to(target)
        written({})
        return take_inventory(Repository.open(root), **options)

    return make


@pytest.mark.parametrize(
    ("links", "glob", "expected"),
    [
        ({"pay.py": "src/pay.py"}, "/pay.py", ["src/pay.py"]),
        ({"pay": "src/pay"}, "pay", ["src/pay/a.py", "src/pay/b.py"]),
        ({"pay": "src/pay"}, "pay/**", ["src/pay/a.py", "src/pay/b.py"]),
        ({"pay": "src/pay"}, "pay/a.py", ["src/pay/a.py"]),
        ({"a/pay.py": "../pay.py", "pay.py": "src/pay.py"}, "a/pay.py", ["src/pay.py"]),
        ({"root": "."}, "root/src/pay/*.py", ["src/pay/a.py", "src/pay/b.py"]),
    ],
)
def test_a_link_means_what_it_leads_to(linked, links, glob, expected):
    inventory = linked({"src/pay.py": "", "src/pay/a.py": "", "src/pay/b.py": "", "other.py": ""}, links)
    chosen = choose_critical(inventory, (glob,))
    assert [file.path for file in chosen.files] == expected
    assert chosen.left_out == ""


def test_a_link_to_what_is_left_out_is_no_pass(linked):
    inventory = linked({"a.py": "", "vendor/pay.py": ""}, {"pay.py": "vendor/pay.py"})
    with pytest.raises(CannotMeasure, match=r"'/pay\.py'.* \(left out: a link to vendor/pay\.py, which is left out\)"):
        choose_critical(inventory, ("a.py", "/pay.py"))


@pytest.mark.parametrize("glob", ["pay.py", "*.py", "lib/**", "lib"])
def test_a_link_to_elsewhere_is_not_proven(linked, glob, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "pay.py").write_text("")
    inventory = linked({"a.py": "", "b.py": ""}, {"pay.py": str(elsewhere / "pay.py"), "lib": str(elsewhere)})
    with pytest.raises(CannotMeasure, match=r"not checked: .* link to elsewhere .*track the file itself"):
        choose_critical(inventory, ("a.py", glob))
    assert choose_critical(inventory, ("a.py",)).files, "what is not critical does not stop this row"


@pytest.mark.parametrize(
    ("glob", "cure"),
    [
        ("x_pb2.py", "add it to [tool.golive.code_quality] include"),
        ("old/**", "remove it from exclude or from critical"),
        ("blob.py", "correct the glob, or remove it"),
        ("gone.py", "correct the glob, or remove it"),
    ],
)
def test_a_glob_that_means_nothing_or_only_what_is_left_out(linked, glob, cure):
    files = {"a.py": "", "x_pb2.py": "", "old/b.py": "", "blob.py": b"\0"}
    with pytest.raises(CannotMeasure) as caught:
        choose_critical(linked(files, {}, exclude=("old",)), ("a.py", glob))
    assert caught.value.cure == cure


def test_data_with_comments_may_be_critical_beside_source(linked):
    inventory = linked({"a.py": "", "deploy/prod.yaml": "# x\n"}, {})
    chosen = choose_critical(inventory, ("a.py", "deploy/**"))
    assert chosen.paths == {"a.py", "deploy/prod.yaml"}
    assert [file.path for file in chosen.require_source()] == ["a.py"]
    with pytest.raises(CannotMeasure, match=r"critical names no source file, only 1 data file"):
        choose_critical(inventory, ("deploy/**",)).require_source()


def test_thousands_of_globs(linked):
    files = {f"src/m{number}.py": "" for number in range(60)}
    globs = [f"src/m{number}.py" for number in range(60)] * 50
    assert len(choose_critical(linked(files, {}), globs).files) == 60
