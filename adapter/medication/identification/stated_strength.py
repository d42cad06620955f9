"""Whether the strengths of a label are those of what bears the name."""

from collections.abc import Sequence
from decimal import Decimal
from enum import IntEnum

from adapter.medication.drugs.knowledge import Bearer
from adapter.medication.label import Label
from adapter.medication.product import Quantity, Strength
from adapter.medication.strength import ratio, strength_key

_PERCENT_PER = ("g", "mL")


class Agreement(IntEnum):
    """exact: amount and volume as the name writes them; same: for one of what it is for, in the name or the
    composition; total: what one container holds, or an amount whose volume the label leaves out; unsaid: the label has
    no strength; differs."""

    DIFFERS = 0
    UNSAID = 1
    TOTAL = 2
    SAME = 3
    EXACT = 4


def agreement(label: Label, figures: Sequence[Decimal], bearer: Bearer) -> Agreement:
    """How the strengths of a label agree with a product's name, and with its composition where its name has none.

    figures: what a label without units has beside its name (`Kardegic 75`).
    """
    composed = tuple(one.strength for one in bearer.identity.ingredients if one.strength is not None)
    if not label.strengths:
        return _by_figures(figures, bearer) if figures else _unsaid(bearer)
    if tuple(map(strength_key, label.strengths)) == bearer.keys:
        return Agreement.EXACT
    if _all(label.strengths, bearer.written, _equal) and not _is_other_dose(label, bearer):
        return Agreement.SAME
    if (
        len(composed) == len(label.strengths) == 1
        and _equal(label.strengths[0], composed[0])
        and not _is_other_dose(label, bearer)
    ):
        return Agreement.SAME
    if not bearer.written and _as_set(label.strengths) == _as_set(composed):
        return Agreement.SAME
    if _all(label.strengths, bearer.written, _same_amount):
        return Agreement.TOTAL
    if len(composed) == len(label.strengths) == 1 and _is_total(label.strengths[0], composed[0], bearer.volumes):
        return Agreement.TOTAL
    return Agreement.DIFFERS


def _is_other_dose(label: Label, bearer: Bearer) -> bool:
    """Syringes of one concentration differ by what they hold: 2000 UI in 0.2 mL are not 4000 UI in 0.4 mL."""
    stated = [one.per for one in label.strengths if one.per is not None and one.per.unit == "mL" and one.per.value != 1]
    if bearer.shape != "injection" or not stated:
        return False
    return any(f"{per.value.normalize():f}" not in bearer.volumes for per in stated)


def _unsaid(bearer: Bearer) -> Agreement:
    return Agreement.UNSAID if bearer.written else Agreement.SAME


def _by_figures(numbers: Sequence[Decimal], bearer: Bearer) -> Agreement:
    """`Kardegic 75`: the figures are those of the written strengths, masses in mg or as written in micrograms."""
    written = bearer.written
    if not written:
        return Agreement.DIFFERS
    same = len(numbers) == len(written) and all(
        number in _figures(strength) for number, strength in zip(numbers, written, strict=True)
    )
    return Agreement.TOTAL if same else Agreement.DIFFERS


def _figures(strength: Strength) -> tuple[Decimal, ...]:
    """Figures that people write for a strength (keys of names are in mg): 0.075 mg is said 75, 1 g is said 1000."""
    value = strength.value
    return (value * 1000,) if strength.unit == "mg" and value < Decimal("0.5") else (value,)


def _all(stated: Sequence[Strength], written: Sequence[Strength], same: object) -> bool:
    assert callable(same)
    return len(stated) == len(written) > 0 and all(same(a, b) for a, b in zip(stated, written, strict=True))


def _equal(a: Strength, b: Strength) -> bool:
    if ratio(a) == ratio(b):
        return True
    return any(x in _of_percent(y) for x, y in ((ratio(a), b), (ratio(b), a)))


def _of_percent(strength: Strength) -> tuple[tuple[Decimal, str, str], ...]:
    """1 % is 10 mg per g and per mL."""
    if strength.unit != "%":
        return ()
    return tuple(ratio(Strength(strength.value * 10, "mg", Quantity(Decimal(1), per))) for per in _PERCENT_PER)


def _same_amount(stated: Strength, written: Strength) -> bool:
    """The label leaves out the volume that the name writes: `4000 UI` for `4 000 UI/0,4 ml`."""
    if stated.per is not None or written.per is None:
        return False
    return ratio(stated)[:2] == ratio(Strength(written.value, written.unit))[:2]


def _is_total(stated: Strength, composed: Strength, volumes: Sequence[str]) -> bool:
    """The label says what a container holds: 300 UI in a cartridge of 3 mL of 100 UI/mL."""
    value, unit, per = ratio(composed)
    if stated.per is not None or per != "mL":
        return False
    return any((value * Decimal(volume), unit) == ratio(stated)[:2] for volume in volumes)


def _as_set(strengths: Sequence[Strength]) -> list[tuple[Decimal, str, str]]:
    return sorted(map(ratio, strengths))
