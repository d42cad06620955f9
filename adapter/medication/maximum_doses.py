"""The largest labelled amount of a substance a day or a week, each with the source it was read in.

Made by hand: a substance without a source that somebody read has no row. Where indications differ the row has the
largest amount, so that what is over it is over all of them; `for` says whose it is. Older people, children and failing
kidneys often have less: a dose under the maximum is no right dose.
"""

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from adapter.medication.product import Quantity

SHIPPED = Path(__file__).parent / "data" / "maximum-doses.json"


@dataclass(frozen=True, slots=True)
class MaximumDose:
    """substance: French DCI as in BDPM. per: `d` or `wk` (UCUM). once: taken on one day of the week, never daily.

    routes: EDQM codes the row is for, all when empty. population: adults, and the indication that has this amount.
    source: title and section of what gives it, as shown to readers; the addresses are in the table.
    """

    substance: str
    maximum: Quantity
    per: str
    population: str
    source: str
    routes: frozenset[str] = frozenset()
    once: bool = False


@cache
def maximum_doses(path: Path = SHIPPED) -> tuple[MaximumDose, ...]:
    """The rows of `{"doses": [{"substance", "maximum", "per", "for", "sources"}, …]}`, in the order of the file."""
    return tuple(_row(row) for row in json.loads(path.read_text(encoding="utf-8"))["doses"])


def _row(row: dict[str, Any]) -> MaximumDose:
    return MaximumDose(
        row["substance"],
        Quantity(Decimal(str(row["maximum"]["value"])), row["maximum"]["unit"]),
        row["per"],
        row["for"],
        ", ".join(f"{source['title']}, {source['section']}" for source in row["sources"]),
        frozenset(row.get("routes", ())),
        row.get("once", False),
    )
