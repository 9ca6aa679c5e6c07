"""A block is red only if it is a program with a mistake in it, and no other thing under that name."""

from __future__ import annotations

import pytest

from pytest_golive.documents.blocks.checking import with_blocks_judged
from pytest_golive.documents.blocks.remainder import LONGEST
from pytest_golive.documents.markup.markdown import read_markdown
from pytest_golive.documents.reading.document import Block, Document


def judged(language, text):
    return with_blocks_judged(Document("a.md", "markdown", blocks=(Block(language, text, 1),)))


@pytest.mark.parametrize(
    ("language", "text", "line"),
    [
        ("python", "import shop\nx = 1\nprint(f'{x}\", x)\n", 3),
        ("python", "class Shop:\n    open = 1\n\n  def pay(self):\n        return 1\n", 4),
        ("python", "class Shop:\ndef pay(self):\n    return 1\n", 2),
        ("python", "conf = {\n    'ref':, 'tooltip',\n    'a': 1,\n}\n", 2),
        ("python", "with shop.open() as till\n    till.pay()\n", 1),
        ("python", "try:\n    pay()\nexcept OSError of:\n    pass\n", 3),
        ("python", "for x in shop:\n    pay(x))\n", 2),
        ("python", "till = pay(a,\n\ny = 3\npay(4)\n", 1),
        ("python", "x = 1\ny = 2\nwords = '''tea\nand milk (all of it\nx y\nx y\nx y\n", 3),
        ("python", "x = 1\npay(2,\n    (3,\n     4 5),\n)\npay(6)\n", 4),
        ("python", "%timeit pay()\nx = 1\ny = = 2\n", 1),  # the line of the first error, which is IPython's
        ("python", "a = 1\nb = = 2\nc = 3\nd = = 4\n", 2),
        ("python", "print 'paid'\n", 1),
        ("python", "for x in shop:\n    print x, 'a'\n    print x\n", 2),
        ("python", "try:\n    pay()\nexcept OSError, e:\n    print e\n", 3),
        ("python", "x =\u00a01\n", 1),
        ("python", "def pay():\n\u00a0\u00a0\u00a0\u00a0return 1\n", 2),
        ("python", "x =\u00a01\ny = = 2\n", 1),
        ("python", "x = \u201ca\u201d\nprint(x)\n", 1),
        ("bash", "shop build\nshop test\nif shop check; then\n  shop deploy\n", 4),
        ("bash", "#!/bin/sh\necho 'x\n", 2),
        ("console", "$ shop build\n(paid\n$ shop test\n$ echo 'x\n", 4),
        ("json", '{"a": 1,}\n', 1),
        ("json", "{'a': 3}\n", 1),
        ("json", '{\n  "a": 1\n  "b": 2\n}\n', 3),
        ("toml", "a = 1\nb =\n", 2),
        ("yaml", "a: 1\n b: 2\n", 2),
    ],
)
def test_a_program_with_a_mistake_is_red(language, text, line):
    found = judged(language, text)
    assert ([fault.line for fault in found.faults], found.doubts) == ([line], ())


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("shell", "(Cmd) shell ls -al\ndrwxr-xr-x root\n", "a prompt of another program"),
        ("shell", "shop build\nshop test\nmysql> select (1);\n", "a prompt of another program"),
        ("shell", "shop build\nshop test\nit has ended (well).\nsee above.\n", "output among the commands"),
        ("shell", 'variable "size" {\n    total = 2\n    default = 2\n}\n', "output among the commands"),
        ("shell", "shop build\nshop test\nshop (start|stop)\n", "a choice of words"),
        ("shell", "shop build\necho 'x\n", "too few other commands of a shell"),
        ("console", "$ shop build\n$ echo 'x\n", "too few other commands of a shell"),
        (
            "python",
            'Traceback for thread 5 (python3.10) [] (most recent call last):\n    (Python) File "a.py", line 1, in pay\n',
            "an error message",
        ),
        ("python", 'x = 1\nshop()\n\n  ==> thread 5\n    File "a.py", line 1, in pay\n', "an error message"),
        ("python", "import shop\ntill = 3\nThe shop opens now\n", "output below the code"),
        ("python", "[tool.x]\na = 1\nb = { c = 1 }\n", "TOML"),
        ("python", "from shop.pay import pay from\n", "too little else that is Python"),
        ("python", "tea\n'milk'\nopen: yes\n1 of (3)\n", "too little else that is Python"),
        ("python", "x = 1\na b\nc d\n", "too little else that is Python"),
        ("python", "const x = 1;\nlet y = function () { return 1; };\nshop(y);\n", "too little else that is Python"),
        ("python", "x = \u201ca\u201d\n", "too little else that is Python"),
        ("python", "print the bill\n", "too little else that is Python"),
        ("python", f"x = 1\ny = = 2\n# {'x' * LONGEST}\n", "too little else that is Python"),
        ("json", "{'a': None}\n", "too little else that is JSON"),
        ("json", "{\n  some words\n}\n", "too little else that is JSON"),
        ("json", 'HTTP/1.1 200 OK\n{"a": 1}\n', "too little else that is JSON"),
        ("json", '{"a": 1}\nand more\n', "too little else that is JSON"),
        ("toml", "[a\n", "too little else that is TOML"),
        ("toml", "# by path\na = 1\n\n# by name\na = 2\n", "alternatives"),
        ("toml", "cat shop.toml\na = 1\n", "a command of a shell"),
        ("yaml", "a: b: c\n", "too little else that is YAML"),
        ("yaml", "$ cat shop.yml\na: 1\n", "a command of a shell"),
    ],
)
def test_what_may_be_something_else_is_worth_a_look(language, text, shown):
    found = judged(language, text)
    assert ([fault.message.partition("; it shows ")[2] for fault in found.doubts], found.faults) == ([shown], ())


def test_a_handler_of_python_2_is_no_syntax_of_a_newer_one():
    found = judged("python", "try:\n    pay()\nexcept Closed, e:\n    raise\nexcept Late, Lost:\n    raise\n")
    assert (len(found.faults), found.blocks_newer) == (0, 1)
    found = judged("python", "print 'x'\ntry:\n    pay()\nexcept Closed, Lost:\n    raise\n")
    assert (len(found.faults), found.blocks_newer) == (1, 0)


@pytest.mark.parametrize(
    ("before", "is_wrong"),
    [
        ("Let's start with an example of what not to do:", True),
        ("This fails:", True),
        ("The following code fails:", True),
        ("Here is a bad example.", True),
        ("It raises a `SyntaxError`:", True),
        ("Don't write:", True),
        ("The wrong way:", True),
        ("An invalid call:", True),
        ("## Bad", True),
        ("If something goes wrong, pay again:", False),
        ("Pay. Don't forget the tip:", False),
        ("If you don't have a till, pay by hand:", False),
        ("This fails.\n\nThis is right:", False),
    ],
)
def test_what_the_text_before_a_block_calls_wrong_is_worth_a_look(before, is_wrong):
    found = with_blocks_judged(read_markdown("a.md", f"# Shop\n\n{before}\n\n```python\nshop = 1\npay(x=1, 2)\n```\n"))
    assert (len(found.doubts), len(found.faults)) == ((1, 0) if is_wrong else (0, 1))
