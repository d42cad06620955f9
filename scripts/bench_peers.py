"""The same C-CDA documents through this project and, where it is installed (extra `peers`), through healthchain, in one
run: milliseconds from bytes to the bytes of the result, and what came out.
"""

import logging

import orjson
from bench_documents import ccda
from bench_timing import milliseconds

from adapter.sources.document import Source
from adapter.workflow.mapped import map_source


def main() -> None:
    print(f"{'document':32} {'':24} {'ms':>8}  what came out")
    for medications, kilobytes in ((20, 0), (80, 1000)):
        document = ccda(medications, kilobytes)
        label = f"C-CDA, {medications} medications, {len(document) // 1000} kB"
        ours = _ours(document)
        print(f"{label:32} {'this project':24} {ours[0]:8.2f}  {ours[1]}")
        peer = _healthchain(document)
        if peer is None:
            print(f"{label:32} {'healthchain':24} {'':>8}  not installed: pip install 'medrec-adapter[peers]'")
        else:
            print(f"{label:32} {peer[2]:24} {peer[0]:8.2f}  {peer[1]}; {peer[0] / ours[0]:.1f} times our time")


def _ours(document: bytes) -> tuple[float, str]:
    def once() -> bytes:
        return orjson.dumps(map_source(Source("bench.xml", document)).bundle)

    return milliseconds(once), _told([entry["resource"] for entry in orjson.loads(once())["entry"]])


def _healthchain(document: bytes) -> tuple[float, str, str] | None:
    """healthchain's own way from CDA to FHIR, with its default configuration, to JSON."""
    try:
        from importlib.metadata import version

        from healthchain.interop import create_interop
    except ImportError:
        return None
    logging.disable(logging.ERROR)
    engine = create_interop()
    text = document.decode()

    def once() -> list[str]:
        return [resource.model_dump_json() for resource in engine.to_fhir(text, src_format="cda")]

    return milliseconds(once), _told([orjson.loads(text) for text in once()]), f"healthchain {version('healthchain')}"


def _told(resources: list[dict]) -> str:
    statements = [r for r in resources if r["resourceType"] == "MedicationStatement"]
    dosages = [d for r in statements for d in r.get("dosage", ())]
    doses, timings = sum("doseAndRate" in d for d in dosages), sum("timing" in d for d in dosages)
    return f"{len(statements)} statements, {doses} doses, {timings} timings"


if __name__ == "__main__":
    main()
