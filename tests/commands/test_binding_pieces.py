"""``golive bind`` binds a row to the piece of a gate that it is about, and that piece is judged."""

from __future__ import annotations

import pytest

from pytest_golive.checklist.binding.resolving import Catalogue
from pytest_golive.cli import main
from pytest_golive.load.limits import parse
from pytest_golive.load.results.rows import IN_TOTAL
from pytest_golive.rows.limits import Limits
from pytest_golive.rows.pieces import is_meant
from pytest_golive.rows.plan import Plan
from pytest_golive.settings.loading import load_settings

LOAD = "infrastructure::performance_acceptable"
UPDATED = "documentation::documents_updated"
LIMITS = '[tool.golive.performance]\nlimits = ["p(95)<200ms", "error_rate<1%"]\n'


@pytest.fixture
def bound(tmp_path, capsys):
    """What is bound to the rows: ``bound(row, ..., settings="…")``."""

    def bind(*rows, settings="[tool.golive]\n"):
        (tmp_path / "pyproject.toml").write_text(settings)
        (tmp_path / "GO.md").write_text("# Go\n\n" + "".join(f"- [ ] {row}\n" for row in rows))
        assert main(["bind", str(tmp_path / "GO.md"), "--yes"]) == 0, capsys.readouterr()
        lines = (tmp_path / "GO.md").read_text().splitlines()[2:]
        return [line.partition("<!-- golive: ")[2].removesuffix(" -->") for line in lines]

    return bind


def test_a_row_of_one_document_is_bound_to_it_alone(bound):
    guide, architecture = f"{UPDATED}#deployment_guide", f"{UPDATED}#architecture"
    rows = {
        "Deployment guide updated": guide,
        "Deployment docs updated": guide,
        "Architecture document updated": architecture,
        "Architecture and deployment guide updated": f"{guide}, {architecture}",
        "All required documents updated": UPDATED,
    }
    assert bound(*rows) == [*rows.values()]


def test_a_document_that_the_team_lists_by_its_path_is_meant_by_it(bound):
    settings = '[tool.golive.documentation.covers]\n"docs/runbook.md" = ["src/**"]\n'
    assert bound("Deployment guide updated", settings=settings) == [f"{UPDATED}#docs/runbook.md"]
    both = f'[tool.golive.documentation]\ndocuments = "standard"\n{settings}'
    assert bound("Deployment guide updated", settings=both) == [f"{UPDATED}#deployment_guide"]


def test_a_load_test_judges_the_pieces_that_rows_are_bound_to(bound):
    found = bound("p95 response time < 200 ms", "Error rate under load below 1 %", settings=LIMITS)
    pieces = [bond.removeprefix(f"{LOAD}#") for bond in found]
    assert pieces == ["p95", "error_rate"]
    for piece, text in zip(pieces, ["p(95)<200ms", "error_rate<1%"], strict=True):
        assert is_meant(piece, f"{parse(text).name} {IN_TOTAL}")


def test_a_limit_of_an_unknown_piece_is_told_with_the_pieces_that_have_one(tmp_path):
    (tmp_path / "pyproject.toml").write_text(f'{LIMITS}[tool.golive]\nchecklist = "GO.md"\n')
    rows = f"- [ ] Errors below 1 % <!-- golive: {LOAD}#errors -->\n- [ ] Rate < 1% <!-- golive: {LOAD}#error_rate_in_total -->\n"
    (tmp_path / "GO.md").write_text(rows)
    loaded = load_settings(tmp_path)
    lines, faults = Plan(tmp_path, loaded).resolved(Catalogue({LOAD: ("pre_deploy",)}))
    assert faults == []
    (fault,) = Limits(loaded).faults(lines)
    assert f"{LOAD} has none for the piece 'errors': bind one that has a limit: {LOAD}#p95, {LOAD}#error_rate" in fault
