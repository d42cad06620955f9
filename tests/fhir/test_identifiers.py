"""Ids are version 5 UUIDs of the parts, as the standard library makes them."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from adapter.fhir.identifiers import _NAMESPACE, stable_id


@given(st.lists(st.text(), max_size=4))
def test_an_id_is_the_version_5_uuid_of_its_parts(parts: list[str]):
    expected = str(uuid.uuid5(_NAMESPACE, "\x1f".join(parts)))
    assert stable_id(*parts) == expected
    assert uuid.UUID(expected).version == 5
