"""A day of a cycle without pause, in words: R4 Timing has no element for it, `patientInstruction` tells it."""

import re

_WORDS = {"fr": "jour {} d'un cycle de {} jours", "en": "day {} of a cycle of {} days"}
_TOLD = re.compile(r"(?:jour (\d+) d'un cycle de (\d+) jours|day (\d+) of a cycle of (\d+) days)(?:; )?")


def cycle_day(day: int, cycle: int, lang: str) -> str:
    """`jour 1 d'un cycle de 2 jours`: words that `parse` reads."""
    return _WORDS[lang].format(day, cycle)


def cycle_day_told(instruction: str) -> tuple[int, int, str] | None:
    """Day and days of the cycle that an instruction begins with, in either language, and what else it says."""
    match = _TOLD.match(instruction)
    if match is None:
        return None
    day, cycle = (int(number) for number in match.groups() if number)
    return day, cycle, instruction[match.end() :]
