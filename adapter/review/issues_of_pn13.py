"""Issues of PN13 messages in French; rows as in messages.py."""

PN13: tuple[tuple[str, str], ...] = (
    (
        "declared as another encoding, but the accents of its names are UTF-8: read as UTF-8",
        "un autre codage est déclaré, mais les accents de ses noms sont en UTF-8 : lu comme UTF-8",
    ),
    (
        "a message {name}: only prescriptions are read",
        "un message {name} : seules les prescriptions sont lues",
    ),
    (
        "line {n} is stated before, at {place}: both are kept",
        "la ligne {n} figure déjà, en {place} : les deux sont gardées",
    ),
    # line
    (
        "no component is prescribed: the line stays without a product",
        "aucun composant n'est prescrit : la ligne reste, sans produit",
    ),
    (
        "'{code}' is no code of a component of type '{kind}' that is known: kept without a code system",
        "« {code} » n'est pas un code connu pour un composant de type « {kind} » : gardé sans système de codes",
    ),
    (
        "line {n} and line {other} are alternatives: one is taken",
        "la ligne {n} et la ligne {other} sont des alternatives : une seule est prise",
    ),
    (
        "linked to line {n} (link of kind '{kind}'): the link is not mapped",
        "liée à la ligne {n} (lien de type « {kind} ») : le lien n'est pas repris",
    ),
    (
        "Cré_arr_mod_val '{code}' is not known: it may say a stop or a change, and no status is drawn",
        "Cré_arr_mod_val « {code} » n'est pas connu : peut-être un arrêt ou une modification ; aucun statut n'en est "
        "tiré",
    ),
    ("GoNogo '{code}' is not known", "GoNogo « {code} » n'est pas connu"),
    ("Urgent '{code}' is not known (0 or 1)", "Urgent « {code} » n'est pas connu (0 ou 1)"),
    (
        "'{code}' is a code of '{name}', which is not known: it stays as text",
        "« {code} » est un code de « {name} », qui n'est pas connu : gardé comme texte",
    ),
    (
        "'{code}' is not in the table {name}: it stays as it is",
        "« {code} » n'est pas dans la table {name} : gardé tel quel",
    ),
    (
        "'{text}' is not a sex that is known (M, F, O, U); left out",
        "« {text} » n'est pas un sexe connu (M, F, O, U) ; laissé de côté",
    ),
    (
        "additional information of code '{code}' is not mapped",
        "le renseignement complémentaire de code « {code} » n'est pas repris",
    ),
    # posology
    (
        "'{name}' of a posology is not read: check whether it changes what is taken",
        "« {name} » d'une posologie n'est pas lu : vérifier s'il change ce qui est pris",
    ),
    (
        "'{text}' is not a number that a quantity can have; it is left out",
        "« {text} » n'est pas un nombre possible pour une quantité ; il est laissé de côté",
    ),
    (
        "a quantity beside a limit: it may be the dose or the limit, and is left to the text",
        "une quantité à côté d'une limite : dose ou limite ? Elle est laissée au texte",
    ),
    (
        "the condition is the clinical parameter {code}, which has no text: the dose is as needed",
        "la condition est le paramètre clinique {code}, sans texte : la dose est si besoin",
    ),
    *(
        (
            f"{english} has no element in FHIR R4; read it in the text of the prescription",
            f"{french} n'a pas de place dans FHIR R4 ; lire le texte de la prescription",
        )
        for english, french in (
            ("the most a rate may be", "le débit maximal"),
            ("a limit of kind 5", "une limite de type 5"),
        )
    ),
    (
        "a longest duration without a duration in the same unit has no element in FHIR R4",
        "une durée maximale sans durée dans la même unité n'a pas de place dans FHIR R4",
    ),
    # time
    ("'{text}' is not a date of PN13 (AAAAMMJJhhmmss)", "« {text} » n'est pas une date PN13 (AAAAMMJJhhmmss)"),
    (
        "the end {end_day} is before the start {start_day}; the end is left out",
        "la fin {end_day} est avant le début {start_day} ; la fin est laissée de côté",
    ),
    (
        "the frequency and the event name different moments; they are left to the text",
        "la fréquence et l'évènement nomment des moments différents ; ils sont laissés au texte",
    ),
    *(
        (f"{english}; it is left to the text", f"{french} ; laissé au texte")
        for english, french in (
            (
                "the frequency '{text}' has a part that is not understood",
                "la fréquence « {text} » n'est pas comprise en entier",
            ),
            ("'{text}' is not a length of time", "« {text} » n'est pas une durée"),
            (
                "a least interval that is no length of time, or stands beside a frequency",
                "un intervalle minimal qui n'est pas une durée, ou à côté d'une fréquence",
            ),
            ("minutes before or after one of several moments", "des minutes avant ou après l'un de plusieurs moments"),
            (
                "several moments, not all of which have a code in FHIR R4",
                "plusieurs moments, qui n'ont pas tous un code dans FHIR R4",
            ),
            ("a moment that is not known ('{text}')", "un moment qui n'est pas connu (« {text} »)"),
            ("a moment ({code}) beside a clock time", "un moment ({code}) à côté d'une heure"),
            ("a clock time ({time}) beside a moment", "une heure ({time}) à côté d'un moment"),
            (
                "an interval that is not in minutes or hours",
                "un intervalle qui n'est ni en minutes ni en heures",
            ),
            (
                "a span of hours, or what is no hour ('{first}' to '{last}')",
                "une plage d'heures, ou ce qui n'est pas une heure (de « {first} » à « {last} »)",
            ),
            ("an interval that is no minute of a day", "un intervalle qui n'est pas une minute de la journée"),
        )
    ),
)
