"""New comments that make a tool ignore a line are reported as loosened since the last release."""

from __future__ import annotations

import pytest

from pytest_golive.context.sparing import AT_ONCE, more_spared
from pytest_golive.delivery.git.comparing import compare
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.settings.comparing.choice import in_numbers


def spared(root):
    """What was added since the release, as the work tree has it."""
    repository = Repository.open(root)
    return more_spared(repository, "v1", compare(repository, "v1"))


OLD = {"a.py": "x = 1  # nosec B101\ny = 2\n", "b.py": "# pragma: no cover\n", "notes.md": "a # nosec\n"}


@pytest.fixture
def since(tmp_path, git):
    """Commit files after a release; returns how many more lines are ignored, in words."""

    def write(files):
        for name, text in files.items():
            file = tmp_path / name
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        git(tmp_path, "add", "--all")
        git(tmp_path, "commit", "--quiet", "--allow-empty", "--message", "files")

    def since(new, gone=()):
        git(tmp_path, "init", "--quiet")
        write(OLD)
        git(tmp_path, "tag", "v1")
        for name in gone:
            (tmp_path / name).unlink()
        write(new)
        found = list(spared(tmp_path))
        return [one.sentence for one in found], in_numbers(found)

    return since


def test_marks_that_were_added_are_counted(since):
    new = {
        "a.py": "x = 1 # NOSEC\ny = 2  #nosec: B1\n",
        "c/d.py": b"\xff # nosec\n#  pragma:no cover\n# pragma: no branch\n",
    }
    told, numbers = since(new)
    assert told == ["2 more lines under '# nosec'", "2 more lines under '# pragma: no cover'"]
    assert numbers == "4 exclusions"


@pytest.mark.parametrize(
    ("new", "gone"),
    [
        ({}, ()),
        ({"a.py": "y = 2\n"}, ()),
        ({"moved.py": OLD["a.py"]}, ("a.py",)),
        ({"more.md": "# nosec\n", "no_sec.py": "nosec = 1\n"}, ()),
    ],
)
def test_fewer_moved_or_none_is_nothing(since, new, gone):
    assert since(new, gone) == ([], "")


def test_many_files_are_asked_about_in_parts(since):
    told, _ = since({f"f[{number}].py": "z = 1  # nosec\n" for number in range(AT_ONCE + 5)})
    assert told == [f"{AT_ONCE + 5} more lines under '# nosec'"]


def test_what_is_only_in_the_work_tree_counts(since, tmp_path):
    since({})
    (tmp_path / "b.py").write_text("# nosec\n")
    assert [one.sentence for one in spared(tmp_path)] == ["1 more line under '# nosec'"]


def test_marks_that_spare_lines_since_the_release_are_counted(project, git):
    git(project.path, "tag", "v1.0.0")
    project.write("src/shop/spared.py", "import os  # nosec\n\n\ndef off():  # pragma: no cover\n    return os\n")
    project.commit()
    text = " ".join(project.phase().stdout.str().split())
    assert "since v1.0.0: 2 exclusions" in text
    assert "1 more line under '# nosec' 1 more line under '# pragma: no cover'" in text
