"""Doses that a row of the narrative writes under the moments of the day: `Matin | Midi | Soir | Coucher`."""

import re
from typing import Any

from adapter.functions.cda.narrative_row import COMMENT_HEADERS, WHOLE_POSOLOGY, comment_cell, row_of_act

_MOMENTS = {
    "matin": "matin",
    "le matin": "matin",
    "petit déjeuner": "au petit déjeuner",
    "midi": "midi",
    "le midi": "midi",
    "après-midi": "après-midi",
    "goûter": "après-midi",
    "soir": "soir",
    "le soir": "soir",
    "nuit": "nuit",
    "coucher": "au coucher",
    "au coucher": "au coucher",
    "dos.morgen": "morgens",
    "morgen": "morgens",
    "morgens": "morgens",
    "dos.mittag": "mittags",
    "mittag": "mittags",
    "mittags": "mittags",
    "dos.abend": "abends",
    "abend": "abends",
    "abends": "abends",
    "dos.nacht": "nachts",
    "nacht": "nachts",
    "nachts": "nachts",
    "zur nacht": "nachts",
    "morning": "in the morning",
    "noon": "at noon",
    "evening": "in the evening",
    "bedtime": "at bedtime",
}
_NOTHING = frozenset(("", "0", "0,0", "0.0", "-", "/", "non"))
_HOUR = re.compile(r"(\d{1,2}) ?(?:h|heures?|uhr|:) ?(\d\d)?")
_NEEDED = {
    **dict.fromkeys(("si besoin", "à la demande", "besoin", "si nécessaire"), "si besoin"),
    **dict.fromkeys(("as needed", "as needed for"), "as needed"),
    **dict.fromkeys(("prn", "prn reason"), "PRN"),
    **dict.fromkeys(("bei bedarf", "bedarf", "reserve", "i.r."), "bei Bedarf"),
}
_YES = frozenset(("x", "oui", "yes", "ja", "1", "true", "si besoin", "prn", "as needed"))
_NO = frozenset((*_NOTHING, "no", "nein", "n", "false"))
# A comment with such words may change how a posology beside it is taken.
_CHANGING = re.compile(
    r"\b(?:sauf|hors jours|uniquement|seulement|jours? sur|(?:le|les) jours?|lundi|mardi|mercredi|jeudi|vendredi|samedi"
    r"|dimanche|si besoin|max(?:imum)?|except|only|not on|days|as needed|prn|nur|bei bedarf|tage)\b",
    re.IGNORECASE,
)
_DAYS = frozenset(("jour", "jours", "jours de prise", "jour de prise", "day", "days", "wochentag", "wochentage"))


def moment_cells(context: Any, act: Any) -> str:
    """`1 matin, ½ soir`: what the row that an act refers to states under the moments of the day, with its comment,
    which may change it (`1 jour sur 2`); "" when it states none, or has a column for the whole posology. A column
    between two moments is one, whatever it is called, unless it holds remarks."""
    row = row_of_act(context, act)
    if any(header in WHOLE_POSOLOGY and text for _, header, text in row):
        return ""
    places = [place for place, (_, header, _) in enumerate(row) if header in _MOMENTS or _HOUR.fullmatch(header)]
    if not any(row[place][1] in _MOMENTS for place in places):
        return ""
    between = [cell for cell in row[places[0] : places[-1] + 1] if cell[1] not in COMMENT_HEADERS]
    doses = ", ".join(f"{text} {_named(header)}" for _, header, text in between if text not in _NOTHING)
    return " ; ".join([doses, *comment_cell(context, [act])]) if doses else ""


def changing_comment(context: Any, act: Any) -> list[str]:
    """The comment of a row that may change when its doses are taken, where it is not told with the moments."""
    return [] if moment_cells(context, act) else list(filter(_CHANGING.search, comment_cell(context, [act])))


def beside_cells(context: Any, act: Any) -> list[str]:
    """What columns of their own say of all doses of the row that an act refers to: that they are taken as needed, and
    on which days."""
    found = []
    for _, header, text in row_of_act(context, act):
        if header in _NEEDED and text.casefold() not in _NO:
            needed = _NEEDED[header]
            found.append(needed if text.casefold() in _YES else f"{needed} : {text}")
        elif header in _DAYS and text not in _NOTHING:
            found.append(text)
    return found


def _named(header: str) -> str:
    """A moment as words of a posology: `16h` is an hour; what is not known stays as it is called."""
    hour = _HOUR.fullmatch(header)
    return f"à {hour[1]}h{hour[2] or ''}" if hour else _MOMENTS.get(header, header)
