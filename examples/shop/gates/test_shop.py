from pathlib import Path

from pytest_golive import Judge, gate
from shop.catalogue import PRODUCTS

GUIDE = Path(__file__).parent.parent / "docs" / "deployment-guide.md"


@gate("Every price is in whole cents")
def test_prices_are_whole_cents(judge: Judge) -> None:
    wrong = [name for name, product in PRODUCTS.items() if not isinstance(product.cents, int) or product.cents <= 0]
    judge("products with a wrong price", len(wrong), at_most=0, n=len(PRODUCTS))


@gate("The deployment guide says how to roll back")
def rollback_is_described(judge: Judge) -> None:
    _, _, steps = GUIDE.read_text(encoding="utf-8").partition("## Rollback")
    judge("steps of a rollback", sum(line.startswith(("1.", "2.", "3.")) for line in steps.splitlines()), at_least=2)
