"""OID → FHIR URI of code systems and identifiers, and the one URI of a system that is written in several ways."""

from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from adapter.terminology.table import rows

_PREFIX = "urn:oid:"


@lru_cache(4096)
def uri_of(oid: str) -> str:
    """The URI under which codes of this OID are written; `urn:oid:…` when none is known (design §6)."""
    bare = "".join(oid.split()).removeprefix(_PREFIX)
    return _uris().get(bare) or f"{_PREFIX}{bare}"


def oid_of(uri: str) -> str | None:
    """The OID of a URI: what `urn:oid:` carries, else the first that the table gives it; None when none is known."""
    if uri.startswith(_PREFIX):
        return uri.removeprefix(_PREFIX)
    return next((oid for oid, known in _uris().items() if known == uri), None)


def canonical_uri(system: str) -> str:
    """A system as written → the URI it is compared under: OID, `urn:oid:…` and accepted variants give the same answer.

    A variant that stands for several systems (one URI for CIS and CIP) is left as it is: there the form of the code
    decides.
    """
    written = system.strip()
    if written.removeprefix(_PREFIX).replace(".", "").isdigit():
        return uri_of(written)
    return _variants().get(written, written)


@cache
def _uris() -> Mapping[str, str]:
    return MappingProxyType({oid: uri for oid, uri, _, _ in rows("oid-uri") if oid and uri})


@cache
def _variants() -> Mapping[str, str]:
    found: dict[str, set[str]] = {}
    for _, uri, accepted, _ in rows("oid-uri"):
        for variant in accepted:
            if uri:
                found.setdefault(variant, set()).add(uri)
    return MappingProxyType({variant: uris.pop() for variant, uris in found.items() if len(uris) == 1})
