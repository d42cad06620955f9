"""The posology of a line as people read it: the words of its source, else its coded dosages in words."""

from collections.abc import Mapping
from typing import Any

from adapter.medication.posology.rendered import rendered

_BESIDE = frozenset(("route", "site"))  # shown with the line
_BOUNDS = ("boundsPeriod",)
_NOT_WHOLE = {"fr": "{text} (et ce que la source code de plus)", "en": "{text} (and what the source codes beside)"}


def posology(line: Mapping[str, Any], lang: str) -> str:
    """line: of a report (its `dosageText`, else its `dosage`, FHIR Dosages). "" when the source states neither; words
    that cannot tell all of the codes say so. The route, and the days of a treatment of one dosage, stand beside."""
    if line["dosageText"]:
        return str(line["dosageText"])
    dosages = [{key: value for key, value in one.items() if key not in _BESIDE} for one in line.get("dosage") or ()]
    if len(dosages) == 1:
        dosages = [_without_days(dosages[0])]
    told = rendered([one for one in dosages if one], lang)
    if not told.untold:
        return told.text
    return _NOT_WHOLE["en" if lang == "en" else "fr"].format(text=told.text).strip()


def _without_days(dosage: Mapping[str, Any]) -> dict[str, Any]:
    timing = dosage.get("timing") or {}
    repeat = {key: value for key, value in (timing.get("repeat") or {}).items() if key not in _BOUNDS}
    return {**dosage, "timing": {**timing, "repeat": repeat}} if "repeat" in timing else dict(dosage)
