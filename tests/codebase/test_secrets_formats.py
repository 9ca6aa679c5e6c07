"""Token formats that providers designed for scanners are found everywhere in a file."""

from __future__ import annotations

import pytest

from pytest_golive.codebase.secrets.scanning import scan_secrets

TOKEN = "gh" + "p_" + "q7RkT2mZx9Vb4Lw8Nc6" + "Hd1Jf3Gs5Pa0YeUiO"
YOUNG = (
    "github_" + "pat_" + "11AQ7RkT2mZx9Vb4Lw8Nc6" + "_" + "Hd1Jf3Gs5Pa0YeUiOq7RkT2mZx9Vb4Lw8Nc6Hd1Jf3Gs5Pa0YeUiOKjBnMv"
)
VAULT = "hv" + "s." + "CAESIq7RkT2mZx9Vb4Lw8Nc6Hd1Jf3Gs5Pa0Ye"
GITHUB, YOUNGER, KEYWORD, BASE64 = "GitHub Token", "Provider Token", "Secret Keyword", "Base64 High Entropy String"


def found(root, path, text):
    """Line, kind and confidence of each secret in a file of that name and text."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [(finding.line, finding.rule, finding.severity) for finding in scan_secrets(root, [path]).findings]


@pytest.mark.security
@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("package-lock.json", '{"resolved":\n"https://npm.shop.org/?token=%s"}'),
        ("poetry.lock", "[package]\n# %s\n"),
        ("site.css", "a {}\n/* %s */\n"),
        ("logo.svg", "<svg>\n<!-- %s -->\n</svg>"),
        ("app.js.map", '{\n"sources": "%s"}'),
        ("swagger/api.yaml", "openapi: 3\ntoken: %s\n"),
        ("values.yaml", "a: 1\n# %s\nb: 2\n"),
        ("app.ini", "[a]\n; %s\nb = 2\n"),
        ("notebook.ipynb", '{"source": [\n"login(\\"%s\\")\\n"]}'),
        ("run.js", "x;\nlogin('%s');"),
    ],
)
def test_a_token_is_found_where_detect_secrets_does_not_look(tmp_path, path, text):
    assert (2, GITHUB, "high") in found(tmp_path, path, text % TOKEN)
    # Beside quotes it is a string of high entropy, too, and the tool tells it as that.
    assert {(2, YOUNGER, "high"), (2, BASE64, "high")} & set(found(tmp_path, path, text % YOUNG))


@pytest.mark.security
@pytest.mark.parametrize("token", [YOUNG, VAULT])
def test_a_token_that_detect_secrets_does_not_know_is_found_under_no_name(tmp_path, token):
    assert found(tmp_path, "notes.md", f"# Notes\n\nUse {token} for now.\n") == [(3, YOUNGER, "high")]


def test_what_the_tool_is_sure_of_is_not_told_twice(tmp_path):
    assert found(tmp_path, "a.py", f"x = '{YOUNG}'\n") == [(1, BASE64, "high")]
    assert found(tmp_path, "b.py", f"x = login('{TOKEN}')\n{TOKEN}\n") == [(2, GITHUB, "high")]


def test_a_guess_is_still_none_where_the_tool_does_not_look(tmp_path):
    assert found(tmp_path, "site.css", "/* pass" + "word = 'hunter2hunter2' */\n") == []
    assert found(tmp_path, "a.svg", "<!-- AKIA" + "IOSFODNN7EXAMPLE -->\n") == []


def test_who_writes_that_it_may_stay_is_believed(tmp_path):
    assert found(tmp_path, "values.yaml", f"a: 1\n# {TOKEN}  # pragma: allowlist secret\n") == []
    assert len(scan_secrets(tmp_path, ["values.yaml"]).allowed) == 1


def test_a_find_on_a_line_that_calls_something_keeps_the_tool_searching(tmp_path):
    """The tool reads a file without suffix as INI if it has found nothing else in it."""
    text = f"[db]\nlink = get('{TOKEN}')\npass" + "word = hunter2hunter2\n"
    assert {(2, GITHUB, "high"), (3, KEYWORD, "medium")} <= set(found(tmp_path, "settings", text))
