"""Fields of drugs that no map that ships reads: where a package goes, who checked it, how it is packed. A user's own
maps may read them."""

from collections.abc import Mapping
from types import MappingProxyType

from adapter.issues import Issue
from adapter.sources.document import Document
from adapter.sources.hl7v2_fields import number_of
from adapter.sources.hl7v2_tree import Segment

UNREAD: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        name: tuple(fields.split())
        for name, fields in {
            "RXO": "deliverToLocation requestedDispenseCode suppliersVerifierId needsHumanReview "
            "medicationInstanceIdentifier segmentInstanceIdentifier moodCode dispensingPharmacy "
            "dispensingPharmacyAddress deliverToPatientLocation deliverToAddress pharmacyPhoneNumber",
            "RXE": "deliverToLocation suppliersVerifierId needsHumanReview dispensePackageSize dispensePackageSizeUnit "
            "dispensePackageMethod controlledSubstanceSchedule formularyStatus pharmaceuticalSubstanceAlternative "
            "pharmacyOfMostRecentFill dispensingPharmacyAddress deliverToPatientLocation deliverToAddress "
            "pharmacyPhoneNumber",
            "RXD": "dispenseToLocation needsHumanReview dispensePackageSize dispensePackageSizeUnit "
            "dispensePackageMethod initiatingLocation packagingLocation dispenseToPharmacy dispenseToPharmacyAddress "
            "pharmacyOrderType pharmacyPhoneNumber",
            "RXG": "substitutionStatus dispenseToLocation needsHumanReview giveBarcodeIdentifier pharmacyOrderType",
            "RXA": "systemEntryDateTime administeredBarcodeIdentifier pharmacyOrderType",
        }.items()
    }
)
"""Segment → the names of its fields that are not read."""


def note_fields(document: Document, segments: list[Segment]) -> None:
    """One Issue for each kind of segment that states such fields, which goes where a user's own map reads them."""
    stated: dict[str, dict[str, None]] = {}
    for segment in segments:
        for name in UNREAD.get(segment.name, ()):
            number = number_of(segment.name, name)
            if number < len(segment.fields) and any(_is_stated(values) for values in segment.fields[number]):
                stated.setdefault(segment.name, {})[name] = None
    for kind, names in stated.items():
        text = f"fields that no map that ships reads: {', '.join(names)}"
        issue = Issue("information", "not-supported", text, document.source.name, kind)
        document.issues.append(issue)
        document.unread[issue] = tuple(names)


def _is_stated(values: list[list[str]]) -> bool:
    return any(leaf.strip() and leaf != '""' for component in values for leaf in component)
