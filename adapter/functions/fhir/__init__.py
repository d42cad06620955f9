"""Conversions for FHIR maps. FUNCTIONS is the closed list, by the name that maps use."""

from adapter.functions.fhir.document import document_head, document_patient, stay
from adapter.functions.fhir.finding import finding, finding_absence
from adapter.functions.fhir.lists import is_medication_list, list_head, parts_not_read
from adapter.functions.fhir.repeated import line_before
from adapter.functions.fhir.treatment import absence, product_name, treatment

FUNCTIONS = {
    "absence": absence,
    "documentHead": document_head,
    "documentPatient": document_patient,
    "finding": finding,
    "findingAbsence": finding_absence,
    "isMedicationList": is_medication_list,
    "lineBefore": line_before,
    "listHead": list_head,
    "partsNotRead": parts_not_read,
    "productName": product_name,
    "stay": stay,
    "treatment": treatment,
}
