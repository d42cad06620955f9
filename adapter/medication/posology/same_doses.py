"""Dosages that differ in their moments alone become one: `1 cp le matin et 1 cp le soir` is one dose at two moments."""

from collections.abc import Sequence
from typing import Any

from adapter.medication.posology.intake_moments import may_be_one

_MOMENTS = ("when", "timeOfDay")


def same_doses(dosages: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The Dosages (FHIR R4) of one step, in order; the sum of their doses is the same."""
    found: list[dict[str, Any]] = []
    for dosage in dosages:
        same = next((i for i, one in enumerate(found) if _is_same(one, dosage)), None)
        if same is None:
            found.append(dosage)
        else:
            found[same] = _joined(found[same], dosage)
    return found


def _is_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    kind = _kind(one)
    if not kind or kind != _kind(other) or _without(one, kind) != _without(other, kind):
        return False
    return kind == "timeOfDay" or not any(
        may_be_one(first, second) for first in _repeat(one)["when"] for second in _repeat(other)["when"]
    )


def _kind(dosage: dict[str, Any]) -> str:
    """Which element tells the moments, when nothing but they and bounds tell when it is taken."""
    repeat = _repeat(dosage)
    told = [key for key in repeat if not key.startswith("bounds")]
    return told[0] if len(told) == 1 and told[0] in _MOMENTS else ""


def _repeat(dosage: dict[str, Any]) -> dict[str, Any]:
    repeat: dict[str, Any] = (dosage.get("timing") or {}).get("repeat") or {}
    return repeat


def _without(dosage: dict[str, Any], kind: str) -> dict[str, Any]:
    return {**dosage, "timing": {key: value for key, value in _repeat(dosage).items() if key != kind}}


def _joined(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    kind = _kind(one)
    repeat = {**_repeat(one), kind: [*_repeat(one)[kind], *_repeat(other)[kind]]}
    return {**one, "timing": {"repeat": repeat}}
