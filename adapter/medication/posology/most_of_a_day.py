"""A maximum above what is told for each day: `1 cp par jour, jusqu'à 4 cp par jour si douleur` allows more."""

from collections.abc import Mapping, Sequence
from typing import Any

from adapter.medication.daily_dose import daily_dose
from adapter.medication.dose_amount import quantity_of
from adapter.medication.posology.errors import UnsureError
from adapter.medication.posology.pieces import AsNeeded, Maximum, Piece
from adapter.terminology import ucum

_LIMITS = ("maxDosePerPeriod", "asNeededBoolean", "asNeededCodeableConcept")


def check_most_of_a_day(pieces: Sequence[Piece], dosages: Sequence[Mapping[str, Any]]) -> None:
    """Raises UnsureError when a maximum that extends the dose (`jusqu'à`, or one whose need is told after it) is more
    than the dose of the day: that dose is then neither regular nor the most."""
    if not any(_extends(pieces, i) for i in range(len(pieces))):
        return
    regular = [{key: value for key, value in dosage.items() if key not in _LIMITS} for dosage in dosages]
    told = daily_dose(regular)
    most = quantity_of((dosages[0].get("maxDosePerPeriod") or {}).get("numerator"))
    if told is None or most is None:
        return
    value = ucum.convert(most.value, most.unit, told.unit)
    if value is None or told.interval or value > told.high:
        raise UnsureError


def _extends(pieces: Sequence[Piece], i: int) -> bool:
    piece = pieces[i]
    if not isinstance(piece, Maximum) or piece.per != "d":
        return False
    before, after = pieces[:i], pieces[i + 1 :]
    is_needed_after = any(isinstance(one, AsNeeded) for one in after)
    return piece.is_reached or (is_needed_after and not any(isinstance(one, AsNeeded) for one in before))
