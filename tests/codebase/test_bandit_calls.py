"""Calls about which bandit's tests are asked once, and those about which they are asked each time."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from types import SimpleNamespace

import pytest

from pytest_golive.codebase.bandit.calls import Calls
from pytest_golive.codebase.bandit.scanning import scan_python
from pytest_golive.codebase.bandit.watched import AnyName

pytestmark = pytest.mark.filterwarnings("ignore:The verify_requirements argument")  # bandit's, when it is imported
# Each line alone, and each below others of its kind that are harmless.
RISKY = """\
hashlib.md5(b"x")
hashlib.new("md5")
hashlib.md5(b"x", usedforsecurity=False)
hashlib.md5(b"y", usedforsecurity=True)
yaml.load(text)
yaml.load(text, SafeLoader)
yaml.load(text, Loader=yaml.Loader)
subprocess.run("ls", shell=True)
subprocess.run(["ls"], shell=False)
subprocess.Popen("ls *", shell=True)
os.system("ls")
os.execl("/bin/ls", "ls")
os.chmod("/etc/x", 0o777)
os.chmod(path, 0o700)
tempfile.mktemp()
requests.get(url)
requests.get(url, timeout=None)
requests.get(url, timeout=5, verify=False)
ssl.wrap_socket(ssl_version=ssl.PROTOCOL_SSLv2)
other(method=ssl.PROTOCOL_SSLv3)
other(method=SSL.SSLv2_METHOD)
connect(password="changeme")
connect(user="changeme")
exec(code)
eval(code)
mark_safe(text)
RawSQL("select %s" % x)
query.extra(where=["a = '%s'" % x])
query.extra(where=["a"])
client.set_missing_host_key_policy(AutoAddPolicy)
client.exec_command(command)
torch.load(file)
tar.extractall()
tar.extractall(path, members=None)
jinja2.Environment(autoescape=False)
jinja2.Environment(loader=x)
app.run(debug=True)
app.run(debug=False)
dsa.generate_private_key(key_size=512)
RSA.generate(512)
RSA.generate(4096)
__import__("pickle")
__import__(name)
importlib.import_module("telnetlib")
importlib.import_module(name="telnetlib")
importlib.import_module("json")
pickle.loads(data)
loads(data)
urlopen("file:x")
f()()
x[0](password="p")
"".join(x)
"""
IMPORTS = """\
import hashlib, yaml, subprocess, os, tempfile, requests, ssl, torch, tarfile, jinja2, flask, paramiko, importlib
from pickle import loads
from django.utils.safestring import mark_safe
from django.db.models.expressions import RawSQL
from urllib.request import urlopen as eval2, urlopen
from Crypto.PublicKey import RSA
from cryptography.hazmat.primitives.asymmetric import dsa
"""


def of_the_tool(root, paths):
    command = [sys.executable, "-W", "ignore", "-m", "bandit", "-q", "-f", "json", *paths]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    return sorted(
        (raw["filename"].removeprefix("./"), raw["line_number"], raw["test_id"])
        for raw in json.loads(done.stdout)["results"]
    )


def test_asking_less_finds_the_same(tmp_path):
    lines = RISKY.splitlines()
    texts = {
        "without.py": RISKY,
        "with.py": IMPORTS + RISKY,
        "later.py": RISKY + IMPORTS + RISKY,
        "backwards.py": IMPORTS + "\n".join(lines[::-1]) + "\n",
        "inside.py": IMPORTS
        + "def f(x=eval('1')):\n    return [\n"
        + "".join(f"        {line},\n" for line in lines)
        + "    ]\n",
        "again.py": IMPORTS.replace("paramiko", "parakeet") + RISKY * 2,
    }
    for name, text in texts.items():
        ast.parse(text)
        (tmp_path / name).write_text(text)
    expected = of_the_tool(tmp_path, list(texts))
    assert len({rule for _, _, rule in expected}) > 25
    issues = scan_python(tmp_path, list(texts)).issues
    assert sorted((issue.path, issue.line, issue.rule) for issue in issues) == expected


def context_of(code, imports=()):
    from bandit.core.utils import get_call_name

    node = ast.parse(code, mode="eval").body
    name = get_call_name(node, {})
    return {"call": node, "node": node, "qualname": name, "name": name.rpartition(".")[2], "imports": set(imports)}


def own(test):
    test.__module__ = "bandit.plugins.of_ours"
    return test


def left(test, *calls, imports=()):
    known, tests = Calls(), [own(test)]
    return [bool(known.to_ask(tests, context_of(code, imports))) for code in calls]


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        (lambda context: None, [False, False, False]),
        (lambda context: "found" if context.call_function_name_qual == "a.g" else None, [False, False, True]),
        (lambda context: "found" if context.call_function_name in ["g", "i"] else None, [False, False, True]),
        (lambda context: "found" if context.call_function_name_qual.startswith("a") else None, [False, False, True]),
        (lambda context: "found" if context.call_function_name_qual in {"a.g", "i"} else None, [False, False, True]),
        (lambda context: "found" if f"{context.call_function_name}" == "g" else None, [False, False, True]),
        (lambda context: "found" if len(context.call_args) > 1 else None, [False, False, True]),
        (lambda context: "found" if context.call_args_count == 2 else None, [False, False, True]),
        (lambda context: "found" if context.call_args and context.call_args[0] == 3 else None, [True, True, True]),
        (lambda context: "found" if 3 in list(context.call_args) else None, [True, True, True]),
        (lambda context: "found" if context.call_keywords else None, [False, False, False]),
        (lambda context: "found" if context.check_call_arg_value("x", 1) else None, [False, False, False]),
        (lambda context: "found" if context.node.args == [] else None, [True, True, True]),
        (lambda context: "found" if context.node.keywords else None, [False, False, False]),
        (lambda context: "found" if context.node.lineno > 1 else None, [True, True, True]),
        (lambda context: "found" if isinstance(context.node.func, ast.Attribute) else None, [False, False, True]),
        (lambda context: "found" if getattr(context.node.func, "id", "") == "h" else None, [False, True, False]),
        (lambda context: "found" if context.filename == "x" else None, [True, True, True]),
        (lambda context: "found" if context.is_module_imported_like("os") else None, [True, True, True]),
        (lambda context: "found" if context.is_module_imported_exact("o") else None, [False, False, False]),
        (lambda context: 1 // 0, [True, True, True]),
    ],
)
def test_what_a_test_looks_at_decides_whether_it_is_asked_again(test, expected):
    assert left(test, "f(1)", "h(2)", "a.g(1, 2)", imports=["os.path"]) == expected
    assert left(test, "a.g(1, 2)", "h(2)", "f(1)", imports=["os.path"]) == expected[::-1]


def test_what_a_file_imports_later_counts():
    calls, tests = Calls(), [own(lambda context: "x" if context.is_module_imported_like("os") else None)]
    context = context_of("f(1)")
    assert calls.to_ask(tests, context) == []
    context["imports"].add("os")
    assert calls.to_ask(tests, context) == tests
    assert calls.to_ask(tests, context_of("f(1)")) == []


def test_a_test_of_others_is_always_asked():
    def test(context):
        return None

    assert Calls().to_ask([test], context_of("f(1)")) == [test]


def test_other_tests_are_other_answers():
    calls = Calls()
    assert calls.to_ask([own(lambda context: None)], context_of("f(1)")) == []
    others = [own(lambda context: "found")]
    assert calls.to_ask(others, context_of("f(1)")) == others


@pytest.mark.parametrize(
    "look", [len, bool, hash, str, repr, iter, "{}".format, lambda name: name.split("."), lambda name: "a" in name, lambda name: name < "b"]
)  # fmt: skip
def test_a_name_that_may_be_any_shows_nothing(look):
    noting = SimpleNamespace(has_shown_more=False, compared=set())
    with pytest.raises(TypeError):
        look(AnyName(noting))
    assert noting.has_shown_more


def test_a_name_that_may_be_any_is_text_and_differs_from_all():
    noting = SimpleNamespace(has_shown_more=False, compared=set())
    name = AnyName(noting)
    assert isinstance(name, str)
    assert name not in ["a", "b"]
    assert name != "c"
    assert (noting.compared, noting.has_shown_more) == ({"a", "b", "c"}, False)
