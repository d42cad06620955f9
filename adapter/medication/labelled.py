"""A label → the one product identity it names. Strict: name, strength and form must all match exactly one identity."""

from adapter.medication.contents import identity_of
from adapter.medication.dose_form import form_class
from adapter.medication.formulary import products_of_label, substances_of_label
from adapter.medication.label import Label, read_label
from adapter.medication.product import Product
from adapter.medication.strength import strength_key


def product_of_label(text: str) -> Product | None:
    """The identity a label names (no CIS, level `label`); None when it is doubtful in any part."""
    return product_named(read_label(text))


def product_named(label: Label) -> Product | None:
    """As `product_of_label`, of a label already read."""
    if not label.name or not label.strengths or not label.forms:
        return None
    candidates = [product for product in products_named(label) if _matches(product, label)]
    identities = {identity_of(product) for product in candidates}
    return _merged(candidates, label.text) if len(identities) == 1 else None


def substances_named(label: Label) -> frozenset[frozenset[str]]:
    """The sets of substances that the name alone of a label may mean; empty when the name is not known."""
    return substances_of_label(label.name)


def products_named(label: Label) -> list[Product]:
    """Identities with the name and the strengths of a label, whatever their form."""
    key = "+".join(strength_key(strength) for strength in label.strengths)
    keys = [key, f"{key} lp"] if label.release else [key]
    return [product for key in keys for product in products_of_label(label.name, key)]


def _matches(product: Product, label: Label) -> bool:
    """Form class among those the label allows, and the release it states; gastro-resistance may go unsaid."""
    if label.forms is None or product.form is None or form_class(product.form.text) not in label.forms:
        return False
    if label.release:
        return label.release == product.release or (label.says_lp and product.release == "modified")
    return True


def _merged(candidates: list[Product], text: str) -> Product:
    """What all candidates agree on; the shortest form text stands for the class."""
    first = min(candidates, key=lambda product: (len(product.form.text) if product.form else 0, product.atc))
    routes = {product.routes for product in candidates}
    atc = {product.atc for product in candidates if product.atc}
    units = {product.unit for product in candidates}
    return Product(
        ingredients=first.ingredients,
        form=first.form,
        routes=first.routes if len(routes) == 1 else (),
        release=first.release,
        unit=first.unit if len(units) == 1 else "",
        atc=atc.pop() if len(atc) == 1 else (),
        name=text,
        narrow_margin=all(product.narrow_margin for product in candidates),
        level="label",
        source=first.source,
    )
