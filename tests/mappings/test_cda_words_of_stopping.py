"""Words of CDA documents that say stopped, held or not to be taken, and words that only look so: titles of lists,
statuses in words, conditions."""

from html import unescape
from typing import Any

import pytest
from cda_envelope import enveloped

from adapter.sources.document import Source
from adapter.workflow.mapped import MEDICATION_TYPES, Mapped, map_source

NAME = "<name>Ramipril 5 mg</name>"
EVERY_EIGHT_HOURS = '<effectiveTime xsi:type="PIVL_TS"><period value="8" unit="h"/></effectiveTime>'


def _section(title: str, code: str, inside: str) -> str:
    return f'<section><code code="{code}" codeSystem="2.16.840.1.113883.6.1"/><title>{title}</title>{inside}</section>'


def _entry(after: str = "", before: str = "") -> str:
    product = f"<manufacturedProduct><manufacturedMaterial>{NAME}</manufacturedMaterial></manufacturedProduct>"
    return (
        f'<entry><substanceAdministration classCode="SBADM" moodCode="EVN"><statusCode code="active"/>{before}'
        f"<consumable>{product}</consumable>{after}</substanceAdministration></entry>"
    )


def _read(section: str) -> tuple[Mapped, dict[str, Any]]:
    mapped = map_source(Source("letter.xml", enveloped(section).encode()))
    resources = (entry["resource"] for entry in mapped.bundle["entry"])
    return mapped, next(r for r in resources if r["resourceType"] in MEDICATION_TYPES)


def _conflicts(mapped: Mapped) -> list[str]:
    return [issue.code for issue in mapped.issues if issue.severity == "warning"]


@pytest.mark.parametrize("code", ["10183-2", "10160-0", "57828-6"])
@pytest.mark.parametrize("title", ["Médicaments arrêtés", "STOP taking these medications", "Nicht mehr einnehmen"])
def test_a_list_coded_as_current_and_titled_as_stopped_is_not_current(title: str, code: str) -> None:
    mapped, line = _read(_section(title, code, _entry()))
    assert (line["resourceType"], line["status"]) == ("MedicationStatement", "stopped")
    assert "conflict" in _conflicts(mapped)


@pytest.mark.parametrize("title", ["Médicaments arrêtés ou modifiés", "Medication changes: start, stop", "On hold"])
def test_a_list_whose_title_speaks_of_stopping_beside_other_things_is_kept_apart(title: str) -> None:
    mapped, line = _read(_section(title, "10183-2", _entry()))
    assert line["status"] == "unknown"
    assert "conflict" in _conflicts(mapped)


@pytest.mark.parametrize("title", ["Traitements à ne pas arrêter", "Suspensions buvables", "Medications not stopped"])
def test_a_list_whose_title_denies_a_stop_is_current(title: str) -> None:
    mapped, line = _read(_section(title, "10183-2", _entry()))
    assert (line["status"], _conflicts(mapped)) == ("active", [])


@pytest.mark.parametrize("title", ["Traitements à ne pas arrêter", "Traitements administrés ou arrêtés"])
def test_what_was_given_under_a_title_that_does_not_say_stopped_is_not_stopped(title: str) -> None:
    _, line = _read(_section(title, "18610-6", _entry()))
    assert line["resourceType"] == "MedicationAdministration"


@pytest.mark.parametrize(
    "title", ["Nicht mehr einnehmen", "Arre\u0302te\u0301s", "Gestoppt", "Withheld", "Anciens traitements"]
)
def test_a_heading_of_what_is_not_taken_is_apart_from_the_list_around_it(title: str) -> None:
    heading = f"<component><section><title>{title}</title>{_entry()}</section></component>"
    _, line = _read(_section("Traitements à la sortie", "10183-2", heading))
    assert line["status"] == "unknown"


def test_a_heading_of_the_time_of_its_list_belongs_to_it() -> None:
    heading = f"<component><section><title>À l'admission</title>{_entry()}</section></component>"
    mapped, _ = _read(_section("Traitements à l'admission", "42346-7", heading))
    kinds = [e["valueCode"] for r in mapped.bundle["entry"] for e in r["resource"].get("extension", ())]
    assert "admission" in kinds


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("Active", "active"),
        ("ACTIVE.", "active"),
        ("On hold", "on-hold"),
        ("Discontinued by provider", "stopped"),
        ("Prior History No Longer Active", "completed"),
        ("Active until 2019", "unknown"),
        ("Active (on hold)", "unknown"),
        ("Hold if SBP &lt; 100", "unknown"),
        ("Held for surgery, now resumed", "unknown"),
        ("Discontinued then restarted", "unknown"),
        ("Discontinued?", "unknown"),
        ("Stopped smoking", "unknown"),
        ("Completed by mistake", "unknown"),
    ],
)
def test_a_status_in_words_counts_when_it_says_nothing_else(said: str, status: str) -> None:
    code = '<code code="33999-4" codeSystem="2.16.840.1.113883.6.1"/>'
    value = f'<value xsi:type="CE" displayName="{said}"/>'
    observation = f'<observation classCode="OBS" moodCode="EVN">{code}{value}</observation>'
    entry = _entry(f'<entryRelationship typeCode="REFR">{observation}</entryRelationship>')
    mapped, line = _read(_section("Medications", "10160-0", entry))
    assert line["status"] == status
    assert ("value" in _conflicts(mapped)) is (status == "unknown")


def _remarked(said: str, mood: str = "EVN", after: str = "") -> tuple[Mapped, dict[str, Any]]:
    head = "<thead><tr><th>Médicament</th><th>Posologie</th><th>Observations</th></tr></thead>"
    row = f'<tr ID="r1"><td>Ramipril 5 mg</td><td>1 le matin</td><td>{said}</td></tr>'
    entry = _entry(after, '<text><reference value="#r1"/></text>').replace(
        'SBADM" moodCode="EVN', f'SBADM" moodCode="{mood}'
    )
    text = f"<text><table>{head}<tbody>{row}</tbody></table></text>"
    return _read(_section("Traitements", "10160-0", text + entry))


@pytest.mark.parametrize("mood", ["EVN", "INT"])
@pytest.mark.parametrize(
    "said",
    [
        "arrêté le 12/03",
        "Suspendu",
        "suspendu jusqu'au 15/03/2024",
        "arrêté par son cardiologue en mars 2024",
        "traitement stoppé depuis le 1er mars",
        "Arrêt",
        "stopped 3/12",
        "Discontinued by PCP on 03/12/2024.",
        "abgesetzt am 12.03.2024",
        "sospeso",
    ],
)
def test_a_remark_that_says_nothing_but_a_stop_is_told(said: str, mood: str) -> None:
    mapped, line = _remarked(said, mood)
    assert line["status"] == "unknown"
    assert [note["text"] for note in line["note"]] == [said]
    assert [issue.message for issue in mapped.issues if issue.severity == "warning"] == [
        f"the row of the narrative says '{said}' of it: taken as unknown"
    ]


@pytest.mark.parametrize(("observed", "status"), [("Active", "unknown"), ("On hold", "on-hold")])
def test_a_remark_of_a_stop_beside_a_status_that_is_observed(observed: str, status: str) -> None:
    code = '<code code="33999-4" codeSystem="2.16.840.1.113883.6.1"/>'
    value = f'<value xsi:type="CE" displayName="{observed}"/>'
    after = (
        f'<entryRelationship typeCode="REFR"><observation classCode="OBS" moodCode="EVN">{code}{value}</observation>'
    )
    mapped, line = _remarked("arrêté le 12/03", after=f"{after}</entryRelationship>")
    assert line["status"] == status
    assert ("conflict" in _conflicts(mapped)) is (status == "unknown")


@pytest.mark.parametrize(
    "said",
    [
        "arrêter si diarrhée",
        "ne pas arrêter",
        "non arrêté",
        "never stopped",
        "not on hold",
        "arrêté ?",
        "arrêté le 12/03, repris le 15/03",
        "à arrêter le 15/03",
        "arrêt le 20/03",
        "stop 3/12",
        "held 5 min",
        "arrêt du tabac",
        "stopped smoking",
        "suspension buvable",
        "à jeun",
        "arrêté " + "x" * 80,
    ],
)
def test_a_remark_that_says_more_than_a_stop_or_none_is_a_note_alone(said: str) -> None:
    mapped, line = _remarked(said)
    assert (line["status"], _conflicts(mapped)) == ("active", [])
    assert [note["text"] for note in line["note"]] == [said]


def _conditional(said: str) -> tuple[Mapped, dict[str, Any]]:
    condition = f"<precondition><criterion><text>{said}</text></criterion></precondition>"
    return _read(_section("Medications", "10160-0", _entry(condition, EVERY_EIGHT_HOURS)))


@pytest.mark.parametrize(
    "said",
    [
        "à suspendre pendant l'hospitalisation",
        "Traitement à suspendre pendant l'hospitalisation",
        "arrêter si diarrhée",
        "stop if rash",
        "Hold for SBP below 100",
        "ne pas prendre si PAS inférieure à 100",
        "do not take if SBP below 100",
        "ne pas arrêter brutalement",
        "En cas de diarrhée, arrêter",
        "Si PAS &lt; 100 : suspendre le traitement",
        "if SBP &lt; 100, hold",
        "if HR below 60 skip the dose",
        "si PAS inférieure à 90, ne pas donner",
        "bei Durchfall absetzen",
        "avoid if pregnant",
        "contre-indiqué si grossesse",
    ],
)
def test_a_condition_not_to_take_it_is_a_note_and_not_as_needed(said: str) -> None:
    _, line = _conditional(said)
    assert [note["text"] for note in line["note"]] == [unescape(said)]
    assert "asNeededCodeableConcept" not in line["dosage"][0]


@pytest.mark.parametrize(
    ("said", "is_unsure"),
    [
        ("douleur", False),
        ("si non soulagé par le paracétamol", False),
        ("if pain does not stop", True),
        ("si le saignement ne s'arrête pas", True),
        ("en cas d'arrêt du transit", True),
        ("to stop bleeding", True),
        ("sauf le dimanche", True),
        ("si toux, prendre 1 puis arrêter", True),
        ("si envie d'arrêter de fumer", True),
        ("if the patient cannot stop", True),
        ("nicht gestillte Blutung", True),
        ("if nausea take 1, do not take more than 4 a day", False),
    ],
)
def test_a_condition_that_speaks_of_stopping_something_else_is_as_needed(said: str, is_unsure: bool) -> None:
    mapped, line = _conditional(said)
    assert line["dosage"][0]["asNeededCodeableConcept"]["text"] == said
    assert "note" not in line
    assert ("value" in _conflicts(mapped)) is is_unsure


@pytest.mark.parametrize(
    ("form", "unit"),
    [
        ("Tablet, film coated", "{tablet}"),
        ("Capsule (oral)", "{capsule}"),
        ("Film", "{film}"),
        ("Gel", None),
        ("Gel, topical", None),
        ("Film coated tablet", None),
        ("Tube of cream", None),
    ],
)
def test_a_dose_counts_what_its_form_is_by_its_whole_name(form: str, unit: str | None) -> None:
    administered = f'<administrationUnitCode code="C1" displayName="{form}"/>'
    _, line = _read(_section("Medications", "10160-0", _entry(administered, '<doseQuantity value="1"/>')))
    assert line["dosage"][0]["doseAndRate"][0]["doseQuantity"].get("code") == unit
