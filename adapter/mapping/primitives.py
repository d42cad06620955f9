"""Values of the source and of expressions → values of FHIR JSON elements, by the type of the element.

A converter takes any value and returns the JSON value, None for nothing; it raises FhirPathError for what does not fit
the type.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from adapter.fhir.definitions import Element, r4
from adapter.fhirpath.comparison import described
from adapter.fhirpath.errors import FhirPathError
from adapter.fhirpath.functions.conversion import to_string
from adapter.fhirpath.quantity import Quantity, to_fhir
from adapter.fhirpath.temporal import Temporal, parts
from adapter.fhirpath.types import shape, type_test

Convert = Callable[[Any], Any]
Moments = Callable[[str], str | None]
"""How a source writes dates and times → as FHIR does; None for what is none."""

_DECIMAL = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_LARGEST = 2**63  # what JSON readers take as a whole number
_NUMERIC = frozenset({int, float, Decimal})
_TEMPORAL = ("date", "dateTime", "instant", "time")
_MINIMUM = {"positiveInt": 1, "unsignedInt": 0, "integer": -(2**31)}
_QUANTITIES = ("Quantity", "Age", "Count", "Distance", "Duration")


def number(value: Decimal) -> int | float:
    """A decimal as the JSON number with the same digits: an integer without a point, else the nearest float."""
    return int(value) if value == value.to_integral_value() and int(value.as_tuple().exponent) >= 0 else float(value)


def _decimal(value: Any) -> int | float | None:
    if isinstance(value, bool):
        raise FhirPathError(f"{described(value)} is not a number")
    if isinstance(value, (int, float, Decimal)):
        if not -_LARGEST < value < _LARGEST:
            raise FhirPathError("a number of too many digits")
        return number(value) if isinstance(value, Decimal) else value
    text = value.strip() if isinstance(value, str) else None
    if text == "":
        return None
    found = Decimal(text) if text is not None and _DECIMAL.fullmatch(text) else None
    if found is None or abs(found) >= _LARGEST:
        raise FhirPathError(f"{described(value)} is not a number")
    return number(found)


def _integer(type_: str) -> Convert:
    minimum = _MINIMUM[type_]

    def convert(value: Any) -> int | None:
        found = _decimal(value)
        if found is None:
            return None
        if found != int(found) or not minimum <= found < 2**31:
            raise FhirPathError(f"{described(value)} is not a {type_}")
        return int(found)

    return convert


def _boolean(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    text = value.strip() if isinstance(value, str) else value
    if text == "":
        return None
    if text not in ("true", "false", "1", "0"):
        raise FhirPathError(f"{described(value)} is not a boolean")
    return text in ("true", "1")


def _string(value: Any) -> str | None:
    if type(value) is str:
        return value or None
    text = to_string(value) if not isinstance(value, dict) else None
    if text is None:
        raise FhirPathError(f"{described(value)} is not a string")
    return text or None


def _temporal(type_: str, moments: Moments | None) -> Convert:
    def convert(value: Any) -> str | None:
        text = value.plain() if isinstance(value, Temporal) else value
        if text == "":
            return None
        found = parts(text) if isinstance(text, str) else None
        if moments is not None and isinstance(text, str) and (found is None or len(text) < 10):
            text = moments(text) or text
            found = parts(text)
        if found is None or (found.first == 3) != (type_ == "time") or (type_ == "date" and len(found.fields) > 3):
            raise FhirPathError(f"{described(value)} is not a {type_}")
        return text

    return convert


_REFERENCE = re.compile(r"https?://\S+|urn:(?:uuid|oid):\S+|#\S+|[A-Z]\w+/[A-Za-z0-9.\-]{1,64}(?:/_history/\S+)?")


def _complex(type_: str) -> Convert:
    def convert(value: Any) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        if isinstance(value, Quantity) and type_ in _QUANTITIES:
            return {**to_fhir(value), "value": number(value.value)}
        if type_ == "Reference" and isinstance(value, str) and _REFERENCE.fullmatch(value):
            return {"reference": value}
        if type_ == "Reference" and isinstance(value, str):
            raise FhirPathError(f"{described(value)} is no Reference, such as Patient/p1, urn:uuid:…, #p1 or a url")
        elements = [name for name in r4().elements(type_) if name not in ("id", "extension")]
        having = f", which has elements: {', '.join(elements[:6])}" if elements else ""
        raise FhirPathError(f"{described(value)} is no {type_}{having}")

    return convert


def resource(value: Any) -> dict[str, Any]:
    """A resource of FHIR, or of a model that notes its type. Raises FhirPathError for an object that is none."""
    if not isinstance(value, dict) or ("resourceType" not in value and "@type" not in value):
        raise FhirPathError(f"{described(value)} is no resource: no type of FHIR R4 was said, or it is misspelt")
    return value


def converter(type_: str | None, moments: Moments | None = None) -> Convert:
    """The converter to elements of a type path; `moments` reads dates that the source does not write as FHIR does."""
    if type_ is None:
        return plain
    if not r4().is_primitive(type_):
        return _complex(type_)
    if type_ == "decimal":
        return _decimal
    if type_ == "boolean":
        return _boolean
    if type_ in _MINIMUM:
        return _integer(type_)
    return _temporal(type_, moments) if type_ in _TEMPORAL else _string


def is_text(type_: str) -> bool:
    """Whether elements of a primitive type take any text that is not empty as it is."""
    return r4().is_primitive(type_) and type_ not in ("decimal", "boolean", *_MINIMUM, *_TEMPORAL)


def plain(value: Any) -> Any:
    """A value for an element of unknown type: Decimals and FHIRPath's own values in their JSON form."""
    if type(value) in _NUMERIC:
        return _decimal(value)
    if isinstance(value, Quantity):
        return _complex("Quantity")(value)
    return value.plain() if isinstance(value, Temporal) else value


_BY_FORM = ("dateTime", "date", "instant", "time", "uri", "canonical", "url", "code", "id", "markdown")
_is_type = type_test(None)


def settled(element: Element, value: Any) -> Element:
    """A choice element settled by a value whose type was not known before. Raises FhirPathError when no type of it
    fits.
    """
    for type_ in _likely_types(value, element.types):
        found = element.chosen(type_)
        if found is not None:
            return found
    raise FhirPathError(
        f"{described(value)} is none of the types that {element.name}[x] may have ({', '.join(element.types[:8])})"
    )


def _likely_types(value: Any, allowed: tuple[str, ...]) -> tuple[str, ...]:
    if isinstance(value, bool):
        return ("boolean",)
    if isinstance(value, Temporal):
        return {"Date": ("date", "dateTime"), "DateTime": ("dateTime", "instant"), "Time": ("time",)}[value.type]
    if isinstance(value, str):
        return ("string", *(type_ for type_ in _BY_FORM if type_ in allowed and _is_type(value, type_)))
    if isinstance(value, int):
        return ("integer", "positiveInt", "unsignedInt", "decimal")
    if isinstance(value, (float, Decimal)):
        return ("decimal",)
    if isinstance(value, Quantity):
        return _QUANTITIES
    if isinstance(value, dict):
        complex_ = [type_ for type_ in allowed if not r4().is_primitive(type_)]
        found = value.get("resourceType") or shape(value)
        return (found,) if found in allowed else tuple(complex_) if len(complex_) == 1 else ()
    return ()
