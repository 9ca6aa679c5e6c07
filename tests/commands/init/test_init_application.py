"""An application of a web framework makes a project a service, and shows how a run starts it."""

from __future__ import annotations

import tomllib

import pytest

from pytest_golive.commands.init.command import init
from pytest_golive.commands.init.kinds.applications import Application, application_in
from pytest_golive.commands.init.kinds.kind import KindFound, kind_of
from pytest_golive.settings.loading import load_settings

BUILT = '[build-system]\nrequires = ["setuptools"]\n[project]\nname = "todo"\ndependencies = ["{}"]\n'
FACTORY = "from flask import Flask\n\n\ndef create_app() -> Flask:\n    app = Flask(__name__)\n    return app\n"
MADE = "import fastapi as web\n\napp: web.FastAPI = web.FastAPI(title='todo')\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (FACTORY, Application("flask", "create_app", is_made=True)),
        (MADE, Application("fastapi", "app", is_made=False)),
        ("from aiohttp import web\napp = web.Application()\n", Application("aiohttp", "app", is_made=False)),
        ('"""\nfrom flask import Flask\napp = Flask(__name__)\n"""\n', None),
        ("from .app import Flask\napp = Flask(__name__)\n", None),
        ("from flask import Flask\nclass Shown:\n    def __init__(self):\n        self.app = Flask('a')\n", None),
        ("from flask import Flask\napplied = Flask('a')\n", None),
        ("from flask import Flask\napp = (Flask('a')\n", None),
        ("app = Flask('a')\n", None),
    ],
)
def test_an_application_is_what_a_server_can_be_pointed_at(text, found):
    assert application_in(text) == found


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        ({"pyproject.toml": BUILT.format("flask>=3"), "src/todo/__init__.py": FACTORY}, "service"),
        ({"setup.py": "setup(install_requires=['Flask'])", "todo/__init__.py": FACTORY}, "service"),
        ({"requirements.txt": "flask\n", "app.py": FACTORY}, "service"),
        ({"app.py": MADE}, "service"),
        ({"pyproject.toml": BUILT.format("click"), "todo/web.py": FACTORY}, "library"),
        ({"pyproject.toml": BUILT.format("flask"), "src/a.py": "", "compliance/app.py": FACTORY}, "library"),
        ({"pyproject.toml": BUILT.format("flask"), "examples/app.py": FACTORY, "tests/app.py": MADE}, "library"),
    ],
)
def test_a_project_that_makes_one_is_a_service(repository, files, kind):
    assert kind_of(repository(files), sorted(files)).kind == kind


def test_a_packaged_service_is_named_by_the_file_that_makes_it(repository):
    files = {"pyproject.toml": BUILT.format("flask"), "src/todo/__init__.py": FACTORY}
    assert kind_of(repository(files), sorted(files)) == KindFound("service", "src/todo/__init__.py")


@pytest.mark.parametrize(
    ("path", "text", "start"),
    [
        ("src/todo/__init__.py", FACTORY, ["flask", "--app", "todo:create_app", "run", "--port", "{port}"]),
        ("app.py", FACTORY, ["flask", "--app", "app:create_app", "run", "--port", "{port}"]),
        ("todo/main.py", MADE, ["uvicorn", "todo.main:app", "--port", "{port}"]),
    ],
)
def test_the_target_is_proposed_with_the_command_that_starts_it(repository, path, text, start):
    root = repository({path: text})
    table = init(root).table
    shown = table.partition("# start = ")[2].splitlines()[0]
    assert tomllib.loads(f"start = {shown}")["start"] == ["{python}", "-m", *start]
    uncommented = table.partition("# Or, instead of that url")[2].splitlines()[1:3]
    (root / "golive.toml").write_text(
        "[targets.staging]\n" + "\n".join(line.removeprefix("# ") for line in uncommented)
    )
    assert load_settings(root).settings.targets["staging"].start == ("{python}", "-m", *start)


@pytest.mark.parametrize(
    ("path", "text"), [("my-shop/app.py", FACTORY), ("app.py", "import falcon\napp = falcon.App()")]
)
def test_where_a_command_cannot_be_told_none_is_proposed(repository, path, text):
    written = init(repository({path: text}))
    assert 'kind = "service"' in written.table
    assert "start = " not in written.table


def test_where_nothing_tells_the_kind_the_report_says_so(repository):
    report = init(repository({"a.py": ""})).report
    assert "choose   kind: no file shows whether something here runs as a service" in report
