"""A label with the posology after it, as lists are typed: `Entresto 24 mg/26 mg 1 cp x2/j` names what is before."""

import re

_TIMES = "matin|midi|soir|coucher|nuit|gouter|j|jr|jrs|jour|jours|sem|semaine|semaines|mois|24 ?h"
_FORMS = "cp|cpr|cprs|cps|comprime|comprimes|gelule|gelules|sachet|sachets|suppo|suppositoire|patch|ampoule|ampoules"
_OTHER = (
    "x|fois|et|le|la|au|aux|a|par|tous|toutes|les|chaque|h|heures|repas|avant|apres|pendant|jeun|si|besoin|po|per os|"
    "gouttes|gttes|bouffee|bouffees|inhalation|inhalations|application|applications|injection|unites?|ui|dose|doses"
)
_COUNT = r"\d+(?:[.,/]\d+)?|½"
_FEW = r"[1-4]|1/[24]|[01][.,]5|½"
_TOKEN = rf"(?:(?:{_COUNT})|\b(?:{_TIMES}|{_FORMS}|{_OTHER})\b|[-/,;:.x])"
# Nothing but words of a posology up to the end; a count is the first of them.
_TAIL = re.compile(
    rf"(?<=[\w%)])[ ,;:-]+(?P<tail>(?:(?P<dose>(?:{_FEW}) ?(?:{_FORMS}|{_TIMES})\b|\d ?- ?\d ?- ?\d)|"
    rf"(?:{_COUNT}) ?(?:x|fois)\b|x ?\d ?/|(?:le )?\b(?:{_TIMES})\b)(?: ?{_TOKEN})*)[ .]*$"
)
_TIME = re.compile(rf"\b(?:{_TIMES})\b|\d ?- ?\d ?- ?\d|\d ?x\b|\bx ?\d ?/")
_FORM = re.compile(rf"\b(?:{_FORMS})\b")
_BARE = re.compile(r"(?:^|[ /])\d+(?:[.,]\d+)?$")
_PACK = re.compile(rf"(?<=[a-z]) ?\bx ?(?=\d+(?: ?(?:{_FORMS}))?$)")


def without_posology(said: str) -> str:
    """A plain text without the posology it ends with, but with the form that the posology counts in.

    As it was when a word of the end is no word of a posology, when nothing before it says a strength, or when a figure
    without unit stands before it that may be the dose: `Risperdal 1 le matin`, one milligram or one tablet.
    """
    said = _PACK.sub(" ", said)
    match = _TAIL.search(said)
    if match is None or not _TIME.search(match["tail"]):
        return said
    head = said[: match.start()]
    if not any(letter.isdigit() for letter in head) or (_BARE.search(head) and not match["dose"]):
        return said
    form = _FORM.search(match["tail"])
    return f"{head} {form[0] if form else ''}".rstrip()
