"""The gate about the README: it passes, is breached, and cannot measure."""

from __future__ import annotations

import pytest

ACCURATE = "documentation::readme_accurate"
CLI = """\
import argparse


def main():
    parser = argparse.ArgumentParser(prog="shopctl")
    parser.add_argument("--verbose", action="store_true")
    commands = parser.add_subparsers(dest="command", required=True)
    order = commands.add_parser("order")
    order.add_argument("--count", type=int)
    parser.parse_args()
"""
MORE = """
[project.optional-dependencies]
fast = []

[project.scripts]
shopctl = "shop.cli:main"
"""
README = """\
# Shop

```console
$ pip install 'shop[fast]==1.2.0'
$ shopctl --verbose order --count 3
ordered
$ python -m shop.cli | head
$ cat src/shop/pay.py
```

```python
from shop.pay import pay
```
"""


@pytest.fixture
def told(shop):
    text = (shop.path / "pyproject.toml").read_text()
    shop.write("pyproject.toml", text.replace("\n[tool.pytest", f"{MORE}\n[tool.pytest", 1))
    shop.write("src/shop/cli.py", CLI)
    shop.write("README.md", README)
    return shop


def test_readme_accurate_passes(told):
    told.passes(ACCURATE, "*README.md: 5 commands, 1 block of Python*")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("shop[fast]", "shop[quick]", "*README.md:4*there is no extra 'quick'; there are fast*"),
        ("==1.2.0", "==1.3.0", "*README.md:4*there is no version 1.3.0 of shop; there are 1.2.0*"),
        ("--verbose", "--loud", "*README.md:5*`shopctl --help` names no option --loud*"),
        ("--count", "--number", "*README.md:5*`shopctl order --help` names no option --number*"),
        ("order --count", "buy --count", "*README.md:5*`shopctl --help` names no command 'buy'*"),
        ("$ shopctl", "$ shopctrl", "*README.md:5*this project installs no program 'shopctrl'; it installs shopctl*"),
        ("-m shop.cli", "-m shop.client", "*README.md:7*there is no module shop.client*"),
        ("src/shop/pay.py", "src/shop/paying.py", "*README.md:8*src/shop/paying.py is not tracked*src/shop/pay.py*"),
        ("import pay\n", "import pay_all\n", "*README.md:12*shop.pay has no name 'pay_all'*"),
        ("from shop.pay", "from shop.payments", "*README.md:12*there is no module shop.payments*"),
        (
            "# Shop\n",
            "# Shop\n\n```sh\ncp src/shop/no.env src/shop/.env\n```\n",
            "*README.md:4*src/shop/no.env is not*",
        ),
        ("# Shop\n", "# Shop\n\n![v](https://img.shields.io/pypi/v/shoe.svg)\n", "*README.md:3*badge is that of shoe*"),
    ],
)
def test_readme_accurate_is_breached(told, old, new, said):
    assert old in README
    told.write("README.md", README.replace(old, new, 1))
    told.breaches(ACCURATE, said)


def test_readme_accurate_cannot_measure_without_one(told):
    (told.path / "README.md").rename(told.path / "NOTES.md")
    told.cannot_measure(ACCURATE, "*a README is not among what is tracked and read: 1 document*")


def test_readme_accurate_cannot_measure_an_empty_one(told):
    told.write("README.md", "\n")
    told.cannot_measure(ACCURATE, "*README.md is empty, so it tells nobody anything*")


def test_readme_accurate_cannot_measure_one_that_shows_nothing(told):
    told.write("README.md", "# Shop\n\nA shop, in words alone.\n")
    told.cannot_measure(ACCURATE, "*README.md shows no command, no Python and no badge, so nothing in it can be*")
    told.write("README.md", "# Shop\n\nIt sells:\n\n    pip install .\n")
    told.cannot_measure(ACCURATE, "*to fix: say what it is: begin it with ```console, and its commands with*")


def test_commands_that_cannot_be_read_are_counted(told):
    told.write("README.md", README + "\n```sh\necho 'never closed\n```\n")
    told.passes(ACCURATE, "*commands not read*1, with an open quote, the first in line*")


def test_readme_accurate_cannot_measure_a_program_that_does_not_answer(told):
    told.write("src/shop/cli.py", "raise SystemExit('no database')\n")
    told.cannot_measure(ACCURATE, "*`shopctl --help` ended with status 1*no database*")


SESSIONS = """
```pycon
>>> from shop.pay import pay
>>> pay(3)
3
>>> pay(0)
Traceback (most recent call last):
    ...
ValueError: 0
```

Nobody need run this:

```pycon fragment
>>> shop.open()
```
"""


def runs(told, sessions):
    told.settings("\n[tool.golive.documentation]\nreadme_examples = true\n")
    told.write("README.md", README + sessions)


def test_sessions_that_answer_as_shown_pass(told):
    runs(told, SESSIONS)
    told.passes(ACCURATE, "*sessions that answer otherwise: 0*statements: 3; sessions left out as fragments: 1*")


def test_sessions_that_answer_otherwise_are_a_breach(told):
    runs(told, SESSIONS.replace("\n3\n", "\n4\n"))
    told.breaches(
        ACCURATE, "*sessions that answer otherwise: 1*", "*README.md:17*`pay(3)` gives '3', and README.md shows '4'*"
    )


def test_sessions_are_not_run_unless_the_settings_say_so(told):
    told.write("README.md", README + SESSIONS.replace("\n3\n", "\n4\n"))
    told.passes(ACCURATE)


def test_readme_accurate_cannot_measure_sessions_that_are_not_there(told):
    runs(told, "")
    told.cannot_measure(ACCURATE, "*README.md has no session (lines with '>>>')*")


PLUGIN = """\
def pytest_addoption(parser):
    parser.addoption("--shop-fast", action="store_true")
"""


@pytest.fixture
def plugin(told):
    """The project adds an option to pytest, and is not installed."""
    text = (told.path / "pyproject.toml").read_text()
    entry = '\n[project.entry-points.pytest11]\nshop-fast = "shop.plugin"\n'
    told.write("pyproject.toml", text.replace("\n[tool.pytest", f"{entry}\n[tool.pytest", 1))
    told.write("src/shop/plugin.py", PLUGIN)
    return told


def test_options_that_the_project_adds_to_pytest_are_known(plugin):
    plugin.write("README.md", README + "\n```console\n$ pytest --shop-fast\n```\n")
    plugin.passes(ACCURATE)


def test_options_that_the_project_adds_to_pytest_under_another_name_are_a_breach(plugin):
    plugin.write("README.md", README + "\n```console\n$ pytest --shop-quick\n```\n")
    plugin.breaches(ACCURATE, "*`pytest --help` names no option --shop-quick*")


def test_manage_py_belongs_to_the_reader_unless_the_project_has_one(told):
    told.write("README.md", README + "\n```console\n$ ./manage.py migrate\n```\n")
    told.passes(ACCURATE)
    told.write("demo/manage.py", "")
    told.breaches(ACCURATE, "*README.md:16*manage.py is not tracked*")


def test_badges_of_every_package_of_the_repository_are_ours(told):
    told.write("till/pyproject.toml", '[project]\nname = "shop-till"\nversion = "1"\n')
    told.write(
        "README.md", README.replace("# Shop\n", "# Shop\n\n![v](https://img.shields.io/pypi/v/shop-till.svg)\n", 1)
    )
    told.passes(ACCURATE)


def test_readme_accurate_cannot_measure_a_binary_one(told):
    told.write("README.md", b"\x89PNG\0\0")
    told.cannot_measure(ACCURATE, "*README.md: it is binary: there is a NUL at byte 4*")
