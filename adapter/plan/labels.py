"""French words of the plan document, for the people who read it. Codes stay those of design §6."""

from collections.abc import Mapping

STATUSES: Mapping[str, str] = {
    "continued": "Continué",
    "equivalent": "Équivalence",
    "modified": "Modifié",
    "stopped": "Arrêté",
    "started": "Initié",
    "suspended": "Suspendu",
    "not-current": "Non en cours",
    "undetermined": "Indéterminé",
}
DISCREPANCIES: Mapping[str, str] = {
    "omission": "Omission : pris avant le séjour, absent à la sortie sans explication",
    "addition": "Ajout : nouveau à la sortie, sans explication",
    "dose": "Dose : la quantité par jour diffère",
    "frequency": "Rythme : la fréquence ou le moment des prises diffère",
    "route": "Voie d'administration différente",
    "form": "Forme galénique différente",
    "substitution": "Substitution à vérifier",
    "duplication": "Doublon : même substance plusieurs fois dans une liste",
    "duration": "Durée de traitement différente",
    "indeterminate": "Indéterminé : les sources ne permettent pas de conclure",
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
    """`2026-03-10` → `10/03/2026`; a partial date stays as it is."""
    parts = day[:10].split("-")
    return "/".join(reversed(parts)) if len(parts) == 3 else day
