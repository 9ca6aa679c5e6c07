"""``golive bind`` shows what it proposes, writes what is accepted, and leaves the document unchanged if it cannot."""

from __future__ import annotations

import io
import tomllib

import pytest

from pytest_golive.checklist.binding.resolving import Catalogue
from pytest_golive.cli import main
from pytest_golive.commands.bind import arguments
from pytest_golive.rows.plan import Plan
from pytest_golive.settings.loading import load_settings

TESTS_PASS = "code_quality::tests_pass"

TEXT = "# Go\r\n\r\n- [ ] All tests pass\r\n- [ ] Legal has agreed\r\n- Coverage is at least 80 %\r\n- Party\r\n"
YES = (
    "# Go\r\n\r\n- [ ] All tests pass <!-- golive: code_quality::tests_pass -->\r\n"
    "- [ ] Legal has agreed <!-- golive: sign -->\r\n- Coverage is at least 80 % <!-- golive: code_quality::coverage -->\r\n"
    "- Party\r\n"
)


@pytest.fixture
def golive(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text("[tool.golive]\n")

    def run(*args, text=None, answers=None):
        if text is not None:
            (tmp_path / "GO.md").write_bytes(text if isinstance(text, bytes) else text.encode())
        if answers is not None:
            given = iter(answers)

            def ask(prompt):
                if (answer := next(given, None)) is None:
                    raise EOFError
                return answer

            monkeypatch.setattr(arguments, "input", ask, raising=False)
            monkeypatch.setattr("sys.stdin", Terminal())
        status = main(["bind", *args])
        out, err = capsys.readouterr()
        file = tmp_path / "GO.md"
        return status, out + err, file.read_bytes().decode(errors="replace") if file.is_file() else ""

    return run


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_yes_writes_what_is_sure_and_the_second_time_nothing(golive, tmp_path):
    status, said, text = golive("GO.md", "--yes", text=TEXT)
    assert (status, text) == (0, YES)
    assert "-> 1.00 code_quality::tests_pass: tests, pass as in" in said
    assert "GO.md: 2 rows are bound to gates, 1 to people, who sign" in said
    assert "list items and table rows that stay as they are: 1; --all" in said
    before = (tmp_path / "GO.md").stat()
    status, said, text = golive("GO.md", "--yes")
    assert (status, text) == (0, YES)
    assert "nothing to bind; it is as it was" in said
    assert (tmp_path / "GO.md").stat() == before


def test_all_takes_items_too_and_a_document_without_tasks_needs_no_option(golive):
    assert "- Party <!-- golive: sign -->" in golive("GO.md", "--yes", "--all", text=TEXT)[2]
    assert golive("GO.md", "--yes", text="1. Party\n")[2] == "1. Party <!-- golive: sign -->\n"


@pytest.mark.parametrize("args", [("--print",), ()])
def test_without_a_terminal_or_with_print_nothing_is_written(golive, monkeypatch, args):
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    status, said, text = golive("GO.md", *args, text=TEXT)
    assert (status, text) == (0, TEXT)
    assert "would be bound" in said
    assert "Nothing is written" in said


def test_more_confidence_binds_less(golive):
    row = "- [ ] Guides for migration\n"
    assert "migration_guide" in golive("GO.md", "--yes", "--confidence", "0.5", text=row)[2]
    assert "sign" in golive("GO.md", "--yes", "--confidence", "1", text=row)[2]


def test_each_row_is_asked_for(golive):
    answers = ["", "?", "nonsense", "code_quality::coverge", "section:security", "n"]
    status, said, text = golive("GO.md", text=TEXT, answers=answers)
    assert status == 0
    assert "p what is proposed, s lets people sign" in said
    assert "'nonsense' binds to nothing; Enter accepts what is marked, ? shows the other answers; or write" in said
    assert "there is no gate 'code_quality::coverge'; did you mean code_quality::coverage?" in said
    assert "- [ ] All tests pass <!-- golive: code_quality::tests_pass -->\r\n" in text
    assert "- [ ] Legal has agreed <!-- golive: section:security -->\r\n- Coverage is at least 80 %\r\n" in text


@pytest.mark.parametrize("answers", [["", "q"], [""]])
def test_who_ends_before_the_last_row_has_changed_nothing(golive, answers):
    status, said, text = golive("GO.md", text=TEXT, answers=answers)
    assert (status, text) == (1, TEXT)
    assert "ended before the last row, and the document is as it was" in said


def test_the_teams_own_gates_are_proposed(golive, tmp_path):
    (tmp_path / "gates").mkdir()
    (tmp_path / "gates" / "test_shop.py").write_text(
        'from pytest_golive import gate\n\n@gate("Invoices are numbered")\ndef numbers(judge): ...\n\n'
        "class TestStock:\n    def test_shelves_are_counted(self, judge): ...\n"
    )
    text = golive("GO.md", "--yes", text="- [ ] Invoices are numbered\n- [ ] Shelves are counted\n")[2]
    assert "numbered <!-- golive: gates/test_shop.py::numbers -->" in text
    assert "counted <!-- golive: gates/test_shop.py::TestStock::test_shelves_are_counted -->" in text


def test_the_same_limit_is_that_of_the_settings_and_a_row_about_one_limit_is_bound_to_it(golive, tmp_path):
    limits = '[tool.golive.performance]\nlimits = ["p(95)<150ms", "error_rate<2%"]\n'
    (tmp_path / "pyproject.toml").write_text(limits)
    rows = (
        "p95 response time < 200 ms", "p95 response time < 150 ms", "Error rate under load is 1 % or less",
        "Performance acceptable: p95 < 150 ms, error rate < 2 %", "Test coverage 70%",
    )  # fmt: skip
    output, text = golive("GO.md", "--yes", text="".join(f"- [ ] {row}\n" for row in rows))[1:]
    told = [line for line in output.splitlines() if line.startswith("      ->")]
    load = "infrastructure::performance_acceptable"
    bonds = (f"{load}#p95", f"{load}#p95", f"{load}#error_rate", load, "code_quality::coverage")
    assert text == "".join(f"- [ ] {row} <!-- golive: {bond} -->\n" for row, bond in zip(rows, bonds, strict=True))
    whys = (
        "it says < 200 ms, the gate < 150 ms", "the same limit", "it says <= 1 %, the gate < 2 %", "the same limit",
        "it says 70 %, the gate >= 80 %",
    )  # fmt: skip
    for line, why in zip(told, whys, strict=True):
        assert line.endswith(f"{why}; due in pre_deploy")


def test_numbers_that_differ_from_the_settings_are_shown(golive, tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.golive.code_quality]\ncoverage = 90\n")
    output = golive("GO.md", "--print", text="- [ ] Coverage >= 80%\n")[1]
    assert "it says >= 80 %, the gate >= 90 %" in output


def test_settings_can_hold_what_yes_would_write(golive, tmp_path):
    text = "- [ ] Legal has agreed\n- [ ] Legal has agreed\n- [ ] All tests pass\n"
    status, said, after = golive("GO.md", "--toml", text=text)
    table = {
        "legal-has-agreed": "sign",
        "legal-has-agreed#2": "sign id=legal-has-agreed-2",
        "all-tests-pass": TESTS_PASS,
    }
    assert (status, after, tomllib.loads(said)) == (0, text, {"tool": {"golive": {"bindings": {"GO.md": table}}}})
    (tmp_path / "pyproject.toml").write_text(f'[tool.golive]\nchecklist = "GO.md"\n{said}')
    root = load_settings(tmp_path)
    lines, faults = Plan(tmp_path, root).resolved(Catalogue({TESTS_PASS: ("pre_deploy",)}))
    assert faults == []
    assert [line.check.id for line in lines] == ["legal-has-agreed", "legal-has-agreed-2", "all-tests-pass"]
    assert "nothing to bind" in golive("GO.md", "--yes")[1]


def test_headings_of_the_settings_say_when_a_row_is_due(golive, tmp_path):
    text = "# Am Tag danach\n- [ ] Tests pass everywhere\n"
    assert "tests_pass -->" in golive("GO.md", "--yes", "--confidence", "0.7", text=text)[2]
    (tmp_path / "pyproject.toml").write_text('[tool.golive.headings]\n"tag danach" = "post_deploy"\n')
    assert "sign -->" in golive("GO.md", "--yes", "--confidence", "0.7", text=text)[2]


def test_rows_for_people_that_a_gate_can_judge_by_now_are_told(golive):
    text = "- [ ] All tests pass <!-- golive: sign -->\n- [ ] Legal has agreed <!-- golive: sign -->\n"
    status, said, after = golive("GO.md", "--yes", text=text)
    assert (status, after) == (0, text)
    assert "1 row for people that a gate may judge" in said
    assert f"1 All tests pass: {TESTS_PASS}" in said


@pytest.mark.parametrize(
    ("text", "status", "complaint"),
    [
        ("-[ ] a\n- [ ] b <!-- golive: x::y -->\n- [ ] c\n", 4, "GO.md has 2 faults, and is as it was"),
        ("- [ ] b <!-- golive: smoke::health -->\n", 4, "GO.md:1: there is no gate 'smoke::health'; did you mean"),
        (b"- [ ] caf\xe9\n", 1, "GO.md:1 is not UTF-8; save the document as UTF-8"),
        (b"\0", 1, "contains a NUL character"),
        ("-[ ] a\n", 4, "GO.md:1: '-[ ] a' looks like a task, but Markdown does not read it as one; write it as"),
        ("", 0, "nothing to bind"),
        ("Only prose.\n", 0, "nothing to bind"),
        (None, 1, "GO.md cannot be read: No such file or directory; name an existing Markdown document"),
    ],
)
def test_documents_that_cannot_be_bound(golive, text, status, complaint):
    got, said, after = golive("GO.md", "--yes", text=text)
    assert (got, complaint in said) == (status, True), said
    assert text is None or isinstance(text, bytes) or after == text


def test_a_confidence_is_a_share(golive, capsys):
    for wrong in ("0", "2", "much"):
        with pytest.raises(SystemExit):
            golive("GO.md", "--confidence", wrong, text=TEXT)
        assert "--confidence" in capsys.readouterr().err
