"""What a product of BDPM is made of: substances paired with the part that acts, and the name each is compared by."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from adapter.medication.bdpm.speciality import Composition, Speciality
from adapter.medication.substance_name import in_word_order, plain, substance_key, without_salt

_ISOMER = re.compile(r"^(?:l|d|dl|alpha|beta|dl-alpha|d-alpha)[- ]")
_SAME_SPELLING = 0.73


def base_names(all_specialities: Iterable[Speciality]) -> dict[str, str]:
    """Substance code → the name to compare it by: the DCI without salt, spelled as most products of the code spell it.

    A salt whose products state their active part (`FT`) takes the name of that part; what is no salt keeps its own
    (`keeps_its_name`).
    """
    parts: dict[str, Counter[str]] = defaultdict(Counter)
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for speciality in all_specialities:
        for row in speciality.composition:
            spellings[row.code][in_word_order(row.name)] += 1
        for salt, part in pairs(speciality):
            if salt is not part and not keeps_its_name(salt, part):
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


def compared_by(names: Mapping[str, str], salt: Composition, part: Composition) -> str:
    """The name that a pair is compared by, of the names that `base_names` gave."""
    return names[salt.code if keeps_its_name(salt, part) else part.code]


def keeps_its_name(salt: Composition, part: Composition) -> bool:
    """Whether a substance is none of the part that acts: fosphenytoin is no phenytoin in dose, lymecycline no
    tetracycline, iomeprol no iodine, acetylcysteine no cysteine. A salt says so (`alendronate`, or several words), and
    another spelling of the part is alike."""
    return salt is not part and _is_own(salt.name, part.name)


@lru_cache(maxsize=4096)
def _is_own(substance: str, part: str) -> bool:
    from rapidfuzz.distance import DamerauLevenshtein

    own, acts = plain(without_salt(substance)), plain(without_salt(part))
    if " " in own or own.endswith("ate") or own in acts.split() or _ISOMER.sub("", own) == _ISOMER.sub("", acts):
        return False
    if own.endswith(acts):
        return True
    return DamerauLevenshtein.normalized_similarity(own, acts) < _SAME_SPELLING


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
