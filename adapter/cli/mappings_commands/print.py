"""medrec mappings print FILE: a map in the one spelling of the printer, or as a StructureMap resource."""

import argparse
import sys
from pathlib import Path
from typing import Any

from adapter.cli.files import json_bytes, write


def register(subparsers: Any, help: str) -> None:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "print",
        help=help,
        description="A map, read from text or from a StructureMap resource (JSON, XML; R4, R5), written as text or "
        "as a resource. What the text has no words for is said on standard error.",
    )
    parser.add_argument("file", metavar="FILE", help="a map: .map, .fml, .json or .xml")
    parser.add_argument(
        "--as", choices=("text", "R4", "R5"), default="text", dest="form",
        help="text, or a StructureMap resource (JSON) of this release of FHIR (default: text)",
    )  # fmt: skip
    parser.add_argument("-o", "--output", metavar="OUT", help="write here, not to standard output")


def run(options: argparse.Namespace) -> int:
    """0. Raises MappingError for what does not parse, CallError for a file that is no map."""
    from adapter.errors import CallError
    from adapter.mapping import StructureMap, map_resource, map_resource_r5, parse_map, print_map
    from adapter.mapping.folder import read_map_file

    map_ = read_map_file(Path(options.file), options.file)
    if not isinstance(map_, StructureMap):
        raise CallError("no map: expected a text (.map, .fml) or a StructureMap resource", source=options.file)
    resource = map_resource(map_)
    if options.form != "text":
        write(options.output, json_bytes(resource if options.form == "R4" else map_resource_r5(resource)))
        return 0
    text = print_map(map_)
    if map_resource(parse_map(text, options.file)) != resource:
        said = "the text has no words for some elements of the resource (docs/public-maps.md); they are left out"
        print(f"{options.file}: warning: {said}", file=sys.stderr)
    write(options.output, text)
    return 0
