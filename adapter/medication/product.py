"""What a medication line is: substances, strengths, form, route, and how they are written in reports. Values only."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with a UCUM unit or an annotation of design §6 (`mg`, `[iU]`, `mL`, `{tablet}`, …)."""

    value: Decimal
    unit: str

    def to_json(self) -> dict[str, Any]:
        return {"value": number(self.value), "unit": self.unit}


@dataclass(frozen=True, slots=True)
class Strength:
    """Amount of substance, `per` a volume or count when the product is not counted in units (5 mg per 1 mL)."""

    value: Decimal
    unit: str
    per: Quantity | None = None

    def to_json(self) -> dict[str, Any]:
        per = self.per.to_json() if self.per else None
        return {"value": number(self.value), "unit": self.unit, "per": per}


@dataclass(frozen=True, slots=True)
class Ingredient:
    """A substance by its French DCI as written in BDPM (upper case kept as there), else in the source's language."""

    name: str
    strength: Strength | None = None

    def to_json(self) -> dict[str, Any]:
        return {"name": self.name, "strength": self.strength.to_json() if self.strength else None}


@dataclass(frozen=True, slots=True)
class Term:
    """A form or route: the text, and its EDQM Standard Terms code when known."""

    text: str
    code: str = ""

    def to_json(self) -> dict[str, Any]:
        return {"text": self.text, "code": self.code}


@dataclass(frozen=True, slots=True)
class Pack:
    """A presentation: CIP13, CIP7, and its content in counted units (`{tablet}`) or volume, None when it cannot be
    read.

    stopped: the day its marketing was declared stopped; last_seen: of a box that is no longer published, the date of
    the last publication that had it; ISO, "" when not so. volume: mL of one container of it, None when not stated or
    several.
    """

    cip13: str
    cip7: str = ""
    content: Quantity | None = None
    stopped: str = ""
    last_seen: str = ""
    volume: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A substance as BDPM states it: the substance in the product and the part of it that acts, each with its amount
    as written, "" when not stated. element: the part of a kit; per: what the amounts are for (`un comprimé`)."""

    element: str
    substance: str
    amount: str
    base: str
    base_amount: str
    per: str


@dataclass(frozen=True, slots=True)
class Product:
    """A resolved identity. `ingredients` are ordered by name; a combination has several.

    unit: the counted unit of the form (`{tablet}`, `{capsule}`, …) or `mL`, "" when not counted.
    release: "" immediate or not stated, "prolonged", "gastro-resistant", "modified".
    level: what resolved it: "cip", "cis", "ucd", "atc", "label", "document" (codes and strengths stated by the
    document itself).
    source: which knowledge answered, for example `formulary bdpm 2026-05-26`.
    parts: the substances as the drug database states them, salts and active parts apart.
    status: "marketed", "not marketed", or what became of the authorisation: "suspended", "withdrawn", "repealed",
    "archived"; "" when not known.
    last_seen: of a product that is no longer published, the date of the last publication that had it, else "".
    """

    ingredients: tuple[Ingredient, ...]
    form: Term | None = None
    routes: tuple[Term, ...] = ()
    release: str = ""
    unit: str = ""
    atc: tuple[str, ...] = ()
    cis: str = ""
    name: str = ""
    generic_group: str = ""
    narrow_margin: bool = False
    packs: tuple[Pack, ...] = ()
    pack: Pack | None = None
    level: str = ""
    source: str = ""
    parts: tuple[Part, ...] = ()
    status: str = ""
    last_seen: str = ""


@dataclass(frozen=True, slots=True)
class DailyDose:
    """Amount a day: `low` = `high` for a single value. `interval` is set when the figure is an average of intakes
    that are not daily (weekly, every 72 h): an average is never compared with a daily dose without its interval
    (design §6)."""

    low: Decimal
    high: Decimal
    unit: str
    interval: Quantity | None = None

    def to_json(self) -> dict[str, Any]:
        if self.low == self.high:
            body: dict[str, Any] = {"value": number(self.low), "unit": self.unit}
        else:
            body = {"min": number(self.low), "max": number(self.high), "unit": self.unit}
        if self.interval:
            body["basis"] = "average"
            body["interval"] = self.interval.to_json()
        return body


@dataclass(frozen=True, slots=True)
class Coverage:
    """Days covered by a delivery, ISO dates, both inclusive; `basis` says from what (`pack content / daily dose`,
    `days_supply`)."""

    start: str
    end: str
    basis: str

    def to_json(self) -> dict[str, Any]:
        return {"start": self.start, "end": self.end, "basis": self.basis}


_LARGEST = Decimal(10) ** 12  # no dose, strength, interval or measure comes near it


def stated_number(text: str) -> Decimal | None:
    """A number as a document writes it; None for what is none, or is larger than a quantity can be."""
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < _LARGEST else None


def number(value: Decimal) -> int | float:
    """A Decimal as a JSON number: whole numbers without a point, others rounded to 6 decimals."""
    if value == value.to_integral_value():
        return int(value)
    return float(round(value, 6))
