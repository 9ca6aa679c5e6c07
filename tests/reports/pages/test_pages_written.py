"""``--golive-html`` of real runs: whole or not at all, for a GO and a NO-GO, never over what is no page of ours."""

from __future__ import annotations

import subprocess

import pytest
from paged import Elements

from pytest_golive.reports.html import writing

ORIGIN = "https://ann:hunter22@github.com/shop/shop.git"  # pragma: allowlist secret


def text_of(project, name="out/report.html"):
    return (project.path / name).read_text(encoding="utf-8")


def told(result):
    return " ".join(result.stdout.str().split())


def test_a_go_is_written_with_what_was_judged(project, monkeypatch):
    monkeypatch.setenv("GITLAB_USER_LOGIN", "ann")
    subprocess.run(("git", "remote", "add", "origin", ORIGIN), cwd=project.path, check=True)
    result = project.phase("--golive-html=out/report.html")
    result.stdout.fnmatch_lines(["report: out/report.html", "GO  2 passed, *"])
    assert result.ret == 0
    text = text_of(project)
    words = " ".join("".join(Elements(text).text).split())
    assert "✓GO" in words
    for said in ("Project shop", "Version 1.2.0", "Phase pre_deploy", "By ann"):
        assert said.replace(" ", "") in words.replace(" ", "")
    assert "https://github.com/shop/shop/commit/" in text
    assert "hunter22" not in text


def test_a_no_go_is_written_with_its_places_and_replaces_the_page_of_another_run(red):
    assert red.phase("--golive-html=report.html").ret == 1
    text = text_of(red, "report.html")
    assert "src/shop/big.py" in text
    assert "What blocks a GO" in text
    red.write("src/shop/big.py", "x = 1\n")
    red.commit()  # the page with it, which is no code that anybody judges
    assert red.phase("--golive-html=report.html").ret == 0
    assert "src/shop/big.py" not in text_of(red, "report.html")


def test_what_is_no_page_of_ours_is_spared_and_there_is_no_go(project):
    before = (project.path / "src/shop/pay.py").read_bytes()
    result = project.phase("--golive-html=src/shop/pay.py")
    assert "pay.py cannot be written: it holds something else and stays as it is; name another file" in told(result)
    assert (result.ret, (project.path / "src/shop/pay.py").read_bytes()) == (1, before)


def test_what_cannot_be_written_is_no_go(project):
    project.write("file", "x")
    result = project.phase("--golive-html=file/report.html")
    assert "report.html cannot be written: " in told(result)
    assert result.ret == 1


def test_a_page_tells_that_another_file_could_not_be_written(project):
    project.write("taken.json", '"no decision of ours"')
    project.commit()
    result = project.phase("--golive-html=report.html", "--golive-record=taken.json")
    assert result.ret == 1
    assert "taken.json holds something else" in text_of(project, "report.html")
    assert "✕" in text_of(project, "report.html")


def test_an_option_without_a_name_is_an_error_at_once(project):
    result = project.phase("--golive-html= ")
    result.stderr.fnmatch_lines(["*--golive-html names no file: name one*"])
    assert result.ret == pytest.ExitCode.USAGE_ERROR


def test_without_jinja_the_run_says_so_before_it_measures(project, monkeypatch):
    project.write("conftest.py", "import importlib.util as u\nold = u.find_spec\n"
                  "u.find_spec = lambda name, *rest: None if name == 'jinja2' else old(name, *rest)\n")  # fmt: skip
    project.commit()
    result = project.phase("--golive-html=report.html", apart=True)
    result.stderr.fnmatch_lines(
        ["*--golive-html needs Jinja, which is not installed: pip install 'pytest-golive?html?'*"]
    )
    assert not (project.path / "report.html").exists()


def test_a_page_is_replaced_whole_or_not_at_all(tmp_path, monkeypatch):
    page = tmp_path / "report.html"
    from paged import around, row, verdict_of

    size = writing.write_html(page, verdict_of(row()), around(), "0.2.0")
    before = page.read_bytes()
    assert size == len(before)
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space left"):
        writing.write_html(page, verdict_of(), around(), "0.2.0")
    assert (page.read_bytes(), [*tmp_path.iterdir()]) == (before, [page])
