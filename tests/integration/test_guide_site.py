"""The guide as a site: built without a network, and each link leads somewhere."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

TOP = Path(__file__).parents[2]


def built(top, target):
    return subprocess.run(
        [top / "tools/guide", target],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def test_the_site_is_built_and_needs_nobody_else(tmp_path):
    done = built(TOP, tmp_path / "site")
    assert (done.returncode, done.stderr) == (0, "")
    page = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert "Quick start" in page
    assert 'src="http' not in page
    assert '<link rel="stylesheet" type="text/css" href="http' not in page


def test_a_link_that_leads_nowhere_ends_it(tmp_path):
    for name in ("docs", "tools/site", "tools/guide", "pyproject.toml"):
        copy = shutil.copytree if (TOP / name).is_dir() else shutil.copy
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        copy(TOP / name, tmp_path / name)
    (tmp_path / ".tools").symlink_to(TOP / ".tools")
    with (tmp_path / "docs/guide/faq.md").open("a") as page:
        page.write("\nSee [nowhere](nowhere.md).\n")
    done = built(tmp_path, tmp_path / "site")
    assert done.returncode != 0
    assert "nowhere" in done.stderr
