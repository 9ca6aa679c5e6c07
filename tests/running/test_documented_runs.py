"""A run of a checklist's document, from its rows to the ticked file."""

from __future__ import annotations

import pytest

DOCUMENT = """\
# Go live

## Code Quality Gate
- [ ] Files are short <!-- golive: code_quality::files_within_limit -->

## Deployment Day
- [x] Team briefed
- [ ] Backup is made <!-- golive: sign phase=pre_deploy id=backup -->
"""
GATE = "(code_quality::files_within_limit) <!-- /golive-result -->"


@pytest.fixture
def documented(project):
    project.write("docs/GO.md", DOCUMENT)
    text = (project.path / "pyproject.toml").read_text()
    project.write("pyproject.toml", f'[tool.golive]\nchecklist = "docs/GO.md"\n{text}')
    project.commit()
    return project


@pytest.mark.parametrize("workers", [(), ("-n", "1")], ids=["alone", "worker"])
def test_rows_come_back_in_the_documents_words_and_order_and_ticked(documented, workers):
    result = documented.phase(*workers, "--golive-checklist-out", "out/done.md")
    result.stdout.fnmatch_lines(
        [
            "Code Quality Gate",
            "  PASS    Files are short*",
            "Deployment Day",
            "  NOT SIGNED Backup is made*",
            "Also checked",
            "  PASS    No FIXME or HACK comments*",
            "  NOT DUE 1 row, due in deploy: Deployment Day (1)",
            "     checklist::backup: 0 of 1 signatures (docs/GO.md:8)",
            "NO-GO  2 passed, * not applicable, 1 not signed;*",
        ]
    )
    assert result.ret == 1
    before = DOCUMENT.splitlines()
    after = (documented.path / "out/done.md").read_text().splitlines()
    assert [now for was, now in zip(before, after, strict=True) if was != now] == [
        f"{before[3].replace('[ ]', '[x]')} <!-- golive-result --> PASS: longest file 5 lines, ≤ 200 lines {GATE}",
        "- [ ] Team briefed <!-- golive-result --> NOT DUE: due in deploy <!-- /golive-result -->",
        f"{before[7]} <!-- golive-result --> NOT SIGNED: 0 of 1 signatures <!-- /golive-result -->",
    ]
