"""Generate adapter/terminology/data/*.json from the facts: OID ↔ URI, routes, forms, units as written, moments.

    python scripts/terminology.py FACTS_FOLDER adapter/terminology/data

Only facts travel (codes, URIs, spellings); sources and licences are in NOTICE. One row a line, to be read in a diff.
"""

import json
import sys
from pathlib import Path
from typing import Any

from adapter.fhir.canonical import EDQM

# `mg/actuat` is written for a strength per puff; as the unit of a dose it is neither a mass nor a number of puffs.
_NOT_DOSE_UNITS = frozenset(("mg/actuat",))
# French systems write the symbol in small letters too, and words without accents; Swiss documents write SNOMED CT units
# of presentation (value set of CH EMED EPR, administration units) and German words; Italian, Spanish, Portuguese,
# Catalan and Polish documents have their own.
_ALSO_SEEN = {
    "[iU]": ("ui", "Ui"),
    "{tablet}": (
        *("comprime", "comprimes", "Tablette", "Tabletten", "compressa", "compresse", "comprimido", "comprimidos"),
        *("comprimit", "comprimits", "tabl", "tabl.", "tabletka", "tabletki"),
    ),
    "{capsule}": (
        *("gelule", "gelules", "gélule(s)", "Kapsel", "Kapseln", "732937005", "capsula", "cápsula", "cápsulas"),
        "càpsula",
    ),
    "{drop}": ("goutte(s)", "Tropfen", "732994000", "goccia", "gocce", "gota", "gotas", "gotes", "krople"),
    "{puff}": ("bouffée(s)", "Hub", "Hübe", "732981002"),
    "{sachet}": ("sachet(s)", "Beutel", "733013000", "bustina", "bustine", "sobre", "sobres"),
    "{ampoule}": ("ampoule(s)", "ampoule buvable", "Ampulle", "Ampullen", "732978007", "fiala", "fiale"),
    "{vial}": ("733026001",),
    "{suppository}": ("733019001", "Zäpfchen", "supposta"),
    "{patch}": ("733005001", "Pflaster", "cerotto", "parche"),
    "{syringe}": ("733020007",),
    "{pen}": ("733006000",),
    "{bag}": ("732982009",),
    "{tube}": ("733024003",),
    "{ovule}": ("733007009",),
    "{lyophilisate}": ("733001005",),
    "{film}": ("732995004",),
}


def tables(facts: Path) -> dict[str, str]:
    """File name → text, for each table that ships."""
    units = _load(facts, "dose-units.json")
    return {
        "oid-uri.json": _text([_oid_row(row) for row in _load(facts, "oid-uri.json")["rows"]]),
        "routes.json": _text([[row["code"], row["fr"]] for row in _load(facts, "edqm-routes.json")["routes"]]),
        "forms.json": _text(_form_rows(_load(facts, "pn13-maps.json"))),
        "dose-units.json": _text([_unit_row(row) for row in units["doseUnits"]]),
        "period-units.json": _text([_unit_row(row) for row in units["periodUnits"]]),
        "moments.json": _text([[row["code"], row["fr"]] for row in _load(facts, "when-codes.json")["moments"]]),
    }


def _load(facts: Path, name: str) -> Any:
    return json.loads((facts / name).read_text(encoding="utf-8"))


def _oid_row(row: dict[str, Any]) -> list[Any]:
    return [row["oid"] or "", row["uri"] or "", row.get("accept", []), row["kind"]]


def _form_rows(maps: dict[str, Any]) -> list[list[Any]]:
    """EDQM code and French label of each dose form; rows that target another system are left out."""
    edqm = {key for key, uri in maps["systems"].items() if uri == EDQM}
    return sorted({(row[2], row[3]) for row in maps["forme"] if row[1] in edqm})


def _unit_row(row: dict[str, Any]) -> list[Any]:
    seen = [text for text in row["seen"] if text not in _NOT_DOSE_UNITS] + [*_ALSO_SEEN.get(row["code"], ())]
    return [row["code"], row["text"], row.get("kind", "time"), seen, row.get("edqm", "")]


def _text(rows: list[list[Any]]) -> str:
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n"


if __name__ == "__main__":
    from table_files import main

    sys.exit(main(tables, __file__))
