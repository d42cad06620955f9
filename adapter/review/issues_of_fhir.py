"""Issues of FHIR resources in French; rows as in messages.py."""

FHIR: tuple[tuple[str, str], ...] = (
    ("no subject: taken as the patient of the file", "pas de sujet : pris comme le patient du fichier"),
    ("no resource: nothing to read", "pas de ressource : rien à lire"),
    ("a {name} without a resource: nothing to read", "un {name} sans ressource : rien à lire"),
    ("an item of the list refers to nothing: it is not read", "une ligne de la liste ne renvoie à rien : non lue"),
    (
        "an item of the list refers to {text}, which is about another patient: it is not read",
        "une ligne de la liste renvoie à {text}, qui concerne un autre patient : elle n'est pas lue",
    ),
    (
        "an item of the list refers to {text}, which does not say whom it is about: it is not read",
        "une ligne de la liste renvoie à {text}, qui ne dit pas de quel patient il s'agit : elle n'est pas lue",
    ),
    (
        "an item of the list refers to {text}, which is not a resource of the file: it is not read",
        "une ligne de la liste renvoie à {text}, absent du fichier : elle n'est pas lue",
    ),
    (
        "no subject, in a file read for each of its patients: left out",
        "pas de sujet, dans un fichier lu pour chacun de ses patients : laissé de côté",
    ),
    (
        "{n} of {total} patients have nothing to read: no Bundle",
        "{n} patients sur {total} n'ont rien de lisible : pas de Bundle",
    ),
    ("its server says of this file: {text}", "son serveur dit de ce fichier : {text}"),
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
        "the list it stands in is titled '{title}': an active status is taken as unknown",
        "la liste où elle figure a pour titre « {title} » : un statut en cours est considéré comme non connu",
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
    (
        "the section leads to another document, {text}, which is not in the file: not read",
        "la section renvoie à un autre document, {text}, absent du fichier : non lu",
    ),
    (
        "an empty list that does not say what it is a list of: left out",
        "une liste vide qui ne dit pas ce qu'elle liste : laissée de côté",
    ),
    (
        "the list '{text}' has no entry that can be read: taken as not known, its words stay as a note",
        "la liste « {text} » n'a aucune ligne lisible : considérée comme non connue, son texte reste en note",
    ),
    (
        "not well-formed JSON: {text}; send the file again, whole and unchanged: this line is not read",
        "JSON mal formé ({text}) ; renvoyer le fichier, entier et sans changement : cette ligne n'est pas lue",
    ),
    # what an element of a resource says; the page names the element before it
    ("no status: taken as unknown", "pas de statut : considéré comme non connu"),
    ("no status of R4: taken as unknown", "pas un statut de R4 : considéré comme non connu"),
    (
        "'{code}' is no status of R4: taken as unknown",
        "« {code} » n'est pas un statut de R4 : considéré comme non connu",
    ),
    (
        "no intent of R4: whether it is an order or a plan is not known",
        "pas une intention de R4 : on ne sait pas si c'est une prescription ou un projet",
    ),
    (
        "its narrative is all that names it, a note now: {text}",
        "seul son texte le nomme, gardé en note : {text}",
    ),
    (
        "without '{name}' as it is written the rest says something else: its rhythm is left out",
        "sans « {name} » tel qu'il est écrit le reste dirait autre chose : son rythme est laissé de côté",
    ),
    (
        "without '{name}' as it is written the rest says something else: its timing is left out",
        "sans « {name} » tel qu'il est écrit le reste dirait autre chose : ses temps de prise sont laissés de côté",
    ),
    (
        "'{text}' is no {name} of R4: its rhythm is left out",
        "« {text} » n'est pas un {name} de R4 : son rythme est laissé de côté",
    ),
    ("a {name} of {n}: its rhythm is left out", "{name} vaut {n} : son rythme est laissé de côté"),
    ("a dose of {n}: left out", "une dose de {n} : laissée de côté"),
    (
        "one dosage is not read: the timing of the others is left out",
        "une posologie n'est pas lue : les temps de prise des autres sont laissés de côté",
    ),
    (
        "{name}[x] is stated in several types: which one counts is unknown; left out",
        "{name}[x] est indiqué sous plusieurs types : on ne sait pas lequel compte ; laissé de côté",
    ),
    (
        "'{text}' has no zone or seconds: only its day is kept",
        "« {text} » n'a pas de fuseau ou de secondes : seul le jour est gardé",
    ),
    ("the narrative is left out: {text}", "le texte est laissé de côté : {text}"),
    (
        "'{name}' is no element of {kind} in FHIR R4; left out",
        "« {name} » n'est pas un élément de {kind} en FHIR R4 ; laissé de côté",
    ),
    ("expected an array; left out", "tableau attendu ; laissé de côté"),
    ("expected one value, not an array; left out", "une valeur attendue, pas un tableau ; laissé de côté"),
    ("expected an object ({kind}); left out", "objet attendu ({kind}) ; laissé de côté"),
    ("expected an object with extensions; left out", "objet avec extensions attendu ; laissé de côté"),
    ("{text} is no resource type of FHIR R4; left out", "{text} n'est pas un type de ressource de FHIR R4 ; laissé"),
    ("{text} is no {kind}; left out", "{text} n'est pas du type {kind} ; laissé de côté"),
    ("{text} is not in the file", "{text} n'est pas dans le fichier"),
    ("{text} is not contained in the resource", "{text} n'est pas contenu dans la ressource"),
    (
        "{n} allergies or problems that the list marks as deleted: left out",
        "{n} allergies ou problèmes que la liste marque comme supprimés : laissés de côté",
    ),
)
