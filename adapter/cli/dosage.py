"""medrec dosage [TEXT]: posology text → FHIR Dosage, and back with --render. Reads lines from standard input when there
is no TEXT."""

import argparse
import sys
from typing import Any

from adapter.cli.lines import input_lines
from adapter.errors import SourceError


def register(subparsers: Any) -> None:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "dosage",
        help="posology text → FHIR Dosage",
        description="Read posology texts into FHIR R4 Dosages, with their daily dose and what was not understood.",
    )
    parser.add_argument("text", nargs="*", metavar="TEXT", help="a posology; without it lines of standard input")
    parser.add_argument("--lang", choices=("fr", "en"), default="fr", help="language of the texts (default: fr)")
    parser.add_argument("--render", action="store_true", help="the other way: Dosage (JSON, or an array) → text")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(options: argparse.Namespace) -> int:
    """One line of output for each text; always 0, since a text that is not understood is an answer."""
    from adapter.medication.posology import parse

    write = _json if options.json else _line
    blank = options.json and not options.render
    for number, text in enumerate([" ".join(options.text)] if options.text else input_lines(blank=blank), start=1):
        if options.render:
            _render(text, number, options)
        else:
            write(parse(text, options.lang))
    sys.stdout.buffer.flush()
    return 0


def _render(text: str, number: int, options: argparse.Namespace) -> None:
    """One line: the words of the Dosages, then what has no words. Raises SourceError for what is no Dosage."""
    import orjson

    from adapter.medication.posology.rendered import rendered

    try:
        given = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise SourceError(f"line {number} is not JSON: {error}", source="-") from None
    dosages = given if isinstance(given, list) else [given]
    if not all(isinstance(dosage, dict) for dosage in dosages):
        raise SourceError(f"line {number} is not a Dosage or an array of Dosages", source="-")
    found = rendered(dosages, options.lang)
    if options.json:
        row = {"text": found.text, "untold": list(found.untold)}
        sys.stdout.buffer.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))
        return
    untold = f"  [not told: {', '.join(found.untold)}]" if found.untold else ""
    sys.stdout.buffer.write(f"{found.text}{untold}\n".encode())


def _json(posology: Any) -> None:
    import orjson

    sys.stdout.buffer.write(orjson.dumps(posology.to_json(), option=orjson.OPT_APPEND_NEWLINE))


def _line(posology: Any) -> None:
    from adapter.medication.posology.wording import in_words

    sys.stdout.buffer.write((in_words(posology) + "\n").encode("utf-8", "replace"))
