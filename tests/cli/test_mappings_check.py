"""medrec mappings check: a map that a newcomer wrote is broken in one way after another, and read about."""

import json
from pathlib import Path

import pytest

from adapter.cli import main

SHIPPED = Path(__file__).parents[2] / "mappings"
LETTER = Path(__file__).parents[2] / "examples" / "stop-omission-dose-change" / "sources" / "discharge-letter.xml"
OURS = """map "http://example.org/StructureMap/our-statement" = "OurStatement"

uses "http://hl7.org/cda/stds/core/StructureDefinition/SubstanceAdministration" alias Administered as source
uses "http://hl7.org/fhir/StructureDefinition/MedicationStatement" alias MedicationStatement as target

imports "https://medrec-adapter.org/fhir/StructureMap/cda-medication"

group Statement(source sa : Administered, target r : MedicationStatement) extends Statement {
  sa.entryRelationship as relation then {
    relation.observation as seen where code.code = '1' -> r.note as note, note.text = (%seen.text.narrative()) "seen";
  } "relation";
  sa then Notes(sa, r) "notes";
}
"""
ENDLESS = """
group Again(source a, target r) { a then More(a, r) "more"; }
group More(source a, target r) { a then Again(a, r) "again"; }
"""

BROKEN: dict[str, tuple[str, str, str, str]] = {
    # situation: what is replaced, by what, the place, words of the message
    "a semicolon is missing": ('"seen";', '"seen"', "11:3", "';' at the end of line 10"),
    "an element does not exist": ("note.text", "note.txt", "10:80", "did you mean 'text'?"),
    "a type is misspelt": ("target r : MedicationStatement", "target r : MedicationStatment", "8:54", "no 'uses' line"),
    "a structure is misspelt": ("nStatement\" alias", "nStatment\" alias", "4:47", "FHIR R4 has no type"),
    "a function is misspelt": ("narrative()", "narative()", "10:99", "there is no function narative()"),
    "a function gets too much": ("narrative()", "narrative('en')", "10:99", "narrative() takes 0 arguments, found 1"),
    "a group is misspelt": ("then Notes(", "then Notess(", "12:11", "found 'Notess'"),
    "an import is misspelt": ("cda-medication", "cda-medications", "6:9", "/cda-medication'"),
    "an import is of another format": ("cda-medication", "csv-table", "6:9", "a map of csv; move the map to csv/"),
    "a variable is misspelt": ("%seen", "%sen", "10:88", "did you mean 'seen'?"),
    "a constant is misspelt": ("code.code = '1'", "%listKnd = '1'", "10:40", "did you mean 'listKind'?"),
    "a brace is not closed": ('"notes";\n}', '"notes";', "13:1", "close what is open"),
    "a quote is not closed": ("'1'", "'1", "10:52", "a closing ' of the text"),
    "an argument is missing": ("Notes(sa, r)", "Notes(sa)", "12:11", "2 arguments of Notes"),
    "a parameter is too many": ("target r : M", "target x, target r : M", "8:1", "3 parameters"),
    "a transform is misspelt": ("(%seen.text.narrative())", "copi(seen)", "10:87", "did you mean 'copy'"),
    "a choice has no type": ("r.note as note, note.text", "r.effective as e, e.start", "10:61", "(dateTime, Period)"),
    "a created type is misspelt": (
        "r.note as note, note.text = (%seen.text.narrative())",
        "r.contained = create('Observaton') as o",
        "10:81",
        "did you mean 'Observation'",
    ),
    "a ConceptMap is not there": ("(%seen.text.narrative())", "translate(seen, 'urn:x', 'code')", "10:104", "'urn:x'"),
    "a constant is no date": ("text = (%seen.text.narrative())", "time = 'today'", "10:88", "expected a dateTime"),
    "a constant fits no choice": (
        "r.note as note, note.text",
        "r.effective = 'soon', r.implicitRules",
        "10:74",
        "of effective[x] (dateTime, Period), found 'soon'",
    ),
    "a code is misspelt": ("r.note as note, note.text", "r.status = 'activ', r.implicitRules", "10:71", "'active'?"),
    "a regular expression is none": ("code.code = '1'", "code.code.matches('(a[')", "10:58", "not a regular"),
    "a transform has a number of arguments that it does not take": (
        "(%seen.text.narrative())", "qty(1, 'a', 'b')", "10:87", "or qty(value, unit, system, code), found 3"
    ),
    "an expression in quotes is none": (
        "(%seen.text.narrative())", "evaluate(seen, 'text + ')", "10:103", "expected an expression"),
    "a special variable is none": ("code.code = '1'", "$seen.exists()", "10:40", "there is no $seen; there are $this"),
    "a type is created without quotes": ("(%seen.text.narrative())", "create(Period)", "10:94", "create('Period')"),
    "parameters are swapped": (
        "(source sa : Administered, target r : MedicationStatement)",
        "(target r : MedicationStatement, source sa : Administered)",
        "8:1", "are target, source, those of mappings/cda/medication.map"),
    "arguments are swapped": ("Notes(sa, r)", "Notes(r, sa)", "12:20", "a target as 'r' of Notes, found 'sa'"),
    "a variable is named behind the condition": (
        "as seen where code.code = '1'", "where true as seen", "10:77", "'as seen' goes before 'where'"),
    "an arrow is one character": ("-> r.note", "→ r.note", "10:56", "expected '->', found '→'"),
    "an element of an element is set": ("r.note as note, note.text", "r.note.text", "10:65", "r.note as x, x.text = …"),
    "an element of an element is read": (
        "relation.observation as", "relation.observation.text as", "10:25", "one element a step"),
    "a semicolon is doubled": ('"seen";', '"seen";;', "10:119", "expected a rule or '}', found ';'"),
    "a shared item has no name": (') "seen"', ') share "seen"', "10:118", "the name of the shared item"),
    "a group is spelled as before R4": ("group Statement(", "group for types Statement(", "8:11", "of R4 or R5"),
    "groups call each other without end": ("}\n", "}\n", "15:42", "without end"),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "maps" / "cda").mkdir(parents=True)
    return tmp_path / "maps"


def write(folder: Path, text: str | bytes, name: str = "cda/our.map") -> None:
    file = folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())


def check(capsys: pytest.CaptureFixture[str], *paths: str) -> tuple[int, list[str]]:
    status = main(["mappings", "check", *paths])
    return status, capsys.readouterr().out.splitlines()


def test_the_maps_that_ship_are_clean(capsys: pytest.CaptureFixture[str]) -> None:
    status, (line,) = check(capsys)
    assert status == 0
    assert line.endswith("files: 0 errors, 0 warnings")
    assert check(capsys, str(SHIPPED))[1] == [line]
    assert check(capsys, str(SHIPPED / "cda" / "header.map"))[1] == ["1 file: 0 errors, 0 warnings"]


def test_a_map_of_ones_own_is_clean(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, OURS)
    assert check(capsys, "maps") == (0, ["1 file: 0 errors, 0 warnings"])
    assert check(capsys, "maps/cda/our.map") == (0, ["1 file: 0 errors, 0 warnings"])


@pytest.mark.parametrize("situation", BROKEN)
def test_what_is_broken_is_shown_with_its_place_and_refused_by_map(
    folder: Path, situation: str, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new, place, words = BROKEN[situation]
    assert old in OURS
    text = OURS.replace(old, new, 1)
    if "without end" in situation:
        text = OURS.replace("Notes(sa, r)", "Again(sa, r)") + ENDLESS
    write(folder, text)
    status, lines = check(capsys, "maps")
    assert status == 1
    (error,) = [line for line in lines if line.startswith(f"maps/cda/our.map:{place}: error: ")]
    assert words in error
    after = lines[lines.index(error) + 1 :]
    if "what is open" not in words:
        assert after[0].split(" | ")[0].strip() == place.split(":")[0]
        assert set(after[1].strip(" |")) == {"^"}
    if situation != "a code is misspelt":  # which makes a resource that validate refuses
        assert main(["map", str(LETTER), "--mappings", "maps"]) == 2
        assert capsys.readouterr().err.splitlines()[0].startswith(f"maps/cda/our.map:{place.split(':')[0]}")


def test_every_error_is_shown_and_not_the_first_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, OURS.replace("note.text", "note.txt").replace("then Notes(", "then Notess("))
    write(folder, OURS.replace("group", "grup"), "cda/second.map")
    _, lines = check(capsys, "maps")
    places = [line.split(": ")[0] for line in lines if ": error: " in line]
    assert places == ["maps/cda/our.map:10:80", "maps/cda/our.map:12:11", "maps/cda/second.map:8:1"]
    assert lines[-1] == "2 files: 3 errors, 0 warnings"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("(%seen.text.narrative())", "'seen'", "10:29: warning: the variable 'seen' is never used"),
        (
            'imports "https://medrec-adapter.org/fhir/StructureMap/cda-medication"',
            "",
            "11: warning: 'Notes' is a group",
        ),
        (
            "sa.entryRelationship",
            "sa.entryRelationshp",
            "9:6: warning: nothing that is known of cda is called 'entryRel",
        ),
        ("relation.observation as", "relation.value : IVLTS as", "10:22: warning: expected a type of FHIR R4 or one"),
        ("where code.code", "where code.cod", "10:45: warning: nothing that is known of cda is called 'cod'; did"),
        ('"notes";\n}', '"notes";\n}\ngroup Spare(source a) { a then Spare(a) "a"; }', "without end"),
        ('"notes";\n}', '"notes";\n}\ngroup Spare(source a) { a log(\'x\') "a"; }', "'Spare' is never called"),
    ],
)
def test_what_is_never_used_is_a_warning(
    folder: Path, old: str, new: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, OURS.replace(old, new))
    status, lines = check(capsys, "maps")
    assert status == (1 if message == "without end" else 0)
    assert any(message in line or message.replace("11:", "12:11:") in line for line in lines)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "1:1: error: the file is empty"),
        (b" \n", "1:1: error: the file is empty"),
        (OURS.encode("utf-16"), "1:1: error: the text is UTF-16; save the file as UTF-8"),
        (OURS.replace('"seen"', '"déjà"').encode("cp1252"), "10:114: error: the byte 0xe9 is not UTF-8 text ('é' in"),
        (b"\x00\x01", "1:1: error: expected"),
        (b"<StructureMap/>", "1:1: error: expected one of 'map'"),
    ],
)
def test_a_file_that_is_no_text_of_a_map_is_said(
    folder: Path, data: bytes, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, data)
    status, lines = check(capsys, "maps")
    assert status == 1
    assert lines[0].startswith(f"maps/cda/our.map:{message}")


def test_a_folder_with_the_name_of_a_map_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "cda" / "our.map").mkdir()
    assert check(capsys, "maps")[1][0] == "maps/cda/our.map: error: is a folder; a name that ends in .map is for a file"


def test_two_maps_with_one_url_two_groups_of_one_name_are_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, OURS)
    write(folder, OURS, "cda/second.map")
    assert "is that of maps/cda/our.map too" in check(capsys, "maps")[1][0]
    write(folder, OURS.replace("our-statement", "second"), "cda/second.map")
    assert "so does maps/cda/our.map:8; keep one of them" in check(capsys, "maps")[1][0]
    (folder / "cda" / "second.map").unlink()
    write(folder, OURS + OURS[OURS.index("group") :])
    assert "the group 'Statement' stands on line 8 too" in check(capsys, "maps")[1][0]
    write(folder, OURS.replace("group Statement", "group Statment").replace("extends Statement", "extends Statment"))
    assert "no other map has a group 'Statment' to extend; did you mean 'Statement'?" in check(capsys, "maps")[1][0]


def test_a_copy_of_a_shipped_map_that_lost_a_group_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (SHIPPED / "csv" / "table.map").read_text(encoding="utf-8")
    write(folder, text.replace("group Entry(", "group Entries("), "csv/table.map")
    status, lines = check(capsys, "maps")
    assert status == 1
    assert lines[0].startswith("maps/csv/table.map: error: no group 'Entry', which mappings/csv/table.map has")


def test_a_map_with_the_url_of_a_shipped_one_and_a_part_of_its_groups_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (SHIPPED / "csv" / "pharmacy-export.map").read_text(encoding="utf-8")
    write(folder, text.replace("group Delivery(", "group Deliveries("), "csv/ours.map")
    status, lines = check(capsys, "maps")
    assert status == 1
    assert (
        "maps/csv/ours.map:1:1: error: takes the place of mappings/csv/pharmacy-export.map, whose url it has, without "
        "its group 'Delivery', which mappings/csv/table.map calls; copy the group too, or give the map a url of its own"
    ) in lines


TABLE = """{
  "resourceType": "ConceptMap",
  "url": "http://example.org/ConceptMap/ours",
  "group": [{
    "source": "http://example.org/a",
    "target": "http://example.org/b",
    "element": [
      { "code": "1", "target": [{ "code": "x", "equivalence": "equivalent" }] },
      { "code": "2", "target": [{ "code": "y", "equivalence": "equivalent" }] }
    ]
  }]
}
"""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"code": "2"', '"code": "1"', "9:17: error: the code '1' stands twice"),
        ("http://example.org/b", "b", "6:15: error: expected the URI of a code system as group[0].target, found 'b'"),
        ('"y", "equivalence": "equivalent"', '"y", "equivalence": "equl"', "9:63: error: expected one of"),
        ('"code": "y", ', "", "9:17: warning: the target of '2' has no code"),
        ('"code": "2", ', "", "1:1: error: group[0].element[1] has no code"),
        ('"code": "2", ', '"code": 2, ', "1:1: error: group[0].element[1] has the code 2; a code is a text, in quotes"),
        ('"group": [{', '"grup": [{', "4:3: error: the ConceptMap has 'grup', which nothing reads; did you"),
        ('"code": "x", ', '"code": "x", "displya": "X", ', "8:48: error: group[0].element[0].target"),
        ('[{ "code": "y", "equivalence": "equivalent" }]', '{ "code": "y" }', "9:22: error: expected a list"),
        ('"ConceptMap",', '"ConceptMpa",', "2:19: error: FHIR has no resource 'ConceptMpa'; did you mean"),
        ('"url": "http://example.org/ConceptMap/ours",', "", "1:1: error: expected a ConceptMap with a url"),
        ("}]\n}", "}],\n}", "12:1: error: not JSON: expected"),
        ('[{ "code": "y", "equivalence": "equivalent" }]', "[]", "9:17: warning: the code '2' has no target"),
        ('"target": "http://example.org/b",', "", "1:1: warning: group[0] does not say its target system"),
    ],
)  # fmt: skip
def test_a_concept_map_is_looked_at(
    folder: Path, old: str, new: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, TABLE, "table.json")
    assert check(capsys, "maps") == (0, ["1 file: 0 errors, 0 warnings"])
    assert old in TABLE
    write(folder, TABLE.replace(old, new), "table.json")
    status, lines = check(capsys, "maps")
    assert lines[0].startswith(f"maps/table.json:{message}")
    assert status == (0 if "warning" in message else 1)
    if status:
        assert main(["map", str(LETTER), "--mappings", "maps"]) == 2
        assert capsys.readouterr().err.startswith(f"maps/table.json:{message.partition(' error')[0]}")


def test_a_code_that_has_no_translation_on_purpose_is_no_warning(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`noMap` of R5."""
    write(folder, TABLE.replace('"target": [{ "code": "y", "equivalence": "equivalent" }]', '"noMap": true'), "t.json")
    assert check(capsys, "maps") == (0, ["1 file: 0 errors, 0 warnings"])


def test_a_table_of_ones_own_may_say_less_than_the_one_it_replaces(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    orders = SHIPPED.parent / "examples" / "hl7v2-orders-at-discharge" / "sources" / "discharge-orders.hl7"
    text = TABLE.replace("http://example.org/ConceptMap/ours", "https://medrec-adapter.org/fhir/ConceptMap/hl7v2-route")
    for row in ('"code": "PO"', '"code": "PO", "target": [{ "equivalence": "unmatched" }]', ""):
        elements = f'"element": [{{ {row} }}]' if row else '"display": "none"'
        write(folder, text[: text.index('"element"')] + elements + "}]}", "route.json")
        assert main(["map", str(orders), "--mappings", "maps", "-o", "out.json"]) == 0
        made = [entry["resource"]["resourceType"] for entry in json.loads(Path("out.json").read_bytes())["entry"]]
        assert made.count("MedicationRequest") == 6
    capsys.readouterr()


def test_a_map_of_no_format_is_checked_with_what_it_imports(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = 'uses "http://hl7.org/fhir/StructureDefinition/Patient" alias P as source\n'
    head += 'uses "http://hl7.org/fhir/StructureDefinition/Person" alias Q as target\n'
    text = (
        'map "urn:p" = "P"\n' + head + "group P(source s : P, target t : Q) { s.gendr -> t.gender; s.name -> t.nmae; }"
    )
    write(folder, text, "person.map")
    status, lines = check(capsys, "maps")
    assert status == 1
    assert [line for line in lines if line.startswith("maps/")] == [
        "maps/person.map:4:41: error: expected an element of Patient, found 'gendr'; did you mean 'gender'?",
        "maps/person.map:4:72: error: expected an element of Person, found 'nmae'; did you mean 'name'?",
    ]


def test_a_map_of_no_format_that_looks_like_one_of_a_format_is_a_warning(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = OURS.replace('imports "https://medrec-adapter.org/fhir/StructureMap/cda-medication"', "")
    text = text.replace(" extends Statement", "").replace('sa then Notes(sa, r) "notes";', "")
    write(folder, text.replace("(%seen.text.narrative())", "'seen'"), "our.map")
    status, lines = check(capsys, "maps")
    assert status == 0
    assert lines[0].startswith(
        "maps/our.map:8:7: warning: the map is of no format, so only --map runs it, and its group"
    )
    assert "put it in a folder cda, fhir, pn13, csv, hl7v2, or import the shipped map" in lines[0]


def test_json_is_for_editors(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, OURS.replace("note.text", "note.txt"))
    assert main(["mappings", "check", "maps", "--json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["file"], found["line"], found["column"], found["severity"]) == ("maps/cda/our.map", 10, 80, "error")


@pytest.mark.parametrize(
    ("path", "message"),
    [("gone", "no such file or folder"), ("maps", "no map here"), ("notes.txt", "is no map; maps are files .map")],
)
def test_nothing_to_check_ends_with_2(
    folder: Path, path: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("notes.txt").write_text("x", encoding="utf-8")
    assert main(["mappings", "check", path]) == 2
    assert message in capsys.readouterr().err


def test_a_group_that_is_spelt_much_like_a_shipped_one_says_which(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, OURS.replace("group Statement(", "group Statment("))
    _, lines = check(capsys, "maps")
    assert any("the group 'Statment' is never called" in line and "did you mean 'Statement'?" in line for line in lines)
