"""Conversions for PN13 maps. FUNCTIONS is the closed list, by the name that maps use."""

from adapter.functions.pn13.coding import form, route
from adapter.functions.pn13.dosage import (
    dosage_text,
    dose_quantity,
    is_as_needed,
    is_dosage,
    most_a_day,
    most_at_once,
    most_ever,
    needed_when,
    rate_quantity,
)
from adapter.functions.pn13.envelope import authored_on, message_id, stay_number, unit_references
from adapter.functions.pn13.line import (
    alternative_notes,
    alternative_references,
    priority,
    request_intent,
    request_status,
)
from adapter.functions.pn13.measure import measure_code, measure_value
from adapter.functions.pn13.people import (
    gender,
    has_name,
    patient_identifiers,
    prescriber_id,
    prescriber_identifier,
    prescriber_reference,
)
from adapter.functions.pn13.product import (
    component_concept,
    component_strength,
    has_product_detail,
    product_concept,
    product_name,
    substitution_allowed,
)
from adapter.functions.pn13.time import convert, date_time, line_timing, timing

FUNCTIONS = {
    "alternativeNotes": alternative_notes,
    "alternativeReferences": alternative_references,
    "authoredOn": authored_on,
    "componentConcept": component_concept,
    "componentStrength": component_strength,
    "dateTime": date_time,
    "dosageText": dosage_text,
    "doseQuantity": dose_quantity,
    "form": form,
    "gender": gender,
    "hasName": has_name,
    "hasProductDetail": has_product_detail,
    "isAsNeeded": is_as_needed,
    "isDosage": is_dosage,
    "lineTiming": line_timing,
    "measureCode": measure_code,
    "measureValue": measure_value,
    "messageId": message_id,
    "mostADay": most_a_day,
    "mostAtOnce": most_at_once,
    "mostEver": most_ever,
    "neededWhen": needed_when,
    "patientIdentifiers": patient_identifiers,
    "prescriberId": prescriber_id,
    "prescriberIdentifier": prescriber_identifier,
    "prescriberReference": prescriber_reference,
    "priority": priority,
    "productConcept": product_concept,
    "productName": product_name,
    "rateQuantity": rate_quantity,
    "requestIntent": request_intent,
    "requestStatus": request_status,
    "route": route,
    "stayNumber": stay_number,
    "substitutionAllowed": substitution_allowed,
    "timing": timing,
    "unitReferences": unit_references,
}

MOMENTS = convert
"""How dates of this format become FHIR's, where an expression compares them."""
