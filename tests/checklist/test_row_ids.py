"""A row keeps its name while its place, its state and its marks change."""

from __future__ import annotations

import pytest

from pytest_golive.checklist.reading.identity import row_id


@pytest.mark.parametrize(
    ("headings", "text", "name"),
    [
        (("Title", "Security Gate"), "No exposed secrets", "security-gate/no-exposed-secrets"),
        (("Title",), "Final code review", "title/final-code-review"),
        ((), "Final code review", "final-code-review"),
        (("T", "Succès"), "Déployé à l'été", "succès/déployé-à-l-été"),
        (("T", "A"), "✅ Deployed", "a/deployed"),
        (("T", "A"), "⬜  Deployed!", "a/deployed"),
        (("T", "A"), "🚀", "a/row"),
        (("T", "A"), "Error rate < 1%", "a/error-rate-under-1-percent"),
        (("T", "A"), "Error rate > 1%", "a/error-rate-over-1-percent"),
        (("T", "A"), "ﬁle __init__.py", "a/file-init-py"),
        (("T", "A"), "word " * 40, "a/" + "-".join(["word"] * 12)),
        (("T", "A"), "x" * 100, "a/" + "x" * 60),
    ],
)
def test_names(headings, text, name):
    assert row_id(headings, text) == name
