"""As needed with its reason, targets, spacing. A condition that is not a symptom is never computed but left unread."""

from collections.abc import Sequence

from adapter.medication.posology.amounts import dose_at, is_sign, kind, range_at, value_at
from adapter.medication.posology.lexicon import Lexeme
from adapter.medication.posology.pieces import (
    Advice,
    AsNeeded,
    Condition,
    Piece,
    UntilEvent,
    Varies,
)
from adapter.medication.posology.text import plain

Found = tuple[list[Piece], int] | None
_CHANGES = frozenset(
    (
        *("augmenter", "diminuer", "doubler", "reduire", "reprendre", "suspendre", "double", "moitie", "plus", "moins"),
        *("increase", "decrease", "reduce", "taper", "skip", "hold", "half", "today", "more", "less", "ou", "or"),
    )
)
_WHOLE_EVENTS = frozenset(
    (
        *("guerison", "cicatrisation", "amelioration", "normalisation", "resolution", "stabilisation", "epuisement"),
        *("gone", "finished", "taken", "resolved", "healed", "clear", "cleared"),
    )
)
_MOST_PAIN = 10  # of a scale of pain (`EVA > 4`)
_JOINED = ("and", "or", "grade", "reason")
_TURN_A_CLAUSE = frozenset(
    (
        *("unit", "per", "every", "rate", "times", "nth", "mom", "prn", "if", "max", "upto", "stop", "split"),
        *("except", "grid"),
    )
)
NEGATIONS = frozenset(
    (
        *("pas", "ne", "n'", "sans", "sauf", "ni", "sinon", "eviter"),
        *("not", "no", "never", "unless", "except", "without", "avoid"),
    )
)


def as_needed(at: Sequence[Lexeme], i: int, text: str) -> Found:
    """`si besoin`, `si besoin pour douleur`."""
    if at[i].value == "again" and kind(at, i + 1) != "every":
        return None  # how often it is taken again is not said
    if kind(at, i + 1) in ("if", "for") and kind(at, i + 2) == "reason":
        return reason(at, i + 1, text)
    if kind(at, i + 1) == "reason" or (kind(at, i + 1) == "grade" and _reasons(at, i + 1) is not None):
        return reason(at, i, text)
    return [AsNeeded("")], i + 1


def reason(at: Sequence[Lexeme], i: int, text: str) -> Found:
    """`si douleur`, `en cas de fièvre > 38,5°C ou douleurs`."""
    end = _reasons(at, i + 1)
    if end is None:
        return None
    return [AsNeeded(text[at[i + 1].start : at[end - 1].end])], end


def indication(at: Sequence[Lexeme], i: int, text: str) -> Found:
    """`pour la douleur`: what it is for, without a word of need."""
    end = _reasons(at, i + 1)
    return ([Advice(text[at[i].start : at[end - 1].end])], end) if end else None


def _reasons(at: Sequence[Lexeme], i: int) -> int | None:
    j, last = i, None
    while kind(at, j) in _JOINED or (last and (is_sign(at, j, "/,") or kind(at, j) == "per")):
        if kind(at, j) == "reason":
            last = j + 1
        elif kind(at, j) == "grade":
            last = j + 1 if last else None
        elif last is None:
            return None
        elif kind(at, j + 1) not in _JOINED:
            break
        j += 1
    return _threshold(at, last) if last else None


def _threshold(at: Sequence[Lexeme], j: int) -> int:
    """`> 38,5 °C`, `supérieure à 38`, `> 4`: part of the reason when it is a temperature or a scale of pain."""
    k = j
    while kind(at, k) == "above" or is_sign(at, k, ">=≥"):
        k += 1
    found = value_at(at, k) if k > j else None
    if found is None or not (37 <= found[0] <= 42 or found[0] <= _MOST_PAIN):
        return j
    if found[0] <= _MOST_PAIN and kind(at, found[1]) in ("time", "unit", "times"):
        return j
    k = found[1]
    while is_sign(at, k, "°") or kind(at, k) == "degree":
        k += 1
    return k


def clause(at: Sequence[Lexeme], i: int, text: str) -> Found:
    """`si glycémie > 2 g/L`, `stop si nausées`, `selon INR`: words that are left to be told as not understood, up to
    the next sign, step or dose. A clause that says a dose, a moment or a stop of its own is none."""
    j = i + 1
    if at[i].kind == "stop":
        if kind(at, j) != "if":
            return None
        j += 1
    elif _reasons(at, j) is not None:
        return None
    k = j
    while k < len(at) and not (is_sign(at, k, ",;.:()\u200b") or kind(at, k) == "then"):
        if kind(at, k) == "num" and not _is_threshold(at, k):
            if dose_at(at, k) is None or k == j or at[i].kind == "stop":
                return None
            break
        if kind(at, k) in _TURN_A_CLAUSE - {"unit", "per"} or plain(text[at[k].start : at[k].end]) in NEGATIONS:
            return None
        k += 1
    if k == j or kind(at, k - 1) in ("fill", "and"):
        return None
    told = text[at[i + 1].start : at[k - 1].end]
    return ([Condition(told)] if at[i].kind == "if" else []), k


def _is_threshold(at: Sequence[Lexeme], k: int) -> bool:
    """`> 2 g/L`, `entre 1,5 et 2`, `supérieure à 2,5`."""
    if kind(at, k - 1) == "measured" or (is_sign(at, k - 1, "-") and kind(at, k - 3) == "measured"):
        return True  # `if BG 150-200`
    if is_sign(at, k - 1, "<>=≥≤") or kind(at, k - 1) in ("above", "between2"):
        return True
    between = kind(at, k - 2) == "between" or (kind(at, k - 2) == "num" and kind(at, k - 3) == "between2")
    return kind(at, k - 1) in ("and", "a") and between


def after_dialysis(at: Sequence[Lexeme], i: int, text: str) -> Found:
    """`3 fois par semaine après dialyse`: told where the days are; beside `par jour` they may be those of dialysis."""
    by_week = any(lexeme.kind == "day" or (lexeme.kind in ("time", "rate") and "wk" in lexeme.value) for lexeme in at)
    return ([Advice(text[at[i].start : at[i].end])], i + 1) if by_week else None


def target(at: Sequence[Lexeme], i: int, text: str) -> Found:
    """`objectif INR entre 2 et 3`, `INR cible : 2-3`: what is aimed at; no dose is in it."""
    j = i + 1
    while kind(at, j) in ("fill", "of") or is_sign(at, j, ":=<"):
        j += 1
    is_between_two = kind(at, j) == "between" and kind(at, j + 1) == "and"  # `entre 2` are words of `entre 2 prises`
    found = range_at(at, j + 2 if is_between_two else j)
    if found is None:
        return None
    end = found[2]
    end = end + 2 if kind(at, end) == "per" and kind(at, end + 1) == "time" and at[end + 1].value == "min" else end
    if kind(at, end) in ("unit", "times", "time", "mom", "per", "num") or is_sign(at, end, "%"):
        return None
    return [Advice(text[at[i].start : at[end - 1].end])], end


def varies(at: Sequence[Lexeme], i: int, text: str) -> Found:
    """`selon la douleur`: where between two doses; never a dose by itself."""
    end = _reasons(at, i + 1)
    return ([Varies(text[at[i].start : at[end - 1].end])], end) if end else None


def lasting(at: Sequence[Lexeme], i: int, text: str) -> Found:
    """`tant que la douleur persiste`, `jusqu'à disparition des symptômes`: how long, in words."""
    end = _reasons(at, i + 1)
    if end is None:
        return None
    end = end + 1 if kind(at, end) == "persists" else end
    return [Advice(text[at[i].start : at[end - 1].end])], end


def until_event(at: Sequence[Lexeme], i: int, text: str) -> Found:
    """`jusqu'à ce que l'INR soit dans la cible`, `jusqu'à guérison`: an end in free words, up to the next sign or
    `puis`. Words that could be another posology, a stop or a time are left to be told as not understood.
    """
    j = i + 1
    if plain(text[at[i].start : at[i].end]).split()[-1] in _WHOLE_EVENTS and kind(at, j) != "of":
        return [UntilEvent(text[at[i].start : at[i].end])], j  # nothing more is told of it
    while j < len(at) and at[j].kind not in ("sign", "then"):
        a_length = at[j].kind == "num" and kind(at, j + 1) == "time"
        if at[j].kind in _TURN_A_CLAUSE or a_length or plain(text[at[j].start : at[j].end]) in NEGATIONS | _CHANGES:
            return None
        j += 1
    return [UntilEvent(text[at[i].start : at[j - 1].end])], j


def aside(at: Sequence[Lexeme], i: int, text: str) -> Found:
    """`(urticaire)`: what it is for; `(soit 170 UI/kg)`: how the dose was worked out."""
    end = _reasons(at, i + 1)
    if end is None:
        found = range_at(at, i + 2 if kind(at, i + 1) == "restated" else i + 1)
        end = found[2] + 1 if found and kind(at, found[2]) == "unit" else None
        end = end + 2 if end and kind(at, end) == "per" and kind(at, end + 1) == "weight" else None
    return ([Advice(text[at[i + 1].start : at[end - 1].end])], end + 1) if end and is_sign(at, end, ")") else None


def apart(at: Sequence[Lexeme], i: int, text: str) -> Found:
    """`à 12 heures d'intervalle`: told beside how often."""
    found = value_at(at, i + 1)
    if found is None or kind(at, found[1]) != "time" or kind(at, found[1] + 1) != "between":
        return None
    return [Advice(text[at[i].start : at[found[1] + 1].end])], found[1] + 2


def spacing(at: Sequence[Lexeme], i: int, text: str) -> Found:
    """`espacées d'au moins 4 heures`: a least interval, told to the patient."""
    j = i + 1
    while kind(at, j) in ("of", "between"):
        j += 1
    found = value_at(at, j)
    if found is None or kind(at, found[1]) != "time":
        return None
    j = found[1] + 1
    while kind(at, j) == "between":
        j += 1
    return [Advice(text[at[i].start : at[j - 1].end])], j
