"""The tables of a database → the catalogue they were written from, for the next import to add to."""

from adapter.medication.drugs.catalogue import HOMEOPATHIC, Catalogue
from adapter.medication.drugs.rows import kind_of, product_of
from adapter.medication.drugs.tables import Tables


def stored_catalogue(tables: Tables) -> Catalogue:
    """What was imported so far."""
    rows = {cis: tables.get("products", cis) for cis in tables.keys("products")}
    return Catalogue(
        version=tables.get("meta", "version"),
        products={cis: product_of(cis, row, tables.get, "") for cis, row in rows.items()},
        synonyms={key: frozenset((tables.get("synonyms", key),)) for key in tables.keys("synonyms")},
        homeopathic=frozenset(cis for cis, row in rows.items() if kind_of(row) == HOMEOPATHIC),
        codes={key: tables.get("codes", key) for key in tables.keys("codes")},
        sources=tuple(tables.get("meta", "sources")),
    )
