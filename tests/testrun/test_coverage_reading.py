"""Every format that coverage.py writes gives the same result as coverage.py itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pytest_golive.testrun.coverage.reading import read_coverage
from pytest_golive.testrun.project.environment import clean

SHOP = """
def pay(amount):
    if amount > 100:
        return "much"
    for _ in range(amount):
        if amount == 3:
            break
    return "little"


def never():  # pragma: no cover
    return 1


def rarely():
    return 2
"""
FILES = {
    "src/shop/__init__.py": "",
    "src/shop/pay.py": SHOP,
    "src/shop/unused.py": "x = 1\nif x:\n    y = 2\n",
    "use.py": "import sys\nsys.path.insert(0, 'src')\nfrom shop.pay import pay\npay(5)\npay(3)\n",
}
TRACKED = set(FILES)


def coverage(root, *args):
    command = [sys.executable, "-m", "coverage", *args]
    done = subprocess.run(command, cwd=root, env=clean(os.environ), capture_output=True, text=True, check=False)
    assert done.returncode in {0, 2}, done.stdout + done.stderr


@pytest.fixture(params=["[run]\nbranch = true\nsource = src\n", "[run]\nsource = src\n[report]\nfail_under = 99\n"])
def measured(request, make):
    root = make(**FILES, **{".coveragerc": request.param})
    coverage(root, "run", "use.py")
    coverage(root, "json", "-q", "-o", "cov.json")
    return root


def test_all_formats_say_what_coverage_says(measured):
    totals = json.loads((measured / "cov.json").read_text())["totals"]
    coverage(measured, "xml", "-q", "-o", "cov.xml")
    coverage(measured, "lcov", "-q", "-o", "cov.lcov")
    read = {name: read_coverage(measured / name, measured, TRACKED) for name in (".coverage", "cov.json", "cov.xml")}
    for name, got in read.items():
        assert got.percent == pytest.approx(totals["percent_covered"], abs=1e-9), name
        assert (got.statements, got.branches) == (totals["num_statements"], totals.get("num_branches", 0)), name
        assert [file.path for file in got.files] == sorted(set(FILES) - {"use.py"}), name
    assert read[".coverage"].files == read["cov.json"].files == read["cov.xml"].files
    pay = read["cov.json"].files[1]
    assert (sorted(pay.missing), sorted(pay.partial)) == ([4, 16], [3] if pay.branches else [])
    lcov = read_coverage(measured / "cov.lcov", measured, TRACKED)
    assert lcov.percent == pytest.approx(totals["percent_covered"], abs=1e-9)
    assert [file.missing for file in lcov.files if file.path.endswith("pay.py")] == [pay.missing]


def test_the_content_decides_and_not_the_name(measured):
    (measured / ".coverage").rename(measured / "coverage.xml")
    assert "coverage 7" in read_coverage(measured / "coverage.xml", measured, TRACKED).source


def test_it_is_as_old_as_the_data_and_not_as_the_reading(measured):
    os.utime(measured / ".coverage", (1_700_000_000, 1_700_000_000))
    assert read_coverage(measured / ".coverage", measured, TRACKED).written == 1_700_000_000
    report = json.loads((measured / "cov.json").read_text())
    report["meta"]["timestamp"] = "2026-01-01T00:00:00+00:00"
    (measured / "cov.json").write_text(json.dumps(report))
    assert read_coverage(measured / "cov.json", measured, TRACKED).written == 1_767_225_600


def test_reading_leaves_no_trace(measured):
    before = {file: file.stat().st_mtime_ns for file in measured.rglob("*")}
    read_coverage(measured / ".coverage", measured, TRACKED)
    assert {file: file.stat().st_mtime_ns for file in measured.rglob("*")} == before


def test_reports_from_another_machine(measured):
    coverage(measured, "xml", "-q", "-o", "cov.xml")
    xml = (measured / "cov.xml").read_text()
    for there in ("/home/runner/work/shop/shop/src", "C:\\agent\\shop\\src", "src"):
        (measured / "cov.xml").write_text(xml.replace(str(measured / "src"), there))
        assert "src/shop/pay.py" in {file.path for file in read_coverage(measured / "cov.xml", measured, TRACKED).files}
    coverage(measured, "lcov", "-q", "-o", "cov.lcov")
    lcov = (measured / "cov.lcov").read_text().replace("SF:src/", "SF:C:\\build\\src\\")
    (measured / "cov.lcov").write_text(lcov)
    assert "src/shop/pay.py" in {file.path for file in read_coverage(measured / "cov.lcov", measured, TRACKED).files}


def test_a_root_reached_through_a_link(measured, tmp_path):
    (tmp_path / "link").symlink_to(measured)
    coverage(measured, "xml", "-q", "-o", "cov.xml")
    for name in (".coverage", "cov.xml", "cov.json"):
        got = read_coverage(tmp_path / "link" / name, tmp_path / "link", TRACKED)
        assert got.files[1].path == "src/shop/pay.py"


COBERTURA = """<?xml version="1.0"?>
<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">
<coverage line-rate="0.75" branch-rate="0.5" timestamp="1700000000" version="gcovr 8">
<sources><source>.</source></sources><packages><package name="p" line-rate="0.75" branch-rate="0.5" complexity="1"><classes>
<class name="Outer" filename="pay.c" line-rate="1.0"><methods><method name="f"><lines><line number="1" hits="0"/></lines></method>
</methods><lines><line number="1" hits="3"/><line number="2" hits="1" branch="true" condition-coverage="50% (1/2)"/></lines></class>
<class name="Inner" filename="pay.c"><methods/><lines><line number="3" hits="0"/><line number="1" hits="0"/></lines></class>
<class name="Other" filename="b.c"><methods/><lines><line number="1" hits="9"/></lines></class></classes></package></packages>
</coverage>"""


def test_cobertura_of_other_tools(tmp_path):
    (tmp_path / "pay.c").write_text("a\nb\nc\n")
    (tmp_path / "b.c").write_text("a\n")
    report = Path(tmp_path, "cobertura")
    report.write_text(COBERTURA)
    got = read_coverage(report, tmp_path, {"pay.c", "b.c"})
    assert [(file.path, set(file.executed), set(file.missing)) for file in got.files] == [
        ("b.c", {1}, set()),
        ("pay.c", {1, 2}, {3}),
    ]
    assert (got.percent, got.statements, got.branches, got.written) == (100 * 4 / 6, 4, 2, 1_700_000_000)


LCOV = """TN:unit
SF:web/pay.js
FN:1,pay
FNDA:2,pay
DA:1,2,checksum
DA:2,0
BRDA:1,0,0,2
BRDA:1,0,1,-
BRF:2
BRH:1
LF:2
LH:1
end_of_record
TN:more
SF:./web/pay.js
DA:2,4
LF:1
LH:1
end_of_record
"""


def test_lcov_with_several_tests_of_one_file(tmp_path):
    (tmp_path / "web").mkdir()
    (tmp_path / "web/pay.js").write_text("one\ntwo")
    report = tmp_path / "lcov.info"
    report.write_text(LCOV)
    got = read_coverage(report, tmp_path, {"web/pay.js"})
    assert (got.percent, got.statements, got.branches) == (75.0, 2, 2)
    assert got.files[0].partial == {1}
