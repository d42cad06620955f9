"""The results of a suite as JUnit XML, which build servers show."""

import re
from collections.abc import Sequence
from xml.etree import ElementTree

from adapter.authoring.suite import Result

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(results: Sequence[Result], name: str) -> bytes:
    """One `testsuite` with a `testcase` a situation: `failure` with the differences, or `error` with the message."""
    suite = ElementTree.Element("testsuite", name=_text(name), tests=str(len(results)))
    suite.set("failures", str(sum(result.status == "failed" for result in results)))
    suite.set("errors", str(sum(result.status == "error" for result in results)))
    for result in results:
        folder, _, situation = result.situation.name.rpartition("/")
        case = ElementTree.SubElement(suite, "testcase", name=_text(situation), classname=_text(folder or name))
        if result.status == "failed":
            lines = [difference.line() for difference in result.differences]
            failure = ElementTree.SubElement(
                case, "failure", message=_text(f"{len(lines)} difference{'s' * (len(lines) != 1)}")
            )
            failure.text = _text("\n".join(lines))
        elif result.status == "error":
            ElementTree.SubElement(case, "error", message=_text(result.message))
    root = ElementTree.Element("testsuites")
    root.append(suite)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _text(text: str) -> str:
    """The text without the characters that XML cannot carry."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
