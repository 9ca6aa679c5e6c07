"""``golive bind`` sees the rows that a run would call lost."""

from __future__ import annotations

import pytest

from pytest_golive.cli import main


@pytest.fixture
def bind(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text("[tool.golive]\n")
    document = tmp_path / "GO.md"

    def run(text):
        document.write_text(text, encoding="utf-8")
        status = main(["bind", "GO.md", "--yes"])
        return status, "".join(capsys.readouterr()), document.read_text(encoding="utf-8")

    return run


def test_a_table_row_with_a_box_is_a_check_in_any_document(bind):
    status, said, after = bind("- [ ] Team briefed\n\n| what | done |\n|---|---|\n| Party | ☐ |\n| Cake | yes |\n")
    assert status == 0, said
    assert "| Party | ☐ <!-- golive: sign --> |\n| Cake | yes |\n" in after


@pytest.mark.parametrize(
    ("lost", "complaint"),
    [
        ("☐ b", "GO.md:3: '☐ b' looks like a task, but Markdown does not read it as one; write it as"),
        ("```\n- [ ] b", "GO.md:4: '- [ ] b' is not read as a row, because the code fence of line 3 is never closed"),
    ],
)
def test_a_document_with_a_lost_row_stays_as_it_was(bind, lost, complaint):
    text = f"- [ ] a\n\n{lost}\n"
    status, said, after = bind(text)
    assert (status, complaint in said, after) == (4, True, text), said
