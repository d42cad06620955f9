"""Which code system a product code is of: by its URI, and by its form where one URI stands for several systems."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from adapter.fhir.canonical import ATC, CIP, CIS, MV, UCD
from adapter.terminology.oid import canonical_uri

_KINDS = {CIS: "cis", CIP: "cip", UCD: "ucd", MV: "mv", ATC: "atc"}
_CIP13 = re.compile(r"34009\d{8}")
_UCD13 = re.compile(r"34008\d{8}")
_CIS = re.compile(r"6\d{7}")
_ATC = re.compile(r"[A-Z]\d\d(?:[A-Z](?:[A-Z](?:\d\d)?)?)?")
# One URI that documents use for CIS and for CIP alike, and the parent node of both: the form of the code decides.
_SHARED = (
    "https://smt.esante.gouv.fr/terminologie-bdpm",
    "urn:oid:1.2.250.1.213.2.3",
    "urn:oid:1.2.250.1.213.2.3.3",
)


class ProductCode(NamedTuple):
    """kind: `cip13`, `cip7`, `cis`, `ucd`, `mv`, `atc`."""

    kind: str
    code: str


def product_codes(codings: Iterable[Mapping[str, Any]]) -> tuple[ProductCode, ...]:
    """FHIR Codings → the product codes among them, each once; other systems and codes of no valid form are left out."""
    found = (_product_code(coding) for coding in codings)
    return tuple(dict.fromkeys(code for code in found if code is not None))


def has_check_digit(code: str) -> bool:
    """Whether the last digit of a CIP13 or UCD13 is the one that the others give (EAN-13: weights 1, 3)."""
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(code)) % 10 == 0


def _product_code(coding: Mapping[str, Any]) -> ProductCode | None:
    code = re.sub(r"[\s.]", "", str(coding.get("code") or "")).upper()
    system = canonical_uri(str(coding.get("system") or ""))
    if not code.strip("0"):
        return None
    # The form of a 13-digit code is beyond doubt; one published example even puts a CIP under the URI of ATC.
    if _CIP13.fullmatch(code) and (system in _KINDS or system in _SHARED or not system):
        return ProductCode("cip13", code)
    if _UCD13.fullmatch(code) and (system in _KINDS or not system):
        return ProductCode("ucd", code)
    if system in _SHARED:
        return _by_form(code)
    return _of_kind(_KINDS.get(system, ""), code)


def _by_form(code: str) -> ProductCode | None:
    if _CIS.fullmatch(code):
        return ProductCode("cis", code)
    return ProductCode("cip7", code) if re.fullmatch(r"\d{7}", code) else None


def _of_kind(kind: str, code: str) -> ProductCode | None:
    if kind == "cip":
        return _by_form(code)
    if kind == "cis":
        return ProductCode("cis", code) if _CIS.fullmatch(code) else None
    if kind == "atc":
        return ProductCode("atc", code) if _ATC.fullmatch(code) else None
    return ProductCode(kind, code) if kind else None
