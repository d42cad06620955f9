"""Issues of HL7 v2 messages in French; rows as in messages.py."""

_TO_THE_TEXT = "laissé au texte"

HL7V2: tuple[tuple[str, str], ...] = (
    # sources
    (
        "a message without PID: taken as about the patient of the file",
        "un message sans PID : considéré comme du patient du fichier",
    ),
    (
        "a message without PID, in a file read for each of its patients: left out",
        "un message sans PID, dans un fichier lu pour chacun de ses patients : laissé de côté",
    ),
    ("a message about several patients: left out", "un message sur plusieurs patients : laissé de côté"),
    (
        "a number of a patient before, not shown to be the same person: kept apart",
        "un numéro d'un patient précédent, sans preuve que ce soit la même personne : gardé à part",
    ),
    (
        "the birth date differs from that of {place}; one of them is kept",
        "la date de naissance diffère de celle de {place} ; l'une des deux est gardée",
    ),
    (
        "the name differs from that of {place}; one of them is kept",
        "le nom diffère de celui de {place} ; l'un est gardé",
    ),
    ("segments that no map that ships reads: {names}", "segments qui ne sont pas lus : {names}"),
    ("fields that no map that ships reads: {names}", "champs qui ne sont pas lus : {names}"),
    (
        "{name} stands after no order: how or when something is taken may be lost",
        "{name} ne suit aucune prescription : une posologie ou une voie est peut-être perdue",
    ),
    (
        "a note about the patient, and no list that it could stand with: {said}",
        "une note sur le patient, sans liste où la mettre : {said}",
    ),
    ('says "" (deleted): taken as absent', 'vaut "" (supprimé) : considéré comme absent'),
    (
        "a message for test or training (MSH-11), not for care",
        "un message de test ou de formation (MSH-11), non destiné aux soins",
    ),
    ("'{text}' begins a segment: read as {name}", "« {text} » commence un segment : lu comme {name}"),
    (
        "'{name}' is not a character set that is read: taken from the bytes",
        "« {name} » n'est pas un jeu de caractères connu : déduit du contenu",
    ),
    (
        "'{name}' is declared and the text is not in it: read as {other}; check the accents",
        "« {name} » est déclaré, mais le texte n'est pas ainsi codé : lu comme {other} ; vérifier les accents",
    ),
    ("a diagnosis that the message deletes: left out", "un diagnostic que le message supprime : laissé de côté"),
    ("an allergy that the message deletes: left out", "une allergie que le message supprime : laissée de côté"),
    ("{name} stands in no message: not read", "{name} n'est dans aucun message : non lu"),
    (
        "{name} is not closed by its trailer: the file may be cut off",
        "{name} n'est pas refermé : le fichier est peut-être coupé",
    ),
    (
        "{name}-1 counts {n}, the file has {other}: some may be missing",
        "{name}-1 annonce {n}, le fichier en a {other} : il en manque peut-être",
    ),
    (
        "a line that begins no segment: taken as the end of {name} before it",
        "une ligne qui ne commence aucun segment : prise comme la fin de {name} qui précède",
    ),
    (
        "a second drug under {place}: taken as ordered with it",
        "un second médicament sous {place} : considéré comme prescrit",
    ),
    (
        "an order ({code}) that names no drug, and that no order before it does: no line can be made of it",
        "une prescription ({code}) sans médicament, ni ici ni avant : aucune ligne n'en est faite",
    ),
    (
        "an order ({code}) in the segment of version 2.1 (RX1), which is not read: no line can be made of it",
        "une prescription ({code}) dans le segment de la version 2.1 (RX1), non lu : aucune ligne n'en est faite",
    ),
    (
        "the number of the order at {place}, with another drug: both stay as they are",
        "le numéro de la prescription en {place}, avec un autre médicament : les deux restent",
    ),
    (
        "the order at {place} again ({code}): the later one is in force",
        "de nouveau la prescription en {place} ({code}) : la dernière fait foi",
    ),
    # status
    (
        "no ORC: whether the order is in force is not said",
        "pas d'ORC : on ne sait pas si la prescription est en vigueur",
    ),
    (
        "no order control (ORC-1): whether the order is in force is not said",
        "pas de code d'ordre (ORC-1) : on ne sait pas si la prescription est en vigueur",
    ),
    (
        "'{code}' is not an order control that is known: whether the order is in force is not said",
        "« {code} » n'est pas un code d'ordre connu : on ne sait pas si la prescription est en vigueur",
    ),
    (
        "order control {code} beside a delivery: whether it was delivered is not said",
        "code d'ordre {code} à côté d'une délivrance : on ne sait pas si elle a eu lieu",
    ),
    (
        "order control {code} does not say whether the order is in force",
        "le code d'ordre {code} ne dit pas si la prescription est en vigueur",
    ),
    (
        "order status {code} does not say whether the order is in force",
        "le statut {code} ne dit pas si la prescription est en vigueur",
    ),
    (
        "'{code}' is not an order status that is known (table 0038); order control alone is read",
        "« {code} » n'est pas un statut connu (table 0038) ; seul le code d'ordre est lu",
    ),
    (
        "a refill is denied (DF): the order is as it was, and whether it goes on is not said",
        "un renouvellement est refusé (DF) : on ne sait pas si le traitement continue",
    ),
    (
        "a refusal (RXA-18) beside the completion status {code}: whether it was given is not known",
        "un refus (RXA-18) à côté du statut {code} : on ne sait pas si cela a été donné",
    ),
    (
        "'{code}' is not a completion status that is known (table 0322)",
        "« {code} » n'est pas un statut d'administration connu (table 0322)",
    ),
    # product and route
    (
        "neither a code nor a name of a product: the line stays without a name",
        "ni code ni nom de produit : la ligne reste, sans nom",
    ),
    (
        "no product is given (RXE-2): the one that {place} asks for",
        "pas de produit (RXE-2) : celui que demande {place}",
    ),
    (
        "'{name}' is not a coding system that is known: codes of it stand without a system",
        "« {name} » n'est pas un système de codes connu : ses codes restent sans système",
    ),
    ("a choice of routes: {names}", "un choix de voies : {names}"),
    ("code and text name different routes: {names}", "le code et le texte nomment des voies différentes : {names}"),
    ("'{text}' is not a route that is known", "« {text} » n'est pas une voie connue"),
    # doses
    (
        "a quantity of {n} beside the amount given: whether it multiplies it is not said",
        "une quantité de {n} à côté de la dose : on ne sait pas si elle la multiplie",
    ),
    (
        "{quantity} beside an amount in another unit: kept in the text",
        "{quantity} à côté d'une dose dans une autre unité : gardé dans le texte",
    ),
    (
        "no amount is given (RXE-3), and that of {place} is of another product: not taken",
        "pas de dose (RXE-3), et celle de {place} est d'un autre produit : non prise",
    ),
    ("no amount is given (RXE-3): the one that {place} asks for", "pas de dose (RXE-3) : celle que demande {place}"),
    ("an amount of 0: left to the text", f"une dose de 0 : {_TO_THE_TEXT}"),
    ("an amount of {n} is none: not taken", "une dose de {n} n'en est pas une : non prise"),
    (
        "a maximum of {high} under the minimum of {low}: neither is taken",
        "un maximum de {high} sous le minimum de {low} : aucun des deux n'est pris",
    ),
    (
        "another product than ordered: the number of units ordered is not its dose",
        "un autre produit que le prescrit : le nombre d'unités prescrit n'est pas sa dose",
    ),
    ("a rate of {quantity} without a time: no rate", "un débit de {quantity} sans durée : pas un débit"),
    (
        "a total of {n} a day is stated, dose and rhythm come to {other}",
        "un total de {n} par jour est indiqué, dose et rythme donnent {other}",
    ),
    ("'{text}' is not an amount; left to the text", f"« {{text}} » n'est pas une quantité ; {_TO_THE_TEXT}"),
    ("'{text}' is not a number; not taken as one", "« {text} » n'est pas un nombre ; non pris comme tel"),
    (
        "'{text}' has a decimal comma, which HL7 v2 does not: read as {n}",
        "« {text} » a une virgule, que HL7 v2 n'admet pas : lu {n}",
    ),
    ("'{text}' is not a count; left out", "« {text} » n'est pas un nombre entier ; laissé de côté"),
    # dates
    (
        "'{text}' is not a date of HL7 v2 (YYYYMMDDHHMMSS±ZZZZ)",
        "« {text} » n'est pas une date HL7 v2 (AAAAMMJJHHMMSS±ZZZZ)",
    ),
    (
        "'{text}' states a time, which FHIR takes with its minutes and zone only: the day alone is kept, here and "
        "wherever else the file does so",
        "« {text} » indique une heure, que FHIR n'admet qu'avec minutes et fuseau : seul le jour est gardé, ici et "
        "partout où le fichier fait de même",
    ),
    (
        "the end {end} is before the start {start}: neither is taken",
        "la fin {end} est avant le début {start} : aucune des deux n'est prise",
    ),
    (
        "a duration of {length} and the end {end} disagree; the end is kept",
        "la durée de {length} et la fin {end} se contredisent ; la fin est gardée",
    ),
    (
        "no date of delivery (RXD-3): when it was delivered is not known",
        "pas de date de délivrance (RXD-3) : elle n'est pas connue",
    ),
    (
        "no date of administration (RXA-3): when it was given is not known",
        "pas de date d'administration (RXA-3) : elle n'est pas connue",
    ),
    # rhythms
    (
        "'{text}' is not a repeat pattern that is known (HL7 table 0335); left to the text",
        f"« {{text}} » n'est pas un rythme connu (table HL7 0335) ; {_TO_THE_TEXT}",
    ),
    ("'{text}' is not a time of day; left to the text", f"« {{text}} » n'est pas une heure ; {_TO_THE_TEXT}"),
    (
        "'{text}' is not a number of occurrences; left to the text",
        f"« {{text}} » n'est pas un nombre de prises ; {_TO_THE_TEXT}",
    ),
    ("'{text}' is not an interval; left to the text", f"« {{text}} » n'est pas un intervalle ; {_TO_THE_TEXT}"),
    (
        "'{text}' is not a length of time; left to the text",
        f"« {{text}} » n'est pas une durée ; {_TO_THE_TEXT}",
    ),
    (
        "the text '{text}' beside the pattern '{code}' is not understood; left to the text",
        f"le texte « {{text}} » à côté du rythme « {{code}} » n'est pas compris ; {_TO_THE_TEXT}",
    ),
    (
        "the pattern '{code}' and its text '{text}' disagree; left to the text",
        f"le rythme « {{code}} » et son texte « {{text}} » se contredisent ; {_TO_THE_TEXT}",
    ),
    (
        "beside a pattern that is not understood, the others are no whole rhythm; left to the text",
        f"à côté d'un rythme qui n'est pas compris, les autres ne disent pas tout ; {_TO_THE_TEXT}",
    ),
    (
        "'{text}' together say no one rhythm; left to the text",
        f"« {{text}} » ensemble ne sont pas un rythme ; {_TO_THE_TEXT}",
    ),
    (
        "'{text}' here and the rhythm of {place} disagree; left to the text",
        f"« {{text}} » ici et le rythme de {{place}} se contredisent ; {_TO_THE_TEXT}",
    ),
    (
        "an interval of {text} and the repeat pattern disagree; the pattern is kept",
        "un intervalle de {text} et le rythme se contredisent ; le rythme est gardé",
    ),
    (
        "{n} clock times beside another number of intakes a day",
        "{n} heures de prise à côté d'un autre nombre de prises par jour",
    ),
    (
        "the timing is tied to another order: left to the text",
        f"le rythme est lié à une autre prescription : {_TO_THE_TEXT}",
    ),
    (
        "timings that follow each other without a duration: left to the text",
        f"des étapes sans durée : {_TO_THE_TEXT}",
    ),
    (
        "timings side by side without a conjunction: left to the text",
        f"des rythmes côte à côte sans conjonction : {_TO_THE_TEXT}",
    ),
    # findings
    ("a measurement without a date", "une mesure sans date"),
    ("'{text}' is not a number; kept as text", "« {text} » n'est pas un nombre ; gardé comme texte"),
    ("'{text}' is not a UCUM unit: kept as written", "« {text} » n'est pas une unité UCUM : gardée telle quelle"),
    (
        "a date of resolution, '{text}', of a problem that goes on: left out",
        "une date de fin, « {text} », d'un problème qui continue : laissée de côté",
    ),
    ("'{text}' is not a sex of table 0001; left out", "« {text} » n'est pas un sexe de la table 0001 ; laissé de côté"),
    (
        "the code '{code}' is {name}, and its text '{text}': left to the text",
        f"le code « {{code}} » est {{name}}, et son texte « {{text}} » : {_TO_THE_TEXT}",
    ),
    (
        "the unit '{code}' and its text '{text}' differ: which it is is not known",
        "l'unité « {code} » et son texte « {text} » diffèrent : on ne sait pas laquelle est juste",
    ),
    # syntax
    ("version '{code}' is not known: read as 2.5.1", "la version « {code} » n'est pas connue : lu comme 2.5.1"),
    ("no version: read as 2.5.1", "pas de version : lu comme 2.5.1"),
    ("{name} without {other} before it", "{name} sans {other} avant lui"),
    (
        "'{text}' cannot be the delimiters of a message: those that HL7 recommends are taken",
        "« {text} » ne peuvent pas être les délimiteurs d'un message : ceux que HL7 recommande sont pris",
    ),
    (
        "'{name}' is declared and the text is UTF-8: read as such",
        "« {name} » est déclaré, mais le texte est en UTF-8 : lu comme tel",
    ),
    (
        "no character set is declared: read as {other}; check the accents",
        "pas de jeu de caractères déclaré : lu comme {other} ; vérifier les accents",
    ),
)
