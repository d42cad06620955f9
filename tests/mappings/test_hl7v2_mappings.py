"""HL7 v2 messages → FHIR R4: one folder a situation, and what each line of it must say, written from the standard."""

import json
from pathlib import Path
from typing import Any

import pytest
from compact_bundle import mapped_case, of_type, places
from hl7v2_message import lines, mapped, message
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapter.conformance import validate
from adapter.errors import MedrecError
from adapter.sources.document import Source
from adapter.workflow.mapped import map_source

CASES = Path(__file__).parent / "hl7v2" / "cases"
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "hl7v2"
DAILY, MG, TABLET = {"frequency": 1, "period": 1, "periodUnit": "d"}, "mg", "{tablet}"

TWICE = {"frequency": 2, "period": 1, "periodUnit": "d"}


def at(hour: str) -> str:
    return f"2026-03-21T{hour}:00+01:00"


# case → place → (product, dose and unit, Timing.repeat, route, status, date, kind of the list)
FACTS: dict[str, dict[str, tuple[Any, ...]]] = {
    "an-encoded-order-with-all-its-facts": {
        "RXE": (
            ["3400949188703", "BISO25", "64432503"],
            [(2, TABLET)],
            [{"when": ["MORN"], "boundsPeriod": {"start": "2026-03-12", "end": "2026-04-10"}}],
            "20053000",
            "active",
            "2026-03-12T08:15:00+01:00",
            "prescription",
        )
    },
    "an-order-of-2-3-with-its-timing-in-orc-7": {
        "RXE": (
            "PARACETAMOL 1 g comprimé",
            [(1, TABLET)],
            [
                {
                    "frequency": 1,
                    "period": 6,
                    "periodUnit": "h",
                    "timeOfDay": ["00:00:00", "06:00:00", "12:00:00", "18:00:00"],
                    "boundsPeriod": {"start": "2026-03-12", "end": "2026-03-21"},
                }
            ],
            "20053000",
            "active",
            "2026-03-12",
            "prescription",
        )
    },
    "a-requested-perfusion-with-its-components": {
        "RXO": (["PERF1"], [(1, "{bag}")], [None], "20045000", "active", "2026-03-12T08:15:00+01:00", "prescription")
    },
    "a-refill-of-a-tapered-corticosteroid": {
        "RXE": (
            ["PRED"],
            [(60, MG), (40, MG), (20, MG)],
            [
                {**DAILY, "boundsPeriod": {"start": "2026-03-12", "end": "2026-03-18"}},
                {
                    **DAILY,
                    "boundsDuration": {"value": 7, "unit": "d", "system": "http://unitsofmeasure.org", "code": "d"},
                },
                DAILY,
            ],
            "20053000",
            "active",
            "2026-03-12",
            "prescription",
        )
    },
    "a-delivery-with-its-order-lot-and-substitution": {
        "RXD": (
            ["61902218"],
            [(1, TABLET)],
            [{"frequency": 2, "period": 1, "periodUnit": "d"}],
            "20053000",
            "completed",
            "2026-03-12T10:15:00+01:00",
            "dispensing",
        )
    },
    "a-delivery-of-2-3-1-without-its-order": {
        "RXD": (
            ["3400930074589"],
            [None],
            [
                {
                    "frequency": 3,
                    "period": 1,
                    "periodUnit": "d",
                    "boundsDuration": {"value": 5, "unit": "d", "system": "http://unitsofmeasure.org", "code": "d"},
                }
            ],
            "20053000",
            "completed",
            "2026-03-12",
            "dispensing",
        )
    },
    "an-as-needed-order-beside-a-laboratory-order": {
        "RXO": (
            "PARACETAMOL 500 mg gélule",
            [((1, 2), "{capsule}")],
            [{"frequency": 1, "period": 4, "periodMax": 6, "periodUnit": "h"}],
            "20053000",
            "active",
            "2026-03-12",
            "prescription",
        )
    },
    "a-batch-in-which-orders-are-changed-held-and-replaced": {
        f"RXE[{n}]": (text, [(dose, TABLET)], [repeat], None, status, "2026-03-12T08:30:00+01:00", "prescription")
        for n, text, dose, repeat, status in (
            (1, "FUROSEMIDE 40 mg comprimé", 1, {"when": ["MORN"]}, "stopped"),
            (2, "FUROSEMIDE 40 mg comprimé", 0.5, {"when": ["MORN"]}, "active"),
            (3, "RAMIPRIL 5 mg comprimé", 1, {"when": ["HS"]}, "on-hold"),
            (4, "ZOPICLONE 7,5 mg comprimé", 1, None, "stopped"),
            (5, "ZOPICLONE 3,75 mg comprimé", 1, None, "active"),
        )
    },
    "a-round-of-administrations-with-a-refusal": {
        "RXE": (["FURO"], [(1, TABLET)], [TWICE], "20053000", "unknown", "2026-03-21T21:30:00+01:00", "prescription"),
        "RXA[1]": (["FURO"], [(1, TABLET)], [None], "20053000", "completed", at("08:00"), "administered"),
        "RXA[2]": (["FURO"], [(1, TABLET)], [None], "20053000", "not-done", at("20:00"), "administered"),
        "RXA[3]": (["VANCO"], [(1, "g")], [None], "20045000", "completed", (at("09:00"), at("09:30")), "administered"),
        "RXA[4]": (["VANCO"], [(1, "g")], [None], "20045000", "not-done", at("21:00"), "administered"),
        "RXA[5]": (["HEPA"], [(1000, "U", 1, "h")], [None], None, "completed", at("14:00"), "administered"),
        "RXA[6]": (["PARA"], [(1, "g")], [None], None, "entered-in-error", at("10:00"), "administered"),
    },
    "doses-to-give-beside-their-order": {
        "RXE": (
            ["IBU"],
            [(1, TABLET)],
            [{"frequency": 3, "period": 1, "periodUnit": "d"}],
            "20053000",
            "active",
            "2026-03-21T21:30:00+01:00",
            "prescription",
        ),
        "RXG[1]": (
            ["IBU"],
            [(1, TABLET)],
            [{"count": 1, "boundsPeriod": {"start": "2026-03-22T08:00:00+01:00"}}],
            "20053000",
            "active",
            "2026-03-21T21:30:00+01:00",
            "planned",
        ),
        "RXG[2]": (
            ["IBU"],
            [(1, TABLET)],
            [{"boundsPeriod": {"start": "2026-03-22T14:00:00+01:00"}}],
            "20053000",
            "active",
            "2026-03-21T21:30:00+01:00",
            "planned",
        ),
    },
    "a-french-order-with-decimal-commas-and-words": {
        "RXE[1]": (
            ["3400892229676"],
            [(0.5, TABLET)],
            [{"when": ["MORN"], "boundsPeriod": {"start": "2026-03-22", "end": "2026-04-20"}}],
            "20053000",
            "active",
            at("10:00"),
            "prescription",
        ),
        "RXE[2]": (
            "FUROSEMIDE 40 mg cpr",
            [(1, TABLET)],
            [{"when": ["MORN", "NOON"]}],
            "20053000",
            "active",
            at("10:00"),
            "prescription",
        ),
        "RXE[3]": ("ENOXAPARINE 4000 UI/0,4 mL", [None], [DAILY], "20066000", "active", at("10:00"), "prescription"),
    },
    "an-infusion-dosed-by-weight-and-time": {
        "RXE[1]": (
            ["DOBU"],
            [((5, 10), "ug/kg/min")],
            [{"boundsPeriod": {"start": at("10:00")}}],
            "20045000",
            "active",
            at("10:00"),
            "prescription",
        ),
        "RXE[2]": (["HEPA"], [(50, "mL")], [None], "20045000", "active", at("10:00"), "prescription"),
    },
}


def test_every_case_has_its_facts() -> None:
    assert sorted(path.name for path in CASES.iterdir()) == sorted(FACTS)


@pytest.mark.parametrize("case", sorted(FACTS))
def test_the_message_is_mapped_as_the_standard_says(case: str) -> None:
    expected = json.loads((CASES / case / "expected.json").read_text(encoding="utf-8"))
    assert mapped_case(CASES / case / "source.hl7") == expected


@pytest.mark.parametrize("case", sorted(FACTS))
def test_each_line_says_product_dose_timing_route_status_date_and_list(case: str) -> None:
    result = map_source(Source("f.hl7", (CASES / case / "source.hl7").read_bytes()))
    by_url = {entry["fullUrl"]: entry["resource"] for entry in result.bundle["entry"]}
    kinds = {e["item"]["reference"]: _kind(list_) for list_ in of_type(result, "List") for e in list_["entry"]}
    found = {}
    for place, references in places(result).items():
        line = by_url[references[0]]
        assert kinds[references[0]] == FACTS[case][place][-1]
        found[place] = (*_facts(line, FACTS[case][place][0]), kinds[references[0]])
    assert found == FACTS[case]


@pytest.mark.parametrize("case", sorted(FACTS))
def test_the_bundle_conforms_to_r4(case: str) -> None:
    assert validate(map_source(Source("f.hl7", (CASES / case / "source.hl7").read_bytes())).bundle) == []


def _kind(list_: dict[str, Any]) -> str:
    return str(list_["extension"][0]["valueCode"])


def _facts(line: dict[str, Any], product: Any) -> tuple[Any, ...]:
    medication = next((c for c in line.get("contained", ()) if c["id"] == "medication"), {})
    concept = line.get("medicationCodeableConcept") or medication["code"]
    dosages = [line["dosage"]] if "dosage" in line else line.get("dosageInstruction", [])
    period = line.get("effectivePeriod")
    route = dosages[0].get("route") if dosages else None
    return (
        [coding["code"] for coding in concept["coding"]] if isinstance(product, list) else concept["text"],
        [_dose(dosage) for dosage in dosages],
        [(dosage.get("timing") or {}).get("repeat") for dosage in dosages],
        route["coding"][0]["code"] if route else None,
        line["status"],
        (period["start"], period["end"])
        if period
        else next(line[name] for name in ("whenHandedOver", "authoredOn", "effectiveDateTime") if name in line),
    )


def _dose(dosage: dict[str, Any]) -> Any:
    if "dose" in dosage:
        return dosage["dose"]["value"], dosage["dose"].get("code")
    if ratio := dosage.get("rateRatio"):
        return tuple(ratio[part][name] for part in ("numerator", "denominator") for name in ("value", "code"))
    for row in dosage.get("doseAndRate", ()):
        if "doseQuantity" in row:
            return row["doseQuantity"]["value"], row["doseQuantity"].get("code")
        if range_ := row.get("doseRange") or row.get("rateRange"):
            low, high = range_["low"], range_["high"]
            return (low["value"], high["value"]), low.get("code")
    return None


# --- laws --------------------------------------------------------------------------------------------------------


@pytest.mark.shared
@pytest.mark.parametrize("name", ["RDE-O11-01.hl7", "RDE-O25-01.hl7", "RDS-O13-01.hl7"])
def test_each_order_and_delivery_of_a_published_sample_is_a_line_in_valid_fhir(name: str) -> None:
    if not (CORPUS / name).is_file():
        pytest.skip("../shared/corpus/hl7v2 is not here")
    result = map_source(Source(name, (CORPUS / name).read_bytes()))
    assert list(places(result)) == ["RXD" if "RDS" in name else "RXE"]
    assert validate(result.bundle) == []


_FIELD = st.text(alphabet='|^~&\\12BIDQHPRN"émg /-\x0b\t', max_size=10)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(["RXE||", "RXO|", "RXD|1|", "TQ1|1||", "RXR|", "ORC|", "NTE|1||"]), _FIELD)))
def test_whatever_the_fields_hold_each_drug_segment_is_a_line(parts: list[tuple[str, str]]) -> None:
    body = [f"{head}{text}" for head, text in parts]
    result = mapped(message(*body))
    drugs = [segment[:3] for segment in body if segment[:3] in ("RXE", "RXO", "RXD")]
    found = {reference for references in places(result).values() for reference in references}
    assert len(lines(result)) == sum(1 for line in lines(result) if f"urn:uuid:{line['id']}" in found)
    assert len(lines(result)) >= drugs.count("RXD") + (1 if drugs and "RXD" not in drugs else 0)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    case=st.sampled_from(sorted(FACTS)), at=st.integers(0, 900), length=st.integers(0, 30), put=st.binary(max_size=8)
)
def test_a_damaged_message_is_read_or_refused_with_a_message(case: str, at: int, length: int, put: bytes) -> None:
    data = (CASES / case / "source.hl7").read_bytes()
    damaged = data[:at] + put + data[at + length :]
    try:
        result = map_source(Source("f.hl7", damaged))
    except MedrecError as error:
        assert error.message
    else:
        assert len(places(result)) == len(lines(result))
        assert map_source(Source("f.hl7", damaged)).bundle == result.bundle
