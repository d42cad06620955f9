"""French conciliation documents (draft hl7.fhir.fr.medication 0.1.0), under all the addresses that its drafts had.

The type of a document (CodeSystem fr-document-type), and what the reconciliation says of a line (extension
fr-medicationstatement-reconciliation-properties).
"""

from typing import Any

from adapter.sources.fhir_resources import array

_DOCUMENT_TYPE = "fr-document-type"
_PROPERTIES = ("fr-medicationstatement-reconciliation-properties", "frmedicationstatementreconciliationproperties")
_HISTORY = ("fr-medication-history-composition", "frmedicationhistorycomposition")
_STOPPED, _INTENDED = "10000003", "10000003"


def document_type(composition: dict[str, Any]) -> str | None:
    """The code of fr-document-type of a Composition; None for a document of another kind."""
    concept = composition.get("type")
    for coding in array(concept, "coding") if isinstance(concept, dict) else ():
        if isinstance(coding, dict) and str(coding.get("system")).endswith(_DOCUMENT_TYPE):
            return str(coding.get("code"))
    return None


def states_no_treatment(composition: dict[str, Any], section: dict[str, Any]) -> bool:
    """Whether a finished history (bilan médicamenteux) says by its empty list that nothing was taken before the stay,
    as its profile has it. One that is not finished, or that has words beside, says no such thing."""
    meta = composition.get("meta")
    profiles = (str(url).rpartition("/")[2] for url in (array(meta, "profile") if isinstance(meta, dict) else ()))
    is_history = any(profile.casefold().partition("|")[0] in _HISTORY for profile in profiles)
    silent = not array(section, "entry") and "text" not in section and "emptyReason" not in section
    return is_history and silent and composition.get("status") in ("final", "amended")


def without_counterpart(line: dict[str, Any]) -> str | None:
    """`stopped` or `history` for a line of the history that has no counterpart in the treatment (status Arrêté), None
    for any other line.

    The status alone does not say that it was stopped: it may have been forgotten. It is `stopped` when a person has
    qualified the difference as intentional, or when none has qualified it and the line says why it was stopped
    (statusReason); else it is what was taken before, and the question stays open.
    """
    properties = _properties(line)
    if _latest(properties, "status", "code") != _STOPPED:
        return None
    qualified = _latest(properties, "discrepancy", "code")
    is_reasoned = qualified is None and line.get("status") == "stopped" and bool(array(line, "statusReason"))
    return "stopped" if qualified == _INTENDED or is_reasoned else "history"


def _properties(line: dict[str, Any]) -> dict[str, Any]:
    found = (row for row in array(line, "extension") if isinstance(row, dict))
    return next((row for row in found if _name(row) in _PROPERTIES), {})


def _latest(properties: dict[str, Any], name: str, leaf: str) -> str | None:
    """The code of a property as it is last: it has one value for each state in time, dated or in order."""
    states = [value for row in _inner(properties, name) for value in _inner(row, "value")]
    dated = sorted(states, key=lambda state: next((str(d.get("valueDateTime")) for d in _inner(state, "date")), ""))
    for state in reversed(dated):
        for row in _inner(state, leaf):
            coding = row.get("valueCoding")
            return str(coding.get("code")) if isinstance(coding, dict) else None
    return None


def _inner(node: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [row for row in array(node, "extension") if isinstance(row, dict) and row.get("url") == name]


def _name(extension: dict[str, Any]) -> str:
    return str(extension.get("url")).rpartition("/")[2].casefold()
