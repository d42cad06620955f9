"""The product of an entry: all its codes, and its name as written."""

from typing import Any

from adapter.functions.cda.coding import codings
from adapter.functions.cda.narrative import narrative
from adapter.functions.entry import not_stated

_OTHER_CODES = (
    "asSpecializedKind/{*}generalizedMedicineClass/{*}code",
    "asContent/{*}containerPackagedMedicine/{*}code",
)
# A questionnaire's table refers to the cell of the answer; that is no name of a product.
_ANSWERS = frozenset(("oui", "non", "x", "yes", "no"))


def product_codings(context: Any, focus: list, *_: list) -> list:
    """manufacturedMaterial → Codings of its code, translations, generic class (ATC) and package (CIP), each once."""
    found: list[dict[str, Any]] = []
    for material in focus:
        nodes = [
            *material.iterchildren("{*}code"),
            *(n for path in _OTHER_CODES for n in material.iterfind("{*}" + path)),
        ]
        for coding in codings(context, nodes):
            if not any(coding["code"] == c["code"] and coding.get("system") == c.get("system") for c in found):
                found.append(coding)
    return found


def product_name(context: Any, focus: list, *_: list) -> list:
    """substanceAdministration or supply → the name as written: the material's name, else the narrative that the
    entry, then the product code, refers to, else the first display of its codes. A magistral preparation has its
    narrative only."""
    for act in focus:
        material = product_material(act)
        if material is not None and (name := _name(context, act, material)):
            return [name]
    return []


def product_material(act: Any) -> Any:
    """manufacturedMaterial of a substanceAdministration (consumable) or supply (product), None when there is none."""
    for role in ("consumable", "product"):
        material = act.find(f"{{*}}{role}/{{*}}manufacturedProduct/{{*}}manufacturedMaterial")
        if material is not None:
            return material
    return None


def has_product_detail(context: Any, focus: list, *_: list) -> list:
    """Act → whether form, ingredients or lot are stated, which need a Medication resource."""
    found = []
    for act in focus:
        material = product_material(act)
        names = (
            {child.tag.rpartition("}")[2] for child in material.iterchildren("*")} if material is not None else set()
        )
        found.append(bool(names & {"formCode", "ingredient", "lotNumberText", "expirationTime"}))
    return found


def product_concept(context: Any, focus: list, *_: list) -> list:
    """Act → CodeableConcept of its product: every code, and the name as written as text. Neither: one that says
    "unknown"."""
    found = []
    for act in focus:
        material = product_material(act)
        body: dict[str, Any] = {}
        if material is not None and (coded := product_codings(context, [material])):
            body["coding"] = coded
        if name := product_name(context, [act]):
            body["text"] = name[0]
        found.append(body or not_stated(context, [])[0])
    return found


def ingredient_concept(context: Any, focus: list, *_: list) -> list:
    """pharm:ingredient (role) → CodeableConcept of its substance; `text` is its name as written."""
    found = []
    for role in focus:
        substance = role.find("{*}ingredient")
        node = substance if substance is not None else role
        body: dict[str, Any] = {}
        if coded := codings(context, list(node.iterchildren("{*}code"))):
            body["coding"] = coded
        names = [name for n in node.iterchildren("{*}name") if (name := " ".join("".join(n.itertext()).split()))]
        if names or coded:
            body["text"] = names[0] if names else coded[0].get("display", coded[0]["code"])
        found.append(body or not_stated(context, [])[0])
    return found


def _name(context: Any, act: Any, material: Any) -> str | None:
    for node in material.iterchildren("{*}name"):
        if name := " ".join("".join(node.itertext()).split()):
            return name
    for text in (act.find("{*}text"), material.find("{*}code/{*}originalText")):
        if text is not None and (found := narrative(context, [text])) and found[0].casefold() not in _ANSWERS:
            return str(found[0])
    displays = (coding["display"] for coding in product_codings(context, [material]) if "display" in coding)
    return next(displays, None)
