"""A project whose gates try everything to show a credential, and all its output."""

from __future__ import annotations

CANARY = "canary-" + "Rt61Wn08Kd27"
TARGET = (
    '[tool.golive.targets.staging]\nurl = "http://127.0.0.1:9"\nwait = "1ms"\n'
    'auth = { scheme = "bearer", token_env = "SHOP_TOKEN", protected = ["/x"] }\n'
)
WRITING = """\
import os, sys
import pytest

TOKEN = os.environ["SHOP_TOKEN"]
pytestmark = pytest.mark.smoke

def test_properties(judge, record_testsuite_property, record_property, record_xml_attribute):
    record_testsuite_property("suite", TOKEN)
    record_property("case", "said " + TOKEN)
    record_xml_attribute("classname", TOKEN)
    judge("one " + TOKEN, 1, equals=1, source="from " + TOKEN)

def test_output(judge):
    print("printed", TOKEN)
    print("complained", TOKEN, file=sys.stderr)
    sys.stdout.buffer.write(b"bytes " + TOKEN.encode() + b"\\n")
    sys.stdout.flush()
    judge("two", 2, equals=2)

def test_raising():
    raise ValueError(TOKEN)
"""


def with_token(project, monkeypatch, gates):
    """The project with those gates, and the credential in the environment."""
    monkeypatch.setenv("SHOP_TOKEN", CANARY)
    file = project.path / "pyproject.toml"
    file.write_text(file.read_text() + TARGET)
    project.write("gates/test_own.py", gates)
    project.commit()
    return project


def everything(shop, *args):
    """Output and files of a run."""
    result = shop.run("-m", "smoke", "--junitxml=report.xml", "-o", "junit_logging=all", *args, apart=True)
    files = [f for f in shop.path.rglob("*") if f.is_file() and ".git" not in f.relative_to(shop.path).parts]
    return result.stdout.str() + result.stderr.str() + "".join(f.read_bytes().decode("latin-1") for f in files)
