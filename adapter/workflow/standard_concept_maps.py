"""ConceptMaps that public maps use without bringing them: rules of the standard that no folder of maps holds."""

from collections.abc import Mapping

from adapter.mapping import Translation, Translator
from adapter.terminology.oid import oid_of, uri_of


class OidToUri:
    """`translate(oid, 'http://hl7.org/fhir/ConceptMap/special-oid2uri', 'uri')`: the known URI, else `urn:oid:…`."""

    def translate(self, system: str | None, code: str) -> Translation:
        return Translation(None, uri_of(code))


class UriToOid:
    """The way back; a URI without an OID that is known is kept as it is, so that nothing is lost."""

    def translate(self, system: str | None, code: str) -> Translation:
        return Translation(None, oid_of(code) or code)


STANDARD_CONCEPT_MAPS: Mapping[str, Translator] = {
    "http://hl7.org/fhir/ConceptMap/special-oid2uri": OidToUri(),
    "http://hl7.org/fhir/ConceptMap/special-uri2oid": UriToOid(),
}
