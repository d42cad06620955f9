"""Speed: read + map + write of each corpus document beside its floor (lxml parse + orjson dump of the same data),
reconcile, start-up.

Prints the median of several runs in milliseconds. Reads ../shared when it is there, and always the examples that ship.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson
from bench_timing import milliseconds
from lxml import etree

from adapter.data_files import folder
from adapter.mapping import compile_maps, concept_map_table, parse_map
from adapter.mapping.skimming import skim_map
from adapter.medication.formulary import product_of_cis
from adapter.reconciliation import lines_of
from adapter.reconciliation import reconcile as reconcile_lines
from adapter.sources.cda import CdaModel
from adapter.sources.document import Source
from adapter.workflow.formats import FORMATS
from adapter.workflow.mapped import map_source
from adapter.workflow.programs import concept_maps, host_functions
from adapter.workflow.reconciled import reconcile

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
FIFTEEN = (
    *("60850633", "61902218", "60905873", "60234100", "62048087", "63076303", "62403684", "61391955"),
    *("62080626", "63424425", "62457618", "60168465", "60874050", "64432503", "60065294"),
)


def main() -> None:
    documents = sorted((CORPUS / "fr-cda").glob("*.xml")) if CORPUS.is_dir() else []
    documents += sorted((ROOT / "examples").glob("*/sources/*"))
    print(f"{'document':48} {'kB':>7} {'lines':>5} {'floor':>8} {'map':>8} {'x floor':>7}")
    for path in documents:
        _document(path)
    _twenty_medications()
    _two_lists_of_fifteen()
    for story in sorted((ROOT / "examples").glob("*/sources")):
        _story(story)
    _maps()
    for label, command in (
        ("medrec --help", ["--help"]),
        ("medrec map (small document)", ["map", str(_smallest(documents))]),
    ):
        print(f"{label:48} {milliseconds(lambda command=command: _process(command), 5):8.0f} ms as a whole process")


def _maps() -> None:
    """All maps that ship: ready to run (their groups unread), then parsed and compiled whole; imports apart."""
    base = folder("mappings")
    texts = {
        kind: [(path, (base / path).read_text(encoding="utf-8")) for path in found.maps]
        for kind, found in FORMATS.items()
    }
    size = sum(len(text) for found in texts.values() for _, text in found)
    parts = {kind: host_functions(kind) for kind in FORMATS}
    tables = {url: concept_map_table(found) for url, found in concept_maps(None).items()}
    model = CdaModel()

    def ready() -> None:
        for kind, found in texts.items():
            compile_maps(
                [skim_map(text, path) for path, text in found],
                functions=parts[kind],
                concept_maps=tables,
                model=model,
                lazily=True,
            )

    def whole() -> None:
        for kind, found in texts.items():
            compile_maps(
                [parse_map(text, path) for path, text in found], functions=parts[kind], concept_maps=tables, model=model
            )

    print(f"{f'all maps that ship ({size / 1000:.0f} kB), ready to run':48} {milliseconds(ready):8.2f} ms")
    print(f"{'all maps that ship, parsed and compiled whole':48} {milliseconds(whole):8.2f} ms")


def _document(path: Path) -> None:
    _source(Source(path.name, path.read_bytes()))


def _source(source: Source) -> None:
    bundle = map_source(source).bundle
    lines = sum(entry["resource"]["resourceType"].startswith("Medication") for entry in bundle["entry"])
    floor = milliseconds(lambda: _floor(source.data, bundle))
    whole = milliseconds(lambda: orjson.dumps(map_source(source).bundle))
    print(f"{source.name:48} {len(source.data) / 1000:7.0f} {lines:5} {floor:7.2f}  {whole:7.2f}  {whole / floor:6.1f}")


def _twenty_medications() -> None:
    """The discharge letter of the stories, its entries repeated to 20 medications."""
    letter = (ROOT / "examples/stop-omission-dose-change/sources/discharge-letter.xml").read_text(encoding="utf-8")
    start, end = letter.rindex("          <entry>"), letter.rindex("</section>")
    text = letter[:start] + letter[start:end] * 16 + letter[end:]
    _source(Source("letter of 20 medications", text.encode()))


def _two_lists_of_fifteen() -> None:
    """lines_of and reconcile alone, on mapped Bundles: 15 deliveries, 15 lines at discharge, some changed."""
    products = [product_of_cis(cis) for cis in FIFTEEN]
    rows = [(p.cis, p.packs[0].cip13, f"{1 + number % 3} comprimé le matin") for number, p in enumerate(products) if p]
    before = "patient_id;dispense_date;cip13;quantity;posology\n" + "".join(
        f"1;2026-05-01;{cip};1;1 comprimé le matin\n" for _, cip, _ in rows
    )
    after = "patient_id;list;code;code_system;posology\n" + "".join(
        f"1;discharge;{cis};cis;{posology}\n" for cis, _, posology in rows
    )
    bundles = [map_source(Source(name, text.encode())).bundle for name, text in (("b.csv", before), ("a.csv", after))]

    def once() -> None:
        lists, lines = [], []
        for bundle, role in zip(bundles, ("dispensing", "discharge"), strict=True):
            found_lists, found_lines, _ = lines_of(bundle, source=role, role=role)
            lists += found_lists
            lines += found_lines
        assert len(lines) == 2 * len(FIFTEEN)
        reconcile_lines(lists, lines, date="2026-06-30")

    print(f"{'reconcile two lists of 15 lines':48} {milliseconds(once):8.2f} ms from mapped Bundles to groups")


def _floor(data: bytes, bundle: dict[str, Any]) -> bytes:
    """What no implementation can go below: parsing the source and writing the result."""
    if data.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<"):
        etree.fromstring(data)
    elif data.lstrip().startswith((b"{", b"[")):
        orjson.loads(data)
    else:
        data.decode("utf-8", "replace").split("\n")
    return orjson.dumps(bundle)


def _story(sources: Path) -> None:
    discharge, dispensing = (
        [Source(p.name, p.read_bytes()) for p in sorted(sources.glob(f"{role}*"))]
        for role in ("discharge", "dispensing")
    )
    spent = milliseconds(lambda: reconcile(discharge, dispensing, date="2026-06-30"))
    print(f"{'reconcile ' + sources.parent.name:48} {spent:8.2f} ms with reading and plan")


def _smallest(documents: list[Path]) -> Path:
    return min(documents, key=lambda path: path.stat().st_size)


def _process(arguments: list[str]) -> None:
    subprocess.run(
        [sys.executable, "-m", "adapter.cli", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )


if __name__ == "__main__":
    main()
