"""Every word of the page and of the summary: key → (French, English). What a source says is never in here.

The words for statuses are those of the French reconciliation form (fiche de conciliation des traitements, FCT).
"""

from collections.abc import Mapping

_WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("Conciliation médicamenteuse", "Medication reconciliation"),
    "note": (
        "Proposé par un logiciel, non qualifié : une personne décide, avec son nom, la date et le motif.",
        "Proposed by software, unqualified: a person decides, with name, date and reason.",
    ),
    # patient and sources
    "patient": ("Patient", "Patient"),
    "patient.unnamed": ("nom non indiqué", "name not stated"),
    "born": ("Date de naissance", "Born"),
    "sex": ("Sexe", "Sex"),
    "sex.male": ("masculin", "male"),
    "sex.female": ("féminin", "female"),
    "sex.other": ("autre", "other"),
    "identifier.ins": ("INS", "INS"),
    "identifier.local": ("Identifiant local", "Local identifier"),
    "identifier.none": ("aucun identifiant", "no identifier"),
    "colon": (" :", ":"),
    "and": (" ; ", "; "),
    "not-stated": ("non indiqué", "not stated"),
    "same-patient": ("Même patient, affirmé par", "Same patient, asserted by"),
    "date": ("Date de référence", "Reference date"),
    "admission": ("Admission", "Admission"),
    "knowledge": ("Base de médicaments", "Drug data"),
    "sources": ("Sources lues", "Sources read"),
    "source": ("Source", "Source"),
    "source.kind": ("Format", "Format"),
    "source.date": ("Date", "Date"),
    "source.lists": ("Listes", "Lists"),
    "source.no-lists": ("aucune liste de médicaments", "no medication list"),
    "state.none-known": ("aucun traitement, dit la source", "none, says the source"),
    "state.not-known": ("non connu", "not known"),
    "lines.none": ("aucune ligne", "no line"),
    "lines.one": ("1 ligne", "1 line"),
    "lines.many": ("{n} lignes", "{n} lines"),
    "list.discharge": ("Traitement de sortie", "Discharge list"),
    "list.stopped": ("Traitements arrêtés", "Stopped list"),
    "list.admission": ("Traitement à l'admission", "Admission list"),
    "list.dispensing": ("Délivrances en ville", "Community dispensing"),
    "list.history": ("Traitement habituel", "History"),
    "list.prescription": ("Ordonnance", "Prescription"),
    "list.administered": ("Administré pendant le séjour", "Given during the stay"),
    "list.planned": ("Prévu", "Planned"),
    # counts and sections
    "counts": ("En bref", "At a glance"),
    "count.discharge": ("au traitement de sortie", "in the discharge list"),
    "count.suspended.one": ("suspendu", "suspended"),
    "count.suspended.many": ("suspendus", "suspended"),
    "count.stopped.one": ("arrêté", "stopped"),
    "count.stopped.many": ("arrêtés", "stopped"),
    "count.not-current.one": ("non actuel", "not current"),
    "count.not-current.many": ("non actuels", "not current"),
    "count.issues": ("Données", "Data"),
    "count.discharge.open": ("dont {n} à décider", "of which {n} to decide"),
    "section.decide": ("À décider", "To decide"),
    "section.current": ("En cours à la sortie, rien à décider", "Current at discharge, nothing to decide"),
    "section.suspended": ("Suspendus", "Suspended"),
    "section.stopped": ("Arrêtés", "Stopped"),
    "section.not-current": ("Non actuels", "Not current"),
    "section.stay": ("Pendant le séjour ou prévus, hors conciliation", "During the stay or planned, not reconciled"),
    "section.lost": ("LIGNES QUI NE SONT DANS AUCUN GROUPE", "LINES THAT STAND IN NO GROUP"),
    "about.decide": (
        "Divergence, doute ou proposition : chacun demande une décision.",
        "A discrepancy, a doubt or a proposal: each asks for a decision.",
    ),
    "about.current": (
        "Sans divergence entre les sources, ou changement documenté par la source de sortie.",
        "No discrepancy between the sources, or a change that the discharge source documents.",
    ),
    "about.suspended": (
        "Suspendu par la source de sortie : ni en cours, ni arrêté.",
        "Suspended by the discharge source: neither current nor stopped.",
    ),
    "about.stopped": (
        "Arrêt documenté par la source de sortie.",
        "The discharge source documents the stop.",
    ),
    "about.not-current": (
        "Fini, ancien ou retiré par la source : gardé pour mémoire, ce n'est pas un traitement en cours.",
        "Over, old or withdrawn by its source: kept for the record, not a current treatment.",
    ),
    "about.stay": (
        "Ni omission, ni arrêt, ni ajout : ces lignes sont seulement comptées.",
        "Neither omission, stop nor addition: these lines are only counted.",
    ),
    "about.lost": (
        "Le résultat est faux : une ligne lue a été perdue. Ne pas utiliser cette page pour décider.",
        "The result is wrong: a line that was read got lost. Do not decide with this page.",
    ),
    "nothing-to-decide": ("Rien à décider.", "Nothing to decide."),
    # table
    "column.treatment": ("Traitement", "Treatment"),
    "column.before": ("Avant le séjour", "Before the stay"),
    "column.discharge": ("À la sortie", "At discharge"),
    "column.stay": ("Pendant le séjour, ou prévu", "During the stay, or planned"),
    "column.status": ("Statut", "Status"),
    "column.why": ("Ce qui change, et pourquoi", "What changed, and why"),
    "number": ("n° {n}", "no. {n}"),
    "unnamed": ("entrée sans nom", "entry without a name"),
    "unidentified": ("substance non identifiée", "substance not identified"),
    "absent": ("absent", "absent"),
    "absent.none-known": ("aucun traitement, dit la source", "none, says the source"),
    "absent.not-known": ("non connu", "not known"),
    "line.stopped": ("listé comme arrêté à la sortie", "listed as stopped at discharge"),
    "line.suspended": ("suspendu par la source de sortie", "suspended by the discharge source"),
    "line.administered": ("administré pendant le séjour", "given during the stay"),
    "line.planned": ("prévu", "planned"),
    "line.later": ("délivré après la date de référence", "delivered after the reference date"),
    "line.apart": ("ligne non comparée", "line not compared"),
    "line.reversal": ("annulation de délivrance", "reversal of a delivery"),
    "posology.none": ("posologie non indiquée", "no posology stated"),
    "posology.no-dose": ("dose par jour non calculée", "no daily dose computed"),
    "posology.is": ("soit {dose}", "that is {dose}"),
    "route": ("voie {route}", "{route}"),
    "delivered.covers": ("délivré {day} → {end}", "delivered {day} → {end}"),
    "delivered": ("délivré {day}", "delivered {day}"),
    "covers": ("couvre {start} → {end}", "covers {start} → {end}"),
    "period": ("du {start} au {end}", "{start} to {end}"),
    "since": ("depuis le {start}", "since {start}"),
    "until": ("jusqu'au {end}", "until {end}"),
    "says": ("la source dit", "the source says"),
    "status.continued": ("Continué", "Continued"),
    "status.equivalent": ("Équivalence", "Equivalent"),
    "status.modified": ("Modifié", "Modified"),
    "status.stopped": ("Arrêté", "Stopped"),
    "status.started": ("Initié", "Started"),
    "status.suspended": ("Suspendu", "Suspended"),
    "status.not-current": ("Non actuel", "Not current"),
    "status.undetermined": ("À préciser", "Undetermined"),
    "documented.true": ("documenté par la source de sortie", "documented by the discharge source"),
    "documented.false": ("non documenté", "not documented"),
    "discrepancy.omission": ("Omission", "Omission"),
    "discrepancy.addition": ("Ajout", "Addition"),
    "discrepancy.dose": ("Dose", "Dose"),
    "discrepancy.frequency": ("Rythme", "Frequency"),
    "discrepancy.route": ("Voie", "Route"),
    "discrepancy.form": ("Forme", "Form"),
    "discrepancy.substitution": ("Substitution", "Substitution"),
    "discrepancy.duplication": ("Doublon", "Duplication"),
    "discrepancy.duration": ("Durée", "Duration"),
    "discrepancy.indeterminate": ("Indéterminé", "Indeterminate"),
    "unqualified": ("à qualifier", "unqualified"),
    "proposal.substitution": ("Substitution possible", "Possible substitution"),
    "proposal.combination": ("Association possible", "Possible combination"),
    "proposal.same-treatment": ("Même traitement ?", "Same treatment?"),
    "proposal.rule": ("Optimisation proposée", "Proposed optimisation"),
    "with": ("avec", "with"),
    "match": ("Rapprochement", "Match"),
    "qualification": ("Divergence", "Discrepancy"),
    "qualification.intentional": ("intentionnelle", "intentional"),
    "qualification.unintentional": ("non intentionnelle", "unintentional"),
    "decision": ("Décision", "Decision"),
    "decision.by": ("par", "by"),
    "decision.on": ("le", "on"),
    "decision.reason": ("motif", "reason"),
    # ledger and issues
    "ledger": ("Compte des lignes", "Ledger"),
    "ledger.read": ("Lignes lues = classées", "Lines read = grouped"),
    "ledger.total": ("Total", "Total"),
    "ledger.equal": ("✓ complet", "✓ complete"),
    "ledger.unequal": ("⚠ LIGNES PERDUES OU AJOUTÉES", "⚠ LINES LOST OR ADDED"),
    "ledger.all": ("✓ {lines} lignes lues = {grouped} classées", "✓ {lines} lines read = {grouped} grouped"),
    "ledger.wrong": (
        "⚠ {lines} lignes lues, {grouped} classées : ne pas utiliser ce résultat",
        "⚠ {lines} lines read, {grouped} grouped: do not use this result",
    ),
    "issues": ("Problèmes dans les données", "Problems in the data"),
    "issues.none": ("Aucun problème signalé.", "No problem reported."),
    "issue.severity": ("Gravité", "Severity"),
    "issue.message": ("Problème", "Problem"),
    "issue.place": ("Où", "Where"),
    "severity.error": ("Erreur", "Error"),
    "severity.warning": ("À vérifier", "Warning"),
    "severity.information": ("Pour information", "Information"),
    "errors.one": ("1 erreur", "1 error"),
    "errors.many": ("{n} erreurs", "{n} errors"),
    "warnings.one": ("1 à vérifier", "1 warning"),
    "warnings.many": ("{n} à vérifier", "{n} warnings"),
    "informations.one": ("1 pour information", "1 for information"),
    "informations.many": ("{n} pour information", "{n} for information"),
    "no-before": (
        "Aucune liste d'avant le séjour n'est exploitable : rien ne montre ce qui est nouveau ou arrêté.",
        "No list from before the stay can be used: nothing shows what is new or stopped.",
    ),
    "no-discharge": (
        "Aucune liste de sortie n'est exploitable : rien ne montre ce qui continue.",
        "No discharge list can be used: nothing shows what goes on.",
    ),
    "lines-total": ("{n} lignes, la dernière : {last}", "{n} lines, the last one: {last}"),
}


def words(lang: str) -> dict[str, str]:
    """The table in one language, `fr` or `en`."""
    if lang == "fr":
        return {key: french_spaces(texts[0]) for key, texts in _WORDS.items()}
    return {key: texts[1] for key, texts in _WORDS.items()}


def french_spaces(text: str) -> str:
    """No line breaks before `: ; ?` and inside guillemets."""
    for sign in ":;?»":
        text = text.replace(f" {sign}", f"\N{NO-BREAK SPACE}{sign}")
    return text.replace("« ", "«\N{NO-BREAK SPACE}")


def counted(said: Mapping[str, str], key: str, n: int) -> str:
    """`1 ligne`, `3 lignes`: the words `key.one` or `key.many`."""
    return said[f"{key}.one"] if n == 1 else said[f"{key}.many"].format(n=n)
