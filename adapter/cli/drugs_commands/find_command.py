"""medrec drugs find TEXT: a label or free text → the product it names. Without TEXT lines of standard input."""

import argparse
import sys
from typing import Any

from adapter.cli.lines import input_lines


def register(commands: Any, help_: str) -> None:
    parser: argparse.ArgumentParser = commands.add_parser(
        "find",
        help=help_,
        description="The product that a label or text names, with the reasons. A doubtful text is not accepted.",
    )
    parser.add_argument("text", nargs="*", metavar="TEXT", help="a label; without it lines of standard input")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(options: argparse.Namespace) -> int:
    """One answer for each text; always 0, since a text that is not understood is an answer."""
    from adapter.medication.drugs.current import current
    from adapter.medication.identification import identify

    drugs = current()
    write = _json if options.json else _lines
    for text in [" ".join(options.text)] if options.text else input_lines(blank=options.json):
        write(identify(text, drugs))
    sys.stdout.buffer.flush()
    return 0


def _json(answer: Any) -> None:
    import orjson

    sys.stdout.buffer.write(orjson.dumps(answer.to_json(), option=orjson.OPT_APPEND_NEWLINE))


def _lines(answer: Any) -> None:
    from adapter.medication.drugs.wording import in_words

    lines = [f"{answer.text}: {'accepted' if answer.accepted else 'not accepted'} ({answer.source})"]
    for candidate in answer.candidates:
        lines.append(f"  {candidate.score:g} {in_words(candidate.product)}: {'; '.join(candidate.because)}")
    sys.stdout.buffer.write(("\n".join(lines) + "\n").encode("utf-8", "replace"))
