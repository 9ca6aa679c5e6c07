"""Blocks of code, read as what they are called."""

from __future__ import annotations

import pytest

from pytest_golive.documents.blocks import shell
from pytest_golive.documents.blocks.checking import with_blocks_judged
from pytest_golive.documents.reading.document import Block, Document
from pytest_golive.documents.soundness.building import Builder, _findings
from pytest_golive.errors import CannotMeasure


def judged(language, text, **more):
    return with_blocks_judged(Document("a.md", "markdown", blocks=(Block(language, text, 10, **more),)))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("python", "    x = 1\n    y = 2\n"),
        ("python", "await shop.open()\nreturn 3\n"),
        ("python", ">>> x = 1\n>>> for y in x:\n...     print(y)\nTraceback (most recent call last):\nnot Python (\n"),
        ("python", "%timeit pay()\n!pip install shop\n"),
        ("python", "%%writefile shop.yml\n\nname: shop: x\n"),
        ("python", "# %load requirements.txt\nshop==1.2.3\n"),
        ("python", "[path] = !ls -td ./runs\nprint(path)\n"),
        ("python", "print(shop)\n>> {'till': None}\n"),
        ("python", "@app.get('/')\n"),
        ("python", "class Shop(Base):\n"),
        ("python", "def pay():\n    # takes the money\n\nx = 1\n"),
        ("python", "except ValueError:\n    pass\n"),
        ("toml", "[a]\nb = 1\n"),
        ("json", '"a": 1,\n"b": [2]\n'),
        ("json", '{"a": 1}\n{"a": 2}\n'),
        ("yaml", "a: &x 1\nb: *x\nc: !tag {}\n---\nd: 2\n"),
        ("console", "$ echo 'it is'\nprinted 'anything (\n$ for x in 1 2; do \\\n> echo $x; done\n"),
        ("bash", "cat <<EOF\nit's (\nEOF\n"),
        ("bash", "pip install <package>\n"),
        ("mermaid", "%% a comment\nsequenceDiagram\n  A->>B: hi (\n  alt x\n  B-->>A: y\n  end\n"),
        ("mermaid", 'flowchart TD\n  a["x (y)"] -->|z (| b{{c}}\n  subgraph s[ ]\n  b\n  end\n'),
        ("mermaid", "flowchart TD\n  a([x]) --> b([y])\n  b -->|z| c>a flag]\n  c --> d[e<br>(f)]\n"),
        ("mermaid", "flowchart TD\n  a[Standard Library\n    and (more)]\n  a --> b\n"),
        ("python", "async def pay(cents: int) -> Receipt\n"),
        ("python", "receipt = Shop.pay(cents: int, tip: int)\nreceipt = Shop.pay(cents: int)\n"),
        ("rust", "fn main( {"),
        ("", "anything ("),
    ],
)
def test_what_can_be_read(language, text):
    found = judged(language, text)
    assert (found.faults, found.blocks_spared) == ((), 0)


@pytest.mark.parametrize(
    ("language", "text", "line", "said"),
    [
        ("python", "x = 1\ny = (\n", 11, "'(' was never closed"),
        ("python", "# %load shop.py\ny = 1\nx = (\n", 12, "'(' was never closed"),
        ("bash", "pay() {\n  echo\n  date\n}\n}\n", 14, "syntax error"),
        ("pycon", ">>> x = 1\n>>> y = = 2\n", 11, "invalid syntax"),
        ("toml", "a = 1\na = 2\n", 11, "cannot overwrite a value"),
        ("json", "{\n  'a': 1\n}\n", 11, "Expecting property name"),
        ("json", '{\n  // why\n  "a": 1,,\n  "b": 2\n}\n', 11, "JSON has no comments; call the block jsonc"),
        ("yaml", "a: 1\n b: 2\n", 11, "mapping values are not allowed"),
        ("bash", "if true; then\n  echo\n  date\n", 12, "syntax error"),
        ("console", "$ echo\n$ date\n$ echo 'x\n", 12, "looking for matching"),
        ("mermaid", "flowchar LR\n  a --> b\n", 10, "no diagram is called 'flowchar'"),
        ("mermaid", "flowchart LR\n  a[x --> b\n", 11, "']' is missing"),
        ("mermaid", "flowchart LR\n  a[x\n  y\n", 11, "']' is missing"),
        ("python", "def pay(cents)\n    return cents\n", 10, "expected ':'"),
        ("bash", "shop --count 3 (or more)\nshop pay\nshop leave\n", 10, "syntax error"),
        ("bash", "pip install shop  # all of it\nshop pay\nshop run 'x\n", 12, "looking for matching"),
        ("mermaid", "flowchart XY\n  a --> b\n", 10, "'XY' is no direction"),
        ("mermaid", "sequenceDiagram\n  loop x\n  A->>B: y\n", 11, "'loop' has no 'end'"),
        ("mermaid", "flowchart LR\n  a -->\n", 11, "an arrow has nothing at one of its ends"),
    ],
)
def test_what_cannot_be_read(language, text, line, said):
    (fault,) = judged(language, text).faults
    assert fault.line == line
    assert said in fault.message


@pytest.mark.parametrize(
    ("language", "text", "more"),
    [
        ("python", "x = (\n", {"is_fragment": True}),
        ("python", "pay(cents, ...\n", {}),
        ("json", '{"a": 1, \u2026}\n', {}),
        ("yaml", "a: {{ value }}\n b\n", {}),
        ("python", "from <package> import pay\n", {}),
    ],
)
def test_a_fragment_is_counted_and_not_judged(language, text, more):
    found = judged(language, text, **more)
    assert (found.faults, found.blocks_spared, found.blocks_judged) == ((), 1, 0)


@pytest.mark.parametrize(
    "text",
    [
        "git remote -v\n\norigin    git@forge.example:acme/shop (fetch)\n",
        "Payments:\n  --count COUNT   how many (or none)\n",
        "  --trace-target TARGET\n               Target for events (log)\n",
        "error: cannot open the till (os error 13)\n",
        "Too many connections! Try again.\n\nLimits hold for all (even you).\n",
        "shop serve\n\n> INFO: Listening (press CTRL+C to quit)\n",
        "http://127.0.0.1/tiles?expression=(b1-b2)/(b1%2Bb2)\n",
        "# a single one\n&assets=visual\n# several\n&assets=a&assets=b\n",
        'curl http://127.0.0.1/info\n{\n  "text/plain" : {\n  }\n}\n',
        'curl http://127.0.0.1/info | jq\n{\n  "attrs": {\n    "height": 1\n  }\n}\n',
    ],
)
def test_what_a_program_printed_is_counted_and_not_judged(text):
    found = judged("bash", text)
    assert (found.faults, found.blocks_spared, found.blocks_judged) == ((), 1, 0)


def test_a_diagram_is_not_said_to_be_read():
    found = judged("mermaid", "pie\n  anything goes {{ here\n")
    assert (found.faults, found.blocks_judged, found.diagrams) == ((), 0, 1)
    (fault,) = judged("mermaid", "pier\n").faults
    assert fault.message.startswith("this block is called Mermaid and is no such diagram: ")


def test_syntax_of_a_newer_python_is_counted_and_not_judged(monkeypatch):
    monkeypatch.setattr("pytest_golive.documents.blocks.checking.may_be_newer", lambda *_: True)
    found = judged("python", "brand new = syntax\n")
    assert (found.faults, found.blocks_newer) == ((), 1)


@pytest.mark.parametrize("text", ["C:\\> dir\n", "PS C:\\> Get-Item x\n", "echo x\n" * 20_000])
def test_blocks_for_another_shell_or_without_end_are_counted_as_not_judged(text):
    found = judged("sh", text)
    assert (found.faults, found.blocks_judged, found.blocks_spared) == ((), 0, 1)


@pytest.mark.parametrize(
    ("text", "is_valid"),
    [
        ("pip install shop==1.2\nshop serve --port=80 . ./a/b_c user@host:~", True),
        ("A=b C=d make\n\n  python -m shop --add=1,2 +x 100%\n", True),
        ("if shop", False),
        ("shop serve; then", False),
        ("for x", False),
        ("esac", False),
        ("time shop serve", True),
        ("shop if then fi", True),
    ],
)
def test_bare_words_are_valid_without_asking_a_shell(text, is_valid, monkeypatch):
    asked = []
    run = shell.subprocess.run
    monkeypatch.setattr(shell.subprocess, "run", lambda *a, **k: asked.append(a) or run(*a, **k))
    shell._refused.cache_clear()
    assert (shell.shell_fault(text) is None) is is_valid
    script = f"{text}\n".encode()
    done = run((shell.reader(), "--norc", "-n"), input=script, capture_output=True, check=False)
    assert (done.returncode == 0) is is_valid, "the shell itself"
    plain = shell.PLAIN.fullmatch(text) is not None and shell.RESERVED.search(text) is None
    assert bool(asked) is not plain


def test_a_shell_that_does_not_answer_is_an_error(monkeypatch, tmp_path):
    broken = tmp_path / "bash"
    broken.write_text("no program")
    monkeypatch.setattr(shell, "reader", lambda: str(broken))
    with pytest.raises(CannotMeasure, match="bash could not read a block of shell: PermissionError; run it again"):
        judged("sh", "echo 'of this test alone'\n")


@pytest.mark.security
def test_what_a_build_quotes_is_shown_without_credentials():
    word = "hunter" + "22"
    line = f"index.md:3: WARNING: no such page https://app:{word}@git.example.org/x"
    (found,) = _findings([line], Builder(("make",)), "/nowhere")
    assert (found.path, found.line) == ("index.md", 3)
    assert word not in found.message + found.key
