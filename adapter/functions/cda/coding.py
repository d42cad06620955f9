"""Codes and identifiers: CD/CE → Coding and CodeableConcept, II → Identifier."""

from functools import lru_cache
from typing import Any

from adapter.fhir.canonical import CIP, CIS
from adapter.fhirpath.host_functions import of_each
from adapter.functions.cda.children import child, children
from adapter.functions.cda.narrative import text_behind
from adapter.functions.cda.report import report
from adapter.terminology.oid import uri_of

_CODES = 4096  # that are remembered
# Nodes of the public drug database used as codeSystem where a CIS or a CIP stands: told apart by the form of the code.
_BDPM_NODES = frozenset(("1.2.250.1.213.2.3", "1.2.250.1.213.2.3.3"))

# Written where there is no code. Two products that "share" one are not the same.
_PLACEHOLDERS = frozenset(("unknown", "unk", "none", "null", "n/a", "other", "oth", "no code", "nullflavor"))


def codings(context: Any, focus: list, *_: list) -> list:
    """CD/CE element → Codings: its own code, then its translations at any depth, each once, in document order."""
    found: list[dict[str, Any]] = []
    for node in focus:
        for element in _with_translations(node) if len(node) else (node,):
            coding = _coding(context, element)
            if coding and not (found and any(same(coding, other) for other in found)):
                found.append(coding)
    return found


def codings_of(context: Any, node: Any) -> list[dict[str, Any]]:
    """Like codings(), of one element; most have no translations."""
    if len(node):
        return codings(context, [node])
    coding = _coding(context, node)
    return [coding] if coding else []


def _with_translations(node: Any) -> list[Any]:
    found = [node]
    for translation in children(node, "translation"):
        found += _with_translations(translation)
    return found


@of_each
def concept(context: Any, node: Any, *_: list) -> dict[str, Any] | None:
    """CD/CE element → CodeableConcept; `text` is the narrative behind originalText, else the first display. Empty:
    nothing."""
    return concept_of(context, node) or None


def concept_of(context: Any, node: Any) -> dict[str, Any]:
    """Like concept(), of one element; {} for an empty one."""
    body: dict[str, Any] = {}
    if coded := codings_of(context, node):
        body["coding"] = coded
    original = child(node, "originalText") if len(node) else None
    if original is not None and (text := text_behind(context, original)):
        body["text"] = text
    elif display := _display(node, coded):
        body["text"] = display
    return body


def _display(node: Any, coded: list[dict[str, Any]]) -> str:
    """The first display of a code; `<routeCode displayName="Oral"/>`: a name without a code is still said."""
    for coding in coded:
        if "display" in coding:
            return str(coding["display"])
    return "" if coded else " ".join((node.get("displayName") or "").split())


@of_each
def identifiers(context: Any, node: Any, *_: list) -> dict[str, Any] | None:
    """II elements → Identifiers; `system` is `urn:oid:<root>`, or the root alone is the value (system
    urn:ietf:rfc:3986)."""
    return _identifier(node) or None


def _coding(context: Any, node: Any) -> dict[str, Any] | None:
    written = node.get("code")
    if not written or node.get("nullFlavor"):
        return None
    if body := _body(written, node.get("codeSystem") or "", node.get("displayName") or ""):
        return body.copy()
    if code := written.strip():
        report(context, node, "information", "value", f"'{code}' stands for no code; it is left out")
    return None


@lru_cache(_CODES)
def _body(written: str, written_oid: str, display_name: str) -> dict[str, Any]:
    """The Coding, not to be changed; empty for what stands for no code."""
    body: dict[str, Any] = {}
    code = written.strip()
    if not code or code.casefold() in _PLACEHOLDERS:
        return body
    if oid := written_oid.strip():
        body["system"] = _system(oid, code)
    body["code"] = code
    if display := " ".join(display_name.split()):
        body["display"] = display
    return body


def _system(oid: str, code: str) -> str:
    if oid in _BDPM_NODES and code.isdigit():
        if len(code) == 8:
            return CIS
        if len(code) == 13 and code.startswith("34009"):
            return CIP
    return uri_of(oid)


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return one["code"] == other["code"] and one.get("system") == other.get("system")


def _identifier(node: Any) -> dict[str, Any] | None:
    root, extension = "".join((node.get("root") or "").split()), (node.get("extension") or "").strip()
    if node.get("nullFlavor") or not root:
        return None
    if extension:
        return {"system": f"urn:oid:{root}", "value": extension}
    uri = f"urn:oid:{root}" if root.replace(".", "").isdigit() else f"urn:uuid:{root.lower()}"
    return {"system": "urn:ietf:rfc:3986", "value": uri}
