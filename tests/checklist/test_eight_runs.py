"""Eight checklists, bound without a question, run together once: each comes back ticked, and otherwise unchanged."""

from __future__ import annotations

import re

from eight import checklists

from pytest_golive.cli import main

RESULT = re.compile(r" <!-- golive-result --> (?P<word>[A-Z/ ]+).*? <!-- /golive-result -->")
DISAGREE = re.compile(r"docs/(?P<name>\w+)\.md:\d+: the row says")
DISAGREEING = {"emoji", "four_hundred", "nested"}
AS_THE_SETTINGS = {
    b"(< 200 lines each)": b"(at most 200 lines each)",
    b"under 200 lines": b"at most 200 lines",
    b"above 80%": b"at least 80%",
    b"over 80%": b"at least 80%",
}
BOX = re.compile(r"\[[ x]\]")


def test_eight_checklists_are_bound_run_and_ticked(project, monkeypatch, capsys):
    monkeypatch.chdir(project.path)
    every = checklists()
    for one in every:
        project.write(f"docs/{one.name}.md", one.data.decode())
        assert main(["bind", f"docs/{one.name}.md", "--yes"]) == 0
    said = capsys.readouterr().out
    assert "docs/four_hundred.md: 249 rows are bound to gates, 151 to people, who sign" in said
    names = [f"docs/{one.name}.md" for one in every]
    project.write(
        "pyproject.toml", f"[tool.golive]\nchecklist = {names}\n{(project.path / 'pyproject.toml').read_text()}"
    )
    project.commit()
    refused = project.phase("-q", "--golive-checklist-out", "out/")
    assert refused.ret == 4
    assert {match["name"] for match in DISAGREE.finditer(refused.stderr.str() + refused.stdout.str())} == DISAGREEING
    assert not (project.path / "out").exists()
    for one in every:
        for said, meant in AS_THE_SETTINGS.items():
            file = project.path / f"docs/{one.name}.md"
            file.write_bytes(file.read_bytes().replace(said, meant))
    project.commit()
    result = project.phase("-q", "--golive-checklist-out", "out/")
    result.stdout.fnmatch_lines(["NO-GO *"])
    words = set()
    for one in every:
        before = (project.path / f"docs/{one.name}.md").read_bytes().decode()
        after = (project.path / f"out/docs/{one.name}.md").read_bytes().decode()
        assert BOX.sub("[ ]", RESULT.sub("", after)) == BOX.sub("[ ]", before)
        found = [match["word"].strip() for match in RESULT.finditer(after)]
        assert len(found) == len(one.homes)
        words |= set(found)
    assert words >= {"PASS", "N/A", "NOT SIGNED", "NOT DUE"}
