"""Conversions for CDA maps. FUNCTIONS is the closed list, by the name that maps use."""

from adapter.functions.cda.absence import section_absence
from adapter.functions.cda.act import administered_period, author_reference, authored_on, handed_over
from adapter.functions.cda.advice import advice_left_out, advice_words, advised
from adapter.functions.cda.allergy import agent, allergy_verification, stated_beside_agent
from adapter.functions.cda.aside import aside_words
from adapter.functions.cda.change import change_words
from adapter.functions.cda.coding import codings, concept, identifiers
from adapter.functions.cda.condition import abatement, problem, problem_category
from adapter.functions.cda.finding import (
    absence_words,
    began,
    clinical_status,
    coded,
    ended,
    finding_absence,
    recorded_date,
    related_value,
    section_state,
    section_words,
    verification_status,
)
from adapter.functions.cda.instruction import note_words, patient_instruction
from adapter.functions.cda.kind import act_kind, is_intended, is_not_to_be_done, is_order, is_plan
from adapter.functions.cda.left_out import left_out
from adapter.functions.cda.measurement import (
    measured,
    measured_absence,
    measured_at,
    measured_category,
    measured_period,
    measured_status,
    range_bound,
)
from adapter.functions.cda.narrative import narrative, plain_text
from adapter.functions.cda.narrative_row import comment_cell, route_cell
from adapter.functions.cda.not_read import parts_not_read
from adapter.functions.cda.parts import (
    adds_moments,
    combination_route,
    doses_beside_parts,
    has_parts,
    is_another,
    is_part,
)
from adapter.functions.cda.people import (
    is_patient,
    participant_id,
    participant_name,
    participant_reference,
    resource_reference,
)
from adapter.functions.cda.posology import posology_narrative, worded_posology
from adapter.functions.cda.product import (
    has_product_detail,
    ingredient_concept,
    manufacturer,
    product_codings,
    product_concept,
    product_form,
    product_name,
    vehicle_concept,
)
from adapter.functions.cda.quantity import (
    dose,
    dose_range,
    exact_dose,
    exact_rate,
    maximum_dose,
    quantity,
    rate,
    rate_range,
    ratio,
    single_dose,
    single_rate,
)
from adapter.functions.cda.reason import (
    is_as_needed,
    is_refusal,
    precondition_concept,
    precondition_note,
    reason_concept,
    refusal,
)
from adapter.functions.cda.reference import entry_id, entry_reference
from adapter.functions.cda.rhythm import bounded_timing, timing
from adapter.functions.cda.rhythm_words import is_without_dose, rhythm_words
from adapter.functions.cda.row_without_entry import rows_without_entry
from adapter.functions.cda.section import holds_plans, is_known_list, list_kind
from adapter.functions.cda.status import administration_status, dispense_status, request_status, statement_status
from adapter.functions.cda.stay import stay_class, stay_status
from adapter.functions.cda.supply import (
    is_handed_over,
    is_substituted,
    is_substitution,
    is_supply_order,
    repeats_allowed,
    validity,
    whole_number,
)
from adapter.functions.cda.time import convert, date_only, date_time, effective_period, single_time

FUNCTIONS = {
    "abatement": abatement,
    "absenceWords": absence_words,
    "actKind": act_kind,
    "addsMoments": adds_moments,
    "administeredPeriod": administered_period,
    "administrationStatus": administration_status,
    "adviceLeftOut": advice_left_out,
    "adviceWords": advice_words,
    "advised": advised,
    "agent": agent,
    "allergyVerification": allergy_verification,
    "authorReference": author_reference,
    "authoredOn": authored_on,
    "asideWords": aside_words,
    "began": began,
    "boundedTiming": bounded_timing,
    "changeWords": change_words,
    "clinicalStatus": clinical_status,
    "coded": coded,
    "codings": codings,
    "commentCell": comment_cell,
    "combinationRoute": combination_route,
    "concept": concept,
    "dateOnly": date_only,
    "dateTime": date_time,
    "dispenseStatus": dispense_status,
    "dose": dose,
    "doseRange": dose_range,
    "dosesBesideParts": doses_beside_parts,
    "effectivePeriod": effective_period,
    "ended": ended,
    "entryId": entry_id,
    "entryReference": entry_reference,
    "exactDose": exact_dose,
    "exactRate": exact_rate,
    "findingAbsence": finding_absence,
    "handedOver": handed_over,
    "hasParts": has_parts,
    "hasProductDetail": has_product_detail,
    "holdsPlans": holds_plans,
    "identifiers": identifiers,
    "ingredientConcept": ingredient_concept,
    "isAnother": is_another,
    "isAsNeeded": is_as_needed,
    "isHandedOver": is_handed_over,
    "isIntended": is_intended,
    "isKnownList": is_known_list,
    "isNotToBeDone": is_not_to_be_done,
    "isOrder": is_order,
    "isPart": is_part,
    "isPatient": is_patient,
    "isPlan": is_plan,
    "isRefusal": is_refusal,
    "isSubstituted": is_substituted,
    "isSubstitution": is_substitution,
    "isWithoutDose": is_without_dose,
    "isSupplyOrder": is_supply_order,
    "leftOut": left_out,
    "listKind": list_kind,
    "manufacturer": manufacturer,
    "maximumDose": maximum_dose,
    "measured": measured,
    "measuredAbsence": measured_absence,
    "measuredAt": measured_at,
    "measuredCategory": measured_category,
    "measuredPeriod": measured_period,
    "measuredStatus": measured_status,
    "narrative": narrative,
    "participantId": participant_id,
    "participantName": participant_name,
    "participantReference": participant_reference,
    "partsNotRead": parts_not_read,
    "noteWords": note_words,
    "patientInstruction": patient_instruction,
    "plainText": plain_text,
    "posologyNarrative": posology_narrative,
    "preconditionConcept": precondition_concept,
    "preconditionNote": precondition_note,
    "problem": problem,
    "problemCategory": problem_category,
    "productCodings": product_codings,
    "productConcept": product_concept,
    "productForm": product_form,
    "productName": product_name,
    "quantity": quantity,
    "rangeBound": range_bound,
    "rate": rate,
    "rateRange": rate_range,
    "ratio": ratio,
    "reasonConcept": reason_concept,
    "recordedDate": recorded_date,
    "refusal": refusal,
    "relatedValue": related_value,
    "repeatsAllowed": repeats_allowed,
    "requestStatus": request_status,
    "resourceReference": resource_reference,
    "rhythmWords": rhythm_words,
    "routeCell": route_cell,
    "rowsWithoutEntry": rows_without_entry,
    "sectionAbsence": section_absence,
    "sectionState": section_state,
    "sectionWords": section_words,
    "singleDose": single_dose,
    "singleRate": single_rate,
    "singleTime": single_time,
    "statedBesideAgent": stated_beside_agent,
    "statementStatus": statement_status,
    "stayClass": stay_class,
    "stayStatus": stay_status,
    "timing": timing,
    "validity": validity,
    "vehicleConcept": vehicle_concept,
    "verificationStatus": verification_status,
    "wholeNumber": whole_number,
    "wordedPosology": worded_posology,
}

MOMENTS = convert
"""How dates of this format become FHIR's, where an expression compares them."""
