"""Words that say of a list as a whole that nothing is known to be there, or that nothing is known about it."""

import re
import unicodedata
from functools import lru_cache

_NOTHING = ("aucun", "aucune", "pas", "absence", "sans", "no", "none", "keine", "keinerlei", "nessuna", "nessun")
_UNKNOWN = ("inconnu", "inconnue", "inconnus", "inconnues", "unknown", "unbekannt")
_SUBJECTS = {
    "allergy": ("allergie", "allergies", "allergy", "allergien", "allergia", "hypersensibilité", "hypersensibilités"),
    "problem": ("problème", "problèmes", "problem", "problems", "antécédent", "antécédents", "probleme", "diagnosen"),
}
# What may stand beside them without changing what is said; a word that is not here (a drug, a food) leaves it unsaid.
_BESIDE = frozenset(
    ("a", "actif", "actifs", "active", "adverse", "and", "any", "at", "au", "bekannt", "bekannte", "bekannten", "ce",
     "cet", "connaissance", "connu", "connue", "connues", "connus", "cours", "current", "d", "date", "de", "des",
     "du", "déclaré", "déclarée", "déclarées", "e", "ed", "et", "hospitalisation", "hypersensibilité",
     "hypersensibilités", "identified", "identifié", "identifiée", "identifiées", "identifiés", "intolerance",
     "intolerances", "intolérance", "intolérances", "jour", "known", "l", "la", "le", "les", "médical", "médicaux",
     "n", "ni", "nor", "nota", "note", "notée", "notées", "o", "oder", "or", "other", "ou", "particulier",
     "particulière", "pendant", "rapporté", "rapportée", "rapportées", "reaction", "reactions", "reported",
     "retrouvé", "retrouvée", "retrouvées", "signalé", "signalée", "signalées", "signalés", "séjour", "this", "time",
     "to", "und", "à", "été")
)  # fmt: skip
_REACTIONS = frozenset(
    ("hypersensibilité", "hypersensibilités", "intolerance", "intolerances", "intolérance", "intolérances", "reaction",
     "reactions")
)  # fmt: skip
_DENYING = frozenset((*_NOTHING, "ni", "nor", "et", "and", "or", "ou", "und", "oder"))
_BARE = ("aucun", "aucune", "néant", "none", "none known", "nil known", "keine")
_UNASKED = re.compile(
    r"(?:not? (?:information|data|known|recorded|available)(?: available)?"
    r"|non (?:renseignée?s?|connue?s?|précisée?s?)|keine (?:angaben|daten)"
    r"|(?:pas|absence|aucune) (?:d )?(?:informations?|données?)(?: disponibles?)?"
    r"|information (?:non disponible|not available)|inconnue?s?|unknown|unbekannt)"
)


def absence_in_words(text: str, subject: str) -> str | None:
    """`none-known` (`Aucune allergie connue`), `not-known` (`Non renseigné`), None when it says anything else.

    subject: `allergy` or `problem`. A word that might name one (`Aucune allergie, sauf pénicilline`) leaves it unsaid.
    """
    composed = unicodedata.normalize("NFC", text).casefold()
    words = re.findall(r"\w+", composed)
    if not words or "?" in composed:
        return None
    if _UNASKED.fullmatch(" ".join(words)):
        return "not-known"
    if " ".join(words) in _BARE or (subject == "allergy" and words == ["nka"]):
        return "none-known"
    subjects = _SUBJECTS[subject]
    if not any(word in subjects for word in words) or _names_another(composed, subjects):
        return None
    rest = [word for word in words if word not in subjects and word not in _BESIDE]
    if len(rest) == 1 and rest[0] in _UNKNOWN:
        return "not-known"
    return "none-known" if words[0] in _NOTHING and rest == [words[0]] else None


def _names_another(text: str, subjects: tuple[str, ...]) -> bool:
    """Whether a clause after the first names something again and does not deny it (`No allergies; known
    intolerances`)."""
    for clause in re.split(r"[,;:.!]", text)[1:]:
        words = re.findall(r"\w+", clause)
        if words and words[0] not in _DENYING and any(word in subjects or word in _REACTIONS for word in words):
            return True
    return False


_ABSENT_NAMES = {
    **dict.fromkeys(("aucun", "aucun traitement", "aucun traitement en cours", "aucun médicament"), "none-known"),
    **dict.fromkeys(
        ("néant", "pas de traitement", "pas de traitement en cours", "absence de traitement"), "none-known"
    ),
    **dict.fromkeys(("traitement inconnu", "inconnu", "non renseigné", "non connu", "aucune donnée"), "not-known"),
    **dict.fromkeys(("pas de données", "absence de données", "aucune information", "pas d'information"), "not-known"),
    **dict.fromkeys(("keine medikation", "keine medikamente", "keine", "nessun farmaco"), "none-known"),
    **dict.fromkeys(("none", "none known"), "none-known"),
    **dict.fromkeys(("unknown", "not known", "no information", "no data available", "no data"), "not-known"),
    **dict.fromkeys(("no information available", "medications unknown", "unbekannt", "nicht bekannt"), "not-known"),
}
# Every word of these is known; "No pain meds", "No changes to medications" and whatever has one word more say
# something else. What is prescribed, regular or new is not all that is taken.
_NO_MEDICATION = re.compile(
    r"no (?:(?:known|current|currently|active|home|outpatient|ongoing) )*(?:medications?|meds|medicines?)"
    r"(?: (?:known|taken|currently|at this time|at present|at the moment))?"
)
_NO_INFORMATION = re.compile(
    r"no (?:(?:known|current|active|home|outpatient|documented|recorded|reported) )*(?:medications?|meds|medicines?)"
    r"(?: (?:information|data|history|list))?(?: (?:are|is|were|was))?(?: currently)?"
    r"(?: (?:recorded|available|documented|on file|entered|found|listed|reported|provided))?"
)


@lru_cache(1024)
def no_medication_in_words(text: str) -> str | None:
    """`none-known` (`No current medications`, `Aucun traitement en cours`) or `not-known` where what stands for the
    name of a product says that there is none; None for anything else."""
    said = " ".join(text.casefold().split()).strip(" .")
    if _NO_MEDICATION.fullmatch(said):
        return "none-known"
    return "not-known" if _NO_INFORMATION.fullmatch(said) else _ABSENT_NAMES.get(said)
