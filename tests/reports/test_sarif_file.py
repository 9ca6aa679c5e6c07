"""Writing the SARIF file."""

from __future__ import annotations


def test_what_is_no_sarif_is_spared(project):
    before = (project.path / "src/shop/pay.py").read_bytes()
    result = project.phase("--golive-sarif=src/shop/pay.py")
    result.stdout.fnmatch_lines(["*src/shop/pay.py cannot be written: it holds something other*"])
    assert project.phase("--golive-sarif=new/../src/shop/pay.py").ret == 1
    assert (result.ret, (project.path / "src/shop/pay.py").read_bytes()) == (1, before)
    assert project.phase("--golive-sarif=new.sarif").ret == project.phase("--golive-sarif=new.sarif").ret == 0
