"""Reports on other languages than Python, and what they omit."""

from __future__ import annotations

import json

import pytest

PAY = "def pay(x):\n    if x:\n        return 1\n    return 2\n"
LCOV = "SF:web/pay.ts\nDA:1,2\nDA:2,1\nend_of_record\n"


@pytest.mark.parametrize(("lines", "counts"), [(19, False), (20, True)])
def test_a_report_on_another_language_does_not_hide_more_than_a_handful_of_python(make, held, lines, counts):
    web = {
        "web/pay.ts": "let a = 1;\nlet b = 2;\n",
        "web/new.ts": "// new\n\nlet c = 3;\n",
        "web/pay.test.ts": "let t = 1;\n",
    }
    root = make(
        **web, **{"worker.py": "a = 1\n" * lines, "lib/main.rs": "fn main() {}\n", "lib/pay.d.ts": "let d: int;\n"}
    )
    (root / "lcov.info").write_text(LCOV)
    got = held(root, "lcov.info")
    unknown = [file.path for file in got.files if not file.known and file.missing]
    assert unknown == ["web/new.ts"] + ["worker.py"] * counts
    assert got.percent == 100 * 2 / (3 + lines * counts)
    words = dict(got.notes)["not measured: files in other languages"]
    assert words == ("Rust 1" if counts else "Python 1, Rust 1")


def test_json_that_says_branches_were_measured_counts_those_of_unknown_files(make, held):
    root = make(**{"app.py": "a = 1\n", "b.py": PAY})
    summary = {"num_statements": 1, "covered_lines": 1, "num_branches": 0, "covered_branches": 0}
    report = {
        "meta": {"version": "7", "branch_coverage": True},
        "files": {"app.py": {"executed_lines": [1], "missing_lines": [], "summary": summary}},
        "totals": {**summary, "percent_covered": 100.0},
    }
    (root / "report.json").write_text(json.dumps(report))
    assert held(root, "report.json").branches == 2
