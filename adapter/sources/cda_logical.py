"""CDA as HL7's logical model sees it: what public maps of CDA address.

Beside the elements of the XML it has `xmlText` (the text of an element), `item` (the parts of a name or an address, one
by one), names such as `sdtcRaceCode`, and types of all elements by the table of cda_structure.py, not only by xsi:type.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from adapter.sources.cda import CdaModel
from adapter.sources.cda_narrative import to_xhtml
from adapter.sources.cda_structure import PREFIX, cda_structure

_TEXTS = ("xmlText", "other", "data")
"""The text of an element; `other` and `data` in older versions of the model."""
_ITEMS = ("AD", "EN", "PN", "ON", "TN")
_SDTC = "sdtc"


class CdaLogicalModel(CdaModel):
    """One document. Types are found once for each element path."""

    @cached_property
    def _types(self) -> dict[tuple[str, str], str | None]:
        return {}

    def children(self, node: Any, name: str) -> list[Any]:
        found = super().children(node, name)
        if found or isinstance(node, str):
            return found
        if name in _TEXTS:
            text = " ".join("".join([node.text or "", *(child.tail or "" for child in node)]).split())
            return [text] if text else []
        if name == "item" and self.type_name(node) in _ITEMS:
            return [node]
        if name.startswith(_SDTC) and len(name) > len(_SDTC):
            return super().children(node, name[4].lower() + name[5:])
        return []

    def child_step(self, name: str) -> Callable[[Any], list[Any]]:
        return lambda node: self.children(node, name)

    def scalar(self, node: Any) -> str | None:
        if not isinstance(node, str) and self.type_name(node) == "xhtml":
            return to_xhtml(node)
        return super().scalar(node)

    def type_name(self, node: Any) -> str | None:
        """The xsi:type, else the type that the table gives the element, else what a time's content says."""
        if isinstance(node, str):
            return None
        declared = super().type_name(node)
        return declared or self._type_in_table(node)

    def _type_in_table(self, node: Any) -> str | None:
        path = self._path(node)
        return path.removeprefix(PREFIX) if path is not None and "." not in path else None

    def _path(self, node: Any) -> str | None:
        """The type path of an element; `cda:Section.component` for what the table defines in place."""
        name = node.tag.rpartition("}")[2]
        parent = node.getparent()
        if parent is None or name == "ClinicalDocument":
            return f"{PREFIX}{name}" if f"{PREFIX}{name}" in cda_structure().lines else None
        declared = super().type_name(parent) if parent.get(_XSI_TYPE) else None
        above = f"{PREFIX}{declared}" if declared else self._path(parent)
        if above is None:
            return None
        key = (above, name)
        if key not in self._types:
            self._types[key] = _element_type(above, name)
        return self._types[key]


def _element_type(above: str, name: str) -> str | None:
    elements = cda_structure().elements(above)
    found = elements.get(name) or elements.get(_SDTC + name[0].upper() + name[1:])
    if found is None and "item" in elements:
        found = cda_structure().elements(f"{above}.item").get(name)
    return found.types[0] if found is not None else None


_XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
