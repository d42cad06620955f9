"""medrec serve: on this machine only, with one clear line when it cannot start."""

import logging
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import httpx
import pytest

from adapter.cli import main
from adapter.cli.serve import PlacesOnly, _default_store, _listen


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.10", "::", "example.org", ""])
def test_an_address_that_others_can_reach_is_refused(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--host", host]) == 2
    assert "no authentication yet" in capsys.readouterr().err


def test_a_broken_map_of_ones_own_stops_the_start(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "csv").mkdir()
    text = """map "urn:m" = "M"
imports "https://medrec-adapter.org/fhir/StructureMap/csv-pharmacy-export"
group Dispense(source row, target r : MedicationDispense) extends Dispense {
  row.remark as remark -> r.nots as note, note.text = remark "remark";
  row.other as other then Gone(other, r) "other";
}
"""
    (tmp_path / "csv" / "m.map").write_text(text)
    assert main(["serve", "--mappings", str(tmp_path), "--port", "70000"]) == 2
    first, second = capsys.readouterr().err.splitlines()
    assert "m.map:4:29: error: expected an element of MedicationDispense, found 'nots'" in first
    assert "m.map:5:27: error: expected a group of this map" in second


def test_a_port_in_use_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["serve", "--port", str(taken.getsockname()[1])]) == 2
    assert "choose another --port" in capsys.readouterr().err


def test_a_port_that_is_none_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--port", "70000"]) == 2
    assert "choose another --port" in capsys.readouterr().err


def test_the_store_is_kept_in_the_users_data_folder_for_the_user_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEDREC_DATA", str(tmp_path / "data"))
    assert _default_store() == f"sqlite:///{tmp_path / 'data' / 'medrec.sqlite'}"
    if os.name == "posix":
        assert (tmp_path / "data").stat().st_mode & 0o077 == 0
        assert (tmp_path / "data" / "medrec.sqlite").stat().st_mode & 0o077 == 0


def test_a_defect_is_logged_by_its_places_without_its_text() -> None:
    try:
        raise ValueError("Jeanne Inventée takes a secret drug")
    except ValueError:
        record = logging.LogRecord(
            "uvicorn.error", logging.ERROR, "", 0, "Exception in ASGI application", (), sys.exc_info()
        )
    text = PlacesOnly("%(levelname)s %(message)s").format(record)
    assert "Jeanne" not in text
    assert text.endswith("ValueError")
    assert "test_a_defect_is_logged" in text


def test_the_command_serves_until_it_is_stopped(tmp_path: Path) -> None:
    pytest.importorskip("adapter.workflow")
    command = [
        sys.executable,
        "-m",
        "adapter.cli",
        "serve",
        "--port",
        "0",
        "--store",
        f"sqlite:///{tmp_path / 'p.sqlite'}",
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        watchdog = threading.Timer(60, process.kill)
        watchdog.start()
        try:
            assert process.stderr is not None
            line = process.stderr.readline()
            assert line.startswith("medrec: FHIR service at http://127.0.0.1:")
            address = line.split(" at ")[1].split(",")[0]
            assert httpx.get(f"{address}/metadata", timeout=60).json()["resourceType"] == "CapabilityStatement"
            process.terminate()
            rest = process.stderr.read()
        finally:
            watchdog.cancel()
            process.kill()
    assert "/fhir/metadata 200" in rest
    assert "Traceback" not in rest


def test_answers_do_not_wait_for_the_acknowledgement_of_their_headers() -> None:
    """asyncio sets TCP_NODELAY only on sockets that name their protocol; without it each answer takes 40 ms more."""
    with _listen("127.0.0.1", 0) as listener:
        assert listener.proto == socket.IPPROTO_TCP
