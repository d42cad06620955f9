"""Issues of lines, products and posologies in French; rows as in messages.py."""

LINES: tuple[tuple[str, str], ...] = (
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
    (
        "no medication list was found; is it the right document?",
        "aucune liste de médicaments n'a été trouvée ; est-ce le bon document ?",
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
        "the coded posology ({coded_taken}) and its text '{text}' ({text_taken}) disagree: no daily dose is drawn "
        "from either",
        "la posologie codée ({coded_taken}) et son texte « {text} » ({text_taken}) se contredisent : aucune dose par "
        "jour n'en est tirée",
    ),
    (
        "'{words}' beside the coded posology ({coded_taken}) may change it, in '{text}': no daily dose is drawn",
        "« {words} » à côté de la posologie codée ({coded_taken}) peut la changer, dans « {text} » : aucune dose par "
        "jour n'en est tirée",
    ),
    (
        "doses in {joined_units} in one posology: no daily dose is drawn from them",
        "doses en {joined_units} dans une même posologie : aucune dose par jour n'en est tirée",
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
    (
        "words beside the coded posology may change it and are not understood: '{words}'; read the text",
        "des mots à côté de la posologie codée peuvent la changer et ne sont pas compris : « {words} » ; lire le texte",
    ),
    (
        "the route is '{text}', {product} is given by: other ways",
        "la voie est « {text} », {product} se donne par d'autres voies",
    ),
    (
        "the route is '{text}', {product} is given by: {names}",
        "la voie est « {text} », {product} se donne par voie : {names}",
    ),
    (
        "{code} has another check digit than its own, so that a digit is mistyped: the code is not followed",
        "{code} a une clé de contrôle fausse, un chiffre est mal saisi : le code n'est pas suivi",
    ),
    # medication/withdrawn
    *(
        (f"{{product}}: {english} ({{source}})", f"{{product}} : {french} ({{source}})")
        for english, french in (
            ("it was last published on {seen_day}", "publié pour la dernière fois le {seen_day}"),
            (
                "the box {code} was last published on {seen_day}",
                "la boîte {code} a été publiée pour la dernière fois le {seen_day}",
            ),
            ("its authorisation is suspended", "son autorisation est suspendue"),
            ("its authorisation was withdrawn", "son autorisation a été retirée"),
            ("its authorisation has ended", "son autorisation a pris fin"),
        )
    ),
)
