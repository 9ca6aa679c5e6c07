from __future__ import annotations

import subprocess

import pytest

from pytest_golive.cli import main
from pytest_golive.commands.ratchet import OF_CI

FIXME = "FIX" + "ME"


@pytest.fixture
def repository(tmp_path, git):
    git(tmp_path, "init", "--quiet")

    def make(files):
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return make


@pytest.fixture
def old(project):
    """A code base with findings: a file that is too long, and two notes."""
    project.write("src/shop/big.py", "x = 1\n" * 250)
    project.write("src/shop/notes.py", f"# {FIXME} one\n# {FIXME} one\n")
    project.commit()
    return project


@pytest.fixture
def turn(project, monkeypatch, capsys):
    """Run the command in the project; returns its output and its exit status."""
    for name in OF_CI:
        monkeypatch.delenv(name, raising=False)

    def run(*args):
        status = main(["ratchet", *args])
        out, err = capsys.readouterr()
        return status, out + err

    return run


@pytest.fixture
def kept(old, turn):
    """The same code base with its findings recorded and committed."""
    status, said = turn()
    assert status == 0, said
    assert "code_quality::files_within_limit: 1 known finding" in said
    assert "code_quality::no_fixme_or_hack: 2 known findings" in said
    assert "golive-ratchet.txt: 3 known findings; commit it" in said
    assert ".gitattributes: git now keeps the lines of both sides" in said
    old.commit()
    return old


DOCUMENT = """# Going live

## Before the deployment

- [ ] Files are small <!-- golive: code_quality::files_within_limit -->
- [ ] No notes are left <!-- golive: code_quality::no_fixme_or_hack -->
- [ ] The security review is done <!-- golive: sign role=manager id=review -->
- [ ] Support knows <!-- golive: sign id=support -->
"""
SETTINGS = """
[tool.golive]
checklist = "docs/GO_LIVE.md"
[tool.golive.signing.people.ann]
emails = ["ann@shop.example"]
roles = ["manager", "owner"]
ssh_keys = ["{key}"]
[tool.golive.signing.people.bob]
emails = ["bob@shop.example"]
roles = ["engineer"]
"""


@pytest.fixture(scope="session")
def key(tmp_path_factory):
    file = tmp_path_factory.mktemp("signing") / "ann"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(file)], check=True)
    return file


@pytest.fixture
def going(project, key, git):
    """A project with a checklist in Markdown; Bob is the author of its release."""
    text = (project.path / "pyproject.toml").read_text().replace("[tool.golive.not_applicable]", "@")
    public = " ".join(key.with_suffix(".pub").read_text().split()[:2])
    before, _, after = text.partition("@")
    project.write("pyproject.toml", f"{before}{SETTINGS.format(key=public)}\n[tool.golive.not_applicable]{after}")
    project.write("docs/GO_LIVE.md", DOCUMENT)
    project.write(".gitignore", "*.json\n*.sarif\n")
    for name, value in (("user.name", "Bob"), ("user.email", "bob@shop.example")):
        git(project.path, "config", name, value)
    git(project.path, "add", "-A")
    git(project.path, "commit", "-qm", "documents", "--author=Bob <bob@shop.example>")
    return project


@pytest.fixture
def command(going, capsys):
    def run(*args):
        capsys.readouterr()
        try:
            status = main(list(args))
        except SystemExit as exit_:
            status = exit_.code
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return status, out + err

    return run
