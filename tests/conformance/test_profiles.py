"""The definitions in profiles/: every address of ours is defined, the definitions are valid, the examples say so."""

import re
from pathlib import Path

import orjson
import pytest

from adapter.conformance import validate
from adapter.conformance.profiles import shipped_profiles
from adapter.fhir.canonical import BASE, LIST_KINDS
from adapter.plan.labels import DISCREPANCIES, STATUSES
from adapter.reconciliation.rules import RUNGS, combination, other_form, reversal
from adapter.sources.csv_layout import LAYOUTS

ROOT = Path(__file__).resolve().parents[2]
PROFILES = ROOT / "profiles"
VALID = sorted((PROFILES / "examples" / "valid").glob("*.json"))
INVALID = sorted((PROFILES / "examples" / "invalid").glob("*.json"))
KINDS = "StructureDefinition|CodeSystem|ValueSet|NamingSystem|OperationDefinition"
ADDRESS = re.compile(rf"(?:{re.escape(BASE)}|\{{BASE\}})/((?:{KINDS})/[\w-]+)")


def test_every_address_of_ours_in_code_and_maps_has_a_definition() -> None:
    texts = [*(ROOT / "adapter").rglob("*.py"), *(ROOT / "mappings").rglob("*.*")]
    used = {found for path in texts for found in ADDRESS.findall(path.read_text(encoding="utf-8"))}
    claimed = re.findall(r'profile\("([\w-]+)"\)', "".join(p.read_text() for p in (ROOT / "adapter/plan").glob("*.py")))
    used |= {f"StructureDefinition/{name}" for name in claimed}
    defined = {url.removeprefix(f"{BASE}/") for url in shipped_profiles().by_url}
    assert len(used) > 10
    assert sorted(used - defined) == []


@pytest.mark.parametrize("path", sorted(PROFILES.glob("*.json")), ids=lambda path: path.stem)
def test_a_definition_is_valid_r4_and_named_after_its_file(path: Path) -> None:
    definition = orjson.loads(path.read_bytes())
    assert [issue.line() for issue in validate(definition) if issue.severity == "error"] == []
    assert path.stem == f"{definition['resourceType']}-{definition['id']}"
    address = definition.get("url") or definition["uniqueId"][0]["value"]
    assert address == f"{BASE}/{definition['resourceType']}/{definition['id']}"


def test_the_codes_are_those_that_the_program_uses() -> None:
    def codes(name: str) -> set[str]:
        return set(shipped_profiles().codes(f"{BASE}/CodeSystem/{name}") or ())

    assert codes("medication-list-kind") == set(LIST_KINDS)
    assert codes("reconciliation-status") == set(STATUSES)
    assert codes("discrepancy-type") == set(DISCREPANCIES)
    assert codes("match-rung") == {*RUNGS, combination.RUNG, other_form.RUNG, reversal.RUNG, "alone"}


def test_the_model_of_a_csv_row_has_the_columns_of_all_layouts() -> None:
    model = shipped_profiles().by_url[f"{BASE}/StructureDefinition/csv-row"]
    paths = {element["path"].partition(".")[2] for element in model["differential"]["element"][1:]}
    assert paths == {column.lower() for layout in LAYOUTS for column in layout.columns}


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_a_valid_example_has_no_issue(path: Path) -> None:
    assert validate(orjson.loads(path.read_bytes())) == []


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_an_invalid_example_says_what_is_wrong(path: Path) -> None:
    rows = (path.parent / "expected.txt").read_text(encoding="utf-8").splitlines()
    expected = dict(row.split(": ", 1) for row in rows)
    said = [issue.line() for issue in validate(orjson.loads(path.read_bytes()))]
    assert any(expected[path.stem] in line for line in said), said
