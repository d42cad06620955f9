"""What the discharge source says about a change: whether a text names a start, a stop, a change or a suspension,
and which doses.

An indication ("HTA") is not a statement, and neither is the contrary ("posologie inchangée"). A text that is not
understood states
nothing: unsaid is the safe answer.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from adapter.reconciliation.identity import in_base_unit
from adapter.reconciliation.words import plain

_DOSE = r"(?:doses?|posologies?|dosages?|traitements?)"
_PATTERNS = {
    "start": re.compile(
        r"\b(?:introdui(?:t|te|ts|tes|re)|introduction|initiee?s?|initiation|instauree?s?|instauration|debutee?s?|demarree?s?"
        r"|debut (?:de|du) traitement|ajout|ajoutee?s?|mis en place|mise en place (?:du|d un) traitement|mise? sous"
        r"|started|initiated|introduced|added|commenced)\b"
    ),
    "stop": re.compile(
        r"\b(?:arret|arrete\w*|stopp\w+|stop|interromp\w*|interruption|supprim\w*|suppression|discontinued|withdrawn"
        r"|abgesetzt|gestoppt|sistiert|ne pas reprendre|(?:non|pas) repris\w*|non poursuivi\w*|ne plus prendre"
        r"|retiree?s?|n est plus indique\w*)\b"
    ),
    "suspend": re.compile(
        r"\b(?:suspend\w*|suspension (?!buvable|injectable|nasale|pour|ophtalm|de plaquettes)|pause|mise? en attente"
        r"|(?:arret\w*|interruption) (?:temporaire|transitoire|provisoire|momentane)\w*|interrom\w+ jusqu"
        r"|reprise (?:a|le|prevue|possible|dans)"
        r"|(?<!pas )a reprendre|on hold|withheld|pausiert|pausieren)\b|\bsuspension$"
    ),
    "increase": re.compile(
        rf"^(?:augment|major)ee?s?\b|\b{_DOSE} (?:\w+ ){{0,2}}(?:augment|major|increas)\w*"
        rf"|\b(?:augment|major|increas|hausse)\w* (?:\w+ ){{0,2}}(?:{_DOSE}|\d)"
    ),
    "decrease": re.compile(
        rf"^(?:diminu|minor|baiss)ee?s?\b|^redui(?:t|te|ts|tes)\b"
        rf"|\b{_DOSE} (?:\w+ ){{0,2}}(?:diminu|redui|minor|baiss|decreas|reduc)\w*"
        rf"|\b(?:diminu|redui|reduc|minor|baiss|decreas)\w* (?:\w+ ){{0,2}}(?:{_DOSE}|moitie|\d)"
    ),
    "change": re.compile(
        r"(?<!liberation )\bmodifie?\w*|\bchange(?:e|ee|es|d)?\b|\bchangement\b(?! (?:de|du|d|des) )"
        rf"|\bchangement (?:de |du |d |des )(?:la |l )?(?:{_DOSE}|schema|rythme|horaires?|galenique|forme|specialite"
        r"|medicament|molecule|produit|princeps|generique|marque|insuline|dispositif|voie)\b"
        r"|\b(?:adapt|ajust|adjust)\w*|\btitration\b"
    ),
    "replace": re.compile(
        r"\b(?:remplace|remplacee?s?|remplacement (?:de|du|d|par)|replaced|replaces|relais|switch\w*|livret)\b"
        r"|\bsubstitu\w* (?:\w+ ){0,3}par\b|\bpassage (?:a|de|sous|en) (?!l hopital|rea)"
    ),
}
_DENIED = re.compile(
    r"\b(?:inchange\w*|unchanged"
    r"|(?:sans|pas|pas de|aucune?|pas d|ni|non|no|not|without|ne pas|jamais)\s+(?:\w+\s+){0,2}?"
    r"(?:modifi\w*|chang\w*|arret\w*|interr\w*|stopp\w*|adapt\w*|augment\w*|diminu\w*|redui\w*|introdui\w*|debut\w*"
    r"|suspen\w*|substitu\w*|ajust\w*)"
    r"|(?:nicht|kein\w*) (?:\w+ )?(?:abgesetzt|gestoppt|sistiert|pausier\w*)"
    r"|(?:sans|pas|non|no|not|never|don t|jamais|refuse\w*|refus) "
    r"(?:(?:be|been|being|was|to|yet|longer|de|d|du|l|la|ete|encore) ){0,2}"
    r"(?:arret|stop\w*|start\w*|increas\w*|decreas\w*|reduc\w*|initi\w*|instaur\w*|discontinu\w*|withdraw\w*"
    r"|withh[eo]ld\w*|switch\w*|replac\w*|remplac\w*|add\w*|ajout\w*|commenc\w*|titr\w*|augmentation|introduction"
    r"|on hold))"
)
_ANOTHER_TIME_OR_THING = re.compile(  # "débuté en 2015", "à adapter selon l'INR", "changement de régime"
    r"\b(?:en (?:19|20)\d\d|il y a|poursuite|a (?:adapter|ajuster|modifier|changer|augmenter|diminuer|reevaluer)"
    r"|si|en cas d[eu]?|a prevoir|avant (?:l )?hospitalisation|domicile|creatinine|tsh|crp|inr|kaliemie"
    r"|discute\w*|discuter|envisage\w*|refuse\w*|recuse\w*|impossible"
    r"|in (?:19|20)\d\d|(?:years?|months?) ago|(?:to|will|may|can|should) be|consider\w*|if|in case of"
    r"|(?:prior to|before) admission|at home)\b"
    r"|^[a-z]+ (?:19|20)\d\d$"
)
_WITHOUT_DOSE = re.compile(
    r"\b(?:depuis|poursuivre|poursuivi\w*|poids|regime|alimenta\w*|saison|pansements?|oxygene|sel|sonde|appareil)\b"
)
_DOSE_WORD = re.compile(rf"\b{_DOSE}\b|\d")
_STOP_OF_ANOTHER = re.compile(  # a rule for the patient, a plan, a stop that is over, or the stop of something else
    r"\b(?:si|en cas d[eu]?|prevue?|puis arret|apres|tabac|alcool|cardia\w*|pendant (?:le sejour|l hospitalisation)"
    r"|reprise? du|repris\w*|discute\w*|envisage\w*|recuse\w*|interdite?)\b"
)
_UNIT = r"(?:(g|mg|µg|ug|mcg|ui|ml|cp|comprimes?|gelules?|gouttes?)(?![a-z]))"
_FIGURES = r"(?<![\d.,/])(?<!\d )(\d{1,3}(?: \d{3})+|\d+(?:[.,]\d+)?)(?![\d/]|[.,]\d| \d{3}\b)"
_NUMBER = rf"{_FIGURES}\s*{_UNIT}?(?:\s*/\s*(?:j|jour|24h|d|day))?"
_FROM_TO = re.compile(rf"{_NUMBER}\s*(?:>|\b(?:a|au|to|vers|puis)\b)\s*{_NUMBER}")
_TO = re.compile(r"\b(?:a|au|to)\b")
_MEASURED = re.compile(
    r"\b(?:pa|pas|pad|ta|fc|inr|creat\w*|clairance|dfg|poids|imc|tsh|crp|hb|hba1c|kaliemie|k|na|eva)\b"
)
_CHANGING = re.compile(r"\b(?:de|from|passage|passe\w*|augment\w*|diminu\w*|major\w*|minor\w*|redui\w*|increas\w*"
                       r"|decreas\w*|reduc\w*|chang\w*|modif\w*|titr\w*|adapt\w*|ajust\w*) $")  # fmt: skip
_ARROWS = str.maketrans({"→": " > ", "➔": " > ", "⇒": " > "})
_COUNTED = {"cp": "", "comprime": "", "comprimes": "", "gelule": "", "gelules": "", "goutte": "", "gouttes": "", "": ""}

START, STOP, CHANGE = (
    frozenset(("start", "change", "replace")),
    frozenset(("stop", "suspend")),
    frozenset(("increase", "decrease", "change")),
)


@dataclass(frozen=True, slots=True)
class Statement:
    """kinds: what the text names; doses: pairs (from, to), each a value with a base unit ("" when the text gives
    none)."""

    text: str
    kinds: frozenset[str]
    doses: tuple[tuple[tuple[Decimal, str], tuple[Decimal, str]], ...] = ()


def read(text: str) -> Statement:
    """One reason, note or comment → what it states."""
    marked = text.translate(_ARROWS).replace("->", " > ").replace("=>", " > ")
    words = " ".join(_spaced(part) for part in marked.split(" > "))
    doses = _doses(" > ".join(_spaced(part) for part in marked.split(" > ")))
    kinds = {kind for clause in re.split(r",(?!\d)", words) for kind in _kinds(clause)}
    if doses:
        kinds.add("change")
    return Statement(text, frozenset(kinds), doses)


def _kinds(clause: str) -> set[str]:
    """What one clause names of this treatment, now."""
    said = _DENIED.sub(" ", clause.strip())
    kinds = {kind for kind, pattern in _PATTERNS.items() if pattern.search(said)}
    if _ANOTHER_TIME_OR_THING.search(said) or (_WITHOUT_DOSE.search(said) and not _DOSE_WORD.search(said)):
        kinds &= STOP
    return kinds - STOP if _STOP_OF_ANOTHER.search(said) else kinds


def read_all(texts: Iterable[str]) -> list[Statement]:
    return [statement for text in texts if (statement := read(text)).kinds]


def _spaced(text: str) -> str:
    """Plain words, clauses apart by commas."""
    return plain(re.sub(r"[:;()]", " , ", re.sub(r"['’]", " ", text)))


def _is_range(text: str, match: re.Match[str]) -> bool:
    """`1 à 2 cp`, `5 mg à 10 mg par jour` are amounts; `de 1 à 2 cp`, `augmenté 1 à 2 cp` go from one to another."""
    if ">" in match[0] or (match[2] and not _TO.search(match[0])):
        return False
    return _CHANGING.search(text[: match.start()]) is None


def _is_measured(before: str) -> bool:
    """Whether the words before a pair of numbers say that it is no dose: `INR 2 > 3`, `PA 140 → 120`."""
    return _MEASURED.search(before.rpartition(",")[2]) is not None


def _doses(text: str) -> tuple[tuple[tuple[Decimal, str], tuple[Decimal, str]], ...]:
    """`de 5 à 10 mg`, `5 mg → 10 mg`: only when an arrow or a unit shows that doses are meant."""
    found = []
    for match in _FROM_TO.finditer(text):
        low, low_unit, high, high_unit = match.groups()
        unit = low_unit or high_unit
        if (not unit and ">" not in text) or _is_measured(text[: match.start()]) or _is_range(text, match):
            continue
        found.append((_value(low, unit), _value(high, high_unit or unit)))
    return tuple(found)


def _value(number: str, unit: str) -> tuple[Decimal, str]:
    value = Decimal(number.replace(" ", "").replace(",", "."))
    if unit in _COUNTED or not unit:
        return value, ""
    return in_base_unit(value, {"ui": "[iU]", "ml": "mL"}.get(unit, unit))
