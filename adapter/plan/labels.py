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
MESSAGES: Mapping[str, str] = {
    "no usable history was read: whether it is new is not known": "aucun traitement habituel lisible : "
    "on ne sait pas s'il est nouveau",
    "no usable discharge list was read: whether it goes on is not known": "aucune liste de sortie lisible : "
    "on ne sait pas s'il est poursuivi",
    "not identified, and neither is a line of the history: they may be the same": "médicament non identifié, "
    "peut-être déjà présent avant le séjour sous une ligne non identifiée",
    "not identified, and neither is a line of the discharge list: they may be the same": "médicament non identifié, "
    "peut-être présent à la sortie sous une ligne non identifiée",
    "no posology on either side": "aucune posologie ni avant ni à la sortie",
    "posology on one side only": "posologie connue d'un seul côté",
    "the two posologies cannot be compared": "posologies non comparables",
    "the lists of one side disagree: equal to one of them and different from another": "les listes d'un même côté "
    "ne disent pas la même chose",
    "listed as stopped and at discharge by the same source": "arrêté et poursuivi dans la même source",
    "suspended in one entry of the discharge source and listed as current in another": "suspendu et poursuivi "
    "dans la même source",
}
"""What the engine says of an indeterminate treatment, in French; a message that is not here is shown as it is."""


def french_day(day: str) -> str:
    """`2026-03-10` → `10/03/2026`; a partial date stays as it is."""
    parts = day[:10].split("-")
    return "/".join(reversed(parts)) if len(parts) == 3 else day


def discrepancy_text(type_: str, message: str) -> str:
    """The discrepancy in French; for what cannot be told, why."""
    if type_ == "indeterminate" and message:
        return f"Indéterminé : {MESSAGES.get(message, message)}"
    return DISCREPANCIES[type_]
