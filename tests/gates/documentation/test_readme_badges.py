"""Badges of a README: of other channels and spellings they are ours, of another project they are not."""

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
