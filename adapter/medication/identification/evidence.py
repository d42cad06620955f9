"""What speaks for and against each thing that bears a name: one row for each name that fits and each of its bearers."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from adapter.medication.drugs.knowledge import Bearer, Drugs
from adapter.medication.identification.naming import Fit, fits
from adapter.medication.identification.stated_strength import Agreement, agreement
from adapter.medication.label import Label
from adapter.medication.label_words import FORMS, STEMS

_SHORTEST = 3
_SHORTEST_NAME = 5
# In parentheses they say the salt: `ATORVASTATINE (CALCIUM)`.
_METALS = frozenset(("calcium", "sodium", "magnesium", "potassium", "lithium"))


class Row(NamedTuple):
    """figures: what stands beside the name without unit; form: None when the label names none; release: None when the
    product's name says LP and the label does not."""

    fit: Fit
    bearer: Bearer
    figures: tuple[Decimal, ...]
    strength: Agreement
    form: bool | None
    release: bool | None

    @property
    def is_named(self) -> bool:
        """The name is whole and explains every word of the label."""
        return not self.fit.missing and not self.fit.extra and not self.fit.unlike

    @property
    def agrees(self) -> bool:
        """Strength, form and release are those of the label."""
        return self.strength >= Agreement.TOTAL and self.form is not False and self.release is True


def rows_of(label: Label, drugs: Drugs, *, is_exact: bool = False) -> list[Row]:
    """All that the label may name, in the order of the drug data. is_exact: without names that are only alike."""
    rows = [_row(fit, bearer, label) for fit in fits(label, drugs, is_exact=is_exact) for bearer in fit.name.bearers]
    for word, substances in _in_parentheses(label, drugs):
        rows = [row if substances & row.bearer.of.substances else _with_extra(row, word) for row in rows]
    return rows


def _in_parentheses(label: Label, drugs: Drugs) -> Iterator[tuple[str, set[str]]]:
    """Names in parentheses with their substances: `Furosémide (LASILIX)` agrees, `amlodipine (Triatec)` does not."""
    for word in label.remarks:
        if len(word) >= _SHORTEST_NAME and word not in _METALS:
            names = [name for name in drugs.names(word) if name.words == (word,)]
            if names:
                yield word, {one for name in names for bearer in name.bearers for one in bearer.of.substances}


def _with_extra(row: Row, word: str) -> Row:
    return row._replace(fit=row.fit._replace(extra=(*row.fit.extra, word)))


def sold_by(label: Label, rows: Iterable[Row]) -> set[str]:
    """CIS of the products that the seller on the label sells."""
    wanted = set(label.sellers)
    return {sold.cis for row in rows for sold in row.bearer.sold if wanted and wanted <= set(sold.words)}


def _row(fit: Fit, bearer: Bearer, label: Label) -> Row:
    figures = () if label.strengths else _figures(fit)
    extra = tuple(word for word in fit.extra if not (figures and word[0].isdigit()))
    if extra:
        extra = _unexplained(extra, bearer)
    fit = fit._replace(extra=extra) if extra != fit.extra else fit
    return Row(fit, bearer, figures, agreement(label, figures, bearer), _form(bearer, label), _release(bearer, label))


def _figures(fit: Fit) -> tuple[Decimal, ...]:
    """Figures beside the name, which stand for a strength."""
    return tuple(Decimal(word.replace(",", ".")) for word in fit.extra if word[0].isdigit())


def _unexplained(extra: tuple[str, ...], bearer: Bearer) -> tuple[str, ...]:
    """Words of the form that no table has (`auriculaire`) are explained by the form that has them."""
    said = re.findall(r"[a-z]+", bearer.of.form)
    return tuple(word for word in extra if len(word) < _SHORTEST or not any(one.startswith(word) for one in said))


def _form(bearer: Bearer, label: Label) -> bool | None:
    if not label.forms:
        return None
    return all(
        bearer.of.shape in FORMS[word] or _is_said(STEMS.get(word, word), bearer.of.form) for word in label.forms
    )


@lru_cache(maxsize=4096)
def _is_said(stem: str, form: str) -> bool:
    return len(stem) >= _SHORTEST and re.search(rf"\b{stem}", form) is not None


def _release(bearer: Bearer, label: Label) -> bool | None:
    release = bearer.identity.release
    if label.release:
        return label.release == release or (label.says_lp and release == "modified")
    return None if bearer.says_release else True
