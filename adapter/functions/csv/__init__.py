"""Conversions for CSV maps. FUNCTIONS is the closed list, by the name that maps use."""

from adapter.functions.csv.dates import date_only, date_time, handed_over, period
from adapter.functions.csv.patient import gender, local_identifier, patient_identifier
from adapter.functions.csv.people import finess_identifier, participant_id, participant_reference, rpps_identifier
from adapter.functions.csv.product import delivered_product, listed_product, snds_product
from adapter.functions.csv.supply import boxes, days_supply, flag, is_split, renewal, renewals_allowed, split_units
from adapter.functions.csv.treatment import layout, list_code, list_kind, route, statement_status

FUNCTIONS = {
    "boxes": boxes,
    "dateOnly": date_only,
    "dateTime": date_time,
    "daysSupply": days_supply,
    "deliveredProduct": delivered_product,
    "finessIdentifier": finess_identifier,
    "flag": flag,
    "gender": gender,
    "handedOver": handed_over,
    "isSplit": is_split,
    "layout": layout,
    "listCode": list_code,
    "listKind": list_kind,
    "listedProduct": listed_product,
    "localIdentifier": local_identifier,
    "participantId": participant_id,
    "participantReference": participant_reference,
    "patientIdentifier": patient_identifier,
    "period": period,
    "renewal": renewal,
    "renewalsAllowed": renewals_allowed,
    "route": route,
    "rppsIdentifier": rpps_identifier,
    "sndsProduct": snds_product,
    "splitUnits": split_units,
    "statementStatus": statement_status,
}
