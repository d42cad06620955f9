"""Issues of a reconciliation in French, for the page and the summary; rows as in messages.py.

What maps and readers of one format say about their syntax stays in English: it is for who sends the file.
"""

from adapter.wording.messages import translated

ISSUES: tuple[tuple[str, str], ...] = (
    # workflow
    ("the same bytes as {file}: counted once", "même contenu que {file} : compté une fois"),
    (
        "the source names no patient; resources have a subject that says so",
        "la source ne nomme aucun patient",
    ),
    (
        "the list '{text}' says that it is empty and has entries",
        "la liste « {text} » se dit vide et contient des lignes",
    ),
    (
        "the list '{text}' has no entry that can be read: taken as not known",
        "la liste « {text} » n'a aucune ligne lisible : considérée comme non connue",
    ),
    (
        "no map made a medication of this entry, and none says why: it is left out",
        "aucune table de correspondance n'a produit de ligne pour cette entrée : elle est laissée de côté",
    ),
    # reconciliation/lines
    (
        "an entry without a name is a magistral preparation: it stays a line of its own and joins no other",
        "une entrée sans nom est une préparation magistrale : elle reste seule, sans rapprochement",
    ),
    (
        "'{text}' is a magistral preparation: it stays a line of its own and joins no other",
        "« {text} » est une préparation magistrale : elle reste seule, sans rapprochement",
    ),
    (
        "an entry without a name is not identified: no substance is known, so it joins only a line with the same "
        "product code",
        "une entrée sans nom n'est pas identifiée : substance inconnue, elle ne rejoint qu'une ligne de même "
        "code produit",
    ),
    (
        "'{text}' is not identified: no substance is known, so it joins only a line with the same product code",
        "« {text} » n'est pas identifié : substance inconnue, il ne rejoint qu'une ligne de même code produit",
    ),
    (
        "the posology '{text}' is not understood whole: no daily dose is drawn from it",
        "la posologie « {text} » n'est pas comprise en entier : aucune dose par jour n'en est tirée",
    ),
    (
        "'{words}' beside the coded posology ({coded_taken}) may change it, in '{text}': no daily dose is drawn",
        "« {words} » à côté de la posologie codée ({coded_taken}) peut la changer, dans « {text} » : aucune dose par "
        "jour n'en est tirée",
    ),
    (
        "the coded posology ({coded_taken}) and its text '{text}' ({text_taken}) disagree: no daily dose is drawn "
        "from either",
        "la posologie codée ({coded_taken}) et son texte « {text} » ({text_taken}) se contredisent : aucune dose par "
        "jour n'en est tirée",
    ),
    (
        "doses in {text} in one posology: no daily dose is drawn from them",
        "doses en {text} dans une même posologie : aucune dose par jour n'en est tirée",
    ),
    # reconciliation/maximum_dose
    (
        "{text} together: on several days of the week, {name} is taken on one day a week and never daily ({source})",
        "{text} ensemble : prise plusieurs jours de la semaine ; {name} se prend un seul jour par semaine, "
        "jamais tous les jours ({source})",
    ),
    (
        "{text} together: {name} {dose_amount}, over the largest labelled for adults, {most_amount} ({source})",
        "{text} ensemble : {name} {dose_amount}, plus que le maximum indiqué chez l'adulte, {most_amount} ({source})",
    ),
    (
        "{text}: {name} {dose_amount}, over the largest labelled for adults, {most_amount} ({source})",
        "{text} : {name} {dose_amount}, plus que le maximum indiqué chez l'adulte, {most_amount} ({source})",
    ),
    (
        "'{text}': its posology is more often than once a week, {name} is taken on one day a week and never daily "
        "({source})",
        "« {text} » : prise plus d'une fois par semaine ; {name} se prend un seul jour par semaine, jamais tous les "
        "jours ({source})",
    ),
    # medication: what codes, substances and labels contradict
    (
        "the code is {product}, the document states {names}: the line is not identified",
        "le code est {product}, le document indique {names} : la ligne n'est pas identifiée",
    ),
    (
        "the code is {product}, the label says '{text}': the line is not identified",
        "le code est {product}, le libellé dit « {text} » : la ligne n'est pas identifiée",
    ),
    (
        "the document states {names}, its label says '{text}': the line is not identified",
        "le document indique {names}, son libellé dit « {text} » : la ligne n'est pas identifiée",
    ),
    (
        "ATC {code} is {names}, the product is {product}: the line is not identified",
        "le code ATC {code} est {names}, le produit est {product} : la ligne n'est pas identifiée",
    ),
    (
        "{code} is {product}, {other_code} is {other_product}: the line is not identified",
        "{code} est {product}, {other_code} est {other_product} : la ligne n'est pas identifiée",
    ),
    (
        "the document states {strength} of {names}, {product} has {other_strength}: the product code is followed",
        "le document indique {strength} de {names}, {product} a {other_strength} : le code produit est suivi",
    ),
    (
        "the label says '{text}', {product} has another strength: the product code is followed",
        "le libellé dit « {text} », {product} a un autre dosage : le code produit est suivi",
    ),
    (
        "the code is {product}, the label says '{text}': the product code is followed",
        "le code est {product}, le libellé dit « {text} » : le code produit est suivi",
    ),
    (
        "ATC {code} is {names}, the product is {product}: the ATC code is not followed",
        "le code ATC {code} est {names}, le produit est {product} : le code ATC n'est pas suivi",
    ),
    # sources: CSV and FHIR
    (
        "not UTF-8: read as cp1252 (Windows); check the accents, or save the file as CSV in UTF-8",
        "pas en UTF-8 : lu comme cp1252 (Windows) ; vérifier les accents, ou enregistrer le fichier CSV en UTF-8",
    ),
    (
        "the column '{name}' is not one of {layout}: no map that ships reads it",
        "la colonne « {name} » n'est pas lue ({layout})",
    ),
    ("no '{name}': taken as the patient of the file", "pas de « {name} » : pris comme le patient du fichier"),
    ("no subject: taken as the patient of the file", "pas de sujet : pris comme le patient du fichier"),
    (
        "'{name}' differs from the rows before; the first is kept",
        "« {name} » diffère des lignes d'avant ; la première valeur est gardée",
    ),
    (
        "{n} fields where the header has {columns}, columns may be shifted: the last ones are taken as empty",
        "{n} champs pour {columns} colonnes, peut-être décalées : les dernières sont prises comme vides",
    ),
    (
        "{n} fields where the header has {columns}: behind '{name}' none is taken, as it may be another column's; the "
        "line notes them",
        "{n} champs pour {columns} colonnes : après « {name} » aucun n'est pris, il peut être d'une autre colonne ; "
        "la ligne les note",
    ),
    (
        "{n} fields where the header has {columns}: none is taken, as it may be another column's; the line notes them",
        "{n} champs pour {columns} colonnes : aucun n'est pris, il peut être d'une autre colonne ; la ligne les note",
    ),
    (
        "{n} fields where the header has {columns}: the rest of the row before it, which a line break cuts; none is "
        "taken, the line notes them",
        "{n} champs pour {columns} colonnes : la suite de la ligne précédente, coupée par un retour à la ligne ; aucun "
        "n'est pris, la ligne les note",
    ),
    (
        "{n} fields where the header has {columns}, and the rest on the next line: '{name}' may be cut and is not "
        "taken, the line notes it",
        "{n} champs pour {columns} colonnes, et la suite à la ligne d'après : « {name} » est peut-être coupé et n'est "
        "pas pris, la ligne le note",
    ),
    (
        "an item of the list refers to {text}, which is not a resource of the file: it is not read",
        "une ligne de la liste renvoie à {text}, absent du fichier : elle n'est pas lue",
    ),
    (
        "the same as row {n} in every column: it stays a line of its own",
        "identique à la ligne {n} dans toutes les colonnes : reste une ligne à part entière",
    ),
    ("{text}: nothing to read", "{text} : rien à lire"),
    ("the resource has no resourceType", "la ressource n'a pas de resourceType"),
    (
        "stands also in {place}; it is one line, of {other_place}",
        "figure aussi dans {place} ; compté une fois, dans {other_place}",
    ),
    (
        "stands in {place} and in {other_place}, lists of two kinds: it is a line in each",
        "figure dans {place} et dans {other_place}, listes de deux natures : une ligne dans chacune",
    ),
    (
        "{place} says something else of it ({code}): it is not followed",
        "{place} en dit autre chose ({code}) : non suivi",
    ),
    (
        "one page of a search result: the pages after it are not read; send one Bundle with all of them",
        "une page d'un résultat de recherche : les pages suivantes ne sont pas lues ; envoyer un seul Bundle complet",
    ),
    (
        "an item of the list is a product, {text}, and no treatment with it: it is not read",
        "un élément de la liste est un produit, {text}, et non un traitement : il n'est pas lu",
    ),
    (
        "{n} × Medication that nothing refers to: no treatment, not read",
        "{n} × Medication auquel rien ne renvoie : pas un traitement, non lu",
    ),
    (
        "{n} × {name}: not a treatment or not a type of FHIR R4, not read",
        "{n} × {name} : pas un traitement, ou pas un type de FHIR R4 ; non lu",
    ),
    # functions/csv
    ("no '{name}': when it was delivered is not known", "pas de « {name} » : la date de délivrance n'est pas connue"),
    (
        "the end {end_day} is before the start {start_day}: neither is taken",
        "la fin {end_day} est avant le début {start_day} : aucune des deux n'est prise",
    ),
    (
        "neither a code nor a name of a product: the row stays as a line without a name",
        "ni code ni nom de produit : la ligne reste, sans nom",
    ),
    (
        "'list' is '{text}': expected discharge, stopped or admission; whether this is taken is not known",
        "« list » vaut « {text} » : discharge, stopped ou admission attendu ; on ne sait pas si c'est pris",
    ),
    (
        "no 'list': expected discharge, stopped or admission; whether this is taken is not known",
        "pas de « list » : discharge, stopped ou admission attendu ; on ne sait pas si c'est pris",
    ),
    *(
        (f"'{{name}}' is '{{text}}': {english}", f"« {{name}} » vaut « {{text}} » : {french}")
        for english, french in (
            (
                "no date; write YYYY-MM-DD or dd/mm/yyyy; the value is left out",
                "pas une date ; écrire AAAA-MM-JJ ou jj/mm/aaaa ; valeur laissée",
            ),
            (
                "its check digit is not right, a figure may be mistyped; check the code",
                "clé de contrôle fausse, peut-être une faute de frappe ; vérifier le code",
            ),
            (
                "cannot be a code of this system (was it rounded?); left out",
                "ne peut pas être un code de ce système (arrondi ?) ; laissé",
            ),
            ("no box delivered", "aucune boîte délivrée"),
            ("not a number; the value is left out", "pas un nombre ; valeur laissée"),
            ("not a number of days; left out", "pas un nombre de jours ; valeur laissée"),
        )
    ),
    # functions/fhir
    ("no medication: it stays as a line without a name", "pas de médicament : la ligne reste, sans nom"),
    (
        "an order NOT to give this: it stays as a line, a person must look",
        "un ordre de NE PAS donner : reste une ligne, une personne doit regarder",
    ),
    ("may change the meaning of the resource: check it", "peut changer le sens de la ressource : à vérifier"),
    (
        "may change the meaning of the resource: if its status is active, it is taken as unknown",
        "peut changer le sens de la ressource : si son statut est actif, il est considéré comme inconnu",
    ),
    (
        "may change the meaning of what it stands in: check it",
        "peut changer le sens de l'élément qui le porte : à vérifier",
    ),
    (
        "its list says that it is suspended: an active status is taken as on-hold",
        "sa liste le dit suspendu : un statut actif est lu comme suspendu",
    ),
    (
        "the list it stands in is {status}: an active status is taken as unknown",
        "la liste où il figure est {status} : un statut actif est considéré comme inconnu",
    ),
    ("stands also in {place}: read once", "figure aussi dans {place} : lu une fois"),
    ("an older version of {place}: not read", "version plus ancienne de {place} : non lue"),
    (
        "another content under the identity of {place}, and neither says that it is newer: both stay",
        "un autre contenu sous la même identité que {place}, sans dire lequel est plus récent : les deux restent",
    ),
    (
        "an empty history: by its profile (draft), nothing was taken before the stay",
        "bilan vide : selon son profil (projet), rien n'était pris avant le séjour",
    ),
    (
        "List.{name} is {text}: check whether this is what is to be taken",
        "List.{name} vaut {text} : vérifier si c'est bien ce qui est à prendre",
    ),
    # functions/cda
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
)


def issue_in_language(message: str, lang: str) -> str:
    """The message of an Issue in French when it is in the table, else as it is."""
    return (translated(message, ISSUES, lang) if lang == "fr" else None) or message
