"""Badges and programs of a README that are ours in another spelling, and those that are of another project."""

from __future__ import annotations

import pytest

ACCURATE = "documentation::readme_accurate"


@pytest.mark.parametrize(
    "badge",
    [
        "https://img.shields.io/conda/vn/anaconda/shop.svg",
        "https://img.shields.io/pypi/v/Sh-Op.svg",
        "https://readthedocs.org/projects/tea-shop/badge/?version=latest",  # a site may have any name
    ],
)
def test_badges_of_other_channels_spellings_and_sites_are_ours(shop, badge):
    shop.write("README.md", f"# Shop\n\n![v]({badge})\n\n```console\n$ pip install shop\n```\n")
    shop.passes(ACCURATE)


def test_a_badge_of_another_site_beside_a_link_to_ours_is_not(shop):
    badge = "[![docs](https://readthedocs.org/projects/pip/badge/)](https://shop.readthedocs.io/)"
    shop.write("README.md", f"# Shop\n\n{badge}\n\n```console\n$ pip install shop\n```\n")
    shop.breaches(ACCURATE, "*README.md:3*the badge is that of pip, and this is shop*")


def test_a_program_that_finds_ours_by_its_name_is_none_of_ours(shop):
    text = (shop.path / "pyproject.toml").read_text()
    scripts = '[project.scripts]\nnotes-html = "shop.pay:main"\n'
    shop.write("pyproject.toml", text.replace("\n[tool.pytest", f"\n{scripts}\n[tool.pytest", 1))
    shop.write("README.md", "# Shop\n\n```console\n$ notes html --to file\n$ pip install shop\n```\n")
    shop.passes(ACCURATE)


def test_options_of_a_command_that_the_help_does_not_list_are_not_judged(shop):
    text = (shop.path / "pyproject.toml").read_text()
    scripts = '[project.scripts]\nshopctl = "shop.cli:main"\n'
    shop.write("pyproject.toml", text.replace("\n[tool.pytest", f"\n{scripts}\n[tool.pytest", 1))
    shop.write("src/shop/cli.py", "def main():\n    print('usage: shopctl [-h] COMMAND')\n")
    shop.write("README.md", "# Shop\n\n```console\n$ shopctl admin -b here\n```\n")
    shop.passes(ACCURATE)
    shop.write("README.md", "# Shop\n\n```console\n$ shopctl -b here\n```\n")
    shop.breaches(ACCURATE, "*README.md:4*`shopctl --help` names no option -b*")
