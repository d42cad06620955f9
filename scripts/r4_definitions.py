"""Generate adapter/fhir/r4.json, the table of FHIR R4 element definitions, from the facts of the package
hl7.fhir.r4.core 4.0.1.

    python scripts/r4_definitions.py FACTS/r4-types.json adapter/fhir/r4.json

The table is JSON with one type a line, so that a reader can parse only the types it needs:
`"Type":{"k":kind,"base":type,"e":{path:[[type…],min,max]}}`; the line `"[x]"` has the types of all choice elements by
name.
Invariants and value sets stay in the facts. Source: HL7 FHIR R4 (4.0.1), CC0-1.0.
"""

import json
import sys
from pathlib import Path
from typing import Any


def table(facts: dict[str, Any]) -> str:
    """The text of r4.json for the parsed facts."""
    types = sorted(facts["types"].items())
    lines = [f"{json.dumps(name)}:{_line(type_)}" for name, type_ in types]
    lines.append(f'"[x]":{_compact(_choices(types))}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _line(type_: dict[str, Any]) -> str:
    row = {key: type_[key] for key in ("k", "base", "abstract") if key in type_}
    if "e" in type_:
        row["e"] = {path: element[:3] for path, element in type_["e"].items()}
    return _compact(row)


def _choices(types: list[tuple[str, dict[str, Any]]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for _, type_ in types:
        for path, element in type_.get("e", {}).items():
            if path.endswith("[x]"):
                known = found.setdefault(path.rpartition(".")[2][:-3], [])
                known += [name for name in element[0] if name not in known]
    return dict(sorted(found.items()))


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print("usage: r4_definitions.py R4-TYPES.JSON OUTPUT", file=sys.stderr)
        return 2
    facts = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    Path(arguments[1]).write_text(table(facts), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
