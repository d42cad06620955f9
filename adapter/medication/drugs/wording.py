"""Drug data in words, for the terminal."""

from collections.abc import Iterator, Mapping
from typing import Any

from adapter.medication.codes import has_check_digit
from adapter.medication.contents import described
from adapter.medication.product import Product


def in_words(product: Product) -> str:
    """`PARACÉTAMOL 500 mg, comprimé, ATC N02BE01`."""
    parts = [described(product), product.form.text if product.form else "", product.release]
    parts += [f"ATC {code}" for code in product.atc]
    parts += [f"CIS {product.cis}"] if product.cis else []
    return ", ".join(part for part in parts if part)


def sheet(found: Mapping[str, Any]) -> str:
    """The JSON of `shown` as lines of text."""
    if not found["found"]:
        what = (
            f"{found['kind'].upper()} {found['code']} {_why_not(found)}"
            if found["kind"]
            else f"'{found['code']}' is no code"
        )
        return f"{what} ({found['source']})\n"
    head = f"{found['kind'].upper()} {found['code']} ({found['source']})"
    if found["kind"] == "atc":
        lines = [f"  CIS {one['cis']} {one['name']}{_standing(one)}" for one in found["products"]]
        rest = found["count"] - len(lines)
        lines += [f"  and {rest} more"] if rest else []
    else:
        lines = [f"  {line}" for one in found["products"] for line in _lines(one)]
    return "\n".join((head, *lines)) + "\n"


def _why_not(found: Mapping[str, Any]) -> str:
    is_mistyped = found["kind"] == "cip13" and not has_check_digit(found["code"])
    return "has another check digit than its own: a digit is mistyped" if is_mistyped else "is not known"


def _lines(one: Mapping[str, Any]) -> Iterator[str]:
    yield f"{one['name']}{_standing(one)}"
    yield f"CIS {one['cis']}, ATC {', '.join(one['atc']) or 'not known'}, generic group {one['genericGroup'] or 'none'}"
    yield f"labelled: {' + '.join(map(_substance, one['substances'])) or 'not known'}"
    yield from (f"contains: {_part(part)}" for part in one["parts"])
    routes = ", ".join(route["text"] for route in one["routes"])
    yield f"form: {one['form']['text']} {one['form']['code']}".rstrip() + f"; release: {one['release'] or 'not stated'}"
    yield f"route: {routes or 'not known'}; counted in {one['unit'] or 'nothing known'}"
    if one["narrowMargin"]:
        yield "on the legal narrow-margin list"
    yield from (f"box {_pack(pack)}" for pack in ([one["pack"]] if one["pack"] else one["packs"]))


def _standing(one: Mapping[str, Any]) -> str:
    gone = f", no longer published, last seen {one['lastSeen']}" if one["lastSeen"] else ""
    return f" [{one['status']}{gone}]" if one["status"] != "marketed" else f" [{gone[2:]}]" if gone else ""


def _substance(one: Mapping[str, Any]) -> str:
    return f"{one['name']} {_strength(one['strength'])}" if one["strength"] else one["name"]


def _strength(strength: Mapping[str, Any]) -> str:
    text = f"{strength['value']:g} {strength['unit']}"
    return f"{text}/{strength['per']['value']:g} {strength['per']['unit']}" if strength["per"] else text


def _part(part: Mapping[str, Any]) -> str:
    said = " ".join(filter(None, (part["substance"], part["amount"])))
    if part["base"] != part["substance"] or part["baseAmount"]:
        said += f", that is {' '.join(filter(None, (part['base'], part['baseAmount'])))}"
    return f"{said} for {part['per']}" if part["per"] else said


def _pack(pack: Mapping[str, Any]) -> str:
    held = f", {pack['content']['value']:g} {pack['content']['unit']}" if pack["content"] else ""
    stopped = f", stopped {pack['stopped']}" if pack["stopped"] else ""
    gone = f", no longer published, last seen {pack['lastSeen']}" if pack["lastSeen"] else ""
    return f"{pack['cip13']}{held}{stopped}{gone}"
