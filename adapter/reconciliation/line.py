"""One medication line of one source, with all that the rules ask for, and the list it stands in. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from adapter.medication.product import Coverage, DailyDose, Ingredient, Product, Quantity, Term

Role = Literal["discharge", "dispensing", "history"]
State = Literal["items", "none-known", "not-known"]


@dataclass(frozen=True, slots=True)
class Coding:
    """A product code of the source: system URI, code, and the name that came with it."""

    system: str
    code: str
    display: str = ""

    def to_json(self) -> dict[str, Any]:
        return {"system": self.system, "code": self.code, "display": self.display}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When doses are taken. interval: days from one cycle to the next (1 daily, 7 weekly); times: intakes in one
    cycle, None when unsaid; moments: FHIR EventTiming codes, clock times or days of the week, empty when unsaid;
    shares: moment → part of the whole, where doses at moments are known (2 in the morning and 1 in the evening is
    not 1 and 2); as_needed: on demand only."""

    interval: Decimal = Decimal(1)
    times: Decimal | None = None
    moments: frozenset[str] = frozenset()
    shares: tuple[tuple[str, Decimal], ...] = ()
    as_needed: bool = False


@dataclass(frozen=True, slots=True)
class ReadList:
    """A medication list of a source. `id` of its List resource; `kind` as in design §6; `state` tells "none" from
    "not known"."""

    id: str
    source: str
    role: Role
    kind: str
    state: State
    date: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One source row or entry. `id` is the id of the FHIR resource it came from; `list_id` of the List it stands in.

    role: the argument the source came with; `list` the kind of its list. status: as the resource states it.
    statements: what the source says about why (statusReason, notes), never the indication.
    amounts: substance → amount a day, where strength and posology are both known. A reversal cancels another row.
    identity_disputed: codes, substances and label of the source contradict each other. posology_disputed: its coded
    and written posology disagree, or the strength that its code and its label mean.
    is_replaced: another order of its source names it as the one before (priorPrescription).
    authored: when an order was written. duration: days that the posology itself states ("pendant 7 jours").
    """

    id: str
    source: str
    location: str
    list: str
    list_id: str
    role: Role
    display: str
    codes: tuple[Coding, ...] = ()
    product: Product | None = None
    because: tuple[str, ...] = ()
    ingredients: tuple[Ingredient, ...] = ()
    atc: tuple[str, ...] = ()
    form: Term | None = None
    route: Term | None = None
    status: str = "active"
    statements: tuple[str, ...] = ()
    dosages: tuple[Mapping[str, Any], ...] = ()
    dosage_text: str = ""
    daily_dose: DailyDose | None = None
    amounts: tuple[tuple[str, DailyDose], ...] = ()
    rhythm: Rhythm | None = None
    duration: Decimal | None = None
    start: str | None = None
    end: str | None = None
    coverage: Coverage | None = None
    quantity: Quantity | None = None
    handed_over: str | None = None
    authored: str | None = None
    is_reversal: bool = False
    is_replaced: bool = False
    is_magistral: bool = False
    identity_disputed: bool = False
    posology_disputed: bool = False
    resource: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    full_url: str = ""

    @property
    def has_posology(self) -> bool:
        """Whether the source says anything of how it is taken, understood or not."""
        return bool(self.dosage_text or self.daily_dose or self.rhythm or self.dosages)
