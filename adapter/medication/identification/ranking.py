"""Candidates in order of what speaks for them, each with its reasons. The score orders; it never accepts."""

from collections.abc import Sequence

from adapter.medication.identification.evidence import Row
from adapter.medication.identification.stated_strength import Agreement
from adapter.medication.label import Label

_STRENGTH = {
    Agreement.EXACT: 0.0,
    Agreement.SAME: 0.01,
    Agreement.TOTAL: 0.03,
    Agreement.UNSAID: 0.1,
    Agreement.DIFFERS: 0.3,
}
_FORM = {True: 0.0, None: 0.02, False: 0.15}
_RELEASE = {True: 0.0, None: 0.08, False: 0.15}
_BEST, _MISSING, _EXTRA, _ABBREVIATED = 0.95, 0.12, 0.1, 0.02


def ranked(rows: Sequence[Row], most: int) -> list[tuple[float, Row]]:
    """The best row of each identity with its score (0 to 1), best first; ties by the alphabet."""
    best: dict[object, tuple[float, Row]] = {}
    for row in rows:
        score, key = _score(row), row.bearer.key
        if key not in best or score > best[key][0]:
            best[key] = (score, row)
    return sorted(best.values(), key=lambda pair: (-pair[0], pair[1].fit.name.words, pair[1].bearer.sold))[:most]


def reasons(row: Row, label: Label) -> tuple[str, ...]:
    """What fits and what does not, in words."""
    fit, name = row.fit, " ".join(row.fit.name.words)
    how = ", but only approximately" if fit.unlike else ", abbreviated" if fit.abbreviated else ""
    found = [f"the name is '{name}'{how}"]
    found += [f"'{word}' of the name is not in the label" for word in fit.missing]
    found += [f"'{word}' is not understood" for word in fit.extra]
    found.append(_of_strength(row, label))
    found.append({True: "same form", None: "no form is stated", False: "another form"}[row.form])
    if row.release is not True:
        found.append("another release" if row.release is False else "the label does not say LP")
    return tuple(found)


def _of_strength(row: Row, label: Label) -> str:
    if row.strength == Agreement.DIFFERS:
        return "another strength"
    if row.strength == Agreement.UNSAID:
        return "no strength is stated"
    if row.figures:
        return "the figure is one of its strengths"
    if row.strength == Agreement.TOTAL:
        return "same amount, in one container or without its volume"
    return "same strength" if label.strengths else "the name is sold without strength"


def _score(row: Row) -> float:
    fit = row.fit
    lost = fit.unlike + _MISSING * len(fit.missing) + _EXTRA * len(fit.extra) + _ABBREVIATED * len(fit.abbreviated)
    lost += _STRENGTH[row.strength] + _FORM[row.form] + _RELEASE[row.release]
    return round(max(_BEST - lost, 0.0), 3)
