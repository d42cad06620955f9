"""The product of an entry: all its codes, and its name as written."""

from typing import Any

from adapter.fhirpath.host_functions import of_each, of_first
from adapter.functions.cda.children import child, children, descendant, descendants, text_of
from adapter.functions.cda.coding import codings, concept
from adapter.functions.cda.narrative import text_behind
from adapter.functions.cda.narrative_row import is_whole_row, product_cell
from adapter.functions.cda.once import once_of_one
from adapter.functions.entry import not_stated
from adapter.sources.xml_elements import by_name
from adapter.terminology.oid import uri_of

_OTHER_CODES = (
    ("asSpecializedKind", "generalizedMedicineClass", "code"),
    ("asContent", "containerPackagedMedicine", "code"),
)
_DETAILS = frozenset(("formCode", "ingredient", "lotNumberText", "expirationTime"))
# A questionnaire's table refers to the cell of the answer; that is no name of a product.
ANSWERS = frozenset(("oui", "non", "x", "yes", "no"))

# TA_ASIP: its code for a treatment is the question ("other treatment"), the narrative has the answer.
_QUESTIONNAIRE = uri_of("1.2.250.1.213.1.1.4.322")


def product_codings(context: Any, focus: list, *_: list) -> list:
    """manufacturedMaterial → Codings of its code, translations, generic class (ATC) and package (CIP), each once."""
    if len(focus) == 1:
        return [*codings_of_product(context, focus[0])]
    return codings(context, [node for material in focus for node in _coded(material)])


def codings_of_product(context: Any, material: Any) -> list[dict[str, Any]]:
    """Like product_codings(), of one material; not to be changed."""
    known: dict[Any, list[dict[str, Any]]] = context.document.memo.setdefault("cda product codings", {})
    if material not in known:
        known[material] = codings(context, _coded(material))
    return known[material]


def _coded(material: Any) -> list[Any]:
    kids = by_name(material)
    nodes = [*kids.get("code", ())]
    for name, kind, code in _OTHER_CODES:
        for other in kids.get(name, ()):
            nodes += descendants(other, kind, code)
    return nodes


@of_first
def product_name(context: Any, act: Any, *_: list) -> str | None:
    """substanceAdministration or supply → the name as written: the material's name, else the original text of its
    code (unless that is a whole row of a table), else the first display of its codes, else the narrative that the entry
    refers to. A magistral preparation has its narrative only."""
    return name_of_product(context, act) or None


def name_of_product(context: Any, act: Any) -> str | None:
    """Like product_name(), of one act."""
    known: dict[Any, str | None] = context.document.memo.setdefault("cda product names", {})
    if act not in known:
        known[act] = _name(context, act, product_material(context, act))
    return known[act]


def product_material(context: Any, act: Any) -> Any:
    """manufacturedMaterial (or manufacturedLabeledDrug) of a substanceAdministration (consumable) or supply (product);
    of a supply that names none, the one of the act it stands in. None when there is none."""
    materials = context.document.memo.setdefault("cda materials", {})
    if act not in materials:
        materials[act] = _material(act)
    return materials[act]


def _material(act: Any) -> Any:
    material = own_material(act)
    if material is None and act.tag.endswith("}supply"):
        outer = next(act.iterancestors("{*}substanceAdministration"), None)
        return own_material(outer) if outer is not None else None
    return material


def own_material(act: Any) -> Any:
    """Like product_material, of the act itself alone."""
    for role in ("consumable", "product"):
        if (holder := child(act, role)) is not None and (product := child(holder, "manufacturedProduct")) is not None:
            material = child(product, "manufacturedMaterial")
            return material if material is not None else child(product, "manufacturedLabeledDrug")
    return None


def product_form(context: Any, focus: list, *_: list) -> list:
    """Act → the dose form of its product: formCode of the material, else the act's administrationUnitCode."""
    for act in focus:
        material = product_material(context, act)
        nodes = [*(children(material, "formCode") if material is not None else ()), *_administered(act)]
        if found := concept(context, nodes):
            return found[:1]
    return []


def vehicle_concept(context: Any, focus: list, *_: list) -> list:
    """participant → the substance a medication is given in (C-CDA Drug Vehicle); without any, one that says
    "unknown"."""
    found = []
    for participant in focus:
        entity = descendant(participant, "participantRole", "playingEntity")
        coded = concept(context, list(children(entity, "code"))) if entity is not None else []
        name = child(entity, "name") if entity is not None else None
        said = " ".join("".join(name.itertext()).split()) if name is not None else ""
        body = {**(coded[0] if coded else {}), **({"text": said} if said else {})}
        found.append(body or not_stated(context, [])[0])
    return found


def manufacturer(context: Any, focus: list, *_: list) -> list:
    """Act → the name of the organisation that makes its product."""
    found = []
    for act in focus:
        material = product_material(context, act)
        if material is not None and (said := _maker(material)):
            found.append(said)
    return found


def _vehicles(act: Any) -> bool:
    participants = children(act, "participant")
    return bool(participants) and any(participant.get("typeCode") == "CSM" for participant in participants)


def _administered(act: Any) -> list[Any]:
    units = children(act, "administrationUnitCode")
    return [unit for unit in units if unit.get("code")] if units else []


@of_each
@once_of_one
def has_product_detail(context: Any, act: Any, *_: list) -> bool:
    """Act → whether form, ingredients, lot, maker or vehicle are stated, which need a Medication resource."""
    material = product_material(context, act)
    is_made = material is not None and _is_made(material)
    return bool(is_made or _administered(act) or _vehicles(act))


def _is_made(material: Any) -> bool:
    """Whether form, ingredients, lot or maker of a product are stated."""
    return not _DETAILS.isdisjoint(by_name(material)) or bool(_maker(material))


def _maker(material: Any) -> str:
    """The name of the organisation that makes a product, "" where none is stated."""
    maker = descendant(material.getparent(), "manufacturerOrganization", "name")
    return text_of(maker) if maker is not None else ""


@of_each
def product_concept(context: Any, act: Any, *_: list) -> dict[str, Any]:
    """Act → CodeableConcept of its product: every code, and the name as written as text, without either its substances.
    None of them: one that says "unknown"."""
    material = product_material(context, act)
    body: dict[str, Any] = {}
    if material is not None and (coded := codings_of_product(context, material)):
        body["coding"] = [*coded]
    if name := name_of_product(context, act):
        body["text"] = name
    return body or not_stated(context, [])[0]


def ingredient_concept(context: Any, focus: list, *_: list) -> list:
    """pharm:ingredient (role) → CodeableConcept of its substance; `text` is its name as written."""
    found = []
    for role in focus:
        substances = (child(role, name) for name in ("ingredient", "ingredientSubstance"))
        node = next((found for found in substances if found is not None), role)
        body: dict[str, Any] = {}
        if coded := codings(context, list(children(node, "code"))):
            body["coding"] = coded
        names = [name for n in children(node, "name") if (name := " ".join("".join(n.itertext()).split()))]
        if names or coded:
            body["text"] = names[0] if names else coded[0].get("display", coded[0]["code"])
        found.append(body or not_stated(context, [])[0])
    return found


def _name(context: Any, act: Any, material: Any) -> str | None:
    if material is None:
        return None
    for node in children(material, "name"):
        if written := text_of(node):
            return written
    original = descendant(material, "code", "originalText")
    if original is not None and not is_whole_row(context, original) and (name := _said(context, original)):
        return name
    coded = codings_of_product(context, material)
    displays = [c["display"] for c in coded if "display" in c and c.get("system") != _QUESTIONNAIRE]
    texts = (_said(context, text) for text in (child(act, "text"), original) if text is not None)
    said = next(iter(displays), None) or next((text for text in texts if text), None)
    said = said or next((c["display"] for c in coded if "display" in c), None) or _displayed(material)
    return said if said or coded else _substances(context, material)


def _substances(context: Any, material: Any) -> str | None:
    """The substances of a product that has no name and no code."""
    found = ingredient_concept(context, list(children(material, "ingredient")))
    return " + ".join(text for body in found if (text := body.get("text"))) or None


def _displayed(material: Any) -> str | None:
    """The display of a code that is itself absent (`code=""`, or a nullFlavor), which still names the product."""
    nodes = (node for code in children(material, "code") for node in (code, *code.iterfind(".//{*}translation")))
    return next((said for node in nodes if (said := " ".join((node.get("displayName") or "").split()))), None)


def _said(context: Any, text: Any) -> str | None:
    if cell := product_cell(context, text):
        return cell
    found = text_behind(context, text)
    return found if found and found.casefold() not in ANSWERS else None
