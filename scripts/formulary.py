"""Generate adapter/medication/data/formulary.json, the products that ship, from the public drug database.

    python scripts/formulary.py DRUGS_FOLDER FACTS/mte.json adapter/medication/data/formulary.json

The substances are those of marketed products in the ATC classes below: what older patients take. All marketed products
made of these substances alone are in, combinations included, without products reserved to hospitals. Deterministic.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from adapter.medication.bdpm import Speciality, base_names, ingredients, pairs, release, specialities, unit_of
from adapter.medication.label import read_label
from adapter.medication.pack import content
from adapter.medication.product import Ingredient, number
from adapter.medication.strength import strength_key
from adapter.medication.substance_name import substance_key

VERSION = "bdpm 2026-05-26"
CLASSES = (
    *("A02", "A03", "A04AD", "A05AA", "A06AC", "A06AD", "A06AH", "A07DA", "A07EC", "A09AA", "A10", "A11CC", "A11DA"),
    *("A12", "B01AA", "B01AB", "B01AC", "B01AE", "B01AF", "B01AX", "B03A", "B03B", "C01", "C02", "C03", "C07", "C08"),
    *("C09", "C10", "D01A", "D07A", "G03CA", "G03XC", "G04", "H02A", "H03", "H05", "J01A", "J01CA", "J01CE", "J01CR"),
    *("J01DB", "J01DC", "J01DD", "J01E", "J01F", "J01MA", "J01XE", "J01XX", "J02AC", "J05AB", "L02", "L04AD", "L04AX"),
    *("M01", "M02", "M03B", "M04", "M05", "N02", "N03", "N04", "N05", "N06", "N07", "P01BC", "R01AD", "R03", "R06"),
    *("S01E", "S01XA"),
)
_EYE = "ophtalmique"


class Table:
    """Rows kept once, by their index."""

    def __init__(self) -> None:
        self.rows: list[Any] = []
        self._index: dict[str, int] = {}

    def add(self, row: Any) -> int:
        key = json.dumps(row, ensure_ascii=False)
        if key not in self._index:
            self._index[key] = len(self.rows)
            self.rows.append(row)
        return self._index[key]


def formulary(drugs: Path, narrow_margin: Path) -> str:
    """The text of formulary.json."""
    every = specialities(drugs / VERSION.replace(" ", "-"), next((drugs / "cis-atc").glob("*.csv")))
    names = base_names(every)
    narrow = {substance_key(row["substance"]) for row in json.loads(narrow_margin.read_text(encoding="utf-8"))["legal"]}
    chosen = _chosen(every, names)
    substances, identities = Table(), Table()
    for name in sorted({ingredient.name for s in chosen for ingredient in ingredients(s, names)}):
        substances.add(name)
    products: dict[str, str] = {}
    labels: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for speciality in chosen:
        identity = identities.add(_identity(speciality, names, substances, narrow))
        products[speciality.cis] = _product(speciality, identity)
        _label(speciality, identity, labels)
    body = {
        "version": VERSION,
        "substances": substances.rows,
        "synonyms": _synonyms(chosen, names, substances),
        "identities": identities.rows,
        "products": products,
        "labels": {
            name: {key: sorted(ids) for key, ids in sorted(keys.items())} for name, keys in sorted(labels.items())
        },
    }
    return _text(body)


def _chosen(every: list[Speciality], names: dict[str, str]) -> list[Speciality]:
    marketed = [s for s in every if s.is_marketed and s.composition and not s.is_hospital_only]
    wanted = {
        names[part.code] for s in marketed if any(code.startswith(CLASSES) for code in s.atc) for _, part in pairs(s)
    }
    return [s for s in marketed if all(names[part.code] in wanted for _, part in pairs(s))]


def _identity(speciality: Speciality, names: dict[str, str], substances: Table, narrow: set[str]) -> list[Any]:
    """Ingredients [substance, value, unit, per value, per unit], form, routes, release, unit, ATC, narrow margin."""
    return [
        [_ingredient(ingredient, substances) for ingredient in ingredients(speciality, names)],
        speciality.form,
        ";".join(speciality.routes),
        release(speciality),
        unit_of(speciality),
        ";".join(speciality.atc),
        int(_is_narrow(speciality, names, narrow)),
    ]


def _ingredient(ingredient: Ingredient, substances: Table) -> list[Any]:
    row: list[Any] = [substances.add(ingredient.name)]
    if ingredient.strength is not None:
        row += [str(ingredient.strength.value.normalize().__format__("f")), ingredient.strength.unit]
        if ingredient.strength.per is not None:
            row += [number(ingredient.strength.per.value), ingredient.strength.per.unit]
    return row


def _is_narrow(speciality: Speciality, names: dict[str, str], narrow: set[str]) -> bool:
    """On the legal list: one substance, by its name with or without salt; never eye drops, which it does not mean."""
    found = list(pairs(speciality))
    if len(found) != 1 or _EYE in speciality.routes:
        return False
    said = {name for row in found[0] for name in (substance_key(row.name), substance_key(names[row.code]))}
    return bool(said & narrow)


def _product(speciality: Speciality, identity: int) -> str:
    """One line: name, identity, generic group when there is one, presentations as CIP13:content."""
    unit = unit_of(speciality)
    packs = []
    for cip13, wording in speciality.presentations:
        held = content(wording, unit)
        packs.append(f"{cip13}:{number(held.value)}" if held else cip13)
    group = speciality.groups[0] if len(speciality.groups) == 1 else ""
    return "\t".join((speciality.name, str(identity), group, " ".join(packs)))


def _label(speciality: Speciality, identity: int, labels: dict[str, dict[str, set[int]]]) -> None:
    label = read_label(speciality.name)
    if label.name and label.strengths:
        key = "+".join(strength_key(strength) for strength in label.strengths)
        labels[label.name][f"{key} lp" if label.says_lp else key].add(identity)


def _synonyms(chosen: list[Speciality], names: dict[str, str], substances: Table) -> dict[str, int]:
    """All names of each substance, with salt and without, as keys. One name of two substances is left out."""
    found: dict[str, set[int]] = defaultdict(set)
    for speciality in chosen:
        for pair in pairs(speciality):
            index = substances.add(names[pair[1].code])
            for row in pair:
                found[substance_key(row.name)].add(index)
            found[substance_key(names[pair[1].code])].add(index)
    return {name: indexes.pop() for name, indexes in sorted(found.items()) if len(indexes) == 1}


def _text(body: dict[str, Any]) -> str:
    """JSON with one entry a line, so that a change reads in a diff."""
    lines = []
    for key, value in body.items():
        if isinstance(value, str):
            lines.append(f"{json.dumps(key)}:{json.dumps(value)}")
        elif isinstance(value, list):
            lines.append(f"{json.dumps(key)}:[\n" + ",\n".join(_compact(row) for row in value) + "\n]")
        else:
            rows = (f"{_compact(name)}:{_compact(row)}" for name, row in value.items())
            lines.append(f"{json.dumps(key)}:{{\n" + ",\n".join(rows) + "\n}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def main(arguments: list[str]) -> int:
    if len(arguments) != 3:
        print("usage: formulary.py DRUGS_FOLDER MTE.JSON OUTPUT", file=sys.stderr)
        return 2
    Path(arguments[2]).write_text(formulary(Path(arguments[0]), Path(arguments[1])), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
