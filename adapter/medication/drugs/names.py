"""The names that a label may use for a product: its own, and those of its substances in any order."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import permutations
from typing import Any

from adapter.medication.label import read_label
from adapter.medication.product import Product, Strength
from adapter.medication.strength import strength_key
from adapter.medication.substance_name import plain

_MOST_PERMUTED = 3
_FORM_PART = re.compile(r",(?!\d)")
Key = tuple[str, ...]


def name_tables(products: Iterable[Product], numbers: Mapping[str, int]) -> dict[str, list[Any]]:
    """First word → [[words of the name, is the name of substances, [[identity, strengths, says release, volumes, CIS]
    …]] …]; strengths joined by `+`, volumes and `CIS:seller` by spaces."""
    found: dict[tuple[Key, int], dict[tuple[Any, ...], tuple[set[str], list[str]]]]
    found = defaultdict(lambda: defaultdict(lambda: (set(), [])))
    for product in products:
        own = read_label(product.name)
        written = "+".join(map(strength_key, own.strengths))
        volumes = {f"{pack.volume.normalize():f}" for pack in product.packs if pack.volume is not None}
        says = int(own.says_lp)
        rows = [(own_name(product.name), 0, written)]
        rows += [(name, 1, strengths) for name, strengths in substance_names(product)]
        for name, kind, strengths in rows:
            entry = found[name, kind][numbers[product.cis], strengths, says]
            entry[0].update(volumes)
            entry[1].append(":".join((product.cis, *own.sellers)))
    return _table(found)


def own_name(name: str) -> Key:
    """The words of a product's own name: before the comma that its form follows."""
    own = read_label(_FORM_PART.split(name, maxsplit=1)[0])
    return own.name or tuple(plain(own.text).split()[:1])


def substance_names(product: Product) -> Iterator[tuple[Key, str]]:
    """The names of its substances in each order, with their strengths in that order."""
    ingredients = product.ingredients
    if not 0 < len(ingredients) <= _MOST_PERMUTED:
        return
    for order in permutations(ingredients):
        strengths: list[Strength] = [one.strength for one in order if one.strength is not None]
        words = tuple(word for one in order for word in read_label(one.name).name)
        if words:
            yield words, "+".join(map(strength_key, strengths)) if len(strengths) == len(order) else ""


def _table(
    found: Mapping[tuple[Key, int], Mapping[tuple[Any, ...], tuple[set[str], list[str]]]],
) -> dict[str, list[Any]]:
    table: dict[str, list[Any]] = defaultdict(list)
    for (name, kind), entries in sorted(found.items()):
        rows = [(*key, _joined(volumes), _joined(sold)) for key, (volumes, sold) in sorted(entries.items())]
        table[name[0]].append([" ".join(name), kind, rows])
    return dict(sorted(table.items()))


def _joined(words: Iterable[str]) -> str:
    return " ".join(sorted(words))
