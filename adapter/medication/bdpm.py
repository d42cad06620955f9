"""The public drug database (BDPM) as published: tab-separated files without header → one record a product (CIS).

Source: https://base-donnees-publique.medicaments.gouv.fr (Licence Ouverte 2.0). The file of presentations is UTF-8, the
others cp1252.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from adapter.medication.dose_form import counted_unit, form_class, release_of
from adapter.medication.product import Ingredient, Quantity, Strength
from adapter.medication.strength import (
    parse_amount,
    parse_reference,
    ratio,
    states_volume,
    written_strengths,
)
from adapter.medication.substance_name import in_word_order, plain, substance_key, without_salt

_MARKETED = "Commercialisée"
_HOMEOPATHIC = "homéo"
_WHOLE_DOSES = ("injection", "nebuliser liquid")


@dataclass(frozen=True, slots=True)
class Composition:
    """One row of CIS_COMPO. `kind`: `SA` the substance in the product, `FT` the part that acts; `link` pairs them."""

    element: str
    code: str
    name: str
    amount: str
    reference: str
    kind: str
    link: str


@dataclass(frozen=True, slots=True)
class Speciality:
    """One CIS with all that the files say of it. `presentations`: CIP13 and wording; `groups`: generic groups."""

    cis: str
    name: str
    form: str
    routes: tuple[str, ...]
    is_marketed: bool
    composition: tuple[Composition, ...]
    presentations: tuple[tuple[str, str], ...]
    groups: tuple[str, ...]
    atc: tuple[str, ...]
    is_reimbursed: bool = False
    is_hospital_only: bool = False


def specialities(folder: Path, atc_file: Path) -> list[Speciality]:
    """All products of a BDPM folder, homeopathy left out, in the order of their CIS."""
    composition = _composition(folder)
    presentations, reimbursed = _presentations(folder)
    groups, atc = _groups(folder), _atc(folder, atc_file)
    hospital = {
        row[0] for row in _rows(folder / "CIS_CPD_bdpm.txt") if plain(row[1]) == "reserve a l'usage hospitalier"
    }
    found = [
        Speciality(
            cis=row[0],
            name=" ".join(row[1].split()),
            form=_form(row),
            routes=_routes(row),
            is_marketed=row[6] == _MARKETED,
            composition=tuple(composition.get(row[0], ())),
            presentations=tuple(presentations.get(row[0], ())),
            groups=tuple(groups.get(row[0], ())),
            atc=tuple(atc.get(row[0], ())),
            is_reimbursed=row[0] in reimbursed,
            is_hospital_only=row[0] in hospital,
        )
        for row in _rows(folder / "CIS_bdpm.txt")
        if _HOMEOPATHIC not in row[5]
    ]
    return sorted(found, key=lambda speciality: speciality.cis)


def base_names(all_specialities: list[Speciality]) -> dict[str, str]:
    """Substance code → the name to compare it by: the DCI without salt, spelled as most products of the code spell it.

    A salt whose products state their active part (`FT`) takes the name of that part.
    """
    parts: dict[str, Counter[str]] = defaultdict(Counter)
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for speciality in all_specialities:
        for row in speciality.composition:
            spellings[row.code][in_word_order(row.name)] += 1
        for salt, part in pairs(speciality):
            if salt is not part:
                parts[salt.code][part.code] += 1
    own = {code: without_salt(_most(counter)) for code, counter in spellings.items()}
    return _one_spelling({code: own[_most(parts[code])] if code in parts else name for code, name in own.items()})


def pairs(speciality: Speciality) -> Iterator[tuple[Composition, Composition]]:
    """Substances as (substance in the product, its active part); the same row twice when no part is stated."""
    linked: dict[tuple[str, str], list[Composition]] = defaultdict(list)
    for row in speciality.composition:
        linked[row.element, row.link].append(row)
    for rows in linked.values():
        salts = [row for row in rows if row.kind == "SA"]
        parts = [row for row in rows if row.kind == "FT"]
        if len(salts) <= 1 and len(parts) <= 1:
            yield (salts or parts)[0], (parts or salts)[0]
        else:
            yield from ((row, row) for row in (parts if len(parts) == len(salts) else salts or parts))


def ingredients(speciality: Speciality, names: dict[str, str]) -> tuple[Ingredient, ...]:
    """Substances under their base names with the *labelled* strength: of salt and active part, the one the name states.

    A strength that is not one plain amount (ranges, several strengths in one box) stays None. Ordered by name.
    """
    written = written_strengths(speciality.name)
    found: dict[str, Ingredient] = {}
    for salt, part in pairs(speciality):
        name = names[part.code]
        ingredient = Ingredient(name, _labelled(speciality, salt, part, written))
        if name in found and found[name] != ingredient:
            ingredient = Ingredient(name)
        found[name] = ingredient
    if (labelled := _one_labelled(speciality, written)) is not None and len(found) == 1:
        found = {name: Ingredient(name, labelled) for name in found}
    return tuple(found[name] for name in sorted(found))


def unit_of(speciality: Speciality) -> str:
    """The counted unit of the product, `mL` when its strengths are per volume, "" when neither."""
    unit = _unit_of_composition(speciality)
    labelled = _one_labelled(speciality, written_strengths(speciality.name))
    if labelled is None or len(_substances(speciality)) != 1:
        return unit
    if labelled.per is not None:
        return "mL" if labelled.per.unit == "mL" else unit
    return (_unit_of_name(speciality) or _of_form(speciality)) if unit in ("", "mL") else unit


def release(speciality: Speciality) -> str:
    return release_of(f"{speciality.form} {speciality.name}")


def _one_labelled(speciality: Speciality, written: tuple[Strength, ...]) -> Strength | None:
    """The one strength that the name states: what is on the box, whichever way the composition puts it.

    Pens of 7.5 mg and 25 mg of one concentration are two strengths; a percentage is read from the composition.
    """
    if len(written) != 1 or written[0].unit == "%":
        return None
    per = written[0].per
    if per is not None and _is_unit_dose(speciality, per):
        return Strength(written[0].value, written[0].unit)
    return written[0]


def _substances(speciality: Speciality) -> set[str]:
    return {part.code for _, part in pairs(speciality)}


def _unit_of_composition(speciality: Speciality) -> str:
    references = {row.reference for row in speciality.composition if row.amount}
    if len({plain(reference) for reference in references}) != 1:
        return _of_form(speciality)
    reference = min(references)
    volume = parse_reference(reference)
    if volume is None:
        return counted_unit(reference, speciality.form, speciality.routes)
    return "mL" if volume.unit == "mL" and not _is_unit_dose(speciality, volume) else ""


def _of_form(speciality: Speciality) -> str:
    return counted_unit("", speciality.form, speciality.routes)


def _unit_of_name(speciality: Speciality) -> str:
    """What an amount without volume is in, when only the name says it: a dose, or a container that is given whole."""
    name = plain(speciality.name)
    if "/dose" in name or "/pulverisation" in name:
        return counted_unit("une dose", speciality.form, speciality.routes)
    unit = counted_unit(name.partition(",")[2].replace("-dose", ""), speciality.form, ())
    is_given_whole = unit in ("{ampoule}", "{sachet}") or form_class(speciality.form) == "injection"
    return unit if is_given_whole else ""


def _labelled(
    speciality: Speciality, salt: Composition, part: Composition, written: tuple[Strength, ...]
) -> Strength | None:
    stated = [strength for row in (part, salt) if (strength := _stated(speciality, row)) is not None]
    on_label = {(s.value, s.unit) for s in map(_absolute, written)} | {ratio(s)[:2] for s in written}
    for strength in stated:
        if {_absolute(strength)} & {_absolute(s) for s in written} or ratio(strength)[:2] in on_label:
            return strength
    return stated[0] if stated else None


def _absolute(strength: Strength) -> Strength:
    value, unit, _ = ratio(Strength(strength.value, strength.unit))
    return Strength(value, unit)


def _stated(speciality: Speciality, row: Composition) -> Strength | None:
    amount = parse_amount(row.amount)
    if amount is None:
        return None
    per = parse_reference(row.reference)
    if per is None or _is_unit_dose(speciality, per):
        return Strength(amount.value, amount.unit)
    return Strength(amount.value, amount.unit, per)


def _is_unit_dose(speciality: Speciality, per: Quantity) -> bool:
    """`4 000 UI/0,4 ml` in a syringe is an amount a unit, as the name says; `100 UI/1 ml` is a concentration."""
    if form_class(speciality.form) not in _WHOLE_DOSES or per.unit != "mL" or per.value == 1:
        return False
    return states_volume(speciality.name, per)


def _one_spelling(names: dict[str, str]) -> dict[str, str]:
    """Two codes of one name keep one spelling of it: with accents rather than without."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for name in names.values():
        spellings[substance_key(name)][name] += 1
    chosen = {
        key: min(counter, key=lambda name: (name.isascii(), -counter[name], name)) for key, counter in spellings.items()
    }
    return {code: chosen[substance_key(name)] for code, name in names.items()}


def _most(counter: Counter[str]) -> str:
    return min(counter, key=lambda name: (-counter[name], len(name), name))


def _rows(path: Path, encoding: str = "cp1252") -> Iterator[list[str]]:
    for line in path.read_text(encoding=encoding, errors="replace").split("\n"):
        if line.strip():
            yield line.rstrip("\r").split("\t")


def _routes(row: list[str]) -> tuple[str, ...]:
    return tuple(route.strip() for route in row[3].split(";") if route.strip())


def _form(row: list[str]) -> str:
    """The form; of sublingual tablets BDPM says so only in the name and the route."""
    form = " ".join(row[2].split())
    return f"{form} sublingual" if form == "comprimé" and _routes(row) == ("sublinguale",) else form


def _composition(folder: Path) -> dict[str, list[Composition]]:
    found: dict[str, list[Composition]] = defaultdict(list)
    for row in _rows(folder / "CIS_COMPO_bdpm.txt"):
        found[row[0]].append(
            Composition(row[1], row[2], row[3].strip(), row[4].strip(), row[5].strip(), row[6], row[7])
        )
    return found


def _presentations(folder: Path) -> tuple[dict[str, list[tuple[str, str]]], set[str]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    reimbursed = set()
    for row in _rows(folder / "CIS_CIP_bdpm.txt", "utf-8"):
        found[row[0]].append((row[6], row[2]))
        if row[8].strip():
            reimbursed.add(row[0])
    return {cis: sorted(rows) for cis, rows in found.items()}, reimbursed


def _groups(folder: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in _rows(folder / "CIS_GENER_bdpm.txt"):
        found[row[2]].append(row[0])
    return found


def _atc(folder: Path, atc_file: Path) -> dict[str, list[str]]:
    """CIS → ATC: of the newer list in BDPM (CIS_MITM) where it has the product, else of the table of all products."""
    found: dict[str, list[str]] = {}
    for line in atc_file.read_text(encoding="utf-8-sig").splitlines()[1:]:
        cis, code = line.split(",")[:2]
        found[cis] = [code]
    for row in _rows(folder / "CIS_MITM.txt"):
        if row[1].strip():
            found[row[0]] = [row[1].strip()]
    return found
