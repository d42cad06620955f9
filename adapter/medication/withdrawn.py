"""Codes of products that are not published any more, or whose authorisation has ended."""

from adapter.issues import Issue
from adapter.medication.product import Product

_ENDED = {
    "suspended": "its authorisation is suspended",
    "withdrawn": "its authorisation was withdrawn",
    "repealed": "its authorisation has ended",
    "archived": "its authorisation has ended",
}
_LOOK_AT = ("suspended", "withdrawn")


def withdrawn(product: Product) -> list[Issue]:
    """Issues about a product found by its code. `information`: an older line may well name it; `warning` where an
    authorisation was suspended or withdrawn, which is done for a reason."""
    if product.last_seen:
        return [_issue("information", product, f"it was last published on {product.last_seen}")]
    if product.pack is not None and product.pack.last_seen:
        text = f"the box {product.pack.cip13} was last published on {product.pack.last_seen}"
        return [_issue("information", product, text)]
    if product.status in _ENDED:
        severity = "warning" if product.status in _LOOK_AT else "information"
        return [_issue(severity, product, _ENDED[product.status])]
    return []


def _issue(severity: str, product: Product, what: str) -> Issue:
    text = f"{product.name}: {what} ({product.source})"
    return Issue("warning" if severity == "warning" else "information", "informational", text)
