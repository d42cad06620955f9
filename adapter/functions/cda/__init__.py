"""Conversions for CDA maps. FUNCTIONS is the closed list, by the name that maps use."""

from adapter.functions.cda.act import (
    administered_period,
    administration_status,
    author_reference,
    authored_on,
    handed_over,
    has_parts,
    is_part,
    request_status,
    statement_status,
    stay_class,
    stay_status,
)
from adapter.functions.cda.coding import (
    codings,
    concept,
    dose,
    identifiers,
    maximum_dose,
    precondition_concept,
    precondition_note,
    quantity,
    ratio,
    reason_concept,
    single_dose,
)
from adapter.functions.cda.kind import act_kind, is_intended, section_absence
from adapter.functions.cda.narrative import comment_cell, narrative, posology_narrative, route_cell
from adapter.functions.cda.people import participant_id, participant_reference, resource_reference
from adapter.functions.cda.product import (
    has_product_detail,
    ingredient_concept,
    product_codings,
    product_concept,
    product_name,
)
from adapter.functions.cda.section import is_known_list, list_kind
from adapter.functions.cda.time import bounded_timing, convert, date_only, date_time, single_time, timing

FUNCTIONS = {
    "actKind": act_kind,
    "administeredPeriod": administered_period,
    "administrationStatus": administration_status,
    "authorReference": author_reference,
    "authoredOn": authored_on,
    "boundedTiming": bounded_timing,
    "codings": codings,
    "commentCell": comment_cell,
    "concept": concept,
    "dateOnly": date_only,
    "dateTime": date_time,
    "dose": dose,
    "handedOver": handed_over,
    "hasParts": has_parts,
    "hasProductDetail": has_product_detail,
    "identifiers": identifiers,
    "ingredientConcept": ingredient_concept,
    "isIntended": is_intended,
    "isKnownList": is_known_list,
    "isPart": is_part,
    "listKind": list_kind,
    "maximumDose": maximum_dose,
    "narrative": narrative,
    "participantId": participant_id,
    "participantReference": participant_reference,
    "posologyNarrative": posology_narrative,
    "preconditionConcept": precondition_concept,
    "preconditionNote": precondition_note,
    "productCodings": product_codings,
    "productConcept": product_concept,
    "productName": product_name,
    "quantity": quantity,
    "ratio": ratio,
    "reasonConcept": reason_concept,
    "requestStatus": request_status,
    "resourceReference": resource_reference,
    "routeCell": route_cell,
    "sectionAbsence": section_absence,
    "singleDose": single_dose,
    "singleTime": single_time,
    "statementStatus": statement_status,
    "stayClass": stay_class,
    "stayStatus": stay_status,
    "timing": timing,
}

MOMENTS = convert
"""How dates of this format become FHIR's, where an expression compares them."""
