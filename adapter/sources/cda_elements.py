"""Names that CDA R2 gives to elements and to no attribute (CDA.xsd and datatypes-base.xsd): an element without one of
them need not be looked at for an attribute. What is not here may be either.
"""

ELEMENTS = frozenset(
    (
        *("act", "administrativeGenderCode", "approachSiteCode", "assignedAuthor", "assignedEntity", "assignedPerson"),
        *("author", "birthTime", "component", "componentOf", "consumable", "doseQuantity", "effectiveTime"),
        *("encompassingEncounter", "encounter", "entry", "entryRelationship", "expirationTime", "family", "given"),
        *("high", "id", "informant", "ingredient", "interpretationCode", "lotNumberText", "low"),
        *("manufacturedLabeledDrug", "manufacturedMaterial", "manufacturedProduct", "maxDoseQuantity", "name"),
        *("observation", "originalText", "participant", "participantRole", "patient", "patientRole", "performer"),
        *("period", "playingEntity", "precondition", "prefix", "product", "quantity", "rateQuantity", "recordTarget"),
        *("reference", "referenceRange", "relatedEntity", "repeatNumber", "representedOrganization", "routeCode"),
        *("section", "sequenceNumber", "subject", "substanceAdministration", "suffix", "supply", "targetSiteCode"),
        *("templateId", "text", "time", "title"),
    )
)
