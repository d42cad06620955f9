"""One document → the same with something wrong in it. What is done depends on the random numbers alone."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from random import Random
from typing import Any

from lxml import etree

XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
VALUES = (
    "", " ", "0", "-1", "1e400", "9" * 400, "0.0000000000001", "NaN", "1,5", "٣", "²", "Infinity", "-0",
    "20261345", "99999999999999", "00000000", "20260230", "2026-02-30", "active", "urn:oid:", "#", "../..", "\x7f",
    "e\u0301", "\U0001f48a", "\u202e", "a" * 5000, "&amp;", "<x/>", "'; --", "%patient", "true", "null", "UNK",
)  # fmt: skip
JSON_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 10**400, 1e308, [], {}, "", [[]], [None], {"a": 1}, {"resourceType": "Patient"}, [{}],
    {"extension": [{"url": "x"}]}, {"value": "1"}, {"coding": "x"}, {"reference": "#"}, {"reference": "#medication"},
)  # fmt: skip
ENCODINGS = ("utf-8-sig", "latin-1", "cp1252", "utf-16", "utf-16-le", "utf-32")


def mutated(data: bytes, random: Random) -> bytes:
    """One to four changes of the tree of the document, and now and then one of its bytes."""
    change = _change_of(data)
    for _ in range(random.randint(1, 4)):
        data = change(data, random)
    return _bytes(data, random) if random.random() < 0.15 else data


def _change_of(data: bytes) -> Callable[[bytes, Random], bytes]:
    head = data.lstrip()[:1]
    return _xml if head == b"<" else _json if head in (b"{", b"[") else _lines


# --- XML ---------------------------------------------------------------------------------------------------------


def _xml(data: bytes, random: Random) -> bytes:
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return _bytes(data, random)
    nodes = [node for node in root.iter("*") if node is not root]
    if not nodes:
        return _bytes(data, random)
    random.choice(_XML_CHANGES)(random.choice(nodes), nodes, random)
    return etree.tostring(root, encoding=random.choice(("utf-8", "utf-8", "utf-8", "iso-8859-1", "utf-16")))


def _drop(node: Any, nodes: list[Any], random: Random) -> None:
    node.getparent().remove(node)


def _duplicate(node: Any, nodes: list[Any], random: Random) -> None:
    node.addnext(deepcopy(node))


def _reorder(node: Any, nodes: list[Any], random: Random) -> None:
    children = list(node)
    random.shuffle(children)
    node[:] = children


def _move(node: Any, nodes: list[Any], random: Random) -> None:
    target = random.choice(nodes)
    if target not in node.iter("*"):
        target.append(node)


def _rename(node: Any, nodes: list[Any], random: Random) -> None:
    node.tag = random.choice(nodes).tag


def _retype(node: Any, nodes: list[Any], random: Random) -> None:
    types = ("PIVL_TS", "EIVL_TS", "SXPR_TS", "IVL_TS", "TS", "CD", "PQ", "x:y", "IVL_PQ", "ST", "")
    node.set(XSI_TYPE, random.choice(types))


def _null(node: Any, nodes: list[Any], random: Random) -> None:
    node.set("nullFlavor", random.choice(("UNK", "NI", "NA", "MSK", "OTH", "?")))


def _set_attribute(node: Any, nodes: list[Any], random: Random) -> None:
    with_attributes = [other for other in nodes if other.keys()]
    if with_attributes:
        other = random.choice(with_attributes)
        other.set(random.choice(other.keys()), _text(random))


def _swap_attributes(node: Any, nodes: list[Any], random: Random) -> None:
    with_attributes = [other for other in nodes if other.keys()]
    if len(with_attributes) > 1:
        first, second = random.sample(with_attributes, 2)
        name, other = random.choice(first.keys()), random.choice(second.keys())
        value = first.get(name)
        first.set(name, second.get(other))
        second.set(other, value)


def _drop_attribute(node: Any, nodes: list[Any], random: Random) -> None:
    if node.keys():
        del node.attrib[random.choice(node.keys())]


def _set_text(node: Any, nodes: list[Any], random: Random) -> None:
    leaves = [other for other in nodes if len(other) == 0]
    random.choice(leaves).text = _text(random)


def _wrap(node: Any, nodes: list[Any], random: Random) -> None:
    wrapper = etree.Element(random.choice(nodes).tag)
    node.addprevious(wrapper)
    wrapper.append(node)


def _text(random: Random) -> str:
    return random.choice([value for value in VALUES if value.isprintable() or value == ""])


_XML_CHANGES = (
    _drop, _drop, _duplicate, _duplicate, _reorder, _move, _rename, _retype, _null, _set_attribute, _set_attribute,
    _swap_attributes, _drop_attribute, _set_text, _set_text, _wrap,
)  # fmt: skip

# --- JSON --------------------------------------------------------------------------------------------------------


def _json(data: bytes, random: Random) -> bytes:
    try:
        root, by_line = _parsed(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return _bytes(data, random)
    slots = list(_slots(root))
    if not slots:
        return _bytes(data, random)
    holder, key = random.choice(slots)
    _JSON_CHANGES[random.randrange(len(_JSON_CHANGES))](holder, key, slots, random)
    try:
        is_ascii = random.random() < 0.5
        texts = [json.dumps(value, ensure_ascii=is_ascii) for value in (root if by_line else [root])]
        return "\n".join(texts).encode("utf-8", errors="surrogatepass")
    except (ValueError, RecursionError):
        return data


def _parsed(text: str) -> tuple[Any, bool]:
    """The JSON of a text, and whether that is a list of its lines, each a value."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > 1 and lines[0].endswith("}"):
        return [json.loads(line) for line in lines], True
    return json.loads(text), False


def _slots(node: Any) -> Iterator[tuple[Any, Any]]:
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in pairs:
        yield node, key
        yield from _slots(value)


def _remove(holder: Any, key: Any, slots: list[tuple[Any, Any]], random: Random) -> None:
    del holder[key]


def _repeat(holder: Any, key: Any, slots: list[tuple[Any, Any]], random: Random) -> None:
    copy = json.loads(json.dumps(holder[key]))
    if isinstance(holder, list):
        holder.insert(key, copy)
    else:
        holder[key] = [copy, copy]


def _replace(holder: Any, key: Any, slots: list[tuple[Any, Any]], random: Random) -> None:
    holder[key] = random.choice([*JSON_VALUES, *VALUES, "\u0000", "\ud800"])


def _exchange(holder: Any, key: Any, slots: list[tuple[Any, Any]], random: Random) -> None:
    other, name = random.choice(slots)
    holder[key] = json.loads(json.dumps(other[name])) if name in other or isinstance(other, list) else None


def _redirect(holder: Any, key: Any, slots: list[tuple[Any, Any]], random: Random) -> None:
    references = [(other, name) for other, name in slots if name == "reference"]
    if references:
        (one, name), (other, _) = random.choice(references), random.choice(references)
        one[name] = other[name]


def _shuffle(holder: Any, key: Any, slots: list[tuple[Any, Any]], random: Random) -> None:
    if isinstance(holder, list):
        random.shuffle(holder)


def _rekey(holder: Any, key: Any, slots: list[tuple[Any, Any]], random: Random) -> None:
    names = [name for _, name in slots if isinstance(name, str)]
    if isinstance(holder, dict):
        holder[random.choice(names)] = holder.pop(key)


def _nest(holder: Any, key: Any, slots: list[tuple[Any, Any]], random: Random) -> None:
    value = holder[key]
    for _ in range(random.choice((1, 3, 400))):
        value = [value]
    holder[key] = value


_JSON_CHANGES = (
    _remove, _remove, _repeat, _replace, _replace, _replace, _exchange, _exchange, _redirect, _redirect,
    _shuffle, _rekey, _nest,
)  # fmt: skip

# --- lines of text: CSV, HL7 v2 ----------------------------------------------------------------------------------


def _lines(data: bytes, random: Random) -> bytes:
    lines = data.splitlines(keepends=True)
    if not lines:
        return _bytes(data, random)
    place = random.randrange(len(lines))
    match random.randrange(6):
        case 0:
            del lines[place]
        case 1:
            lines.insert(random.randrange(len(lines) + 1), lines[place])
        case 2:
            random.shuffle(lines)
        case _:
            lines[place] = _fields(lines[place], random)
    return b"".join(lines)


def _fields(line: bytes, random: Random) -> bytes:
    separator = random.choice([s for s in (b";", b",", b"|", b"^", b"\t") if s in line] or [b";"])
    fields = line.split(separator)
    place = random.randrange(len(fields))
    match random.randrange(5):
        case 0:
            del fields[place]
        case 1:
            fields.insert(place, random.choice(fields))
        case 2:
            random.shuffle(fields)
        case _:
            fields[place] = random.choice(VALUES).encode("utf-8")
    return separator.join(fields)


# --- bytes -------------------------------------------------------------------------------------------------------


def _bytes(data: bytes, random: Random) -> bytes:
    place = random.randrange(len(data) + 1)
    match random.randrange(5):
        case 0:
            return data[:place]
        case 1:
            return data[:place] + bytes(random.randrange(256) for _ in range(random.randint(1, 4))) + data[place:]
        case 2:
            return data[:place] + data[place + random.randint(1, 40) :]
        case 3:
            inserted = random.choice((b"\x00", b"\x1b", b"\xff\xfe", b"\xef\xbb\xbf", b"\r\n"))
            return data[:place] + inserted + data[place:]
        case _:
            return data.decode("utf-8", errors="replace").encode(random.choice(ENCODINGS), errors="replace")
