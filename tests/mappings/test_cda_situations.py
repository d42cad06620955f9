"""C-CDA, Swiss, German, Austrian and Italian sections, whole French documents → FHIR R4: `situation.xml`, a
fragment or a document, and in `situation.json` what the standard says of it.

`lists`: kind → types of its items; `resources`: what the medication resources hold, in order (more may stand there);
`count` of them; `absent`: elements that none may hold; `empty`: why the list is; `notes` of the lists; `issues`: the
messages, all of them.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from cda_envelope import enveloped

from adapter.reconciliation import lines_of
from adapter.reconciliation.sides import side
from adapter.sources.document import Source
from adapter.workflow.mapped import MEDICATION_TYPES, Mapped, list_kind, map_source

SITUATIONS = sorted((Path(__file__).parent / "cda" / "situations").glob("*.xml"))


@pytest.mark.parametrize("path", SITUATIONS, ids=lambda path: path.stem)
def test_the_section_is_mapped_as_the_standard_says(path: Path) -> None:
    mapped = map_source(Source(path.name, enveloped(path.read_text(encoding="utf-8")).encode()))
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    found = [e["resource"] for e in mapped.bundle["entry"] if e["resource"]["resourceType"] in MEDICATION_TYPES]
    resources = expected.get("resources", [])
    assert len(found) == expected.get("count", len(resources) or len(found))
    for wanted, resource in zip(resources, found, strict=bool(resources)):
        assert _held(wanted, resource) == wanted
    assert not [name for name in expected.get("absent", []) if f'"{name}"' in json.dumps(found)]
    assert _lists(mapped, found) == expected.get("lists", _lists(mapped, found))
    assert _reasons(mapped) == ([expected["empty"]] if "empty" in expected else [])
    assert _notes(mapped) == expected.get("notes", _notes(mapped))
    if "issues" in expected:
        assert [issue.message for issue in mapped.issues if "entry without a product" not in issue.message] == (
            expected["issues"]
        )


def _notes(mapped: Mapped) -> list[str]:
    lists = [e["resource"] for e in mapped.bundle["entry"] if e["resource"]["resourceType"] == "List"]
    return [note["text"] for li in lists for note in li.get("note", ())]


def _held(wanted: Any, found: Any) -> Any:
    """Of `found`, what `wanted` asks for."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        return {key: _held(value, found.get(key)) for key, value in wanted.items()}
    if isinstance(wanted, list) and isinstance(found, list) and len(wanted) <= len(found):
        chosen = [_best(one, found) for one in wanted]
        return [_held(one, other) for one, other in zip(wanted, chosen, strict=True)]
    return found


def _best(wanted: Any, found: list[Any]) -> Any:
    return next((item for item in found if _held(wanted, item) == wanted), found[0])


def _lists(mapped: Mapped, found: list[dict[str, Any]]) -> dict[str, list[str]]:
    types = {f"urn:uuid:{resource['id']}": resource["resourceType"] for resource in found}
    lists = [e["resource"] for e in mapped.bundle["entry"] if e["resource"]["resourceType"] == "List"]
    return {str(list_kind(li)): [types[e["item"]["reference"]] for e in li.get("entry", ())] for li in lists}


def _reasons(mapped: Mapped) -> list[str]:
    lists = [e["resource"] for e in mapped.bundle["entry"] if e["resource"]["resourceType"] == "List"]
    return [li["emptyReason"]["coding"][0]["code"] for li in lists if "emptyReason" in li]


def test_what_a_discharge_letter_hands_over_is_no_history_of_the_treatment() -> None:
    """The delivery beside the treatment is a line of its own, and the treatment is still an addition."""
    path = next(path for path in SITUATIONS if path.stem == "supply-order-and-dispense-of-a-current-treatment")
    text = enveloped(path.read_text(encoding="utf-8")).replace("10160-0", "10183-2")
    lists, lines, _ = lines_of(map_source(Source("letter", text.encode())).bundle, source="letter", role="discharge")
    assert [side(line, "2024-01-10") for line in lines] == ["discharge", "apart"]
    assert len(lists) == 2
