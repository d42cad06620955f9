"""French words of the plan document, for the people who read it. Codes stay those of design §6."""

from collections.abc import Mapping

from adapter.wording import figures
from adapter.wording.french import french_spaces
from adapter.wording.messages import in_language

STATUSES: Mapping[str, str] = {
    "continued": "Continué",
    "equivalent": "Équivalence",
    "modified": "Modifié",
    "stopped": "Arrêté",
    "started": "Initié",
    "suspended": "Suspendu",
    "not-current": "Non actuel",
    "undetermined": "À préciser",
}
DISCREPANCIES: Mapping[str, str] = {
    "omission": "Omission",
    "addition": "Ajout",
    "dose": "Dose",
    "frequency": "Rythme",
    "route": "Voie",
    "form": "Forme",
    "substitution": "Substitution",
    "duplication": "Doublon",
    "duration": "Durée",
    "indeterminate": "Indéterminé",
}
PROPOSALS: Mapping[str, str] = {
    "substitution": "Remplacement possible par un autre traitement de la même classe",
    "combination": "Une association pourrait tenir lieu de ses composants séparés",
    "same-treatment": "Il pourrait s'agir du même traitement",
    "rule": "Proposition issue d'une règle",
}
LISTS: Mapping[str, str] = {
    "discharge": "sortie",
    "stopped": "arrêtés",
    "admission": "admission",
    "dispensing": "délivrances",
    "history": "traitement habituel",
    "prescription": "ordonnance",
    "administered": "administrés pendant le séjour",
    "planned": "prévus",
}
DOCUMENTED: Mapping[bool | None, str] = {
    True: "changement expliqué par la source",
    False: "changement non expliqué",
    None: "",
}


def french_day(day: str) -> str:
    """`2026-03-10` → `10/03/2026`; a partial date as far as it goes."""
    return figures.day(day, "fr")


def discrepancy_text(type_: str, message: str) -> str:
    """The discrepancy in French, with what the engine says of it."""
    said = in_language(message, "fr") if message else ""
    return french_spaces(f"{DISCREPANCIES[type_]} : {said}") if said else DISCREPANCIES[type_]
