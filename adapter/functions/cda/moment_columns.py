"""Doses that a row of the narrative writes under the moments of the day: `Matin | Midi | Soir | Coucher`."""

from typing import Any

from adapter.functions.cda.narrative_row import WHOLE_POSOLOGY, comment_cell, row_of_act

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
_NOTHING = frozenset(("0", "0,0", "0.0", "-", "/", "non"))


def moment_cells(context: Any, act: Any) -> str:
    """`1 matin, ½ soir`: what the row that an act refers to states under the moments of the day, with its comment,
    which may change it (`1 jour sur 2`); "" when it states none, or has a column for the whole posology."""
    row = row_of_act(context, act)
    if any(header in WHOLE_POSOLOGY and text for _, header, text in row):
        return ""
    stated = [(header, text) for _, header, text in row if header in _MOMENTS and text and text not in _NOTHING]
    doses = ", ".join(f"{text} {_MOMENTS[header]}" for header, text in stated)
    return " ; ".join([doses, *comment_cell(context, [act])]) if doses else ""
