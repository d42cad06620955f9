"""Issues of CDA documents in French; rows as in messages.py."""

CDA: tuple[tuple[str, str], ...] = (
    (
        "'{text}' is not a date of HL7 V3 (YYYYMMDDhhmmss±hhmm)",
        "« {text} » n'est pas une date HL7 V3 (AAAAMMJJhhmmss±hhmm)",
    ),
    (
        "'{text}' is not a period; the rhythm is left to the text",
        "« {text} » n'est pas une période ; le rythme reste dans le texte",
    ),
    (
        "different periods in one entry; the rhythm is left to the text",
        "des périodes différentes dans une entrée ; le rythme reste dans le texte",
    ),
    (
        "a time that is left out of another; the rhythm is left to the text",
        "un temps retranché d'un autre ; le rythme reste dans le texte",
    ),
    (
        "hours of the day beside moments; the moments are kept",
        "des heures à côté de moments ; les moments sont gardés",
    ),
    (
        "moments with different offsets; the offsets are left out",
        "des moments avec des décalages différents ; les décalages sont laissés",
    ),
    ("an offset before '{code}'; the offset is left out", "un décalage avant « {code} » ; il est laissé"),
    (
        "an offset from one time to another; it is left out",
        "un décalage d'un temps à un autre ; il est laissé",
    ),
    (
        "several intervals in one entry; the first is kept",
        "plusieurs intervalles dans une entrée ; le premier est gardé",
    ),
    (
        "an interval that ends ({end}) before it starts ({start}); it is left out",
        "un intervalle qui finit ({end}) avant de commencer ({start}) ; il est laissé",
    ),
    (
        "'{unit}' is a unit of time: no rate is read from it",
        "« {unit} » est une unité de temps : aucun débit n'en est lu",
    ),
    ("'{text}' is not a whole number; it is left out", "« {text} » n'est pas un nombre entier ; il est laissé"),
    ("'{code}' stands for no code; it is left out", "« {code} » tient lieu de code ; il est laissé"),
    (
        "every {number} {unit} as counted from {day}: which days that are is left to the text",
        "tous les {number} {unit} à compter du {day} : les jours eux-mêmes sont laissés au texte",
    ),
    (
        "every {number} {unit} as counted from {day}: which weeks that are is left to the text",
        "tous les {number} {unit} à compter du {day} : les semaines elles-mêmes sont laissées au texte",
    ),
    (
        "'{time}' has an hour without a zone, which FHIR has no place for: of such times the day is kept",
        "« {time} » a une heure sans fuseau, sans place dans FHIR : de ces dates seul le jour est gardé",
    ),
    (
        "repeatNumber {number} of a medication activity counts doses, not supplies: it is left out",
        "repeatNumber {number} d'un traitement compte des prises, pas des délivrances : il est laissé",
    ),
    (
        "sections of which nothing is read: {names}; entries without a medication in lists of treatments: {acts}",
        "sections dont rien n'est lu : {names} ; entrées sans médicament dans les listes de traitements : {acts}",
    ),
    ("sections of which nothing is read: {names}", "sections dont rien n'est lu : {names}"),
    (
        "entries without a medication in lists of treatments: {acts}",
        "entrées sans médicament dans les listes de traitements : {acts}",
    ),
    (
        "{list}: a list of stopped treatments by its title, and of others by its code; its treatments are taken as "
        "stopped",
        "{list} : traitements arrêtés selon le titre, autres selon le code ; considérés comme arrêtés",
    ),
    (
        "{list}: its title speaks of stopping, which its code does not; what it holds is kept apart, not taken as "
        "current",
        "{list} : le titre parle d'arrêt, non le code ; contenu tenu à part, non considéré comme en cours",
    ),
    (
        "the status '{text}' is not understood: taken as unknown",
        "le statut « {text} » n'est pas compris : considéré comme non connu",
    ),
    (
        "'{text}' is taken as the condition of taking it: it may say when not to; read the text",
        "« {text} » est considéré comme la condition de prise : il peut dire quand ne pas prendre ; lire le texte",
    ),
    (
        "sections not known as lists of medications: {names}; what they hold is kept apart, not taken as current",
        "sections inconnues comme listes de médicaments : {names} ; leur contenu est gardé à part, non comme en cours",
    ),
    ("'{text}' is not an EventTiming code of FHIR R4", "« {text} » n'est pas un moment de prise connu de FHIR R4"),
    (
        "the narrative has no element with ID '{text}'",
        "le texte du document n'a pas d'élément d'identifiant « {text} »",
    ),
    (
        "the maximum has no unit; the unit of the dose, {unit}, is taken",
        "le maximum n'a pas d'unité ; celle de la dose, {unit}, est prise",
    ),
    ("'{text}' is not a number; the value is left out", "« {text} » n'est pas un nombre ; la valeur est laissée"),
    (
        "the body is one piece ({kind}), without sections and entries: nothing of it is read, a person must",
        "le corps est d'un seul tenant ({kind}), sans sections ni entrées : rien n'en est lu, à lire par une personne",
    ),
    (
        "an advice on a treatment of another document ({said}): no treatment here is changed by it",
        "un avis pharmaceutique sur un traitement d'un autre document ({said}) : il ne change aucun traitement ici",
    ),
    (
        "an advice on a treatment of this document ({said}): it stands with that treatment",
        "un avis pharmaceutique sur un traitement de ce document ({said}) : il figure avec ce traitement",
    ),
    ("a dose below zero; it is left out", "une dose négative ; elle est laissée"),
    (
        "a dose from {low} to {high}: it ends below its start, and is left out",
        "une dose de {low} à {high} : elle finit sous son début, et est laissée",
    ),
    (
        "'{unit}' is a concentration, not a dose: no amount a day is drawn from it",
        "« {unit} » est une concentration, pas une dose : aucune dose par jour n'en est tirée",
    ),
    (
        "'{unit}' is a rate, not a dose: no amount a day is drawn from it",
        "« {unit} » est un débit, pas une dose : aucune dose par jour n'en est tirée",
    ),
    (
        "the maximum has no unit and the dose is in {unit}: what it counts is not known",
        "le maximum n'a pas d'unité et la dose est en {unit} : on ne sait pas ce qu'il compte",
    ),
    (
        "a rhythm that lasts {days} days each time: how often a dose is taken on those days is not said",
        "un rythme qui dure {days} jours à chaque fois : combien de prises ces jours-là n'est pas dit",
    ),
    (
        "'{length}' from {start}: no day is known on which it ends",
        "« {length} » à partir de {start} : le jour de fin n'est pas connu",
    ),
    (
        "at least {number} {unit} apart: no rhythm; it is left to the text",
        "au moins {number} {unit} d'écart : ce n'est pas un rythme ; il est laissé au texte",
    ),
    (
        "no entry refers to '{rows}': kept as a note of the list, no line is made of it",
        "aucune entrée ne se rapporte à « {rows} » : gardé en note de la liste, aucune ligne n'en est faite",
    ),
    (
        "a quantity of 0: nothing was handed over",
        "une quantité de 0 : rien n'a été délivré",
    ),
    (
        "one day alone, of the only dose or since when it is taken: whether the treatment goes on is not known",
        "un seul jour, de l'unique prise ou du début : on ne sait pas si le traitement continue",
    ),
    (
        "another supply of the same treatment ({quantity}): only the first is kept",
        "une autre délivrance du même traitement ({quantity}) : seule la première est gardée",
    ),
    (
        "a dose and a rhythm beside parts that state their own: one more dose, or their sum? Read the text",
        "une dose et un rythme à côté de prises détaillées : une prise de plus, ou leur somme ? Lire le texte",
    ),
    (
        "an order that the patient is said not to follow ({status}): its own status stays",
        "une prescription que le patient ne suit pas, est-il dit ({status}) : son propre statut est gardé",
    ),
    (
        "the row of the narrative says '{said}' of it: taken as unknown",
        "la ligne du texte en dit « {said} » : considéré comme non connu",
    ),
)
