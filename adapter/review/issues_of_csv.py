"""Issues of CSV files in French; rows as in messages.py."""

CSV: tuple[tuple[str, str], ...] = (
    (
        "not UTF-8: read as cp1252 (Windows); check the accents, or save the file as CSV in UTF-8",
        "pas en UTF-8 : lu comme cp1252 (Windows) ; vérifier les accents, ou enregistrer le fichier CSV en UTF-8",
    ),
    (
        "the column '{name}' is not one of {layout}: no map that ships reads it",
        "la colonne « {name} » n'est pas lue ({layout})",
    ),
    ("no '{name}': taken as the patient of the file", "pas de « {name} » : pris comme le patient du fichier"),
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
        "the same as row {n} in every column: it stays a line of its own",
        "identique à la ligne {n} dans toutes les colonnes : reste une ligne à part entière",
    ),
    (
        "no '{name}', in a file read for each of its patients: left out",
        "pas de « {name} », dans un fichier lu pour chacun de ses patients : ligne laissée de côté",
    ),
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
            (
                "13 characters of a NIR; its key, {n}, is added to compare it with an INS",
                "13 caractères d'un NIR ; sa clé, {n}, est ajoutée pour le comparer à un INS",
            ),
            (
                "has the form of a NIR but not its key: taken as a local identifier",
                "a la forme d'un NIR, mais sa clé est fausse : pris comme identifiant local",
            ),
            (
                "not a code system that is known ({names}); kept without system",
                "pas un système de codes connu ({names}) ; gardé sans système",
            ),
            (
                "a code without a code_system ({names}); kept without system",
                "un code sans code_system ({names}) ; gardé sans système",
            ),
            (
                "a GTIN and not the code of a medicinal product (3400…): kept as such",
                "un GTIN et non le code d'un médicament (3400…) : gardé tel quel",
            ),
            ("neither 0 nor 1; left out", "ni 0 ni 1 ; valeur laissée"),
            (
                "not a renewal n/m with n up to m; left out",
                "pas un renouvellement n/m avec n jusqu'à m ; valeur laissée",
            ),
            ("not a sex that is known (M or F); left out", "pas un sexe connu (M ou F) ; valeur laissée"),
        )
    ),
    (
        "no column 'quantity': the boxes delivered are not known, and a reversal cannot be told from a delivery",
        "pas de colonne « quantity » : boîtes délivrées non connues, annulation et délivrance ne se distinguent pas",
    ),
    (
        "no column 'posology': doses cannot be compared",
        "pas de colonne « posology » : les doses ne peuvent pas être comparées",
    ),
)
