"""medrec mappings trace: a person's questions and the answers, one folder a situation.

`questions.txt` has calls and what they print; numbers of map lines are left out of it, as maps are edited.
"""

import re
import shlex
from pathlib import Path

import pytest

from adapter.cli import main
from adapter.trace.query import elements_at, steps

CASES = Path(__file__).parent / "cases"
_MAP_LINE = re.compile(r"(\.map):\d+")


def questions() -> list[tuple[str, str, str]]:
    found = []
    for case in sorted(path.name for path in CASES.iterdir()):
        text = (CASES / case / "questions.txt").read_text(encoding="utf-8")
        for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
            question, _, answer = part.partition("\n")
            found.append((case, question, answer.strip("\n")))
    return found


def answer(capsys: pytest.CaptureFixture[str], source: Path, *question: str) -> str:
    main(["mappings", "trace", str(source), *question])
    out = _MAP_LINE.sub(r"\1", capsys.readouterr().out).strip("\n")
    return re.sub(r"^Not counted: attributes .*", "Not counted: (as documented)", out, flags=re.MULTILINE)


@pytest.mark.parametrize(("case", "question", "expected"), questions(), ids=lambda text: text.partition("\n")[0][:60])
def test_the_question_is_answered(capsys: pytest.CaptureFixture[str], case: str, question: str, expected: str):
    (source,) = (path for path in (CASES / case).iterdir() if path.stem == "source")
    assert answer(capsys, source, *shlex.split(question)) == expected


@pytest.mark.parametrize("question", [("--element", "dosage.colour"), ("--source", "line 9999x"), ("--element", " ")])
def test_what_fits_nothing_is_an_unusable_call(capsys: pytest.CaptureFixture[str], question: tuple[str, str]):
    source = CASES / "a-letter-with-a-storage-advice" / "source.xml"
    assert main(["mappings", "trace", str(source), *question]) == 2
    assert "fits" in capsys.readouterr().err


def test_a_line_after_the_last_one_is_an_unusable_call(capsys: pytest.CaptureFixture[str]):
    source = CASES / "a-letter-with-a-storage-advice" / "source.xml"
    assert main(["mappings", "trace", str(source), "--source", "line 9999"]) == 2
    assert "there is no line 9999; the file has " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RXE[2]-3.1", [("RXE", "2"), ("3", ""), ("1", "")]),
        ("row 3:posology", [("row 3", ""), ("posology", "")]),
        ("/a/b[2]/@value", [("a", ""), ("b", "2"), ("@value", "")]),
        ("", []),
    ],
)
def test_a_path_of_any_format_has_steps(text: str, expected: list[tuple[str, str]]):
    assert steps(text) == expected


def element(path: str, resource: str = "") -> dict[str, str]:
    return {"path": path, "resource": resource}


def test_whole_names_go_before_beginnings_and_beginnings_before_steps_left_out():
    dosage = element("Bundle.entry[1].resource.dosage[0].text")
    instruction = element("Bundle.entry[2].resource.dosageInstruction[0].text")
    deep = element("Bundle.entry[2].resource.dosageInstruction[0].timing.code.text")
    assert elements_at([dosage, instruction, deep], "dosage.text") == [dosage]
    assert elements_at([instruction, deep], "dosage.text") == [instruction]
    assert elements_at([deep], "dosage.text") == [deep]


def test_a_choice_may_be_asked_for_as_json_writes_it():
    medication = element("Bundle.entry[1].resource.medication.text")
    assert elements_at([medication], "medicationCodeableConcept.text") == [medication]
    assert elements_at([medication], "medicationQuantity.text") == []


def test_pieces_of_names_fit_when_nothing_else_does_without_accents_and_capitals():
    posology = element("Bundle.entry[1].resource.Elément_posologie.text")
    assert elements_at([posology], "POSOLOGIE") == [posology]
    assert elements_at([posology], "element") == [posology]


def test_an_entry_that_a_rule_costs_is_told_with_the_rule_at_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "cda").mkdir()
    text = """map "http://example.org/StructureMap/ours" = "Ours"
imports "https://medrec-adapter.org/fhir/StructureMap/cda-medication"
group Notes(source act, target r) extends Notes {
  act.doseQuantity as q check unit = 'mg' -> r.note as n, n.text = 'mg' "unitIsMg";
}
"""
    (tmp_path / "cda" / "notes.map").write_text(text, encoding="utf-8")
    source = CASES / "a-letter-with-a-storage-advice" / "source.xml"
    assert main(["mappings", "trace", str(source), "--source", "doseQuantity", "--mappings", str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert "nothing of its own; read by" in said.out
    assert "error at" in said.out
    assert "notes.map:4 unitIsMg" in said.out
    assert said.out.splitlines()[-1].startswith("Nothing of /ClinicalDocument/component/structuredBody/component")
    assert "check failed" in said.err
