"""Generate adapter/conformance/r4_rules.json, what R4 asks beyond element tables: required codes, reference targets,
invariants and the forms of primitives, from the facts of the package hl7.fhir.r4.core 4.0.1.

    python scripts/r4_rules.py FACTS/r4-types.json adapter/conformance/r4_rules.json

`{"types": {Type: {"codes": {path: value set}, "targets": {path: [type…]}, "invariants": [[key, path, severity,
FHIRPath]…], "regex": form}}, "valueSets": {url: [code…]}}`, one type a line. Source: HL7 FHIR R4 (4.0.1), CC0-1.0.
"""

import json
import sys
from pathlib import Path
from typing import Any


def table(facts: dict[str, Any]) -> str:
    """The text of r4_rules.json for the parsed facts."""
    types = ",\n".join(
        f"{json.dumps(name)}:{_compact(row)}" for name, type_ in sorted(facts["types"].items()) if (row := _row(type_))
    )
    sets = ",\n".join(f"{json.dumps(url)}:{_compact(codes)}" for url, codes in sorted(facts["valueSets"].items()))
    return '{"types":{\n' + types + '\n},"valueSets":{\n' + sets + "\n}}\n"


def _row(type_: dict[str, Any]) -> dict[str, Any]:
    details = {path: element[3] for path, element in type_.get("e", {}).items() if len(element) > 3}
    row = {
        "codes": {path: detail["vs"] for path, detail in details.items() if "vs" in detail},
        "targets": {path: detail["r"] for path, detail in details.items() if detail.get("r")},
        "invariants": type_.get("inv", []),
        "regex": type_.get("regex", ""),
    }
    return {key: value for key, value in row.items() if value}


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print("usage: r4_rules.py R4-TYPES.JSON OUTPUT", file=sys.stderr)
        return 2
    facts = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    Path(arguments[1]).write_text(table(facts), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
