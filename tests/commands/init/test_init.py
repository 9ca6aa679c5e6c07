from __future__ import annotations

import os
from pathlib import Path

import pytest

from pytest_golive.codebase.secrets.scanning import scan_secrets
from pytest_golive.commands.init.command import init
from pytest_golive.commands.reference.catalogue import all_gates
from pytest_golive.settings.code_quality.tests import Tests
from pytest_golive.settings.declaring import declaration_of, means
from pytest_golive.settings.documentation.table import Documentation
from pytest_golive.settings.loading import PLACEHOLDER, load_settings
from pytest_golive.settings.model import Settings
from pytest_golive.signing.glass.glass import SETTLED

NO_TESTS_OPEN = {"code_quality::tests_pass", "code_quality::coverage", "security::security_tests_pass"}
NO_CODE_OPEN = {"code_quality::files_within_limit", "code_quality::no_fixme_or_hack"}
NO_PYTHON_OPEN = {"security::no_vulnerable_code", "security::no_vulnerable_dependencies"}
NO_CRITICAL_OPEN = {"code_quality::critical_files_modular", "code_quality::no_todo_in_critical_paths"}


ON_FORGES = {"infrastructure::pipeline_green", "deployment::reviewed", "post_deploy::no_critical_bugs"}
OF_SERVICES = [gate.key for gate in all_gates() if gate.kind == "service" and "pre_deploy" in dict(gate.phases)]
LIVE = [key for key in OF_SERVICES if key != SETTLED]  # which nobody may declare away


def means_live(declared):
    return all(gate.kind == "service" for gate in all_gates() if means(declared, gate.key))


def open_rows(root):
    settings = load_settings(root).settings
    found = settings.not_applicable
    live = {name for name in found if means_live(name)}
    assert all(reason.startswith(PLACEHOLDER) for reason in found.values())
    # Nobody can guess where a service runs.
    assert {bool(declaration_of(gate, live)) for gate in LIVE} == {settings.kind != "library"}
    assert set(found) >= ON_FORGES, "no remote leads to a forge"
    return set(found) - live - ON_FORGES


# Where no document of that kind was found.
NO_DOCUMENTS_OPEN = {
    "documentation::documents_sound",
    "documentation::readme_accurate",
    "documentation::documents_updated",
    "documentation::code_standards_verified",
    "documentation::codebase_summary_current",
    "documentation::changelog_updated",
}
# Where there is neither Python nor an OpenAPI document.
NO_API_OPEN = {"documentation::api_documentation_current", "documentation::migration_guide_complete"}
SRC_LAYOUT = {
    "pyproject.toml": '[project]\nname = "shop"\n[tool.pytest.ini_options]\ntestpaths = ["tests"]\n',
    "src/shop/__init__.py": "",
    "src/shop/pay.py": "",
    "src/shop/auth/login.py": "",
    "tests/test_auth.py": "",
    "tests/test_views.py": "",
    "docs/index.md": "",
    "README.md": "",
    "CHANGELOG.md": "",
    ".github/workflows/ci.yml": "",
}


def test_a_project_in_src_layout(repository):
    root = repository(SRC_LAYOUT)
    before = (root / "pyproject.toml").read_text()
    written = init(root)
    text = (root / "pyproject.toml").read_text()
    settings = load_settings(root).settings
    assert text.startswith(before)
    assert settings.critical == ("src/shop/auth/**", "src/shop/pay.py")
    assert '# source = ["src"]' in text
    assert settings.security.test_paths == ("tests/test_auth.py",)
    assert open_rows(root) == {"documentation::code_standards_verified", "documentation::codebase_summary_current"}
    assert settings.of(Documentation).documents == ("changelog", "readme")
    assert "# Found documents: CHANGELOG.md, README.md, docs/." in text
    assert all(words in text for words in ("# Found CI: .github/workflows/ci.yml.", "# After each deployment: golive"))
    assert "2 paths guessed by name" in written.report
    assert written.report.endswith("pytest -m pre_deploy")


def test_ci_is_found_at_the_top_of_the_repository_too(repository):
    root = repository({f"services/shop/{path}": text for path, text in SRC_LAYOUT.items()} | {".gitlab-ci.yml": ""})
    init(root / "services/shop")
    text = (root / "services/shop/pyproject.toml").read_text()
    assert "# Found CI: ../../.gitlab-ci.yml." in text


@pytest.mark.parametrize(("files", "name"), [(SRC_LAYOUT, "pyproject.toml"), ({"README.md": ""}, "golive.toml")])
def test_what_is_written_holds_no_secret(repository, files, name):
    root = repository(files)
    init(root)
    assert '"security::api_keys" = "REPLACE THIS' in (root / name).read_text()
    assert scan_secrets(root, [name]).findings == ()
    with (root / name).open("a") as file:  # a credential in the same place is one
        file.write('"security::api_keys" = "use ' + "gh" + "p_" + "wWPw5k4aXcaT" + '4fNP0UcnZwJUVFk6LO0pINUx for it"\n')
    assert [found.severity for found in scan_secrets(root, [name]).findings] == ["high"]


def test_packages_at_the_top_and_marked_security_tests(repository, commit):
    files = {
        "shop/__init__.py": "",
        "shop/cart.py": "",
        "single.py": "",
        "setup.py": "",
        "shop/tests/test_x.py": "import pytest\n\n@pytest.mark.security\ndef test_x(): ...\n",
    }
    root = repository(files)
    commit(root)
    init(root)
    settings = load_settings(root).settings
    assert settings.tests == Settings().tests
    assert settings.security.test_paths == ()
    assert open_rows(root) == NO_CRITICAL_OPEN | NO_DOCUMENTS_OPEN
    text = (root / "golive.toml").read_text()
    assert "# Found sources: shop, single.py." in text
    assert "# Found tests: shop/tests." in text
    assert '# source = ["shop"]' in text


def test_what_coverage_is_told_already_is_not_told_again(repository):
    root = repository({**SRC_LAYOUT, ".coveragerc": "[run]\nsource = src\n"})
    init(root)
    assert "source =" not in (root / "pyproject.toml").read_text()


def test_an_empty_repository_leaves_every_open_row_to_the_team(repository):
    root = repository({})
    written = init(root)
    assert written.path == root / "golive.toml"
    nothing = NO_CODE_OPEN | NO_TESTS_OPEN | NO_CRITICAL_OPEN | NO_DOCUMENTS_OPEN | NO_API_OPEN | NO_PYTHON_OPEN
    assert open_rows(root) == nothing
    assert written.report.count("replace  ") == 12 + len(LIVE) + len(NO_DOCUMENTS_OPEN | NO_API_OPEN)
    assert "later    rows about the running service in smoke, deploy, post_deploy, rollback: " in written.report


def test_a_project_in_another_language_gets_its_usual_command_as_a_hint(repository):
    root = repository({"package.json": "{}", "src/auth.ts": "", "azure-pipelines.yml": ""})
    init(root)
    text = (root / "golive.toml").read_text()
    assert '# command = ["npm", "test"]' in text
    assert "# Found CI: azure-pipelines.yml." in text
    assert load_settings(root).settings.critical == ("src/auth.ts",)
    assert open_rows(root) == NO_TESTS_OPEN | NO_DOCUMENTS_OPEN | NO_API_OPEN | NO_PYTHON_OPEN


def test_django_runs_its_tests_by_itself(repository, commit):
    files = {"manage.py": "from django.core import management\n", "shop/tests.py": "", "shop/models.py": ""}
    root = repository(files)
    commit(root)
    init(root)
    assert "for there is Django's manage.py" in (root / "golive.toml").read_text()
    assert open_rows(root) == NO_CRITICAL_OPEN | NO_DOCUMENTS_OPEN | NO_API_OPEN | {"security::security_tests_pass"}


def test_tests_that_cannot_run_yet_are_not_declared_away(repository):
    root = repository({"test_x.py": ""})  # not tracked yet
    init(root)
    assert "code_quality::tests_pass" not in open_rows(root)
    assert "# Say how they run" in (root / "golive.toml").read_text()


def test_a_virtualenv_of_the_project_is_used(repository):
    root = repository({**SRC_LAYOUT, ".gitignore": ".venv\n", ".venv/pyvenv.cfg": "", ".venv/lib/auth.py": ""})
    init(root)
    settings = load_settings(root).settings
    assert settings.tests.python == ".venv"
    assert not any(".venv" in glob for glob in settings.critical)


def test_strange_names_do_not_break_the_table(repository):
    strange = {"a b.py": "", "q'\"uote.py": "", "new\nline.py": "", "ünïcode.py": "", "brack[et/x.py": ""}
    root = repository({**strange, "test_strange\n.py": ""})
    Path(os.fsdecode(os.fsencode(root) + b"/latin\xff.py")).write_text("")
    init(root)
    assert "a b.py" in load_settings(root).text


def test_tests_in_another_language_are_found_and_their_cure_can_be_followed(repository):
    root = repository(
        {"go.mod": "module shop\n", "cart/cart.go": "package cart\n", "cart/cart_test.go": "package cart\n"}
    )
    init(root)
    text = (root / "golive.toml").read_text()
    assert "# Found sources: cart." in text
    assert "# Found tests: cart." in text
    assert "no tests were found" not in text
    settings = load_settings(root).settings
    tests = settings.of(Tests)
    assert (tests.command[:4], tests.coverage_data) == (("go", "test", "-count=1", "-json"), ".golive/cover.out")
    assert not {"code_quality::tests_pass", "code_quality::coverage"} & {*settings.not_applicable}
