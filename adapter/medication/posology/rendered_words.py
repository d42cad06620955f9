"""The words that a posology is told in, French and English: the ones that the phrase tables of `parse` hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Patterns take one text at `{}`. moments: EventTiming; days: dayOfWeek; time: UCUM unit → one, many; per and
    every: of a unit of time; routes: EDQM code → words; sites: the site as either language writes it → words."""

    lang: str
    then: str
    and_: str
    last_and: str
    to: str
    moments: Mapping[str, str]
    days: Mapping[str, str]
    time: Mapping[str, tuple[str, str]]
    per: Mapping[str, str]
    every: Mapping[str, str]
    once_per: str
    times_per: str
    times_every: str
    on_days: str
    clock: str
    lasting: str
    during: str
    at_most_during: str
    from_day: str
    until_day: str
    as_needed: str
    if_reason: str
    at_most_once: str
    at_most_daily: str
    routes: Mapping[str, str]
    sites: Mapping[str, str]

    def listed(self, items: Sequence[str]) -> str:
        """`matin, midi et soir`"""
        return self.last_and.join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)

    def day(self, text: str) -> str:
        """A date as people write it; a precision below the day is not told."""
        year, month, day = text[:10].split("-") if len(text) >= 10 else ("", "", "")
        if not year:
            return text
        return f"{day}/{month}/{year}" if self.lang == "fr" else text[:10]


_SITES = (  # as French and as English Dosages write it, then in the words of each
    ("œil droit", "right eye", "dans l'œil droit", "in the right eye"),
    ("œil gauche", "left eye", "dans l'œil gauche", "in the left eye"),
    ("chaque œil", "each eye", "dans chaque œil", "in each eye"),
    ("œil atteint", "affected eye", "dans l'œil atteint", "in the affected eye"),
    ("chaque narine", "each nostril", "dans chaque narine", "in each nostril"),
    ("une narine", "one nostril", "dans une narine", "in one nostril"),
    ("gorge", "throat", "dans la gorge", "in the throat"),
    ("chaque oreille", "each ear", "dans chaque oreille", "in each ear"),
    ("oreille droite", "right ear", "dans l'oreille droite", "in the right ear"),
    ("oreille gauche", "left ear", "dans l'oreille gauche", "in the left ear"),
    ("lésions", "affected area", "sur les lésions", "to the affected area"),
)

FRENCH = Words(
    lang="fr",
    then=" puis ",
    and_=" et ",
    last_and=" et ",
    to=" à ",
    moments={
        "MORN": "le matin",
        "MORN.early": "tôt le matin",
        "MORN.late": "en fin de matinée",
        "AFT.early": "en début d'après-midi",
        "AFT.late": "en fin d'après-midi",
        "NOON": "le midi",
        "AFT": "l'après-midi",
        "EVE": "le soir",
        "NIGHT": "la nuit",
        "HS": "au coucher",
        "WAKE": "au réveil",
        "C": "au cours des repas",
        "CM": "au petit déjeuner",
        "CD": "au déjeuner",
        "CV": "au dîner",
        "AC": "avant les repas",
        "ACM": "avant le petit déjeuner",
        "ACD": "avant le déjeuner",
        "ACV": "avant le dîner",
        "PC": "après les repas",
        "PCM": "après le petit déjeuner",
        "PCD": "après le déjeuner",
        "PCV": "après le dîner",
    },
    days={
        "mon": "lundi",
        "tue": "mardi",
        "wed": "mercredi",
        "thu": "jeudi",
        "fri": "vendredi",
        "sat": "samedi",
        "sun": "dimanche",
    },
    time={
        "min": ("minute", "minutes"),
        "h": ("heure", "heures"),
        "d": ("jour", "jours"),
        "wk": ("semaine", "semaines"),
        "mo": ("mois", "mois"),
        "a": ("an", "ans"),
    },
    per={
        "min": "par minute",
        "h": "par heure",
        "d": "par jour",
        "wk": "par semaine",
        "mo": "par mois",
        "a": "par an",
    },
    every={
        "min": "toutes les {} minutes",
        "h": "toutes les {} heures",
        "d": "tous les {} jours",
        "wk": "toutes les {} semaines",
        "mo": "tous les {} mois",
        "a": "tous les {} ans",
    },
    once_per="1 fois {}",
    times_per="{} fois {}",
    times_every="{} fois {}",
    on_days="le ",
    clock="à {}",
    lasting="en {}",
    during="pendant {}",
    at_most_during="maximum {}",
    from_day="à partir du {}",
    until_day="jusqu'au {}",
    as_needed="si besoin",
    if_reason="si {}",
    at_most_once="maximum {} par prise",
    at_most_daily="maximum {} par jour",
    routes={
        "20053000": "par voie orale",
        "20066000": "par voie sous-cutanée",
        "20035000": "par voie intramusculaire",
        "20045000": "par voie intraveineuse",
        "20067000": "par voie sublinguale",
        "20061000": "par voie rectale",
        "20072000": "par voie vaginale",
        "20020000": "par voie inhalée",
        "20051000": "par voie ophtalmique",
        "20049000": "par voie nasale",
        "20003000": "par voie cutanée",
        "20070000": "par voie transdermique",
        "20001000": "par voie auriculaire",
    },
    sites={written: french for *both, french, _ in _SITES for written in both},
)

ENGLISH = Words(
    lang="en",
    then=" then ",
    and_=" and ",
    last_and=" and ",
    to=" to ",
    moments={
        "MORN": "in the morning",
        "MORN.early": "in the early morning",
        "MORN.late": "in the late morning",
        "AFT.early": "in the early afternoon",
        "AFT.late": "in the late afternoon",
        "NOON": "at noon",
        "AFT": "in the afternoon",
        "EVE": "in the evening",
        "NIGHT": "at night",
        "HS": "at bedtime",
        "WAKE": "on waking",
        "C": "with meals",
        "CM": "with breakfast",
        "CD": "with lunch",
        "CV": "with dinner",
        "AC": "before meals",
        "ACM": "before breakfast",
        "ACD": "before lunch",
        "ACV": "before dinner",
        "PC": "after meals",
        "PCM": "after breakfast",
        "PCD": "after lunch",
        "PCV": "after dinner",
    },
    days={
        "mon": "Monday",
        "tue": "Tuesday",
        "wed": "Wednesday",
        "thu": "Thursday",
        "fri": "Friday",
        "sat": "Saturday",
        "sun": "Sunday",
    },
    time={
        "min": ("minute", "minutes"),
        "h": ("hour", "hours"),
        "d": ("day", "days"),
        "wk": ("week", "weeks"),
        "mo": ("month", "months"),
        "a": ("year", "years"),
    },
    per={
        "min": "per minute",
        "h": "per hour",
        "d": "per day",
        "wk": "per week",
        "mo": "per month",
        "a": "per year",
    },
    every={
        "min": "every {} minutes",
        "h": "every {} hours",
        "d": "every {} days",
        "wk": "every {} weeks",
        "mo": "every {} months",
        "a": "every {} years",
    },
    once_per="once {}",
    times_per="{} times {}",
    times_every="{} times {}",
    on_days="on ",
    clock="at {}",
    lasting="over {}",
    during="for {}",
    at_most_during="maximum {}",
    from_day="from {}",
    until_day="until {}",
    as_needed="as needed",
    if_reason="if {}",
    at_most_once="maximum {} per dose",
    at_most_daily="maximum {} per day",
    routes={
        "20053000": "by mouth",
        "20066000": "subcutaneously",
        "20035000": "intramuscularly",
        "20045000": "intravenously",
        "20067000": "sublingually",
        "20061000": "rectally",
        "20072000": "vaginally",
        "20020000": "by inhalation",
        "20049000": "intranasally",
        "20003000": "topically",
        "20070000": "transdermally",
    },
    sites={written: english for *both, _, english in _SITES for written in both},
)

WORDS: Mapping[str, Words] = {"fr": FRENCH, "en": ENGLISH}
