import io
import json

import pytest

from adapter.cli import main


def test_a_text_is_read_into_one_json_object(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["dosage", "--json", "1 cp matin et soir"]) == 0
    answer = json.loads(capfdbinary.readouterr().out)
    assert answer["dailyDose"] == {"value": 2, "unit": "{tablet}"}
    assert answer["confidence"] == "exact"


def test_lines_of_standard_input_give_a_line_each(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    lines = "1 cp le matin\n\n1 gélule le soir\n".encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines)))
    assert main(["dosage", "--json"]) == 0
    answers = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert [answer["text"] for answer in answers] == ["1 cp le matin", "", "1 gélule le soir"]
    assert [answer["confidence"] for answer in answers] == ["exact", "none", "exact"]


def test_an_average_shows_its_interval_to_the_reader(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["dosage", "10 mg le mercredi"]) == 0
    assert "on average, every 1 wk" in capfdbinary.readouterr().out.decode()


def test_words_not_understood_are_shown(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["dosage", "1 cp par jour de perlimpinpin"]) == 0
    shown = capfdbinary.readouterr().out.decode()
    assert "no daily dose" in shown
    assert "not understood: perlimpinpin" in shown


def test_english_is_chosen_by_its_option(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["dosage", "--json", "--lang", "en", "1", "tab", "BID"]) == 0
    assert json.loads(capfdbinary.readouterr().out)["dailyDose"] == {"value": 2, "unit": "{tablet}"}


def test_bytes_that_are_no_text_stop_the_call(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"1 cp \xff\xfe\n")))
    assert main(["dosage"]) == 2
    assert "line 1 is not UTF-8" in capfd.readouterr().err


def test_a_dosage_is_rendered(capsys: pytest.CaptureFixture[str]):
    dosage = '{"doseAndRate": [{"doseQuantity": {"value": 2, "code": "{tablet}"}}], "timing": {"event": ["2026"]}}'
    assert main(["dosage", "--render", dosage]) == 0
    assert capsys.readouterr().out == "2 comprimés  [not told: dosage[0].timing.event]\n"
    assert main(["dosage", "--render", "--json", "--lang", "en", f"[{dosage}]"]) == 0
    assert capsys.readouterr().out == '{"text":"2 tablets","untold":["dosage[0].timing.event"]}\n'


@pytest.mark.parametrize(("text", "said"), [("1 cp", "is not JSON"), ("[1]", "is not a Dosage or an array of Dosages")])
def test_what_is_no_dosage_is_not_rendered(text: str, said: str, capsys: pytest.CaptureFixture[str]):
    assert main(["dosage", "--render", text]) == 2
    assert capsys.readouterr().err.startswith(f"-: error: line 1 {said}")


def test_an_english_posology_names_its_unit_in_english(capfdbinary: pytest.CaptureFixture[bytes]):
    assert main(["dosage", "--lang", "en", "--json", "2 tabs BID, max 4 tabs per day"]) == 0
    (dosage,) = json.loads(capfdbinary.readouterr().out)["dosage"]
    assert dosage["doseAndRate"][0]["doseQuantity"]["unit"] == "tablet"
    assert dosage["maxDosePerPeriod"]["numerator"]["unit"] == "tablet"
