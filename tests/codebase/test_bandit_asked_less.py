"""Asking bandit's tests less often finds the same as asking each of them every time."""

from __future__ import annotations

import ast
import json
import subprocess
import sys

import pytest

from pytest_golive.codebase.bandit.scanning import scan_python

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
