"""Remarks beside a treatment that say, as a whole, that it is stopped or held: `arrêté le 12/03`, `on hold`.

The grammar is closed: one word more (`arrêté puis repris`, `arrêter si diarrhée`, `never stopped`) and nothing is said.
The languages are those of the documents seen: French, English, German, Italian.
"""

import re
from functools import lru_cache

from adapter.medication.posology.text import plain

_REMARKS = 1024  # that are remembered
_LONGEST = 80  # characters of such a remark
_DONE = (
    r"arretee?s?|stoppee?s?|interrompue?s?|suspendue?s?|(?:mise? )?en pause|mise? en attente"
    r"|non (?:repris|poursuivi|reconduit)e?s?"
    r"|stopped|discontinued|ceased|suspended|withheld|held|(?:put )?on hold|paused"
    r"|abgesetzt|gestoppt|pausiert|sistiert|sospes[oa]|interrott[oa]"
)
_NOUN = r"arret|stop|pause|suspension"
_SUBJECT = r"(?:(?:traitement|medicament|treatment|medication) )?(?:(?:a ete|ete|est|was|is|has been|been|wurde|ist) )?"
_HOW = (
    r"(?: (?:definitivement|temporairement|provisoirement|transitoirement|permanently|temporarily|definitiv"
    r"|vorubergehend))?"
)
_MONTH = (
    r"(?:janv(?:ier)?|fevr?(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|aout|sept(?:embre)?|oct(?:obre)?"
    r"|nov(?:embre)?|dec(?:embre)?"
    r"|jan(?:uary)?|feb(?:ruary)?|march|apr(?:il)?|may|june?|july?|aug(?:ust)?|september|october|november|december)"
)
_DAY = (
    rf"(?:\d{{1,4}} \d{{1,2}}(?: \d{{1,4}})?|\d{{4}}"
    rf"|(?:\d{{1,2}}(?:er|st|nd|rd|th)? )?{_MONTH}(?: \d{{1,2}})?(?: \d{{4}})?)"
)
_SINCE = (
    rf"(?: (?:(?:le|du|depuis(?: le)?|en|on|since|in|seit|am|dal|il) )?{_DAY}"
    r"| (?:depuis )?hier| (?:since )?yesterday)"
)
_UNTIL = rf"(?: (?:jusqu au|jusqu a|until|bis(?: zum)?|fino al) {_DAY})"
_BY_WHOM = r"(?: (?:par|by|per) (?:(?:le|la|l|son|sa|the|his|her) )?\w+(?: traitante?)?)"
_STOPPED = re.compile(
    rf"{_SUBJECT}(?:{_DONE}){_HOW}{_BY_WHOM}?{_SINCE}?{_UNTIL}?"
    rf"|(?:{_NOUN}){_HOW}(?: (?:depuis|since|seit)(?: le)? {_DAY})?"
)
_WORD = re.compile(r"[a-z0-9]+")


@lru_cache(_REMARKS)
def is_stop(remark: str) -> bool:
    """Whether all that a remark says is that the treatment is stopped or held, perhaps since when and by whom. A
    question says nothing."""
    if len(remark) > _LONGEST or "?" in remark:
        return False
    return _STOPPED.fullmatch(" ".join(_WORD.findall(plain(remark)))) is not None
