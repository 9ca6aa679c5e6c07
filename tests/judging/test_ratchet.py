"""Better, same, worse: findings that the ratchet knows are reported, others fail."""

from __future__ import annotations

import pytest

from pytest_golive.errors import SettingsError
from pytest_golive.findings import Finding
from pytest_golive.judging.judge import LOOSE, Judge
from pytest_golive.judging.known import Known
from pytest_golive.judging.ratchet import Ratchet, read, written

GATE = "code_quality::files_within_limit"


def long(path, lines):
    return Finding(path, 0, "lines", f"{lines} lines", key="lines", size=lines)


def note(path, text, line=1):
    return Finding(path, line, "NOTE", text, key=text, moves=True)


def knowing(*findings, renames=None):
    return Ratchet([Known.of(GATE, finding) for finding in findings], lambda: renames or {})


@pytest.mark.parametrize(
    ("now", "blocks", "better"), [(300, False, 0), (299, False, 1), (301, True, 0)], ids=["same", "better", "worse"]
)
def test_a_known_finding_blocks_only_if_it_is_worse(now, blocks, better):
    ratchet = knowing(long("a.py", 300))
    compared = ratchet.compare([long("a.py", now)])
    assert (len(compared.found), len(compared.known), ratchet.better) == (blocks, not blocks, better)


def test_a_worse_one_says_what_it_was():
    (finding,) = knowing(long("a.py", 300)).compare([long("a.py", 301)]).found
    assert finding.message == "301 lines (worse than the known 300)"


def test_a_new_one_blocks():
    compared = knowing(long("a.py", 300)).compare([long("a.py", 300), long("b.py", 300)])
    assert [finding.path for finding in compared.found] == ["b.py"]


def test_a_renamed_file_is_known_where_git_saw_it():
    renamed = knowing(long("a.py", 300), renames={"a.py": "b.py"}).compare([long("b.py", 300)])
    assert renamed.found == ()
    assert len(knowing(long("a.py", 300)).compare([long("b.py", 300)]).found) == 1


def test_a_renamed_file_that_grew_is_worse():
    compared = knowing(long("a.py", 300), renames={"a.py": "b.py"}).compare([long("b.py", 310)])
    assert len(compared.found) == 1


def test_what_its_text_names_may_move_but_not_multiply():
    ratchet = knowing(note("a.py", "x"))
    assert ratchet.compare([note("b.py", "x", line=9)]).found == ()
    assert len(knowing(note("a.py", "x")).compare([note("a.py", "x"), note("b.py", "x")]).found) == 1


def test_the_one_in_its_old_place_is_the_known_one():
    compared = knowing(note("b.py", "x")).compare([note("a.py", "x"), note("b.py", "x")])
    assert [finding.path for finding in compared.found] == ["a.py"]


def test_what_is_gone_is_counted():
    ratchet = knowing(long("a.py", 300), long("b.py", 300))
    ratchet.compare([long("a.py", 300)])
    assert ratchet.gone == 1


def test_git_is_asked_only_about_what_is_not_in_its_place():
    def fail():
        raise AssertionError

    assert Ratchet([Known.of(GATE, long("a.py", 3))], fail).compare([long("a.py", 3)]).found == ()


def test_the_judge_lets_known_findings_pass_and_says_so():
    judge = Judge(ratchet=knowing(long("a.py", 300), long("gone.py", 300)))
    assert judge("longest file", 300, at_most=200, where=[long("a.py", 300)])
    judge.close()
    assert len(judge.evidence[0].known) == 1
    assert (judge.evidence[1].name, judge.evidence[1].value) == (LOOSE, 1)
    assert judge.breaches() == []


def test_the_judge_counts_only_what_is_not_known():
    judge = Judge(ratchet=knowing(note("a.py", "x")))
    assert not judge("notes", [note("a.py", "x"), note("a.py", "y")], at_most=0)
    assert judge.evidence[0].value == 1


def test_nothing_known_never_excuses_a_number_without_findings():
    assert not Judge(ratchet=knowing(long("a.py", 300)))("longest file", 300, at_most=200)


def test_what_is_written_can_be_read():
    known = [
        Known(GATE, "a b\t\n%#é.py", "lines", "0" * 16, 300.25),
        Known(GATE, "\udcff.py", "Secret Keyword", "1" * 16),
        Known(GATE, "a.py", "lines", "0" * 16, 1e6),
    ]
    assert read(written(known), "f") == tuple(sorted(known))


def test_equal_findings_are_numbered_so_that_a_merge_does_not_double_them():
    twice = [Known(GATE, "a.py", "NOTE", "0" * 16)] * 2
    text = written(twice)
    lines = text.splitlines()
    assert len(lines) == len(set(lines)) == 4
    assert list(read(text + "\n".join(lines), "f")) == twice


def test_lines_are_sorted_so_that_branches_merge():
    names = ["b.py", "a.py", "c.py"]
    paths = [
        line.split("\t")[1] for line in written([Known(GATE, n, "lines", "0" * 16) for n in names]).splitlines()[2:]
    ]
    assert paths == sorted(names)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("<<<<<<< HEAD", "a merge left its marks here"),
        ("a\tb", "not 5 fields and a size"),
        ("a\tb\tc\td\tmany", "not 5 fields and a size"),
        ("a\tb\tc\td\tnan", "not 5 fields and a size"),
        ("a\tb\tc\td\tinf", "not 5 fields and a size"),
        ("a\tb\tc\td\te\tf", "not 5 fields and a size"),
    ],
)
def test_lines_that_are_not_ours_are_named(line, why):
    with pytest.raises(SettingsError, match=rf"r\.txt:2: {why}"):
        read(f"# fine\n{line}\n", "r.txt")


def test_the_identity_survives_line_and_path_and_the_fingerprint_the_line():
    one, other = note("a.py", "x", 1), note("b.py", "x", 7)
    assert one.identity == other.identity
    assert one.fingerprint != other.fingerprint == note("b.py", "x", 9).fingerprint


def test_of_one_finding_in_two_sizes_the_greater_counts():
    both = written([Known.of(GATE, long("a.py", 250))]) + written([Known.of(GATE, long("a.py", 240))])
    assert [known.size for known in read(both, "file")] == [250]
