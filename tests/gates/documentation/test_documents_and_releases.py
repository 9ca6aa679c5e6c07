"""Code standards, codebase summary and required documents: three cases of each."""

from __future__ import annotations

import pytest

UPDATED, STANDARDS = "documentation::documents_updated", "documentation::code_standards_verified"
SUMMARY = "documentation::codebase_summary_current"


@pytest.fixture
def released(shop, git):
    """The shop with a release before, and its documents as that release had them."""

    def release(files=(), **more):
        for path, text in {**dict(files), **more}.items():
            shop.write(path, text)
        shop.commit()
        git(shop.path, "tag", "v1.1.0")

    return release


STATED = (
    "# Code standards\n\nLines have at most 100 characters. Coverage is at least 80 %. We format by `ruff format`.\n"
)
CONFIGURED = "[tool.ruff]\nline-length = 100\n[tool.ruff.format]\nquote-style = 'double'\n"


def test_code_standards_verified_passes(shop):
    shop.settings(CONFIGURED)
    shop.write("docs/code-standards.md", STATED)
    shop.passes(STANDARDS, "*docs/code-standards.md: 1 of line length, 1 of coverage, *of tools*")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("100 characters", "120 characters", "*docs/code-standards.md:3: states line length 120 characters, but the configuration enforces 100*"),
        ("80 %", "90 %", "*states coverage 90 %, but the configuration enforces 80 (this checklist, pyproject.toml)*"),
        ("`ruff format`", "`black`", "*names black, but nothing configures or runs it; the project uses ruff format*"),
    ],
)  # fmt: skip
def test_code_standards_verified_is_breached(shop, old, new, said):
    shop.settings(CONFIGURED)
    shop.write("docs/code-standards.md", STATED.replace(old, new))
    shop.breaches(STANDARDS, said)


def test_code_standards_verified_cannot_measure_what_states_nothing(shop):
    shop.write("docs/code-standards.md", "# Code standards\n\nWrite good code.\n")
    shop.cannot_measure(STANDARDS, "*docs/code-standards.md states no limit and names no tool*")


def test_code_standards_verified_cannot_measure_a_binary_document(shop):
    shop.write("docs/code-standards.md", b"\0\1\2")
    shop.cannot_measure(STANDARDS, "*docs/code-standards.md is binary*")


NAMING = "# Codebase\n\nThe package `shop` has `shop.pay`, in `src/shop/pay.py`.\n"


def test_codebase_summary_current_passes(shop):
    shop.write("docs/codebase-summary.md", NAMING)
    shop.passes(SUMMARY, "*docs/codebase-summary.md: 1 module, 1 package*", "*names in it that are gone: 0*")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("src/mail/send.py", "*does not name the package mail (src/mail)*"),
        ("src/shop/cart.py", "*does not name the module cart (src/shop/cart.py)*"),
        ("compose.yaml", "*does not name the service queue (compose.yaml:2)*"),
    ],
)
def test_codebase_summary_current_is_breached_by_what_it_does_not_name(shop, path, said):
    shop.write("docs/codebase-summary.md", NAMING)
    shop.write(path, "services:\n  queue:\n    image: q\n" if path.endswith("yaml") else "x = 1\n")
    shop.breaches(SUMMARY, said)


def test_codebase_summary_current_is_breached_by_a_name_that_is_gone(shop, released, git):
    released(
        {
            "docs/codebase-summary.md": NAMING.replace(".\n", ", and `send_mail`.\n"),
            "src/shop/mail.py": "def send_mail():\n    return 1\n",
        }
    )
    git(shop.path, "mv", "src/shop/pay.py", "src/shop/payment.py")
    (shop.path / "src/shop/mail.py").unlink()
    shop.breaches(
        SUMMARY,
        "*docs/codebase-summary.md:3: names shop.pay, which no longer exists; shop.payment does*",
        "*names src/shop/pay.py, which no longer exists; src/shop/payment.py does*",
        "*names send_mail, which no longer exists*",
    )


@pytest.mark.parametrize("row", [STANDARDS, SUMMARY])
def test_a_row_without_its_document_is_not_set_up(shop, row):
    shop.cannot_measure(row, "*1 row not set up yet*", word="NOT SET UP")


def test_codebase_summary_current_cannot_measure_an_empty_summary(shop):
    shop.write("docs/codebase-summary.md", "\n")
    shop.cannot_measure(SUMMARY, "*docs/codebase-summary.md is empty*")


def test_codebase_summary_current_cannot_measure_a_place_that_is_not_there(shop):
    shop.settings('[tool.golive.documentation]\nplaces = { summary = "docs/map.md" }\n')
    shop.cannot_measure(SUMMARY, "*places.summary names docs/map.md, and it is not tracked*")


COVERS = '[tool.golive.documentation]\nworth_a_look = "fail"\n[tool.golive.documentation.covers]\n"docs/pay.md" = ["src/shop/pay.py"]\n'
PAYING = "# Paying\n\nCall `pay(cents)`.\n\nLast updated: 2026-01-01\n"


@pytest.fixture
def covered(shop, released):
    shop.settings(COVERS)
    released({"docs/pay.md": PAYING})
    return shop


def test_documents_updated_passes_if_nothing_covered_changed(covered):
    covered.write("src/shop/pay.py", "def pay(cents):\n    return cents  # simpler\n")
    covered.passes(UPDATED, "*docs/pay.md: nothing that it speaks of changed*", "*compared with: v1.1.0 at *")


def test_documents_updated_passes_if_the_document_followed(covered):
    covered.write("src/shop/pay.py", "def pay(cents, tip):\n    return cents + tip\n")
    covered.write("docs/pay.md", PAYING.replace("pay(cents)", "pay(cents, tip)"))
    covered.passes(UPDATED, "*docs/pay.md: * for 1 change of what it covers*")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", "", "*has not changed since the last release, and src/shop/pay.py changed (pay)*"),
        ("2026-01-01", "2026-03-01", "*has not changed since the last release*"),
        ("# Paying\n", "---\ntitle: x\n---\n#  Paying\n", "*has not changed since the last release*"),
        ("Last updated", "We like tea.\n\nLast updated", "*has 1 edit, none of which has to do with what changed: src/shop/pay.py*"),
    ],
)  # fmt: skip
def test_documents_updated_is_breached(covered, old, new, said):
    covered.write("src/shop/pay.py", "def pay(cents, tip):\n    return cents + tip\n")
    covered.write("docs/pay.md", PAYING.replace(old, new) if old else PAYING)
    covered.breaches(UPDATED, said)


def test_documents_updated_follows_a_document_that_moved(covered, git):
    covered.write("src/shop/pay.py", "def pay(cents, tip):\n    return cents + tip\n")
    git(covered.path, "mv", "docs/pay.md", "docs/paying.md")
    covered.breaches(
        UPDATED, "*docs/paying.md:3: has not changed since the last release, and src/shop/pay.py changed (pay)*"
    )


def test_documents_updated_names_new_files_that_nothing_covers(covered):
    covered.write("src/shop/cart.py", "x = 1\n")
    covered.passes(UPDATED, "*new files that no document covers: src/shop/cart.py*")


def test_documents_updated_asks_for_the_standard_ones(shop):
    shop.settings('[tool.golive.documentation]\ndocuments = "standard"\n')
    shop.write("README.md", "# Shop\n\nTea.\n")
    shop.breaches(
        UPDATED,
        "*codebase summary: 1, must be at most 0*",
        "*README.md is there and holds *1 of 1 packages among them*",
        "*docs/codebase-summary.md: there is no codebase summary*",
    )


def test_documents_updated_of_a_first_release_says_what_was_checked(shop):
    shop.settings('[tool.golive.documentation]\ndocuments = "readme"\n')
    shop.write("README.md", "# Shop\n\nTea.\n")
    shop.passes(UPDATED, "*compared with: first release: nothing to compare with; each document was looked for*")


@pytest.mark.parametrize(
    ("mark", "is_done"),
    [("- [x] 1.2: tea\n", True), ("- [ ] 1.2: tea\n", False), ("## v1.2\n\nStatus: in progress\n", False)],
)
def test_documents_updated_asks_the_roadmap(shop, mark, is_done):
    shop.settings('[tool.golive.documentation]\ndocuments = "roadmap"\n')
    shop.write("docs/roadmap.md", f"# Roadmap\n\n{mark}")
    if is_done:
        shop.passes(UPDATED, "*docs/roadmap.md:3 marks 1.2.0 as done*")
    else:
        shop.breaches(UPDATED, "*docs/roadmap.md:3: roadmap: does not mark 1.2.0 as done (open: *")


def test_documents_updated_is_not_set_up(shop):
    shop.cannot_measure(UPDATED, "*1 row not set up yet*", word="NOT SET UP")


def test_documents_updated_cannot_measure_a_document_that_is_not_there(shop):
    shop.settings('[tool.golive.documentation.covers]\n"docs/gone.md" = ["src/**"]\n')
    shop.cannot_measure(UPDATED, "*documentation.covers] names docs/gone.md, and it is not tracked*")
