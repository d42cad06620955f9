"""The one identity that a label names whole, when nothing leaves a doubt; and substances that are named alone."""

import re
from collections.abc import Sequence

from adapter.medication.contents import contents
from adapter.medication.drugs.knowledge import Drugs
from adapter.medication.identification.doubts import DOUBTS, leaves_injection_open, leaves_salt_open, may_be_cut
from adapter.medication.identification.evidence import Row, sold_by
from adapter.medication.identification.stated_strength import Agreement, may_be_said
from adapter.medication.label import Label
from adapter.medication.label_words import PLAIN_CLASSES
from adapter.medication.substance_name import plain

# `amlodipine 5 + ramipril 5`: two products, or one of both.
_TWO_NAMES = re.compile(r"[a-z]{3} ?\d.*?(?:[+;]|(?<!\d),|,(?!\d)| et ) ?[a-z]{4}")


def whole(label: Label, rows: Sequence[Row], drugs: Drugs) -> list[Row] | None:
    """The rows of the one identity (substances, strengths, form class, release) that is named; None when in doubt.

    Where the drug data do not have all products, a form that is not stated is only what all of them agree on.
    """
    is_complete = drugs.is_complete
    if label.is_cut or not (is_complete or label.forms) or _may_be_two(label):
        return None
    possible = [row for row in rows if row.is_named and row.agrees] or _only_prolonged(rows)
    found = _plainest(label, possible)
    best = max((row.strength for row in found), default=Agreement.DIFFERS)
    if best == Agreement.EXACT and _is_bare_injection(label, found):
        best = Agreement.TOTAL
    found = [row for row in found if row.strength >= best]
    if len({row.bearer.key for row in found}) != 1 or (sold_by(label, possible) and not sold_by(label, found)):
        return None
    if not is_complete and (_leaves_container_open(label, found) or _is_cut_name(found)):
        return None
    is_open = any(doubt(label, rows, found) for doubt in DOUBTS) or leaves_salt_open(found, drugs)
    return None if is_open else found


def substances_alone(label: Label, rows: Sequence[Row], drugs: Drugs) -> list[Row] | None:
    """Rows of a brand when the label has no strength and all that bear the name, or a longer one, agree. The name of a
    substance alone (`aspirine`, `calcium + vitamine D3`) says too little."""
    if label.strengths or label.is_cut or any(row.figures for row in rows if row.is_named):
        return None
    found = [row for row in rows if not (row.fit.extra or row.fit.unlike or row.fit.abbreviated or row.figures)]
    sets = {_substances(row) for row in found}
    named = [row for row in found if row.is_named and row.form is not False and row.release is not False]
    is_open = _is_generic(named) or leaves_salt_open(named, drugs)
    return named if len(sets) == 1 and named and not is_open else None


def _is_generic(rows: Sequence[Row]) -> bool:
    """Whether the name is that of substances, or one that several sell."""
    sellers = {seller.words for row in rows for seller in row.bearer.sold}
    return len(sellers) > 1 or any(row.fit.name.is_substance for row in rows)


def strengths_alone(label: Label, rows: Sequence[Row], drugs: Drugs) -> list[Row] | None:
    """Rows of a label whose form alone is open (`doliprane 1000`: a tablet, a capsule or effervescent): all that it may
    mean have these substances, strengths and release."""
    is_said = bool(label.strengths) or any(row.figures for row in rows if row.is_named)
    if not (drugs.is_complete and is_said) or label.is_cut or _may_be_two(label):
        return None
    may_be = [row for row in rows if not (row.fit.extra or row.fit.unlike or row.fit.abbreviated) and _may_mean(row)]
    named = [row for row in may_be if row.is_named and row.agrees]
    kinds = {(contents(row.bearer.identity), row.bearer.identity.release, _substances(row)) for row in may_be}
    if not named or len(kinds) != 1 or any(row.release is None for row in may_be):
        return None
    is_cut = any(row.figures for row in named) and may_be_cut(label, rows)
    is_open = is_cut or leaves_injection_open(label, rows, named) or leaves_salt_open(named, drugs)
    return None if is_open else named


def _may_mean(row: Row) -> bool:
    """Whether strength, form and release let the label mean it."""
    is_strength = row.strength >= Agreement.TOTAL or (row.figures and may_be_said(row.figures, row.bearer))
    return bool(is_strength) and row.form is not False and row.release is not False


def _substances(row: Row) -> tuple[object, ...]:
    """The substance of an insulin does not tell a rapid one from a premixed one: `Humalog`, `Humalog Mix25`."""
    product = row.bearer.identity
    return frozenset(one.name for one in product.ingredients), product.atc if row.bearer.of.is_insulin else ()


def _may_be_two(label: Label) -> bool:
    return not label.forms and _TWO_NAMES.search(plain(label.text)) is not None


def _is_cut_name(rows: Sequence[Row]) -> bool:
    """`PARAC 1G`: only complete data can say that no other name begins so."""
    return any(row.fit.name.words[0] in row.fit.abbreviated for row in rows)


def _leaves_container_open(label: Label, rows: Sequence[Row]) -> bool:
    """`FUROSEMIDE 10 MG/ML INJ` where the composition says what an ampoule holds: a selection may lack another one."""
    is_per_one = any(key.endswith("/1mL") for key in label.keys)
    return is_per_one and any("/" not in key for row in rows for key in row.bearer.of.composed)


def _plainest(label: Label, rows: list[Row]) -> list[Row]:
    """`CPR` is a plain tablet where there is one, and any kind of tablet else."""
    plainest = {PLAIN_CLASSES[word] for word in label.forms if word in PLAIN_CLASSES}
    found = [row for row in rows if row.bearer.of.shape in plainest]
    return found or rows


def _only_prolonged(rows: Sequence[Row]) -> list[Row]:
    """`KALEORID 1000`: the label need not say LP where all that bears a brand's name is of prolonged release."""
    named = [row for row in rows if row.is_named]
    if any(row.release is not None or row.fit.name.is_substance for row in named):
        return []
    return [row for row in named if row.strength >= Agreement.TOTAL and row.form is not False]


def _is_bare_injection(label: Label, rows: Sequence[Row]) -> bool:
    """`METHOTREXATE 15 MG INJ`: the amount of a container, or an amount whose volume is left out; both stay open."""
    return all(one.per is None for one in label.strengths) and any(row.bearer.of.shape == "injection" for row in rows)
