"""What the title of a list says of its treatments: that they are stopped, or words of stopping that leave a doubt.

The languages are those of the documents seen: French, English, German, Italian.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Literal

_TITLES = 1024  # that are remembered
_STOP = re.compile(
    r"\b(?:stop\w*|discontinu\w*|ceased|withh?eld|withdrawn|cancell?ed|do not take|don t take|no longer"
    r"|not (?:currently )?tak\w+|on hold|hold|held"
    r"|arr[êe]t\w*|interromp\w*|interrupt\w*|suspen(?!sions? (?:buvable|oral))\w*|ne (?:plus|pas) prendre"
    r"|plus (?:pris\w*|à prendre)|non (?:pris\w*|repris\w*|poursuivi\w*|reconduit\w*)|annul\w+|supprim\w+|retir[ée]e?s?"
    r"|terminée?s?|abgesetzt\w*|abzusetzen\w*|absetzen|gestoppt\w*|beendet\w*|pausier\w*|sistier\w*"
    r"|nicht (?:mehr|(?:ein)?nehmen|einzunehmen)|sospes\w+|sospen[ds]\w*|interrott\w+)\b"
)
_DENIED = re.compile(
    r"\b(?:pas|jamais|non|sans|not|never|without|nicht|ohne|senza)(?: \w+){0,3}? "
    r"(?:stop|discontinu|arr[êe]t|interr|suspen|absetz|abgesetzt|pausier|sospe)"
)
_OTHER_TIME = re.compile(
    r"\b(?:past|former|inactive|anciens?|anciennes?|antérieure?s?|on admission|at admission|à l (?:entrée|admission)"
    r"|d (?:entrée|admission)|bei (?:aufnahme|eintritt)|bisherige\w*|vormedikation|all ingresso)\b"
)
# A title of these words alone, of which one says stopped, says it of all that stands under it.
_STOPPED = re.compile(
    r"arr[êe]t[ée]e?s?|arr[êe]ts?|stopp[ée]e?s?|interrompue?s?|stopped|discontinued|ceased|abgesetzte?n?|gestoppte?n?"
    r"|beendete?n?|interrott[aeio]"
)
_BESIDE_WORDS = """
    traitement traitements médicament médicaments médicamenteux médicamenteuse médication médications liste habituel
    habituels personnel personnels de des du d le la les l à a au en pendant durant lors cours séjour hospitalisation
    sortie
    medication medications medicine medicines med meds drug drugs list of the these at on during in hospital stay
    discharge
    medikament medikamente medikation arzneimittel während aufenthalts spitalaufenthalts bei beim entlassung austritt
    terapia terapie farmaco farmaci
"""
_BESIDE = frozenset(_BESIDE_WORDS.split())
_STOP_TAKING = re.compile(
    r"stop taking (?:these|the following) (?:medications?|medicines?|drugs)"
    r"|(?:traitements? |médicaments? )?(?:à )?ne plus prendre"
    r"|(?:medikamente? )?nicht mehr (?:ein)?(?:zu)?nehmen"
)


@lru_cache(_TITLES)
def says_stop(title: str) -> Literal["stopped", "doubt"] | None:
    """`stopped` for a title that says it of all treatments under it (`Traitements arrêtés pendant le séjour`), `doubt`
    for any other with words of stopping (`Médicaments arrêtés ou modifiés`), None without such words, or where they are
    denied (`Traitements à ne pas arrêter`)."""
    said = _plain(title)
    if not _STOP.search(said):
        return None
    words = [word for word in said.split() if word not in _BESIDE]
    if _STOP_TAKING.fullmatch(said) or (len(words) == 1 and _STOPPED.fullmatch(words[0])):
        return "stopped"
    return None if _DENIED.search(said) else "doubt"


@lru_cache(_TITLES)
def says_another_time(title: str) -> bool:
    """Whether a title speaks of what was taken before (`Traitement à l'entrée`, `Past medications`)."""
    return _OTHER_TIME.search(_plain(title)) is not None


def _plain(title: str) -> str:
    """Words in small letters, accents as one character, signs as blanks."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFC", title).casefold()))
