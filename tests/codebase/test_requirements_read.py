"""Requirements files: what they name for this platform, and what cannot be looked up."""

from __future__ import annotations

import pytest

from pytest_golive.codebase.audit.requirements import Wanted, requirements
from pytest_golive.errors import CannotMeasure

FILE = """\ufeff# what is needed
--index-url https://user:secret@mirror.example/simple
-c constraints.txt
-r more/base.txt  # further ones
--requirement=more/base.txt
Jinja2[i18n] >= 2, < 4 \\
    ; python_version >= "3"  # continued
colorama; sys_platform == "win31"
acme.tea==1.0 --hash=sha256:00 --hash=sha256:11
-e .
-e ./packages/own[extra]
packages/own
mug @ git+https://user:secret@git.example/mug@v1 ; python_version > "3"
git+https://git.example/pot.git@main#egg=pot&subdirectory=x
-egit+https://user:secret@git.example/nameless.git
./wheels/cup_saucer-2.1-py3-none-any.whl
https://files.example/spoon-3.0.tar.gz
tail \\"""


def told(root, file):
    return [
        f"{one.name}{one.versions} {one.place}" if isinstance(one, Wanted) else f"? {one.name}: {one.why}"
        for one in requirements(root, file)
    ]


def test_each_way_to_name_a_package(tmp_path):
    (tmp_path / "more").mkdir()
    (tmp_path / "packages" / "own").mkdir(parents=True)
    (tmp_path / "requirements.txt").write_text(FILE, encoding="utf-8")
    (tmp_path / "constraints.txt").write_text("IDNA<4  # why\nunused==1\nmug\n")
    (tmp_path / "more" / "base.txt").write_text("-r ../requirements.txt\nidna==3.10\n")
    why = "does not say its name; write NAME @ URL, so that its advisories can be looked up"
    assert told(tmp_path, tmp_path / "requirements.txt") == [
        "idna==3.10,<4 more/base.txt:2",
        "jinja2<4,>=2 requirements.txt:6",
        "acme-tea==1.0 requirements.txt:9",
        "mug requirements.txt:13",
        "pot requirements.txt:14",
        f"? git+https://git.example/nameless.git: requirements.txt:15 {why}",
        "cup-saucer==2.1 requirements.txt:16",
        f"? https://files.example/spoon-3.0.tar.gz: requirements.txt:17 {why}",
        "tail requirements.txt:18",
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a b c\n", "r.txt:1 is not a valid requirement: "),
        (b"\n-r gone.txt\n", "r.txt:2 includes gone.txt, which does not exist"),
        (b"-c gone.txt\n", "r.txt:1 includes gone.txt, which does not exist"),
        (b"\0\xff\xfe", "r.txt is not UTF-8 text"),
        (b"a; nonsense == '1'\n", "r.txt:1 is not a valid requirement: "),
    ],
)
def test_what_is_no_requirements_file(tmp_path, data, said):
    (tmp_path / "r.txt").write_bytes(data)
    with pytest.raises(CannotMeasure) as caught:
        told(tmp_path, tmp_path / "r.txt")
    assert str(caught.value).startswith(said)


def test_other_encodings_and_other_places(tmp_path):
    (tmp_path / "r.txt").write_bytes("idna\n-r https://user:secret@e.example/r.txt\n".encode("utf-16"))
    assert told(tmp_path, tmp_path / "r.txt") == [
        "idna r.txt:1",
        "? https://e.example/r.txt: r.txt:2 includes requirements from outside the project; keep them in the project",
    ]
    (tmp_path / "r.txt").write_bytes(b"")
    assert told(tmp_path, tmp_path / "r.txt") == []
    (tmp_path / "r.txt").unlink()
    with pytest.raises(CannotMeasure, match=r"^r\.txt cannot be read: "):
        told(tmp_path, tmp_path / "r.txt")


@pytest.mark.parametrize(
    "line",
    ["-c c.txt -r more.txt", "--pre -r more.txt", "-i https://e.example/s -r more.txt", "--no-binary=:all: --requirement=more.txt",
     "-r one.txt -rmore.txt", "-r 'more.txt'", "jinja2==2.\\\n10", "--requirem more.txt", "--pre --no-index -f x --requirement more.txt",
     "# a comment is not continued \\\njinja2==2.10"],
)  # fmt: skip
def test_an_option_before_another_hides_nothing(tmp_path, line):
    (tmp_path / "more.txt").write_text("jinja2==2.10\n")
    (tmp_path / "c.txt").write_text("tea==1\n-c c.txt\n-c https://e.example/limits.txt\n")
    (tmp_path / "one.txt").write_text("")
    (tmp_path / "r.txt").write_text(f"idna==1\n{line}\n")
    assert [one.partition(" ")[0] for one in told(tmp_path, tmp_path / "r.txt")] == ["idna==1", "jinja2==2.10"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("--extra-index-url https://x jinja2==2.10", "r.txt:1 has something behind its options, where pip ignores it: jinja2==2.10"),
        ("--constrain-everything -r more.txt", "r.txt:1 has options that are not understood: no such option: --constrain-everything"),
        ("-r", "r.txt:1 has options that are not understood: -r option requires 1 argument"),
        ("-r 'more.txt", "r.txt:1 has options that are not understood: No closing quotation"),
        ("--pre https://me:hidden@x/a.tgz?key=hidden", "r.txt:1 has something behind its options, where pip ignores it: https://x/a.tgz"),
    ],
)  # fmt: skip
def test_options_that_are_not_understood_are_an_error(tmp_path, line, said):
    (tmp_path / "r.txt").write_text(line)
    with pytest.raises(CannotMeasure) as caught:
        told(tmp_path, tmp_path / "r.txt")
    assert str(caught.value).startswith(said)
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize("before", ["", "-e ", "-r "])
def test_no_message_shows_a_token_in_an_address(tmp_path, before):
    (tmp_path / "r.txt").write_text(f"{before}https://me:hidden@x.example/a@1.tgz?token=hidden")
    assert [one.partition(": ")[0] for one in told(tmp_path, tmp_path / "r.txt")] == ["? https://x.example/a@1.tgz"]
