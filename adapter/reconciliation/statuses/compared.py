"""On both sides: `continued`, `equivalent` or `modified` with what differs; `undetermined` where the lists cannot
be compared."""

from collections.abc import Sequence

from adapter.reconciliation.difference import Difference, difference
from adapter.reconciliation.documented import disagreement, states_change
from adapter.reconciliation.situation import Discrepancy, Situation, Verdict
from adapter.reconciliation.views import views

_NARROW = "another product of a narrow-margin substance"


def verdict(situation: Situation) -> Verdict | None:
    """Every history list against every discharge list. Lists that cannot be compared leave the word to those that
    can; lists that say different things are not decided here."""
    if not situation.history or not situation.discharge or situation.suspended:
        return None
    differences = [difference(a, b) for a in views(situation.history) for b in views(situation.discharge)]
    known = [d for d in differences if d.is_known]
    if not known:
        return _unclear(differences)
    changed = [d for d in known if d.differs]
    if changed and len(changed) < len(known):
        return _disagreeing(situation, changed)
    if changed:
        return _modified(situation, changed)
    return _unchanged(situation, known)


def _unclear(differences: Sequence[Difference]) -> Verdict:
    posology = max(d.posology for d in differences)
    reasons = {d.unclear for d in differences if d.unclear}
    if posology == 0:
        reasons.add("no posology on either side")
    elif not reasons and posology == 1:
        reasons.add("posology on one side only")
    message = "; ".join(sorted(reasons)) or "the two posologies cannot be compared"
    return Verdict("undetermined", None, (Discrepancy("indeterminate", message),), (message,))


def _disagreeing(situation: Situation, changed: Sequence[Difference]) -> Verdict:
    message = "the lists of one side disagree: equal to one of them and different from another"
    found = (Discrepancy("indeterminate", message), *_discrepancies(changed))
    return Verdict("undetermined", states_change(situation.statements, changed), found, (message,))


def _modified(situation: Situation, changed: Sequence[Difference]) -> Verdict:
    found = _discrepancies(changed)
    stated = states_change(situation.statements, changed)
    because = [d.message for d in found]
    objection = disagreement(situation, changed)
    if stated and objection:
        found = tuple(Discrepancy(d.type, f"{d.message}; {objection}") for d in found)
    elif stated:
        found = ()
    if all(d.posology == 0 for d in changed):
        found = (*found, Discrepancy("indeterminate", "no posology on either side"))
    return Verdict("modified", stated, found, tuple(because))


def _unchanged(situation: Situation, known: Sequence[Difference]) -> Verdict:
    if all(d.products == "same" for d in known) and not situation.is_combination:
        return Verdict("continued", None, because=("same product, same posology",))
    stated = any(statement.kinds & {"change", "replace"} for statement in situation.statements)
    for applies, message in (
        (any(d.narrow_margin and _is_another(d) for d in known), _NARROW),
        (any(d.concentration for d in known), "another concentration: the same units are another volume"),
    ):
        if applies and not stated:
            return Verdict("equivalent", False, (Discrepancy("substitution", message),), (message,))
    other = any(d.products == "other" for d in known) or situation.is_combination
    because = (
        "another product, same posology"
        if other
        else "same substance and posology; the product is not shown to be the same"
    )
    return Verdict("equivalent", stated or (False if other else None), because=(because,))


def _is_another(difference_: Difference) -> bool:
    """Two products named by code, or written differently where no code says that they are one."""
    return difference_.products == "other" or (difference_.products == "" and not difference_.same_names)


def _discrepancies(changed: Sequence[Difference]) -> tuple[Discrepancy, ...]:
    """One discrepancy of each type, in the order of design §3."""
    found: dict[str, str] = {}
    for d in changed:
        span = f"{d.before} → {d.after}"
        rows = (
            (d.dose is False, "dose", f"the amount a day differs: {span}"),
            (d.rhythm is False, "frequency", f"the rhythm differs: {span}"),
            (d.route, "route", "given by another route"),
            (d.form, "form", "another form or release"),
            (d.duration, "duration", f"limited in time at discharge, not before: {span}"),
        )
        for applies, type_, message in rows:
            if applies:
                found.setdefault(type_, message)
    return tuple(Discrepancy(type_, message) for type_, message in found.items())
