"""What a product of BDPM is made of: substances paired with the part that acts, and the name each is compared by."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from adapter.medication.bdpm.speciality import Composition, Speciality
from adapter.medication.substance_name import in_word_order, substance_key, without_salt


def base_names(all_specialities: Iterable[Speciality]) -> dict[str, str]:
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
            # A complex without an amount is the parts that have one (sacubitril and valsartan).
            is_complex = len(salts) == 1 and not salts[0].amount
            yield from ((row, row) for row in (parts if is_complex or len(parts) == len(salts) else salts or parts))


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
