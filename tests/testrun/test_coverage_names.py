"""Which file a name in a report means, and which of its lines exist."""

from __future__ import annotations

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.testrun.coverage.reading import read_coverage


def test_the_line_behind_the_last_one_is_nobodys(tmp_path):
    (tmp_path / "f.c").write_text("int f(int a) {\n    return a;\n}\n")
    report = tmp_path / "lcov.info"
    report.write_text("SF:f.c\nDA:1,18446744073709551151\nDA:2,4\nDA:3,4\nDA:4,0\nend_of_record\n")
    got = read_coverage(report, tmp_path, {"f.c"})
    assert (got.files[0].executed, got.files[0].missing) == ({1, 2, 3}, frozenset())
    report.write_text("SF:f.c\nDA:1,1\nDA:5,0\nend_of_record\n")
    with pytest.raises(CannotMeasure, match=r"knows line 5 of 'f.c', which has 3"):
        read_coverage(report, tmp_path, {"f.c"})


def two_sources(root, names):
    lines = '<lines><line number="1" hits="1"/></lines>'
    classes = "".join(f'<class filename="{name}">{lines}</class>' for name in names)
    sources = "<sources><source>lib/a</source><source>lib/b</source></sources>"
    (root / "coverage.xml").write_text(f"<coverage>{sources}<classes>{classes}</classes></coverage>")
    tracked = {"lib/a/__init__.py", "lib/b/__init__.py", "lib/b/core.py"}
    for name in tracked:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("a = 1\n")
    return read_coverage(root / "coverage.xml", root, tracked)


def test_a_name_that_fits_two_files_is_refused(tmp_path):
    with pytest.raises(CannotMeasure, match=r"fits 'lib/a/__init__.py' and 'lib/b/__init__.py'") as caught:
        two_sources(tmp_path, ["__init__.py", "core.py"])
    assert "coverage's JSON and lcov" in caught.value.cure
    assert [file.path for file in two_sources(tmp_path, ["core.py"]).files] == ["lib/b/core.py"]


def test_names_from_another_machine_mean_what_the_clear_ones_among_them_say(tmp_path):
    tracked = {"pay/a.py", "src/pay/a.py", "src/pay/b.py"}
    for name in tracked:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("a = 1\n")
    (tmp_path / "lcov.info").write_text("".join(f"SF:/ci/shop/src/pay/{n}.py\nDA:1,1\nend_of_record\n" for n in "ab"))
    got = read_coverage(tmp_path / "lcov.info", tmp_path, tracked)
    assert [file.path for file in got.files] == ["src/pay/a.py", "src/pay/b.py"]
