"""Lines and lists of test cases in a compact form: one drug, one posology, one list a line."""

from decimal import Decimal
from typing import Any

from adapter.fhir.canonical import CIP
from adapter.medication.product import Coverage, DailyDose, Ingredient, Product, Quantity, Strength, Term
from adapter.reconciliation import Line, ReadList
from adapter.reconciliation.line import Coding, Rhythm
from adapter.reconciliation.rhythm import shares

UNITS = {
    "comprimé": "{tablet}",
    "gélule": "{capsule}",
    "patch": "{patch}",
    "injectable": "{syringe}",
    "sachet": "{sachet}",
}


def line_of(id: str, row: dict[str, Any]) -> Line:
    """One line of a case. `drug`: `SUBSTANCE 5 mg + OTHER 10 mg; form; route`, form and route optional; `take`: see
    `_taken`."""
    ingredients, form, route = _drug(row.get("drug", ""))
    kind = row["list"]
    product = _product(row, ingredients, form, route)
    unit = product.unit if product else ""
    dose, rhythm = _taken(row.get("take", ""), unit or "{dose}")
    return Line(
        id=id,
        source=row.get("source", {"dispensing": "pharmacy", "history": "gp"}.get(row.get("role", kind), "letter")),
        location=f"row {id}",
        list=kind,
        list_id=row.get("listId", kind),
        role=row.get("role", {"dispensing": "dispensing", "history": "history"}.get(kind, "discharge")),
        display=row.get("display", row.get("drug", "")),
        codes=tuple(Coding(*code) for code in row.get("codes", ()))
        + ((Coding(CIP, row["cip"]),) if "cip" in row else ()),
        product=product,
        ingredients=ingredients,
        atc=tuple(row.get("atc", "").split()),
        form=Term(form) if form else None,
        route=Term(row.get("route", ""), row.get("routeCode", "")) if {"route", "routeCode"} & row.keys() else None,
        status=row.get("status", "active"),
        statements=tuple(row.get("says", ())),
        dosages=tuple(row.get("dosages", ())),
        dosage_text=row.get("text", row.get("take", "")),
        daily_dose=dose,
        amounts=_amounts(ingredients, dose, unit) or _units(row, ingredients, dose),
        rhythm=rhythm,
        duration=Decimal(row["for"]) if "for" in row else None,
        start=row.get("start"),
        end=row.get("end"),
        coverage=Coverage(*row["covers"].split("/"), basis="days_supply") if "covers" in row else None,
        quantity=Quantity(Decimal(row.get("boxes", 1)), "{box}") if kind == "dispensing" else None,
        handed_over=row.get("day"),
        authored=row.get("written"),
        is_reversal=row.get("boxes", 1) < 0,
        is_magistral=row.get("magistral", False),
        resource=row.get("resource", {}),
    )


def lists_of(case: dict[str, Any], lines: list[Line]) -> list[ReadList]:
    """The lists of the lines, and those that the case states beside them (`none-known`, `not-known`)."""
    found = {
        (line.source, line.list_id): ReadList(line.list_id, line.source, line.role, line.list, "items")
        for line in lines
    }
    for row in case.get("lists", ()):
        kind = row["list"]
        role = row.get("role", {"dispensing": "dispensing", "history": "history"}.get(kind, "discharge"))
        found[(f"empty {kind}", kind)] = ReadList(kind, f"empty {kind}", role, kind, row["state"])
    return list(found.values())


def _product(row: dict[str, Any], ingredients: tuple[Ingredient, ...], form: str, route: str) -> Product | None:
    if not ingredients:
        return None
    return Product(
        ingredients=ingredients,
        form=Term(form) if form else None,
        routes=(Term(route),) if route else (),
        release=row.get("release", ""),
        unit=next((unit for word, unit in UNITS.items() if word in form), ""),
        atc=tuple(row.get("atc", "").split()),
        cis=row.get("cis", ""),
        generic_group=row.get("genericGroup", ""),
        narrow_margin=row.get("narrowMargin", False),
        level=row.get("level", "cis"),
    )


def _drug(text: str) -> tuple[tuple[Ingredient, ...], str, str]:
    parts = [part.strip() for part in text.split(";")] + ["", ""]
    return tuple(_ingredient(part) for part in parts[0].split(" + ") if part), parts[1], parts[2]


def _ingredient(text: str) -> Ingredient:
    words = text.split()
    if len(words) < 3 or not words[-2][0].isdigit():
        return Ingredient(text)
    unit, _, per = words[-1].partition("/")
    return Ingredient(
        " ".join(words[:-2]), Strength(Decimal(words[-2]), unit, Quantity(Decimal(1), per) if per else None)
    )


def _taken(text: str, unit: str) -> tuple[DailyDose | None, Rhythm | None]:
    """`1 MORN, 2 EVE` at moments; `1 x3` three times a day; `1 every 7` days, `1 every 7 mon` on Mondays; `1 prn` as
    needed. "" is no posology."""
    if not text:
        return None, None
    low = high = Decimal(0)
    moments: list[tuple[str, Decimal]] = []
    times, interval, prn = Decimal(0), Decimal(1), False
    for part in text.split(", "):
        amount, *rest = part.split()
        least, _, most = amount.partition("-")
        count = Decimal(1)
        match rest:
            case ["every", days]:
                interval = Decimal(days)
            case ["every", days, day]:
                interval = Decimal(days)
                moments.append((day, Decimal(most or amount)))
            case ["prn"]:
                prn, least = True, "0"
            case [word] if word.startswith("x"):
                count = Decimal(word[1:])
            case [moment]:
                moments.append((moment, Decimal(most or amount)))
        low, high, times = low + Decimal(least) * count, high + Decimal(most or amount) * count, times + count
    every = Quantity(interval, "d") if interval != 1 else None
    return DailyDose(low / interval, high / interval, unit, every), Rhythm(
        interval, times, frozenset(m for m, _ in moments), shares(moments), prn
    )


def _units(
    row: dict[str, Any], ingredients: tuple[Ingredient, ...], dose: DailyDose | None
) -> tuple[tuple[str, DailyDose], ...]:
    """`units`: the doses of this line are written in international units."""
    return ((ingredients[0].name, DailyDose(dose.low, dose.high, "[iU]")),) if dose and row.get("units") else ()


def _amounts(
    ingredients: tuple[Ingredient, ...], dose: DailyDose | None, unit: str
) -> tuple[tuple[str, DailyDose], ...]:
    if dose is None or not unit or any(i.strength is None or i.strength.per for i in ingredients):
        return ()
    return tuple(
        (i.name, DailyDose(dose.low * i.strength.value, dose.high * i.strength.value, i.strength.unit, dose.interval))
        for i in ingredients
        if i.strength
    )
