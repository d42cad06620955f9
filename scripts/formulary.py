"""Generate adapter/medication/data/formulary.json, the products that ship, from the public drug database.

    python scripts/formulary.py DRUGS_FOLDER FACTS/mte.json adapter/medication/data/formulary.json

The substances are those of marketed products in the ATC classes below: what older patients take. All marketed products
made of these substances alone are in, combinations included, and what bears the same name (the other gels of Daktarin),
without products reserved to hospitals, and without the substances as BDPM writes them. Deterministic.
"""

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from adapter.medication.bdpm import Speciality, base_names, compared_by, pairs, read_atc, read_publication
from adapter.medication.drugs.catalogue import catalogue
from adapter.medication.drugs.names import own_name
from adapter.medication.drugs.narrow_margin import legal_list
from adapter.medication.drugs.writing import json_text, tables_of

VERSION = "bdpm 2026-05-26"
CLASSES = (
    *("A02", "A03", "A04AD", "A05AA", "A06AC", "A06AD", "A06AH", "A07DA", "A07EC", "A09AA", "A10", "A11CC", "A11DA"),
    *("A12", "B01AA", "B01AB", "B01AC", "B01AE", "B01AF", "B01AX", "B03A", "B03B", "C01", "C02", "C03", "C07", "C08"),
    *("C09", "C10", "D01A", "D07A", "G03CA", "G03XC", "G04", "H02A", "H03", "H05", "J01A", "J01CA", "J01CE", "J01CR"),
    *("J01DB", "J01DC", "J01DD", "J01E", "J01F", "J01MA", "J01XE", "J01XX", "J02AC", "J05AB", "L02", "L04AD", "L04AX"),
    *("M01", "M02", "M03B", "M04", "M05", "N02", "N03", "N04", "N05", "N06", "N07", "P01BC", "R01AD", "R03", "R06"),
    *("S01E", "S01XA"),
)


def formulary(drugs: Path, narrow_margin: Path) -> str:
    """The text of formulary.json."""
    published = read_publication(drugs / VERSION.replace(" ", "-"))
    atc, _ = read_atc(next((drugs / "cis-atc").glob("*.csv")))
    every = [one for one in published.specialities if not one.is_homeopathic]
    names = base_names(every)
    chosen = catalogue(_chosen(every, names, atc), VERSION.removeprefix("bdpm "), atc, legal_list(narrow_margin), names)
    light = {cis: replace(product, parts=()) for cis, product in chosen.products.items()}
    return json_text(tables_of(replace(chosen, products=light)))


def _chosen(every: list[Speciality], names: dict[str, str], atc: Mapping[str, str]) -> list[Speciality]:
    marketed = [s for s in every if s.is_marketed and s.composition and not s.is_hospital_only]
    wanted = {
        compared_by(names, salt, part)
        for s in marketed
        if any(code.startswith(CLASSES) for code in s.atc or (atc.get(s.cis, ""),))
        for salt, part in pairs(s)
    }
    chosen = [s for s in marketed if all(compared_by(names, salt, part) in wanted for salt, part in pairs(s))]
    called = {own_name(s.name) for s in chosen}
    codes = {s.cis for s in chosen}
    return [s for s in marketed if s.cis in codes or own_name(s.name) in called]


def main(arguments: list[str]) -> int:
    if len(arguments) != 3:
        print("usage: formulary.py DRUGS_FOLDER MTE.JSON OUTPUT", file=sys.stderr)
        return 2
    Path(arguments[2]).write_text(formulary(Path(arguments[0]), Path(arguments[1])), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
