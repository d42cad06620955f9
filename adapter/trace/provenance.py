"""Provenance with the rules that made each element, in standard form where R4 has one.

`policy` names the maps by which an entry was transformed. A target a rule made has the extension `targetPath`
(http://hl7.org/fhir/R4/extension-targetpath.html) and, beside it, the rule and its place in the source.
"""

from collections.abc import Sequence
from typing import Any

from adapter.fhir.canonical import MAPPING_RULE, SOURCE_PLACE, TARGET_PATH
from adapter.fhir.identifiers import full_url
from adapter.mapping.syntax import StructureMap
from adapter.mapping.trace import Recorder
from adapter.sources.document import Document
from adapter.trace.origins import Origin, origins
from adapter.trace.places import Places


def with_rules(bundle: dict[str, Any], recorder: Recorder, document: Document, maps: Sequence[StructureMap]) -> None:
    """Add to each Provenance of a Bundle the elements of its targets with their rules. Changes the Bundle."""
    places, urls = Places(document, recorder), {map_.file: map_.url for map_ in maps}
    made: dict[str, list[Origin]] = {}
    for origin in origins(bundle, recorder):
        if origin.own:
            made.setdefault(full_url(origin.resource.partition("/")[2]), []).append(origin)
    for entry in bundle["entry"]:
        resource = entry["resource"]
        if resource["resourceType"] == "Provenance":
            wholes = [target["reference"] for target in resource["target"]]
            found = [(whole, origin) for whole in wholes for origin in made.get(whole, ())]
            resource["target"] += [_target(whole, origin, places) for whole, origin in found]
            _set_policy(resource, list(dict.fromkeys(urls[_file(origin)] for _, origin in found)))


def _file(origin: Origin) -> str:
    return origin.events[0].rule.partition(" ")[0].rpartition(":")[0]


def _set_policy(provenance: dict[str, Any], urls: list[str]) -> None:
    if urls:
        after = {key: provenance.pop(key) for key in ("agent", "entity")}
        provenance |= {"policy": urls, **after}


def _target(whole: str, origin: Origin, places: Places) -> dict[str, Any]:
    extensions = [
        {"url": TARGET_PATH, "valueString": origin.local},
        {"url": MAPPING_RULE, "valueString": origin.events[0].rule},
    ]
    if (place := places.whole(origin)) is not None:
        extensions.append({"url": SOURCE_PLACE, "valueString": place.text})
    return {"extension": extensions, "reference": whole}
