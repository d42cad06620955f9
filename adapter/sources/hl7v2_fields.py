"""The fields and components of HL7 v2 that maps may call by name, in the words of the standard.

Sources: HL7 v2.5.1 chapters 2A, 3, 4, 4A and 6, with what 2.6 to 2.8 added at the end of segments. The numbers are the
same in 2.3 to 2.8: versions add fields and components after the last one and never move one.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Named(NamedTuple):
    """number: position, 1 = first; type: data type, whose components have names of their own."""

    number: int
    type: str


Names = Mapping[str, Named]

_SEGMENTS = {
    "AL1": "setId allergenType:CWE allergen:CWE severity:CWE reaction identificationDate",
    "IAM": "setId allergenType:CWE allergen:CWE severity:CWE reaction actionCode:CWE uniqueIdentifier:EI actionReason "
    "sensitivity:CWE allergenGroup:CWE onsetDate onsetDateText reportedDateTime reportedBy:XPN relationship:CWE "
    "alertDevice:CWE clinicalStatus:CWE",
    "DG1": "setId codingMethod diagnosis:CWE description diagnosisDateTime diagnosisType:CWE majorCategory:CWE "
    "relatedGroup:CWE approvalIndicator grouperReviewCode outlierType outlierDays outlierCost grouperVersion priority "
    "diagnosingClinician:XCN classification confidential attestationDateTime identifier:EI actionCode:CWE",
    "PRB": "problemActionCode actionDateTime problem:CWE problemInstanceId:EI episodeOfCareId:EI problemListPriority "
    "problemEstablishedDateTime anticipatedResolutionDateTime actualResolutionDateTime problemClassification:CWE "
    "problemManagementDiscipline:CWE problemPersistence:CWE problemConfirmationStatus:CWE "
    "problemLifeCycleStatus:CWE problemLifeCycleStatusDateTime problemDateOfOnset problemOnsetText",
    "OBX": "setId valueType observation:CWE subId value:SN units:CWE range abnormalFlags:CWE probability nature "
    "status effectiveDateOfRange accessChecks dateTimeOfObservation producer:CWE observer:XCN method:CWE",
    "MSH": "fieldSeparator encodingCharacters sendingApplication:HD sendingFacility:HD receivingApplication:HD "
    "receivingFacility:HD dateTimeOfMessage security messageType:MSG messageControlId processingId:PT versionId:VID "
    "sequenceNumber continuationPointer acceptAcknowledgmentType applicationAcknowledgmentType countryCode "
    "characterSet principalLanguageOfMessage:CWE",
    "PID": "setId patientId:CX patientIdentifierList:CX alternatePatientId:CX patientName:XPN mothersMaidenName:XPN "
    "dateTimeOfBirth administrativeSex:CWE patientAlias:XPN",
    "PV1": "setId patientClass:CWE assignedPatientLocation:PL admissionType:CWE preadmitNumber:CX "
    "priorPatientLocation:PL attendingDoctor:XCN referringDoctor:XCN consultingDoctor:XCN hospitalService:CWE "
    "temporaryLocation:PL preadmitTestIndicator readmissionIndicator admitSource:CWE ambulatoryStatus:CWE "
    "vipIndicator:CWE admittingDoctor:XCN patientType:CWE visitNumber:CX financialClass chargePriceIndicator "
    "courtesyCode creditRating contractCode contractEffectiveDate contractAmount contractPeriod interestCode "
    "transferToBadDebtCode transferToBadDebtDate badDebtAgencyCode badDebtTransferAmount badDebtRecoveryAmount "
    "deleteAccountIndicator deleteAccountDate dischargeDisposition dischargedToLocation dietType servicingFacility "
    "bedStatus accountStatus pendingLocation:PL priorTemporaryLocation:PL admitDateTime dischargeDateTime",
    "ORC": "orderControl:CWE placerOrderNumber:EI fillerOrderNumber:EI placerGroupNumber:EI orderStatus:CWE "
    "responseFlag quantityTiming:TQ parentOrder:EIP dateTimeOfTransaction enteredBy:XCN verifiedBy:XCN "
    "orderingProvider:XCN enterersLocation:PL callBackPhoneNumber orderEffectiveDateTime orderControlCodeReason:CWE "
    "enteringOrganization:CWE enteringDevice:CWE actionBy:XCN advancedBeneficiaryNoticeCode:CWE "
    "orderingFacilityName:XON orderingFacilityAddress orderingFacilityPhoneNumber orderingProviderAddress "
    "orderStatusModifier:CWE advancedBeneficiaryNoticeOverrideReason:CWE fillersExpectedAvailabilityDateTime "
    "confidentialityCode:CWE orderType:CWE enterersAuthorizationMode:CWE parentUniversalServiceIdentifier:CWE",
    "RXO": "requestedGiveCode:CWE requestedGiveAmountMinimum requestedGiveAmountMaximum requestedGiveUnits:CWE "
    "requestedDosageForm:CWE providersPharmacyInstructions:CWE providersAdministrationInstructions:CWE "
    "deliverToLocation allowSubstitutions:CWE requestedDispenseCode:CWE requestedDispenseAmount "
    "requestedDispenseUnits:CWE numberOfRefills orderingProvidersDeaNumber:XCN suppliersVerifierId:XCN "
    "needsHumanReview requestedGivePer requestedGiveStrength requestedGiveStrengthUnits:CWE indication:CWE "
    "requestedGiveRateAmount requestedGiveRateUnits:CWE totalDailyDose:CQ supplementaryCode:CWE "
    "requestedDrugStrengthVolume requestedDrugStrengthVolumeUnits:CWE pharmacyOrderType:CWE dispensingInterval "
    "medicationInstanceIdentifier:EI segmentInstanceIdentifier:EI moodCode:CWE dispensingPharmacy:CWE "
    "dispensingPharmacyAddress deliverToPatientLocation:PL deliverToAddress pharmacyPhoneNumber",
    "RXE": "quantityTiming:TQ giveCode:CWE giveAmountMinimum giveAmountMaximum giveUnits:CWE giveDosageForm:CWE "
    "providersAdministrationInstructions:CWE deliverToLocation substitutionStatus:CWE dispenseAmount dispenseUnits:CWE "
    "numberOfRefills orderingProvidersDeaNumber:XCN suppliersVerifierId:XCN prescriptionNumber:EI "
    "numberOfRefillsRemaining numberOfRefillsDosesDispensed dateTimeOfMostRecentRefill totalDailyDose:CQ "
    "needsHumanReview specialDispensingInstructions:CWE givePer giveRateAmount giveRateUnits:CWE giveStrength "
    "giveStrengthUnits:CWE giveIndication:CWE dispensePackageSize dispensePackageSizeUnit:CWE dispensePackageMethod "
    "supplementaryCode:CWE originalOrderDateTime giveDrugStrengthVolume giveDrugStrengthVolumeUnits:CWE "
    "controlledSubstanceSchedule:CWE formularyStatus:CWE pharmaceuticalSubstanceAlternative:CWE "
    "pharmacyOfMostRecentFill:CWE initialDispenseAmount dispensingPharmacy:CWE dispensingPharmacyAddress "
    "deliverToPatientLocation:PL deliverToAddress pharmacyOrderType:CWE pharmacyPhoneNumber",
    "RXD": "dispenseSubIdCounter dispenseGiveCode:CWE dateTimeDispensed actualDispenseAmount actualDispenseUnits:CWE "
    "actualDosageForm:CWE prescriptionNumber:EI numberOfRefillsRemaining dispenseNotes dispensingProvider:XCN "
    "substitutionStatus:CWE totalDailyDose:CQ dispenseToLocation needsHumanReview specialDispensingInstructions:CWE "
    "actualStrength actualStrengthUnit:CWE substanceLotNumber substanceExpirationDate substanceManufacturerName:CWE "
    "indication:CWE dispensePackageSize dispensePackageSizeUnit:CWE dispensePackageMethod supplementaryCode:CWE "
    "initiatingLocation:CWE packagingLocation:CWE actualDrugStrengthVolume actualDrugStrengthVolumeUnits:CWE "
    "dispenseToPharmacy:CWE dispenseToPharmacyAddress pharmacyOrderType:CWE dispenseType:CWE pharmacyPhoneNumber",
    "RXG": "giveSubIdCounter dispenseSubIdCounter quantityTiming:TQ giveCode:CWE giveAmountMinimum giveAmountMaximum "
    "giveUnits:CWE giveDosageForm:CWE administrationNotes:CWE substitutionStatus:CWE dispenseToLocation "
    "needsHumanReview specialAdministrationInstructions:CWE givePer giveRateAmount giveRateUnits:CWE giveStrength "
    "giveStrengthUnits:CWE substanceLotNumber substanceExpirationDate substanceManufacturerName:CWE indication:CWE "
    "giveDrugStrengthVolume giveDrugStrengthVolumeUnits:CWE giveBarcodeIdentifier:CWE pharmacyOrderType:CWE",
    "RXA": "giveSubIdCounter administrationSubIdCounter dateTimeStartOfAdministration dateTimeEndOfAdministration "
    "administeredCode:CWE administeredAmount administeredUnits:CWE administeredDosageForm:CWE administrationNotes:CWE "
    "administeringProvider:XCN administeredAtLocation administeredPer administeredStrength "
    "administeredStrengthUnits:CWE substanceLotNumber substanceExpirationDate substanceManufacturerName:CWE "
    "substanceRefusalReason:CWE indication:CWE completionStatus actionCode systemEntryDateTime "
    "administeredDrugStrengthVolume administeredDrugStrengthVolumeUnits:CWE administeredBarcodeIdentifier:CWE "
    "pharmacyOrderType:CWE",
    "RXR": "route:CWE administrationSite:CWE administrationDevice:CWE administrationMethod:CWE routingInstruction:CWE "
    "administrationSiteModifier:CWE",
    "RXC": "componentType:CWE componentCode:CWE componentAmount componentUnits:CWE componentStrength "
    "componentStrengthUnits:CWE supplementaryCode:CWE componentDrugStrengthVolume componentDrugStrengthVolumeUnits:CWE",
    "TQ1": "setId quantity:CQ repeatPattern:RPT explicitTime relativeTimeAndUnits:CQ serviceDuration:CQ startDateTime "
    "endDateTime priority:CWE conditionText textInstruction conjunction occurrenceDuration:CQ totalOccurrences",
    "TQ2": "setId sequenceFlag relatedPlacerNumber:EI relatedFillerNumber:EI relatedPlacerGroupNumber:EI "
    "sequenceConditionCode cyclicIndicator sequenceConditionTimeInterval:CQ cyclicGroupMaximumRepeats "
    "specialServiceRequestRelationship",
    "PRT": "participationInstanceId:EI actionCode actionReason:CWE participation:CWE person:XCN "
    "personProviderType:CWE organizationUnitType:CWE organization:XON",
    "NTE": "setId sourceOfComment comment commentType:CWE",
    "BTS": "batchMessageCount batchComment batchTotals",
    "FTS": "fileBatchCount fileTrailerComment",
    "FHS": "fieldSeparator encodingCharacters sendingApplication:HD sendingFacility:HD receivingApplication:HD "
    "receivingFacility:HD fileCreationDateTime fileSecurity fileName fileHeaderComment fileControlId",
    "BHS": "fieldSeparator encodingCharacters sendingApplication:HD sendingFacility:HD receivingApplication:HD "
    "receivingFacility:HD batchCreationDateTime batchSecurity batchName batchComment batchControlId",
}

_TYPES = {
    "CQ": "quantity units:CWE",
    "CWE": "identifier text nameOfCodingSystem alternateIdentifier alternateText nameOfAlternateCodingSystem "
    "codingSystemVersionId alternateCodingSystemVersionId originalText secondAlternateIdentifier secondAlternateText "
    "nameOfSecondAlternateCodingSystem secondAlternateCodingSystemVersionId codingSystemOid valueSetOid",
    "CX": "idNumber checkDigit checkDigitScheme assigningAuthority:HD identifierTypeCode assigningFacility:HD",
    "EI": "entityIdentifier namespaceId universalId universalIdType",
    "EIP": "placerAssignedIdentifier:EI fillerAssignedIdentifier:EI",
    "FN": "surname ownSurnamePrefix ownSurname surnamePrefixFromPartner surnameFromPartner",
    "HD": "namespaceId universalId universalIdType",
    "MSG": "messageCode triggerEvent messageStructure",
    "PL": "pointOfCare room bed facility:HD",
    "PT": "processingId processingMode",
    "RPT": "repeatPatternCode:CWE calendarAlignment phaseRangeBeginValue phaseRangeEndValue periodQuantity periodUnits "
    "institutionSpecifiedTime event eventOffsetQuantity eventOffsetUnits generalTimingSpecification",
    "TQ": "quantity:CQ interval:RI duration startDateTime endDateTime priority condition text conjunction "
    "orderSequencing:OSD occurrenceDuration:CWE totalOccurrences",
    "RI": "repeatPattern explicitTimeInterval",
    "OSD": "sequenceResultsFlag placerOrderNumberEntityIdentifier placerOrderNumberNamespaceId",
    "VID": "versionId internationalizationCode:CWE internationalVersionId:CWE",
    "XCN": "idNumber familyName:FN givenName secondAndFurtherGivenNames suffix prefix degree sourceTable "
    "assigningAuthority:HD nameTypeCode identifierCheckDigit checkDigitScheme identifierTypeCode assigningFacility:HD",
    "XON": "organizationName organizationNameTypeCode idNumber checkDigit checkDigitScheme assigningAuthority:HD "
    "identifierTypeCode assigningFacility:HD nameRepresentationCode organizationIdentifier",
    "XPN": "familyName:FN givenName secondAndFurtherGivenNames suffix prefix degree nameTypeCode",
}


def _names(written: str) -> Names:
    rows = (word.partition(":") for word in written.split())
    return MappingProxyType({name: Named(number, type_) for number, (name, _, type_) in enumerate(rows, 1)})


FIELDS: Mapping[str, Names] = MappingProxyType({segment: _names(written) for segment, written in _SEGMENTS.items()})
COMPONENTS: Mapping[str, Names] = MappingProxyType({type_: _names(written) for type_, written in _TYPES.items()})

_BY_NUMBER = {
    owner: {row.number: row.type for row in names.values()} for owner, names in {**FIELDS, **COMPONENTS}.items()
}


def number_of(owner: str, name: str) -> int:
    """Position of a field or component: by its number (`2`), or by its name in segment or data type; 0 when unknown."""
    if name.isdigit():
        return int(name)
    found = (FIELDS.get(owner) or COMPONENTS.get(owner) or {}).get(name)
    return found.number if found else 0


def type_of(owner: str, number: int) -> str:
    """Data type of a field of a segment, or of a component of a type; "" for a primitive and for what is not known."""
    return _BY_NUMBER.get(owner, {}).get(number, "")
