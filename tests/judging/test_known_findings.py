"""What the ratchet keeps, and in which order it excuses: each rule alone."""

from __future__ import annotations

import pytest

from pytest_golive.errors import SettingsError
from pytest_golive.findings import Finding
from pytest_golive.judging.known import Alike, Known
from pytest_golive.judging.ratchet import HEADER, Ratchet, read, written

GATE = "own::gate"


def note(path, *, moves=True, size=0.0):
    return Finding(path, 1, "NOTE", "mend", key="mend", moves=moves, size=size)


def alike(*paths):
    made = Alike()
    for path in paths:
        made.add(Known.of(GATE, note(path)))
    return made


def test_each_is_taken_once_wherever_it_is():
    kept = alike("a", "b", "c", "a")
    assert [one and one.path for one in (kept.take(("a",)), kept.take_any(), kept.take(("a",)))] == ["a", "b", "a"]
    assert (kept.left, kept.take(("a",)), kept.take(("a", "b"))) == (1, None, None)
    assert [one and one.path for one in (kept.take_any(), kept.take_any(), kept.take_any())] == ["c", None, None]
    assert kept.left == 0


def test_what_is_excused_in_its_place_does_not_take_another_beside():
    ratchet = Ratchet([Known.of(GATE, note(path)) for path in ("a.py", "b.py")])
    assert ratchet.compare([note("a.py")]).found == ()
    assert ratchet.gone == 1
    assert ratchet.compare([note("c.py"), note("d.py")]).found == (note("d.py"),)


def test_git_is_asked_once_and_not_if_nothing_is_left_that_could_have_been_renamed():
    asked = []

    def renames():
        asked.append(1)
        return {"a.py": "new/a.py", "b.py": "new/b.py"}

    known = [Known.of(GATE, note(path, moves=False)) for path in ("a.py", "b.py")]
    renamed = [note("new/a.py", moves=False), note("new/b.py", moves=False)]
    assert Ratchet(known, renames).compare(renamed).known == tuple(renamed)
    assert len(asked) == 1
    new = note("c.py", moves=False)
    assert Ratchet(known[:1], renames).compare([note("a.py", moves=False), new]).found == (new,)
    assert len(asked) == 1


@pytest.mark.parametrize("size", [300.254, 300.257, 300.0])
def test_a_size_is_known_as_exactly_as_it_is_compared(size):
    odd = note("a.py", size=size)
    ratchet = Ratchet([Known.of(GATE, odd)])
    compared = ratchet.compare([odd])
    assert (compared.found, compared.known, ratchet.better) == ((), (odd,), 0)
    assert Known.of(GATE, odd).size == round(size, 2)


def test_only_equal_lines_are_numbered_from_the_second_on():
    one, other = Known(GATE, "a.py", "NOTE", "0" * 16, 2), Known(GATE, "b.py", "NOTE", "0" * 16)
    lines = written([one, other, one, one]).splitlines()
    assert lines[: len(HEADER)] == list(HEADER)
    assert [line.split("\t")[1:] for line in lines[len(HEADER) :]] == [
        ["a.py", "NOTE", "0" * 16, "2"],
        ["a.py", "NOTE", f"{'0' * 16}-2", "2"],
        ["a.py", "NOTE", f"{'0' * 16}-3", "2"],
        ["b.py", "NOTE", "0" * 16, "0"],
    ]


def test_lines_with_nothing_on_them_are_nothing():
    known = (Known(GATE, "a.py", "NOTE", "0" * 16),)
    assert read(f"\n \t\n{written(known)}\n\n", "r.txt") == known


def test_the_first_line_that_cannot_be_read_is_the_place():
    with pytest.raises(SettingsError) as caught:
        read("# fine\n\nx\n>>>>>>> theirs\n", "r.txt")
    assert (caught.value.path, caught.value.line) == ("r.txt", 3)
    assert caught.value.what.splitlines() == [
        "2 lines of the ratchet cannot be read:",
        "  r.txt:3: not 5 fields and a size",
        "  r.txt:4: a merge left its marks here",
    ]
