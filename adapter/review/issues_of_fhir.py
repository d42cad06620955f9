"""Issues of FHIR resources in French; rows as in messages.py."""

FHIR: tuple[tuple[str, str], ...] = (
    ("no subject: taken as the patient of the file", "pas de sujet : pris comme le patient du fichier"),
    (
        "an item of the list refers to {text}, which is not a resource of the file: it is not read",
        "une ligne de la liste renvoie à {text}, absent du fichier : elle n'est pas lue",
    ),
    (
        "no subject in a file of several patients: left out",
        "pas de sujet dans un fichier de plusieurs patients : laissé de côté",
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
)
