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
    (
        "an entry without a product: it says that nothing is taken, or that nothing is known: {name}",
        "une entrée sans produit : elle dit que rien n'est pris, ou que rien n'est connu : {name}",
    ),
    (
        "an entry without a product: it says that nothing is taken, or that nothing is known",
        "une entrée sans produit : elle dit que rien n'est pris, ou que rien n'est connu",
    ),
    (
        "neither a code nor a name of a product: the entry stays as a line without a name",
        "ni code ni nom de produit : l'entrée reste une ligne, sans nom",
    ),
    (
        "several doses or rates in one entry, which should have one: they are left out, read its text",
        "plusieurs doses ou débits dans une entrée qui devrait en avoir un : laissés de côté, lire son texte",
    ),
    (
        "an advice on a treatment of another document ({said}): as changed, it is a line of its own",
        "un avis pharmaceutique sur un traitement d'un autre document ({said}) : une ligne à part, tel que modifié",
    ),
    *(
        (f"{english}: left out", f"{french} : laissé de côté")
        for english, french in (
            ("a vaccine, not a treatment", "un vaccin, pas un traitement"),
            ("a device, not a treatment", "un dispositif, pas un traitement"),
            (
                "a medication that an observation or a procedure speaks of, not a line of a list",
                "un médicament dont parle une observation ou un acte, pas une ligne de liste",
            ),
            ("{n} vaccines, not treatments", "{n} vaccins, pas des traitements"),
            ("{n} devices, not treatments", "{n} dispositifs, pas des traitements"),
            (
                "{n} medications that observations or procedures speak of, not lines of a list",
                "{n} médicaments dont parlent des observations ou des actes, pas des lignes de liste",
            ),
            (
                "a medication in a section that is not a list of treatments",
                "un médicament dans une section qui n'est pas une liste de traitements",
            ),
            (
                "another medication that this treatment refers to, not a line of this list",
                "un autre médicament auquel ce traitement renvoie, pas une ligne de cette liste",
            ),
        )
    ),
    (
        "no known document template among {names}: its sections are read by their own codes",
        "aucun modèle de document connu parmi {names} : ses sections sont lues par leurs codes",
    ),
    (
        "repeatNumber {n} of what is taken: MedicationStatement has no place for it",
        "repeatNumber {n} de ce qui est pris : sans place dans MedicationStatement",
    ),
    (
        "a rhythm of doses given: MedicationAdministration has a place for it in the text alone",
        "un rythme de doses administrées : MedicationAdministration ne le prend que dans le texte",
    ),
    ("a range of a dose given; it is left to the text", "une dose administrée en fourchette ; laissée au texte"),
    ("a rhythm without a period; it is left to the text", "un rythme sans période ; laissé au texte"),
    ("a time beside an interval; the interval is kept", "un temps à côté d'un intervalle ; l'intervalle est gardé"),
    (
        "the middle of an interval ({time}), from which neither its start nor its end is known; it is left out",
        "le milieu d'un intervalle ({time}), dont ni le début ni la fin n'est connu ; il est laissé",
    ),
    (
        "an end ({end_day}) beside a status that is not over: the end is left out",
        "une fin ({end_day}) à côté d'un statut encore en cours : la fin est laissée de côté",
    ),
    (
        "once in a week or longer beside several moments of the day: whether at each of them is not said; the rhythm "
        "is left to the text",
        "une fois par semaine ou plus rarement à côté de plusieurs moments : on ne sait pas si c'est à chacun ; le "
        "rythme est laissé au texte",
    ),
    ("'{code}' is no status of HL7 V3: taken as unknown", "« {code} » n'est pas un statut HL7 V3 : non connu"),
    (
        "a dose given in several parts: MedicationAdministration has no place for them, they are left to the text",
        "une dose administrée en plusieurs parties : sans place dans MedicationAdministration, laissées au texte",
    ),
    (
        "the posology of another product than what was handed over: left out",
        "la posologie d'un autre produit que celui délivré : laissée de côté",
    ),
    (
        "a reference to an item of another document: left out",
        "un renvoi à une ligne d'un autre document : laissé de côté",
    ),
    (
        "a second site of administration: only the first is kept",
        "un second site d'administration : le premier est gardé",
    ),
    # findings
    ("several agents in one allergy; also {names}", "plusieurs agents dans une allergie ; aussi {names}"),
    ("an allergy that does not say to what", "une allergie qui ne dit pas à quoi"),
    ("a problem that does not say which", "un problème qui ne dit pas lequel"),
    (
        "a denied statement that nothing is known: taken as not known",
        "la négation de « rien n'est connu » : considéré comme non connu",
    ),
    (
        "several values in one observation: only the first is kept",
        "plusieurs valeurs dans une observation : seule la première est gardée",
    ),
)
