"""Small changes of a healthy project: each turns exactly the rows red that are listed for it."""

from __future__ import annotations

import subprocess

import pytest
from healthy import FILES, red_rows

from pytest_golive.errors import CannotMeasure

SOUND, README = "documents_sound", "readme_accurate"
# What is changed: path, old, new; a path without them is removed, or moved to the new one.
COVERAGE = "img.shields.io/codecov/c/github"
CHANGES = {
    "an anchor is misspelled": (("README.md", "#the-parts", "#parts"), (SOUND,), "#the-parts"),
    "a heading is renamed": (("docs/design.md", "## The parts", "## Parts"), (SOUND,), "no heading or anchor"),
    "a heading gets punctuation": (("docs/design.md", "## The parts", "## The parts, part 2"), (SOUND,), "no heading"),
    "a linked document is removed": (("docs/plan.rst", None, None), (SOUND,), "docs/plan.rst is not tracked"),
    "a linked document is moved": (("docs/plan.rst", None, "docs/next/plan.rst"), (SOUND,), "docs/next/plan.rst"),
    "a link has other letters": (("README.md", "docs/plan.rst", "docs/Plan.rst"), (SOUND,), "upper and lower case"),
    "an image is removed": (("docs/shop.svg", None, None), (SOUND,), "image to 'docs/shop.svg'"),
    "a module that is linked is moved": (("src/shop/store.py", None, "src/shop/kept.py"), (SOUND,), "store.py"),
    "a file has fewer lines than a link names": (
        ("src/shop/pay.py", "\n    return cents", " return cents"),
        (SOUND,),
        "1 line",
    ),
    "a footnote is not defined": (("docs/design.md", "[^1]: In", "In"), (SOUND,), "no footnote of that name"),
    "a reference is not defined": (
        ("docs/design.md", "[store]: ..", "store: .."),
        (SOUND,),
        "nothing in this document",
    ),
    "a target of reStructuredText is renamed": (
        ("docs/plan.rst", "Later\n---", "After\n---"),
        (SOUND,),
        "no target or heading",
    ),
    "an underline is too short": (
        ("docs/plan.rst", "Plan\n====", "The plan\n===="),
        (SOUND,),
        "Title underline too short",
    ),
    "JSON lacks a comma": (("docs/design.md", "300}", '300\n"tip": 0\n}'), (SOUND,), "is called JSON"),
    "YAML is indented wrongly": (
        ("docs/design.md", "  open: true", "  open: true\n bad: 1"),
        (SOUND,),
        "is called YAML",
    ),
    "TOML loses a quote": (("README.md", '"EUR"', '"EUR"\nrounding = "up'), (SOUND,), "is called TOML"),
    "an arrow of Mermaid leads nowhere": (("docs/design.md", "--> pay[Pay]", "-->"), (SOUND,), "is called Mermaid"),
    "a bracket of Mermaid is open": (("docs/design.md", "pay[Pay]", "pay[Pay"), (SOUND,), "is called Mermaid"),
    "Python does not parse": (
        ("README.md", "import pay\n", "import pay\nimport json from\n"),
        (SOUND,),
        "is called Python",
    ),
    "a quote of shell is open": (
        ("README.md", "'shop[fast]==1.2.0'", "'shop[fast]==1.2.0"),
        (SOUND,),
        "is called shell",
    ),
    "a document is no UTF-8": (("docs/design.md", b"whole cents", b"whole c\xe9nts"), (SOUND,), "it is not UTF-8"),
    "a document is binary": (("docs/design.md", b"# Design", b"# D\0sign"), (SOUND,), "it is binary"),
    "an option is renamed in the README": (("README.md", "--verbose", "--loud"), (README,), "names no option --loud"),
    "an option is renamed in the code": (
        ("src/shop/cli.py", "--verbose", "--talk"),
        (README,),
        "names no option --verbose",
    ),
    "an option of a command is renamed": (
        ("src/shop/cli.py", "--count", "--number"),
        (README,),
        "names no option --count",
    ),
    "a command is renamed": (("src/shop/cli.py", '"order"', '"buy"'), (README,), "names no command 'order'"),
    "a program is renamed": (
        ("pyproject.toml", "shopctl =", "shopcontrol ="),
        (README,),
        "installs no program 'shopctl'",
    ),
    "an extra is renamed": (("pyproject.toml", "fast = []", "quick = []"), (README,), "no extra 'fast'"),
    "a version that never was": (("README.md", "==1.2.0", "==1.4.0"), (README,), "no version 1.4.0"),
    "a function is removed": (("src/shop/pay.py", "def pay", "def charge"), (README,), "has no name 'pay'"),
    "a module is renamed": (("src/shop/cli.py", None, "src/shop/command.py"), None, ""),
    "a target of make is renamed": (("Makefile", "test:", "check:"), (README,), "no target of the Makefile 'test'"),
    "a script is moved": (("tools/release.sh", None, "tools/publish.sh"), (README,), "tools/release.sh is not tracked"),
    "a badge is another package's": (
        ("README.md", "pypi/v/shop.svg", "pypi/v/shoe.svg"),
        (README,),
        "badge is that of shoe",
    ),
    "a badge is another repository's": (("README.md", "acme/shop/actions", "acme/old/actions"), (README,), "acme/old"),
    "a workflow is removed": ((".github/workflows/ci.yml", None, "notes.yml"), (README,), "ci.yml is not tracked"),
    "a badge of coverage is another repository's": (
        ("README.md", "github.com/acme/shop/actions/workflows/ci.yml/badge.svg", f"{COVERAGE}/acme/old/main.svg"),
        (README,),
        "badge is that of acme/old",
    ),
    # What changes nothing that a document says.
    "a badge of coverage is our own": (
        ("README.md", "github.com/acme/shop/actions/workflows/ci.yml/badge.svg", f"{COVERAGE}/acme/shop/main.svg"),
        (),
        "",
    ),
    "a comment is added": (("src/shop/pay.py", "return cents", "return cents  # whole"), (), ""),
    "a paragraph is added": (("README.md", "# Shop\n", "# Shop\n\nTea and pots.\n"), (), ""),
    "a heading that nobody points to is renamed": (("docs/plan.rst", "More tea", "Less tea"), (), ""),
    "a block is called a fragment": (("README.md", "```toml\n[tool.shop]", "```toml fragment\n[tool.shop"), (), ""),
}


def made(root, change=()):
    """The healthy project in *root* with one *change*, committed."""
    for path, text in FILES.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    if change:
        path, old, new = change
        file = root / path
        if old is None:
            target = root / (new or "")
            target.parent.mkdir(parents=True, exist_ok=True)
            file.rename(target) if new else file.unlink()
        else:
            old, new = (text.encode() if isinstance(text, str) else text for text in (old, new))
            assert old in file.read_bytes(), "the change must change something"
            file.write_bytes(file.read_bytes().replace(old, new, 1))
    for command in (
        ["init", "-q"],
        ["add", "--all"],
        [*["-c", "user.name=A", "-c", "user.email=a@b.c"], "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *command], cwd=root, check=True)
    return root


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_turns_its_rows_red_and_no_others(tmp_path, name):
    change, rows, said = CHANGES[name]
    root = made(tmp_path, change)
    if rows is None:  # the program that the README names does not start any more
        with pytest.raises(CannotMeasure, match="`shopctl --help` ended with status 1"):
            red_rows(root)
        return
    found = red_rows(root)
    assert set(found) == set(rows), found
    assert not rows or said in "\n".join(each.message for each in found[rows[0]])


def test_the_healthy_project_is_green(tmp_path):
    assert red_rows(made(tmp_path)) == {}


@pytest.mark.parametrize(
    ("commands", "folder", "is_red"),
    [
        ("sphinx-apidoc -e -f -o docs/code/ src/shop", "code", False),
        ("sphinx-apidoc --output-dir=docs/code src/shop", "code", False),
        ("sphinx-apidoc -o docs/code src/shop", "more", True),
        ("sphinx-build docs site", "code", True),
    ],
)
def test_pages_that_a_command_makes_before_each_build_are_not_missed(tmp_path, commands, folder, is_red):
    root = made(tmp_path)
    (root / "docs/conf.py").write_text('project = "Shop"\n')
    (root / "docs/index.rst").write_text(f"Shop\n====\n\n.. toctree::\n\n   plan\n   {folder}/modules\n")
    (root / "tox.ini").write_text(f"[testenv:docs]\ncommands =\n    {commands}\n    sphinx-build docs site\n")
    subprocess.run(["git", "add", "--all"], cwd=root, check=True)
    said = [each.message for each in red_rows(root).get("documents_sound", [])]
    assert said == ([f"document to '{folder}/modules': there is no such document"] if is_red else [])


def test_what_a_tool_fills_in_to_make_a_document_is_none(tmp_path):
    root = made(tmp_path)
    (root / "changes").mkdir()
    for name in (".TEMPLATE.rst", "_template.rst", "one.rst"):
        (root / "changes" / name).write_text("- {{ text }}\n  {%-\n    set refs = `gone`_\n  -%}\n")
    subprocess.run(["git", "add", "--all"], cwd=root, check=True)
    assert {each.path for each in red_rows(root)["documents_sound"]} == {"changes/one.rst"}


def test_names_that_a_package_takes_from_its_own_module_with_a_star_are_known(tmp_path):
    root = made(tmp_path, ("README.md", "from shop.pay import pay\n", "from shop import pay\nfrom shop import gone\n"))
    (root / "src/shop/__init__.py").write_text("from .pay import *\n")
    (found,) = red_rows(root)["readme_accurate"]
    assert "shop has no name 'gone'" in found.message
