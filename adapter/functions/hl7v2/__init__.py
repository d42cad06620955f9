"""Conversions for HL7 v2 maps. FUNCTIONS is the closed list, by the name that maps use."""

from adapter.functions.cda.time import convert
from adapter.functions.hl7v2.administration import (
    administered_at,
    administered_dose,
    administered_over,
    administration_status,
)
from adapter.functions.hl7v2.coding import codings, concept, identifiers, stated_concept
from adapter.functions.hl7v2.dates import date_only, date_time
from adapter.functions.hl7v2.dose import dose_quantity, dose_range, given_rate, given_rate_range, other_dose
from adapter.functions.hl7v2.finding import (
    allergen_concept,
    allergy_clinical_status,
    diagnosis_concept,
    finding_absence,
    is_deleted,
    result_category,
    result_concept,
    result_date,
    result_quantity,
    result_status,
    result_text,
    table_code,
)
from adapter.functions.hl7v2.order import (
    dispense_status,
    is_allowed,
    order_category,
    prior_reference,
    request_status,
    was_substituted,
)
from adapter.functions.hl7v2.patient import gender, given_names, name_use, stay_class, stay_status
from adapter.functions.hl7v2.people import (
    is_person,
    organization_name,
    participant_id,
    participant_reference,
    person_identifier,
    requesters,
)
from adapter.functions.hl7v2.product import (
    active,
    component_concept,
    has_components,
    has_product_detail,
    list_code,
    list_kind,
    message_types,
    product_concept,
    product_name,
    route,
    undated,
)
from adapter.functions.hl7v2.quantity import amount, composite, count, days, rate, strength
from adapter.functions.hl7v2.text import labelled, text, words
from adapter.functions.hl7v2.timing import as_needed, condition, dosage_text, priority, sequence, timing
from adapter.functions.hl7v2.total import per_day

FUNCTIONS = {
    "active": active,
    "administeredAt": administered_at,
    "administeredDose": administered_dose,
    "administeredOver": administered_over,
    "administrationStatus": administration_status,
    "allergenConcept": allergen_concept,
    "allergyClinicalStatus": allergy_clinical_status,
    "amount": amount,
    "asNeeded": as_needed,
    "codings": codings,
    "componentConcept": component_concept,
    "composite": composite,
    "concept": concept,
    "condition": condition,
    "count": count,
    "dateOnly": date_only,
    "dateTime": date_time,
    "days": days,
    "diagnosisConcept": diagnosis_concept,
    "dispenseStatus": dispense_status,
    "dosageText": dosage_text,
    "doseQuantity": dose_quantity,
    "doseRange": dose_range,
    "findingAbsence": finding_absence,
    "gender": gender,
    "givenNames": given_names,
    "givenRate": given_rate,
    "givenRateRange": given_rate_range,
    "hasComponents": has_components,
    "hasProductDetail": has_product_detail,
    "identifiers": identifiers,
    "isAllowed": is_allowed,
    "isDeleted": is_deleted,
    "isPerson": is_person,
    "labelled": labelled,
    "listCode": list_code,
    "listKind": list_kind,
    "messageTypes": message_types,
    "nameUse": name_use,
    "orderCategory": order_category,
    "organizationName": organization_name,
    "otherDose": other_dose,
    "participantId": participant_id,
    "participantReference": participant_reference,
    "perDay": per_day,
    "personIdentifier": person_identifier,
    "priorReference": prior_reference,
    "priority": priority,
    "productConcept": product_concept,
    "productName": product_name,
    "rate": rate,
    "requestStatus": request_status,
    "requesters": requesters,
    "resultCategory": result_category,
    "resultConcept": result_concept,
    "resultDate": result_date,
    "resultQuantity": result_quantity,
    "resultStatus": result_status,
    "resultText": result_text,
    "route": route,
    "sequence": sequence,
    "statedConcept": stated_concept,
    "stayClass": stay_class,
    "stayStatus": stay_status,
    "strength": strength,
    "tableCode": table_code,
    "text": text,
    "timing": timing,
    "undated": undated,
    "wasSubstituted": was_substituted,
    "words": words,
}

MOMENTS = convert
"""How dates of this format become FHIR's, where an expression compares them."""
