"""The engine's sentences in French: one row a sentence of adapter/reconciliation, in the order of its files.

`{name}` stands for what a sentence carries, and the last word of its name says how it is written: `day` as a French
day, `amount` and `status` in French words, the rest (names, codes, words of a source) as it is.
"""

Table = tuple[tuple[str, str], ...]

MATCHES: Table = (
    ("no other line was shown to be this treatment", "aucune autre ligne n'est reconnue comme ce traitement"),
    ("same product code {code}", "même code produit {code}"),
    ("same substance and strength ({names})", "même substance, même dosage ({names})"),
    ("same form and route", "même forme et même voie"),
    ("same substance", "même substance"),
    ("equal daily dose and the same rhythm", "même dose par jour et même rythme"),
    (
        "same substance, dose or rhythm not shown to be equal",
        "même substance ; rien ne montre que dose et rythme sont égaux",
    ),
    ("form not stated on both sides", "forme non précisée des deux côtés"),
    ("route not stated on both sides", "voie non précisée des deux côtés"),
    ("a combination and its separate parts", "une association et ses composants séparés"),
    (
        "all parts present, each at the same daily dose and rhythm",
        "tous les composants sont présents, chacun à la même dose par jour et au même rythme",
    ),
    (
        "same substance and route, another form or release",
        "même substance et même voie, autre forme ou autre libération",
    ),
    ("nothing else of this substance on either side", "rien d'autre de cette substance d'un côté ni de l'autre"),
    (
        "negative quantity on an unknown day: cancels the delivery of the same product",
        "quantité négative, jour inconnu : annule la délivrance du même produit",
    ),
    (
        "negative quantity on {day}: cancels the delivery of the same product",
        "quantité négative le {day} : annule la délivrance du même produit",
    ),
)
"""rules/, grouping: why lines are one treatment."""

STATUSES: Table = (
    # duplication
    (
        "the same substance twice in one list ({names}): {text}",
        "la même substance deux fois dans une liste ({names}) : {text}",
    ),
    ("twice in one list: {text}", "deux fois dans une liste : {text}"),
    # not_current
    (
        "a short course that ended on {day}, before {reference_day}",
        "cure courte finie le {day}, avant le {reference_day}",
    ),
    (
        "last delivered on {day}, more than 12 months before {reference_day}",
        "dernière délivrance le {day}, plus de 12 mois avant le {reference_day}",
    ),
    # difference, documented
    (
        "deliveries of two strengths overlap: taken together or one after the other is not said",
        "délivrances de deux dosages qui se chevauchent : pris ensemble ou l'un après l'autre, ce n'est pas dit",
    ),
    ("the source says: {text}", "la source dit : {text}"),
    # statuses/addition
    ("the discharge source says: {text}", "la source de sortie dit : {text}"),
    (
        "no usable history was read: whether it is new is not known",
        "aucune liste d'avant le séjour n'est exploitable : on ne sait pas s'il est nouveau",
    ),
    (
        "not identified, and neither is a line of the history: they may be the same",
        "non identifié, comme une ligne d'avant le séjour : c'est peut-être le même",
    ),
    ("at discharge, not in the history", "à la sortie, absent d'avant le séjour"),
    (
        "new at discharge, and the discharge source does not say why",
        "nouveau à la sortie, et la source de sortie ne dit pas pourquoi",
    ),
    # statuses/apart
    ("given during the stay", "administré pendant le séjour"),
    ("planned, not a current treatment", "prévu, ce n'est pas un traitement en cours"),
    ("the source marks this entry as {entry_status}", "la source marque cette entrée comme {entry_status}"),
    ("given at long intervals: may still act", "administré à longs intervalles : agit peut-être encore"),
    # statuses/compared
    ("no posology on either side", "posologie absente des deux côtés"),
    ("posology on one side only", "posologie d'un seul côté"),
    ("the two posologies cannot be compared", "les deux posologies ne sont pas comparables"),
    (
        "the lists of one side disagree: equal to one of them and different from another",
        "les listes d'un même côté se contredisent : égal à l'une, différent d'une autre",
    ),
    ("same product, same posology", "même produit, même posologie"),
    ("another product of a narrow-margin substance", "autre produit d'une substance à marge thérapeutique étroite"),
    (
        "another concentration: the same units are another volume",
        "autre concentration : les mêmes unités font un autre volume",
    ),
    ("another product, same posology", "autre produit, même posologie"),
    (
        "same substance and posology; the product is not shown to be the same",
        "même substance et même posologie ; rien ne montre que c'est le même produit",
    ),
    (
        "the amount a day differs: {before_amount} → {after_amount}",
        "la quantité par jour diffère : {before_amount} → {after_amount}",
    ),
    ("the rhythm differs: {amount} → {amount}", "le rythme des prises diffère, la quantité est la même : {amount}"),
    ("the rhythm differs: {before_amount} → {after_amount}", "le rythme diffère : {before_amount} → {after_amount}"),
    ("given by another route", "autre voie d'administration"),
    ("another form or release", "autre forme ou autre libération"),
    (
        "limited in time at discharge, not before: {amount} → {amount}",
        "limité dans le temps à la sortie, pas avant ; la quantité est la même : {amount}",
    ),
    (
        "limited in time at discharge, not before: {before_amount} → {after_amount}",
        "limité dans le temps à la sortie, pas avant : {before_amount} → {after_amount}",
    ),
    (
        "a line contradicts itself in its dose or strength: what is meant is not known",
        "une ligne se contredit sur la dose ou le dosage : on ne sait pas ce qui est voulu",
    ),
    # statuses/unsaid
    (
        "the discharge source does not say whether it is to be taken",
        "la source de sortie ne dit pas s'il est à prendre",
    ),
    (
        "the discharge source offers it as one of several alternatives",
        "la source de sortie le propose comme une possibilité parmi plusieurs",
    ),
    (
        "at discharge, and the discharge source says: {text}",
        "au traitement de sortie, et la source de sortie dit : {text}",
    ),
    (
        "at discharge with an end on {end_day}, before {reference_day}",
        "au traitement de sortie avec une fin le {end_day}, avant le {reference_day}",
    ),
    # statuses/contradicted, later, not_current, omission, replaced, stopped, suspended
    ("replaced by another order of its source", "remplacé par un autre ordre de la même source"),
    (
        "listed as stopped and at discharge by the same source",
        "dans la même source, à la fois arrêté et au traitement de sortie",
    ),
    (
        "delivered on {days}, after {reference_day}, and not in the discharge list",
        "délivré le {days}, après le {reference_day}, et absent du traitement de sortie",
    ),
    (
        "the source says that it was no longer taken, or its delivery was cancelled",
        "la source dit qu'il n'était plus pris, ou sa délivrance a été annulée",
    ),
    (
        "no usable discharge list was read: whether it goes on is not known",
        "aucune liste de sortie n'est exploitable : on ne sait pas s'il continue",
    ),
    (
        "not identified, and neither is a line of the discharge list: they may be the same",
        "non identifié, comme une ligne de la sortie : c'est peut-être le même",
    ),
    (
        "in the history, absent at discharge, and the discharge source does not say why",
        "pris avant le séjour, absent à la sortie, et la source de sortie ne dit pas pourquoi",
    ),
    ("the discharge source lists it as stopped", "la source de sortie le liste comme arrêté"),
    ("not found in the history that was read", "absent des listes d'avant le séjour qui ont été lues"),
    (
        "suspended in one entry of the discharge source and listed as current in another",
        "suspendu dans une entrée de la source de sortie, en cours dans une autre",
    ),
    ("the discharge source suspends this treatment", "la source de sortie suspend ce traitement"),
)
"""Why a group has its status and its discrepancies."""

PROPOSALS: Table = (
    (
        "more than one line fits: form, release or route is not stated",
        "plusieurs lignes conviennent : forme, libération ou voie non précisée",
    ),
    ("These may be one treatment.", "C'est peut-être un seul traitement."),
    ("other form, release or route", "autre forme, libération ou voie"),
    (
        "These may be one treatment given in another way.",
        "C'est peut-être un seul traitement, donné d'une autre façon.",
    ),
    ("both contain {names}", "les deux contiennent {names}"),
    (
        "a part is missing, or daily doses are not shown to be equal",
        "un composant manque, ou rien ne montre que les doses par jour sont égales",
    ),
    (
        "A combination may stand for its separate parts.",
        "Une association tient peut-être lieu de ses composants séparés.",
    ),
    ("same ATC code {code}", "même code ATC {code}"),
    ("the substances are not shown to be the same", "rien ne montre que les substances sont les mêmes"),
    ("written the same way", "écrit de la même façon"),
    ("the product is not identified", "le produit n'est pas identifié"),
    ("same ATC class {code}", "même classe ATC {code}"),
    ("one is missing at discharge, the other is new there", "l'un manque à la sortie, l'autre y est nouveau"),
    ("One may replace the other.", "L'un remplace peut-être l'autre."),
)

ENGINE: Table = (*MATCHES, *STATUSES, *PROPOSALS)
