"""The canonical URLs this project writes: its own extensions and code systems, and the standard ones it uses
everywhere."""

BASE = "https://medrec-adapter.org/fhir"

# Extensions of ours, defined in profiles/.
MEDICATION_LIST_KIND = f"{BASE}/StructureDefinition/medication-list-kind"  # on List: valueCode, see LIST_KINDS
TREATMENT_CIRCUMSTANCE = f"{BASE}/StructureDefinition/treatment-circumstance"  # on orders, statements, deliveries
FINDING_LIST_KIND = f"{BASE}/StructureDefinition/finding-list-kind"  # on List: valueCode `allergies` or `problems`
SOURCE_PLACE = f"{BASE}/StructureDefinition/source-place"  # on Provenance.entity and .target: valueString, a place
MAPPING_RULE = f"{BASE}/StructureDefinition/mapping-rule"  # on Provenance.target: valueString, `file.map:line rule`
TARGET_PATH = "http://hl7.org/fhir/StructureDefinition/targetPath"  # on Provenance.target: valueString, a FHIRPath
DATA_ABSENT_REASON = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"

LIST_KINDS = ("discharge", "stopped", "admission", "dispensing", "history", "prescription", "administered", "planned")

SECTION_LIST_KIND = f"{BASE}/ConceptMap/section-list-kind"
"""ConceptMap in mappings/concept-maps: code or template of a section → kind of its list."""

LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
UCUM = "http://unitsofmeasure.org"
EDQM = "http://standardterms.edqm.eu"
ATC = "http://www.whocc.no/atc"
CIS = "http://data.esante.gouv.fr/ansm/medicament/SpecialitePharmaceutique"
CIP = "http://data.esante.gouv.fr/ansm/medicament/Presentation"
UCD = "http://data.esante.gouv.fr/ansm/medicament/UCD"
MV = "urn:oid:1.2.250.1.213.2.59"
SMS = "http://data.esante.gouv.fr/ansm/medicament/codeSMS"
LIST_EMPTY_REASON = "http://terminology.hl7.org/CodeSystem/list-empty-reason"
