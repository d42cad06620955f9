"""Generate adapter/sources/cda_structure.json, the table of CDA R2 types and their elements, from the logical model of
CDA that HL7 publishes as StructureDefinitions.

    python scripts/cda_structure.py CDA-CORE-SD/input/resources PACKAGE-WITH-PHARM adapter/sources/cda_structure.json

The first folder holds StructureDefinitions in XML (github HL7/CDA-core-sd), the second those of the IHE Pharmacy
extensions in JSON (package hl7.fhir.cda 2.1.0, types Pharm…). Only facts are taken. One type a line, as in r4.json,
each name with the prefix `cda:`; `x` says how an element is written where it is not an element of urn:hl7-org:v3 with
its own name: `@` attribute, `text`, `group` (not written, its parts are), `narrative`, or `namespace name`.
"""

import json
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

FHIR = "{http://hl7.org/fhir}"
HL7_V3 = "urn:hl7-org:v3"
_IN_PLACE = ("Base", "InfrastructureRoot", "Element", "BackboneElement")
_PHARM_HOSTS = ("Material", "SubstanceAdministration")
_BASES = ("ANY", "InfrastructureRoot")
_PRIMITIVES = {"uid": "string", "bin": "base64Binary", "ruid": "string"}


def type_name(url: str) -> str:
    """`…/StructureDefinition/IVL-TS` → `IVL_TS`, as xsi:type writes it; FHIR's own types stay as they are."""
    return url.rpartition("/")[2].replace("-", "_") if "/" in url else url


def plain(element: ElementTree.Element) -> Any:
    """An XML StructureDefinition part as the JSON one, as far as this script reads it."""
    found: dict[str, Any] = {}
    for child in element:
        name = child.tag.removeprefix(FHIR)
        value = child.get("value") if child.get("value") is not None else plain(child)
        if child.get("url"):
            value = {**value, "url": child.get("url")}
        found.setdefault(name, []).append(value)
    return found


def definitions(folder: Path) -> dict[str, dict[str, Any]]:
    """name → {base, elements}, from the files of a folder."""
    found = {}
    for path in sorted(folder.glob("*.xml")):
        root = ElementTree.parse(path).getroot()
        derivation = root.find(f"{FHIR}derivation")
        if root.tag == f"{FHIR}StructureDefinition" and (derivation is None or derivation.get("value") != "constraint"):
            resource = plain(root)
            rows = [_row(row) for row in resource["differential"][0]["element"][1:]]
            found[type_name(resource["type"][0])] = {"base": resource.get("baseDefinition", [""])[0], "rows": rows}
    for path in sorted(folder.glob("StructureDefinition-*.json")):
        resource = json.loads(path.read_text(encoding="utf-8"))
        rows = [_row(_lists(row)) for row in resource["snapshot"]["element"][1:]]
        found[type_name(resource["type"])] = {"base": resource.get("baseDefinition", ""), "rows": rows}
    return found


def _lists(value: Any) -> Any:
    if isinstance(value, dict):
        many = {key: found if isinstance(found, list) else [found] for key, found in value.items()}
        return {key: value[key] if key == "url" else [_lists(item) for item in found] for key, found in many.items()}
    return value


def _row(row: dict[str, Any]) -> dict[str, Any]:
    types = [type_name(found["code"][0]) for found in row.get("type", [])]
    extensions = {e["url"].rpartition("/")[2]: next(v for k, v in e.items() if k.startswith("value"))[0]
                  for e in row.get("extension", []) if isinstance(e, dict)
                  and any(k.startswith("value") for k in e)}  # fmt: skip
    return {
        "path": row["path"][0].partition(".")[2],
        "types": list(dict.fromkeys(_PRIMITIVES.get(name, name) for name in types)),
        "min": int(row["min"][0]) if "min" in row else None,
        "max": row["max"][0] if "max" in row else None,
        "as": row.get("representation", [None])[0],
        "namespace": extensions.get("xml-namespace") or extensions.get("elementdefinition-namespace"),
        "name": extensions.get("xml-name"),
        "group": "xml-choice-group" in extensions,
    }


def line(name: str, types: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The row of one type, inherited elements first."""
    elements: dict[str, list[Any]] = {}
    written: dict[str, str] = {}
    base = type_name(types[name]["base"])
    if base in types:
        above = line(base, types)
        elements.update(above["e"])
        written.update(above.get("x", {}))
    here = {row["path"]: row for row in types[name]["rows"]}
    for path, row in here.items():
        if path in elements and not row["types"]:
            continue
        parts = any(other.startswith(path + ".") for other in here)
        if _constrains(path, here):
            continue
        found = row["types"] or ["ANY"]
        in_place = parts and found[0] in _IN_PLACE
        if in_place and "InfrastructureRoot" in types and found[0] == "InfrastructureRoot":
            inherited = line("InfrastructureRoot", types)
            elements[path] = []
            elements.update({f"{path}.{inner}": value for inner, value in inherited["e"].items()})
            written.update({f"{path}.{inner}": value for inner, value in inherited["x"].items()})
        codes = ["BackboneElement"] if in_place else [_path(found_type, types) for found_type in found]
        elements[path] = [codes, row["min"] or 0, 1 if (row["max"] or "1") in ("0", "1") else "*"]
        how = _written(row)
        if how:
            written[path] = how
    result: dict[str, Any] = {"k": "T", "base": _path(base, types) if base in types else "Element", "e": elements}
    if written:
        result["x"] = written
    return result


def _constrains(path: str, here: dict[str, dict[str, Any]]) -> bool:
    """A part of an element that has a type of its own (`AD.item.country.partType`): the type defines it."""
    above = path.rpartition(".")[0]
    return bool(above) and (here[above]["types"][:1] or [""])[0] not in _IN_PLACE


def _path(name: str, types: dict[str, Any]) -> str:
    return f"cda:{name}" if name in types else name


def _written(row: dict[str, Any]) -> str:
    if row["as"] == "xmlAttr":
        return f"@ {row['namespace'] or ''} {row['name'] or ''}".strip()
    if row["as"] == "xmlText":
        return "text"
    if row["as"] == "cdaText":
        return "narrative"
    if row["group"]:
        return "group"
    if (row["namespace"] and row["namespace"] != HL7_V3) or row["name"]:
        return f"{row['namespace'] or HL7_V3} {row['name'] or row['path'].rpartition('.')[2]}"
    return ""


def with_pharmacy(types: dict[str, Any], extended: dict[str, Any]) -> None:
    """The types of IHE Pharmacy, and the elements through which CDA's types reach them."""
    for name, type_ in extended.items():
        if name.startswith("Pharm"):
            types[name] = type_
        elif name in types:
            known = {row["path"] for row in types[name]["rows"]}
            new = [r for r in type_["rows"] if r["path"] not in known and (r["namespace"] or HL7_V3) != HL7_V3
                   and not r["namespace"].endswith("sdtc") and r["types"]]  # fmt: skip
            types[name]["rows"] += new + _older_texts(type_["rows"], known)


def _older_texts(rows: list[dict[str, Any]], known: set[str]) -> list[dict[str, Any]]:
    """The text of an element by the names of that older model, `data` and `other`: maps still use them."""
    texts = [row for row in rows if row["as"] == "xmlText" and row["path"].removesuffix("[x]") not in known]
    return [{**row, "path": row["path"].removesuffix("[x]"), "types": ["string"]} for row in texts]


def main(arguments: list[str]) -> int:
    if len(arguments) != 3:
        print("usage: cda_structure.py CORE-FOLDER PHARM-FOLDER OUTPUT", file=sys.stderr)
        return 2
    types = definitions(Path(arguments[0]))
    types = {name: row for name, row in types.items() if not name.endswith("simple")}
    with_pharmacy(types, definitions(Path(arguments[1])))
    lines = [f'"cda:{name}":{json.dumps(line(name, types), separators=(",", ":"))}' for name in sorted(types)]
    Path(arguments[2]).write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
