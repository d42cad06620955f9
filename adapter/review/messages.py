"""The engine's sentences in French: one row a sentence of adapter/reconciliation, in the order of its files.

`{name}` stands for what the sentence carries: days are written as French days, amounts in French words, the rest
(names, codes, words of a source) as it is. A sentence that is not here is shown as the engine wrote it, never dropped.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from adapter.review import figures
from adapter.review.words import french_spaces

ENGINE: tuple[tuple[str, str], ...] = (
    # rules/: why lines are one treatment
    ("no other line was shown to be this treatment", "aucune autre ligne n'est reconnue comme ce traitement"),
    ("same product code {code}", "même code produit {code}"),
    ("same substance and strength ({names})", "même substance, même dosage ({names})"),
    ("same form and route", "même forme et même voie"),
    ("same substance", "même substance"),
    ("equal daily dose and the same rhythm", "même dose par jour et même rythme"),
    (
        "same substance, dose or rhythm not shown to be equal",
        "même substance ; rien ne montre que dose et rythme sont égaux",
    ),
    ("form not stated on both sides", "forme non précisée des deux côtés"),
    ("route not stated on both sides", "voie non précisée des deux côtés"),
    ("a combination and its separate parts", "une association et ses composants séparés"),
    (
        "all parts present, each at the same daily dose and rhythm",
        "tous les composants sont présents, chacun à la même dose par jour et au même rythme",
    ),
    (
        "same substance and route, another form or release",
        "même substance et même voie, autre forme ou autre libération",
    ),
    ("nothing else of this substance on either side", "rien d'autre de cette substance d'un côté ni de l'autre"),
    (
        "negative quantity on an unknown day: cancels the delivery of the same product",
        "quantité négative, jour inconnu : annule la délivrance du même produit",
    ),
    (
        "negative quantity on {day}: cancels the delivery of the same product",
        "quantité négative le {day} : annule la délivrance du même produit",
    ),
    # duplication
    (
        "the same substance twice in one list ({names}): {text}",
        "la même substance deux fois dans une liste ({names}) : {text}",
    ),
    ("twice in one list: {text}", "deux fois dans une liste : {text}"),
    # not_current
    (
        "a short course that ended on {day}, before {reference_day}",
        "cure courte finie le {day}, avant le {reference_day}",
    ),
    (
        "last delivered on {day}, more than 12 months before {reference_day}",
        "dernière délivrance le {day}, plus de 12 mois avant le {reference_day}",
    ),
    # difference, documented
    (
        "deliveries of two strengths overlap: taken together or one after the other is not said",
        "délivrances de deux dosages qui se chevauchent : pris ensemble ou l'un après l'autre, ce n'est pas dit",
    ),
    ("the source says: {text}", "la source dit : {text}"),
    # statuses/addition
    ("the discharge source says: {text}", "la source de sortie dit : {text}"),
    (
        "no usable history was read: whether it is new is not known",
        "aucune liste d'avant le séjour n'est exploitable : on ne sait pas s'il est nouveau",
    ),
    (
        "not identified, and neither is a line of the history: they may be the same",
        "non identifié, comme une ligne d'avant le séjour : c'est peut-être le même",
    ),
    ("at discharge, not in the history", "à la sortie, absent d'avant le séjour"),
    (
        "new at discharge, and the discharge source does not say why",
        "nouveau à la sortie, et la source de sortie ne dit pas pourquoi",
    ),
    # statuses/apart
    ("given during the stay", "administré pendant le séjour"),
    ("planned, not a current treatment", "prévu, ce n'est pas un traitement en cours"),
    ("the source marks this entry as {code}", "la source marque cette entrée « {code} »"),
    ("given at long intervals: may still act", "administré à longs intervalles : agit peut-être encore"),
    # statuses/compared
    ("no posology on either side", "posologie absente des deux côtés"),
    ("posology on one side only", "posologie d'un seul côté"),
    ("the two posologies cannot be compared", "les deux posologies ne sont pas comparables"),
    (
        "the lists of one side disagree: equal to one of them and different from another",
        "les listes d'un même côté se contredisent : égal à l'une, différent d'une autre",
    ),
    ("same product, same posology", "même produit, même posologie"),
    ("another product of a narrow-margin substance", "autre produit d'une substance à marge thérapeutique étroite"),
    (
        "another concentration: the same units are another volume",
        "autre concentration : les mêmes unités font un autre volume",
    ),
    ("another product, same posology", "autre produit, même posologie"),
    (
        "same substance and posology; the product is not shown to be the same",
        "même substance et même posologie ; rien ne montre que c'est le même produit",
    ),
    (
        "the amount a day differs: {before_amount} → {after_amount}",
        "la quantité par jour diffère : {before_amount} → {after_amount}",
    ),
    ("the rhythm differs: {amount} → {amount}", "le rythme des prises diffère, la quantité est la même : {amount}"),
    ("the rhythm differs: {before_amount} → {after_amount}", "le rythme diffère : {before_amount} → {after_amount}"),
    ("given by another route", "autre voie d'administration"),
    ("another form or release", "autre forme ou autre libération"),
    (
        "limited in time at discharge, not before: {amount} → {amount}",
        "limité dans le temps à la sortie, pas avant ; la quantité est la même : {amount}",
    ),
    (
        "limited in time at discharge, not before: {before_amount} → {after_amount}",
        "limité dans le temps à la sortie, pas avant : {before_amount} → {after_amount}",
    ),
    # statuses/contradicted, later, not_current, omission, stopped, suspended
    (
        "listed as stopped and at discharge by the same source",
        "dans la même source, à la fois arrêté et au traitement de sortie",
    ),
    (
        "delivered on {days}, after {reference_day}, and not in the discharge list",
        "délivré le {days}, après le {reference_day}, et absent du traitement de sortie",
    ),
    (
        "the source says that it was no longer taken, or its delivery was cancelled",
        "la source dit qu'il n'était plus pris, ou sa délivrance a été annulée",
    ),
    (
        "no usable discharge list was read: whether it goes on is not known",
        "aucune liste de sortie n'est exploitable : on ne sait pas s'il continue",
    ),
    (
        "not identified, and neither is a line of the discharge list: they may be the same",
        "non identifié, comme une ligne de la sortie : c'est peut-être le même",
    ),
    (
        "in the history, absent at discharge, and the discharge source does not say why",
        "pris avant le séjour, absent à la sortie, et la source de sortie ne dit pas pourquoi",
    ),
    ("the discharge source lists it as stopped", "la source de sortie le liste comme arrêté"),
    ("not found in the history that was read", "absent des listes d'avant le séjour qui ont été lues"),
    (
        "suspended in one entry of the discharge source and listed as current in another",
        "suspendu dans une entrée de la source de sortie, en cours dans une autre",
    ),
    ("the discharge source suspends this treatment", "la source de sortie suspend ce traitement"),
    # proposals
    (
        "more than one line fits: form, release or route is not stated",
        "plusieurs lignes conviennent : forme, libération ou voie non précisée",
    ),
    ("These may be one treatment.", "C'est peut-être un seul traitement."),
    ("other form, release or route", "autre forme, libération ou voie"),
    (
        "These may be one treatment given in another way.",
        "C'est peut-être un seul traitement, donné d'une autre façon.",
    ),
    ("both contain {names}", "les deux contiennent {names}"),
    (
        "a part is missing, or daily doses are not shown to be equal",
        "un composant manque, ou rien ne montre que les doses par jour sont égales",
    ),
    (
        "A combination may stand for its separate parts.",
        "Une association tient peut-être lieu de ses composants séparés.",
    ),
    ("same ATC code {code}", "même code ATC {code}"),
    ("the substances are not shown to be the same", "rien ne montre que les substances sont les mêmes"),
    ("written the same way", "écrit de la même façon"),
    ("the product is not identified", "le produit n'est pas identifié"),
    ("same ATC class {code}", "même classe ATC {code}"),
    ("one is missing at discharge, the other is new there", "l'un manque à la sortie, l'autre y est nouveau"),
    ("One may replace the other.", "L'un remplace peut-être l'autre."),
)

_PLACE = re.compile(r"\{(\w+)\}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_AMOUNT = re.compile(
    r"(?P<low>\d+(?:\.\d+)?)(?:-(?P<high>\d+(?:\.\d+)?))? (?P<unit>\[\w+\]|\{\w+\}|[\w%µ]+)/d\b"
    r"(?: on average, every (?P<every>\d+(?:\.\d+)?) (?P<period>\w+))?"
)


def in_language(message: str, lang: str) -> str:
    """A sentence of the engine in the language of the page; as it is when it has no translation.

    In English only its days and amounts are put in words. Several sentences may be joined by `; `.
    """
    return translated(message, ENGINE, lang) or message


def translated(message: str, table: Sequence[tuple[str, str]], lang: str) -> str | None:
    """A sentence, or several joined by `; ` that are all in the table; None when one of them is not."""
    for left, right in _cuts(message):
        first = _one(left, table, lang)
        rest = translated(right, table, lang) if first is not None else None
        if first is not None and rest is not None:
            return f"{first}{french_spaces(' ; ')}{rest}" if lang == "fr" else f"{first}; {rest}"
    return _one(message, table, lang)


def _cuts(message: str) -> Iterator[tuple[str, str]]:
    parts = message.split("; ")
    for n in range(1, len(parts)):
        yield "; ".join(parts[:n]), "; ".join(parts[n:])


def _one(sentence: str, table: Sequence[tuple[str, str]], lang: str) -> str | None:
    for english, french in table:
        found = _pattern(english).fullmatch(sentence)
        if found is not None:
            values = {name: _written(name, value, lang) for name, value in found.groupdict().items()}
            return _filled(french_spaces(french) if lang == "fr" else english, values)
    return None


def _filled(sentence: str, values: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda place: values[place[1]], sentence)


def _pattern(sentence: str) -> re.Pattern[str]:
    """`same ATC code {code}` → the regular expression that reads the code; a name that comes twice is one value."""
    parts = _PLACE.split(sentence)
    read = [re.escape(part) for part in parts]
    for n in range(1, len(parts), 2):
        read[n] = f"(?P={parts[n]})" if parts[n] in parts[1:n:2] else f"(?P<{parts[n]}>.*?)"
    return re.compile("".join(read), re.DOTALL)


def _written(name: str, value: str, lang: str) -> str:
    """A value as the language writes it, by the last word of its name."""
    kind = name.rpartition("_")[2]
    if kind in ("day", "days"):
        return _DAY.sub(lambda day: figures.day(day[0], lang), value)
    return _AMOUNT.sub(lambda amount: _amount(amount, lang), value) if kind == "amount" else value


def _amount(found: re.Match[str], lang: str) -> str:
    """`5 mg/d` as people read it."""
    low, high = found["low"], found["high"] or found["low"]
    dose: dict[str, Any] = {"value": low} if low == high else {"min": low, "max": high}
    if found["every"]:
        dose["interval"] = {"value": found["every"], "unit": found["period"]}
    return figures.daily_dose({**dose, "unit": found["unit"]}, lang)
