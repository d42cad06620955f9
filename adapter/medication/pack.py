"""The content of a presentation, from its wording in BDPM: `plaquette(s) PVC de 30 comprimé(s)` → 30 {tablet}."""

import re
from decimal import Decimal

from adapter.medication.product import Quantity
from adapter.medication.strength import decimal
from adapter.medication.substance_name import plain

_PIECES = {
    "{tablet}": "comprime|lyophilisat|film",
    "{capsule}": "gelule|capsule",
    "{suppository}": "suppositoire",
    "{ovule}": "ovule|capsule",
    "{lozenge}": "pastille",
    "{patch}": "dispositif|patch",
    "{sachet}": "sachet",
    "{ampoule}": "ampoule",
    "{syringe}": "seringue",
    "{pen}": "stylo",
    "{vial}": "flacon",
    "{puff}": "dose|bouffee|inhalation",
    "{spray}": "dose|pulverisation",
    "{dose}": "dose",
}
_IN_CONTAINERS = ("{tablet}", "{capsule}", "{suppository}", "{ovule}", "{lozenge}", "{patch}")
_CONTAINERS = "flacon|ampoule|seringue|stylo|cartouche|recipient|unidose|sachet|bouteille|pot|tube"
_LEADING = re.compile(r"(\d+) ")
# Several parts, or a pack described in two ways: not read.
_UNSURE = re.compile(r" - |[+]| et \d|\bkit\b|\bsolvant\b|\bou\b| contenant | boites? de |conditionne")
_NUMBER = r"\d+(?:[.,]\d+)?"


def content(wording: str, unit: str) -> Quantity | None:
    """What one box holds, in the unit its doses are counted in (`{tablet}`, `mL`); None when the wording is not sure.

    wording: the libellé of a presentation in BDPM; unit: Product.unit.
    """
    text = plain(wording).replace("(s)", "")
    if not unit or _UNSURE.search(text):
        return None
    leading = _LEADING.match(text)
    boxes = Decimal(leading[1]) if leading else Decimal(1)
    if unit == "mL":
        return _volume(text, boxes)
    pieces = _PIECES.get(unit)
    if pieces is None:
        return None
    held = re.findall(rf"\bde (\d+) +(?:{pieces})s?\b", text)
    if len(held) == 1:
        return Quantity(boxes * Decimal(held[0]), unit)
    return _containers(text, boxes, unit, pieces) if not held and leading else None


def container_volume(wording: str) -> Decimal | None:
    """mL of one container of a presentation: `5 flacons de 10 ml` → 10; None when none or several are stated."""
    volumes = {decimal(found) for found in re.findall(rf"\bde ({_NUMBER}) *ml\b", plain(wording).replace("(s)", ""))}
    return volumes.pop() if len(volumes) == 1 else None


def _volume(text: str, boxes: Decimal) -> Quantity | None:
    volumes = re.findall(rf"\bde ({_NUMBER}) ?ml\b", text)
    if len(volumes) != 1 or not re.match(rf"(?:\d+ )?(?:{_CONTAINERS})s?\b", text):
        return None
    return Quantity(boxes * decimal(volumes[0]), "mL")


def _containers(text: str, boxes: Decimal, unit: str, pieces: str) -> Quantity | None:
    """`30 sachet(s) de 8 g`: the containers are what is counted; never for what comes inside a container."""
    if unit in _IN_CONTAINERS or unit in ("{puff}", "{spray}", "{dose}"):
        counted = re.match(rf"\d+ +(?:{pieces})s?\b", text)
        return Quantity(boxes, unit) if counted and unit in _IN_CONTAINERS else None
    return Quantity(boxes, unit) if re.match(rf"\d+ +(?:{pieces})s?\b", text) else None
