"""Whether the strengths of a label are those of what bears the name."""

from collections.abc import Sequence
from decimal import Decimal
from enum import IntEnum
from functools import lru_cache

from adapter.medication.drugs.knowledge import Bearer
from adapter.medication.label import Label
from adapter.medication.product import Quantity, Strength
from adapter.medication.strength import ratio, strength_of_key

_PERCENT_PER = ("g", "mL")
_KEPT = 4096
_MICROGRAMS_UP_TO = Decimal("0.5")
Ratio = tuple[Decimal, str, str]


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
    stated, written, composed = label.keys, bearer.keys, bearer.of.composed
    if not stated:
        return _by_figures(figures, bearer) if figures else _unsaid(written)
    if stated == written:
        return Agreement.EXACT
    if _equal(stated, written) and not _is_other_dose(label, bearer):
        return Agreement.SAME
    if len(composed) == len(stated) == 1 and _equal(stated, composed) and not _is_other_dose(label, bearer):
        return Agreement.SAME
    if not written and sorted(map(_ratio, stated)) == sorted(map(_ratio, composed)):
        return Agreement.SAME
    if _same_amounts(stated, written):
        return Agreement.TOTAL
    if len(composed) == len(stated) == 1 and _is_total(stated[0], composed[0], bearer.volumes):
        return Agreement.TOTAL
    return Agreement.DIFFERS


def _unsaid(written: Sequence[str]) -> Agreement:
    return Agreement.UNSAID if written else Agreement.SAME


def _by_figures(figures: Sequence[Decimal], bearer: Bearer) -> Agreement:
    """`Kardegic 75`: the figures are those of the written strengths."""
    same = len(figures) == len(bearer.keys) and all(
        figure in _said_beside(key, bearer) for figure, key in zip(figures, bearer.keys, strict=True)
    )
    return Agreement.TOTAL if same and bearer.keys else Agreement.DIFFERS


def _said_beside(key: str, bearer: Bearer) -> tuple[Decimal, ...]:
    """A figure alone is no concentration of a liquid (drops of 40 mg/mL), but what a syringe holds (`Lovenox 4000` for
    4000 UI in 0.4 mL), and the concentration of an insulin, which is never given by the container."""
    strength = strength_of_key(key)
    if strength.per is None or strength.per.unit != "mL":
        return said_figures(strength)
    is_whole = bearer.of.shape == "injection" and f"{strength.per.value:f}" in bearer.volumes
    return said_figures(strength) if is_whole or bearer.of.is_insulin else ()


def may_be_said(figures: Sequence[Decimal], bearer: Bearer) -> bool:
    """Whether people may say these figures for a strength of what bears the name, in its name or composition: its
    amount as written, or its per cent (`Clamoxyl 500` for 500 mg in 5 mL, `Timoptol 0,25` for 2.5 mg/mL)."""
    return any(
        len(keys) == len(figures) and all(figure in _said(key) for figure, key in zip(figures, keys, strict=True))
        for keys in (bearer.keys, bearer.of.composed)
    )


@lru_cache(maxsize=_KEPT)
def _said(key: str) -> frozenset[Decimal]:
    return all_figures(strength_of_key(key))


def all_figures(strength: Strength) -> frozenset[Decimal]:
    """Every figure that may be said for a strength of a key: of mg, g or µg, of millions, of per cent."""
    value, unit, _ = ratio(strength)
    found = {*said_figures(strength), strength.value / 1000 if unit == "mg" else strength.value / 1_000_000}
    if unit == "mg" and strength.value < 1:
        found.add(strength.value * 1000)
    if strength.per is not None and unit == "mg":
        found.add(value / 10)
    return frozenset(found)


def said_figures(strength: Strength) -> tuple[Decimal, ...]:
    """The figures that people say for a strength, which keys have in mg: 0.075 mg is said 75 or 0,075; 1 g 1000."""
    is_small = strength.unit == "mg" and strength.value <= _MICROGRAMS_UP_TO
    return (strength.value, strength.value * 1000) if is_small else (strength.value,)


def _equal(stated: Sequence[str], written: Sequence[str]) -> bool:
    return len(stated) == len(written) and all(_is_equal(a, b) for a, b in zip(stated, written, strict=True))


def _is_equal(a: str, b: str) -> bool:
    return a == b or _ratio(a) == _ratio(b) or _ratio(a) in _of_percent(b) or _ratio(b) in _of_percent(a)


@lru_cache(maxsize=_KEPT)
def _ratio(key: str) -> Ratio:
    return ratio(strength_of_key(key))


@lru_cache(maxsize=_KEPT)
def _of_percent(key: str) -> tuple[Ratio, ...]:
    """1 % is 10 mg per g and per mL."""
    strength = strength_of_key(key)
    if strength.unit != "%":
        return ()
    return tuple(ratio(Strength(strength.value * 10, "mg", Quantity(Decimal(1), per))) for per in _PERCENT_PER)


def _is_other_dose(label: Label, bearer: Bearer) -> bool:
    """Syringes of one concentration differ by what they hold: 2000 UI in 0.2 mL are not 4000 UI in 0.4 mL."""
    if bearer.of.shape != "injection":
        return False
    stated = [one.per for one in label.strengths if one.per is not None and one.per.unit == "mL" and one.per.value != 1]
    return any(f"{per.value.normalize():f}" not in bearer.volumes for per in stated)


def _same_amounts(stated: Sequence[str], written: Sequence[str]) -> bool:
    """The label leaves out the volume that the name writes: `4000 UI` for `4 000 UI/0,4 ml`."""
    return len(stated) == len(written) and all(
        "/" not in a and "/" in b and a == b.partition("/")[0] for a, b in zip(stated, written, strict=True)
    )


def _is_total(stated: str, composed: str, volumes: Sequence[str]) -> bool:
    """The label says what a container holds: 300 UI in a cartridge of 3 mL of 100 UI/mL."""
    value, unit, per = _ratio(composed)
    if "/" in stated or per != "mL":
        return False
    return any((value * Decimal(volume), unit) == _ratio(stated)[:2] for volume in volumes)
