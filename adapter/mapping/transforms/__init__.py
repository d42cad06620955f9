"""The transforms of the mapping language (https://hl7.org/fhir/R4/mapping-language.html#transforms).

Each is compiled to `frame -> values`; TRANSFORMS gives the number of arguments and the function that compiles it.
"""

from collections.abc import Callable

from adapter.mapping.scope import RuleScope
from adapter.mapping.syntax import Target
from adapter.mapping.transforms import codes, datatypes, references, texts, values
from adapter.mapping.transforms.arguments import Transformed

_Build = Callable[[RuleScope, Target], Transformed]
TRANSFORMS: dict[str, tuple[int, int, _Build]] = {
    "create": (0, 1, values.create),
    "copy": (1, 1, values.copy),
    "truncate": (2, 2, texts.truncate),
    "escape": (2, 3, texts.escape_text),
    "cast": (1, 2, values.cast),
    "append": (1, 99, texts.append),
    "translate": (2, 3, codes.translate),
    "reference": (1, 1, references.reference),
    "dateOp": (2, 2, texts.date_op),
    "uuid": (0, 0, references.uuid),
    "pointer": (1, 1, references.pointer),
    "evaluate": (1, 2, values.evaluate),
    "cc": (1, 3, datatypes.concept),
    "c": (2, 3, datatypes.coding),
    "qty": (1, 4, datatypes.quantity),
    "id": (2, 3, datatypes.identifier),
    "cp": (1, 2, datatypes.contact_point),
}


def transformed(scope: RuleScope, target: Target) -> Transformed:
    """Compile the transform of a target. Raises MappingError for an unknown one or a wrong number of arguments."""
    name = target.transform or "create"
    build = TRANSFORMS.get(name)
    if build is None:
        scope.fail(f"a transform ({', '.join(TRANSFORMS)})", name, target, known=TRANSFORMS)
    low, high, make = build
    if not low <= len(target.arguments) <= high:
        scope.fail(
            f"{low}{f' to {high}' if high != low else ''} arguments of {name}",
            str(len(target.arguments)),
            target,
            at=name,
        )
    return make(scope, target)
