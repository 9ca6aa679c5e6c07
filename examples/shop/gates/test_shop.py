from pytest_golive import Judge, gate
from shop.catalogue import PRODUCTS


@gate("Every price is in whole cents")
def test_prices_are_whole_cents(judge: Judge) -> None:
    wrong = [name for name, product in PRODUCTS.items() if not isinstance(product.cents, int) or product.cents <= 0]
    judge("products with a wrong price", len(wrong), at_most=0, n=len(PRODUCTS))
