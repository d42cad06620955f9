"""Generate mappings/concept-maps/pn13-*.json from the facts: PN13 routes, dose forms and units → EDQM, SNOMED CT, UCUM.

    python scripts/pn13_maps.py FACTS_FOLDER mappings/concept-maps

Only facts travel (codes and labels); source and licence are in NOTICE. One element a line, to be read in a diff.
"""

import json
import sys
from pathlib import Path
from typing import Any

_URL = "https://medrec-adapter.org/fhir/ConceptMap"
_SNOMED = "http://snomed.info/sct"
_TABLES = {
    "voie": ("pn13-route", "Pn13Route", "PN13 route of administration to EDQM and SNOMED CT"),
    "forme": ("pn13-form", "Pn13Form", "PN13 dose form to EDQM and SNOMED CT"),
    "unite": ("pn13-unit", "Pn13Unit", "PN13 unit to UCUM, or to an EDQM unit of presentation"),
}
# Of the units that the guide keeps commented out, those whose target is a UCUM unit beyond doubt.
_READ_ALL_THE_SAME = ("iu", "10*6.iu", "axa_iu", "c_a_c", "c_a_s")


def tables(facts: Path) -> dict[str, str]:
    """File name → text, for each ConceptMap that ships."""
    maps = json.loads((facts / "pn13-maps.json").read_text(encoding="utf-8"))
    systems = {**maps["systems"], "s1": _SNOMED}
    disabled = [
        [code, "s2", target, display, "equal"]
        for code, target, display in maps["uniteDisabled"]
        if code in _READ_ALL_THE_SAME or code.startswith("iu/")
    ]
    rows = {"voie": maps["voie"], "forme": maps["forme"], "unite": [*maps["unite"], *disabled]}
    return {
        f"{_TABLES[key][0]}.json": _concept_map(*_TABLES[key], maps["sourceSystem"], systems, rows[key]) for key in rows
    }


def _concept_map(id_: str, name: str, title: str, source: str, systems: dict[str, str], rows: list[list[str]]) -> str:
    head = {
        "resourceType": "ConceptMap",
        "url": f"{_URL}/{id_}",
        "version": "0.1.0",
        "name": name,
        "title": title,
        "status": "active",
        "description": "Facts of the PN13 maps of the French ePrescription guide (ANS); made by scripts/pn13_maps.py.",
    }
    groups = [
        _group(source, uri, [row for row in rows if row[1] == key])
        for key, uri in systems.items()
        if any(row[1] == key for row in rows)
    ]
    body = json.dumps(head, ensure_ascii=False, indent=2).removesuffix("\n}")
    return f'{body},\n  "group": [\n' + ",\n".join(groups) + "\n  ]\n}\n"


def _group(source: str, target: str, rows: list[list[str]]) -> str:
    lines = ",\n".join("        " + json.dumps(_element(row), ensure_ascii=False) for row in rows)
    head = f'      "source": {json.dumps(source)},\n      "target": {json.dumps(target)},\n'
    return f'    {{\n{head}      "element": [\n{lines}\n      ]\n    }}'


def _element(row: list[str]) -> dict[str, Any]:
    code, _, target, display, equivalence = row
    return {
        "code": code.strip('"'),
        "target": [{"code": target, "display": " ".join(display.split()), "equivalence": equivalence}],
    }


if __name__ == "__main__":
    from table_files import main

    sys.exit(main(tables, __file__))
