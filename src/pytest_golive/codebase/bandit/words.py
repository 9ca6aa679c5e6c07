"""Our own messages for bandit's tests: bandit's messages quote the code, including passwords."""

from __future__ import annotations

import re
from typing import Any

XML = "untrusted XML is parsed by a parser that its entities can exploit; use defusedxml"
SHELL_SAFE = "a process is started; make sure that its arguments contain no untrusted input"
ENCRYPTED = "a protocol without encryption; use SSH or TLS"
HASH = "a broken hash function; for security use SHA-256 or better"

WORDS = {
    "B101": "assert checks nothing when Python runs with -O",
    "B102": "exec runs whatever text it is given",
    "B103": "file permissions that give everyone access",
    "B104": "it listens on every network interface",
    "B105": "the code contains a password",
    "B106": "the code contains a password, as an argument",
    "B107": "the code contains a password, as a default",
    "B108": "a path in a temporary folder that others can guess; use tempfile",
    "B109": "a password in the configuration is logged",
    "B110": "exceptions are silently ignored",
    "B111": "a command runs as root",
    "B112": "exceptions are silently ignored with continue",
    "B113": "a request without a timeout may wait for ever",
    "B201": "Flask runs with its debugger, which executes any code it is sent",
    "B202": "members of an archive are extracted to unchecked paths",
    "B301": "pickle, or a library based on it, runs code from the data that it reads",
    "B302": "marshal is not safe for untrusted data",
    "B303": HASH,
    "B304": "a broken cipher; use AES, for example",
    "B305": "a cipher mode that reveals patterns",
    "B306": "mktemp returns a name that another process can take first; use mkstemp",
    "B307": "eval runs whatever text it is given; see ast.literal_eval",
    "B308": "mark_safe puts text into a page unescaped",
    "B309": "HTTPSConnection may not check the certificate",
    "B310": "a URL is opened without a check of its scheme, which may be file:",
    "B311": "random numbers that can be predicted; for security use the module secrets",
    "B312": f"telnet is {ENCRYPTED}",
    **dict.fromkeys(("B313", "B314", "B315", "B316", "B317", "B318", "B319", "B320"), XML),
    "B321": f"FTP is {ENCRYPTED}",
    "B323": "a TLS context that does not check certificates",
    "B324": HASH,
    "B325": "tempnam returns a name that another process can take first",
    "B401": f"telnet is {ENCRYPTED}",
    "B402": f"FTP is {ENCRYPTED}",
    "B403": "pickle, or a library based on it, is imported; it runs code from the data that it reads",
    "B404": "subprocess is imported; check what it is used for",
    **dict.fromkeys(("B405", "B406", "B407", "B408", "B409", "B410"), XML),
    "B411": "XML-RPC is imported, and untrusted entities can exploit its parser; use defusedxml.xmlrpc",
    "B412": "a CGI handler that takes a proxy from a header of the request",
    "B413": "PyCrypto is no longer maintained; use cryptography",
    "B414": "pycryptodome is imported; check what it is used for",
    "B415": f"IPMI is {ENCRYPTED}",
    "B501": "a request does not check the server's certificate",
    "B502": "an old, broken version of SSL or TLS",
    "B503": "an old, broken version of SSL or TLS, as a default",
    "B504": "no version of TLS is set, so a broken one may be used",
    "B505": "a key that is too short",
    "B506": "yaml.load makes any object the text names; use yaml.safe_load",
    "B507": "SSH host keys are accepted without verification",
    "B508": "SNMPv1 and SNMPv2 are not safe; use SNMPv3",
    "B509": "SNMPv3 without encryption",
    "B601": "a command is run over SSH; make sure that it contains no untrusted input",
    "B602": "a subprocess with shell=True",
    "B603": SHELL_SAFE,
    "B604": "a call with shell=True",
    "B605": "a process is started by a shell",
    "B606": SHELL_SAFE,
    "B607": "a program is named without its path, so PATH decides which one runs",
    "B608": "SQL is put together from strings; use parameters",
    "B609": "a wildcard in a shell command, which names of files can abuse",
    "B610": "extra() of Django puts text into SQL",
    "B611": "RawSQL of Django puts text into SQL",
    "B612": "logging.config.listen runs code it is sent",
    "B613": "bidirectional control characters, which make code look different from what it does",
    "B614": "torch.load runs code from the file that it reads",
    "B615": "a model or data set is downloaded without a fixed revision",
    "B701": "Jinja2 does not escape what it puts into a page",
    "B702": "Mako does not escape what it puts into a page",
    "B703": "mark_safe of Django puts text into a page unescaped",
    "B704": "Markup puts text into a page unescaped",
}
# Tests whose subject is a literal: a digest of their line would confirm a guess.
OF_LITERALS = frozenset({"B105", "B106", "B107"})


def words(rule: str, name: str, cwe: int) -> str:
    """The message for the test *rule*, which bandit calls *name*; *cwe* is the number of the weakness, 0 if unknown."""
    phrase = WORDS.get(rule) or re.sub(r"[\W_]+", " ", name).strip() or "found"
    return f"{phrase} (CWE-{cwe})" if cwe else phrase


def without_literals(line: str) -> str:
    """The *line* of code up to its first string, because strings may be passwords."""
    return re.split("[\"']", line, maxsplit=1)[0].rstrip()


def make_words_printable() -> None:
    """Let bandit report a literal with half a surrogate pair, which it quotes; otherwise its run would fail."""
    from bandit.core.issue import Issue

    as_dict = Issue.as_dict

    def printable(issue: Issue, *args: Any, **options: Any) -> Any:
        issue.text = issue.text.encode("utf-8", "backslashreplace").decode("utf-8")
        return as_dict(issue, *args, **options)

    Issue.as_dict = printable
