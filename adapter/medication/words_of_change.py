"""Words beside a coded posology that say that it is not the whole of it, in the languages that sources are written in.

They are looked for only where a text is not understood whole: a text in another language, or an instruction beside the
codes. What they say exactly is for a person to read; the codes alone are not the dose of every day then.
"""

import re
from collections.abc import Iterable

from adapter.medication.posology.text import plain

_OTHER_DOSE = (
    r"reduc(?:e|es|ed|ing)|decreas\w+|increas\w+|diminu\w+|redui\w+|augment\w+|reduzier\w+|steiger\w+|ridurre|aumentare"
    r"|reducir|reduzir|aumentar"
)
_STEPS = (  # the dose becomes another one; "to reduce cholesterol" is what it is for
    rf"(?<!to )(?<!pour )(?:{_OTHER_DOSE})|(?:{_OTHER_DOSE}) (?:\w+ ){{0,4}}?\d+|escalat\w+|wean\w*|adjust\w*"
    r"|(?:then|thereafter|puis|ensuite|dann|danach|daarna|poi|luego|despues|depois) (?:\w+ ){0,4}?"
    r"(?:\d+|stop\w*|arret\w*)"
    r"|degressi\w+|decroiss\w+|paliers?|(?:a|d) (?:adapter|ajuster)|ausschleich\w+|afbouw\w*|opbouw\w*|ophogen|scalare"
)
_PLANS = (
    r"taper\w*|titrat\w+|sliding scale|alternat\w+|alternan\w+|alternierend|abwechselnd|afwisselend"
    r"|dialys\w*|dialisi\w?"
)
_CONDITIONS = (  # the dose depends on something
    r"(?:per|by|as per|nach|laut|selon|volgens|secondo|segun|conforme)(?: le| l)? (?:the )?"
    r"(?:protocol\w*|protocole|schedule|schema|inr|glyc\w+|kreatinin|clearance)"
    r"|depending on|based on|according to (?!the label|package|prescription)"
    r"|en fonction d\w*|je nach|abhangig von|a seconda d\w*"
    r"|selon (?!l ordonnance|ordonnance|(?:la )?prescription|(?:l )?avis|besoin)\w+"
)
_EXCEPTIONS = (  # some days or doses are left out, or of another dose
    r"except(?:ing|e|o)?|exceto|excluding|not on|sauf|hormis|pas le|ausser|behalve|tranne|salvo"
)
_STOPS = (
    r"stopped|discontinued|on hold|held until|suspend\w+|sospes\w+|pausiert|in pausa|en pause|gestopt|abgesetzt"
    r"|skip\w*|arrete(?:e|s|es)?|interrompu\w*|hold (?:for )?\d+ (?:days?|weeks?)"
)
_NOT_DAILY = (  # said of what is coded for every day
    r"weekly|monthly|(?:per|each|every(?: \d+)?|times a|once a|days a) (?:weeks?|months?)|every (?:other|second|third)"
    r"|hebdo\w*|(?:par|chaque) (?:semaine|mois)|mensuel\w*|mensual\w*|mensal\w*|semana\w*"
    r"|jours? (?:alternes|impairs|pairs)|un jour sur"
    r"|\w*wochentlich|monatlich|pro (?:woche|monat)|alle \d+ (?:wochen|monate|tage)|jeden (?:zweiten|2|dritten|3)"
    r"|wekelijks|maandelijks|per (?:week|maand)|om de (?:dag|andere)"
    r"|settiman\w+|ogni (?:\d+ )?(?:settiman\w+|mes\w)|giorni alterni"
    r"|dias alternos"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|lundis?|mardis?|mercredis?|jeudis?|vendredis?|samedis?|dimanches?"
    r"|(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?|lunedi|martedi|mercoledi|giovedi|venerdi|sabato|domenica"
    r"|lunes|miercoles|jueves|viernes|domingos?"
)
_AS_NEEDED = (  # said of what is coded for fixed times
    r"(?:bei|nach) bedarf|im bedarfsfall|bedarfsmedikation|zo nodig|indien nodig|al bisogno|se necessario"
    r"|si precisa|en caso necesario"
    r"|se precisar|se for preciso|em caso de|as needed|as required|prn|si besoin|if needed|when needed|au besoin"
)
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_BESIDE, _ALWAYS, _EVERY_DAY, _FIXED = (
    re.compile(rf"\b(?:{words})\b")
    for words in (f"{_EXCEPTIONS}|{_PLANS}", f"{_STEPS}|{_CONDITIONS}|{_STOPS}", _NOT_DAILY, _AS_NEEDED)
)


def words_of_change(text: str, *, every_day: bool, scheduled: bool) -> str | None:
    """The first words in a posology that may change the codes beside it, as they are read (small letters, no accents).

    every_day: whether the codes say every day, so that a rhythm of other days contradicts them; scheduled: whether they
    say fixed times, so that "as needed" does.
    """
    patterns = (_BESIDE, _ALWAYS, *((_EVERY_DAY,) if every_day else ()), *((_FIXED,) if scheduled else ()))
    return _first(text, patterns)


def words_of_exception(text: str) -> str | None:
    """As words_of_change(), of an instruction to the patient: exceptions and plans alone, because an instruction speaks
    of other things too ("weigh yourself weekly", "may increase drowsiness")."""
    return _first(text, (_BESIDE,))


def _first(text: str, patterns: Iterable[re.Pattern[str]]) -> str | None:
    words = " ".join(_NOT_WORD.sub(" ", plain(text)).split())
    return next((found.group() for pattern in patterns if (found := pattern.search(words))), None)
