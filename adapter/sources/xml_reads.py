"""Elements of XML that note what is read of them."""

from typing import Any

from lxml import etree

from adapter.sources.reads import Reads
from adapter.sources.xml_elements import Element


def noting_element(reads: Reads) -> type[Element]:
    """Elements that note the attributes and texts that are read of them; walking over them notes nothing.

    itertext() and predicates of find() go through `text`, `tail` and `get`. lxml has no other way in than subclassing.
    """

    class NotingElement(Element):
        def get(self, key: Any, default: Any = None) -> Any:
            value = super().get(key, default)
            reads.note(self, "@" + str(key).rpartition("}")[2], value)
            return value

        def items(self) -> Any:
            return [(key, self.get(key)) for key in etree.ElementBase.keys(self)]

        @property
        def attrib(self) -> Any:  # type: ignore[override]
            for key in etree.ElementBase.keys(self):
                self.get(key)
            return super().attrib

        @property
        def text(self) -> Any:  # type: ignore[override]
            value = super().text
            reads.note(self, "", value)
            return value

        @property
        def tail(self) -> Any:  # type: ignore[override]
            value = super().tail
            reads.note(self.getparent(), "", value)
            return value

    return NotingElement
