"""The current moment (FHIRPath 2.0 §5.9.2), which is never the clock's: `now` of the context's constants, else an
error.
"""

from typing import TYPE_CHECKING

from adapter.fhirpath.context import CONTEXT, Evaluate
from adapter.fhirpath.errors import FhirPathError
from adapter.fhirpath.functions.function import Function, on_expressions
from adapter.fhirpath.temporal import Temporal

if TYPE_CHECKING:
    from adapter.fhirpath.compiler import Compiler
    from adapter.fhirpath.syntax import Call


def _now(compiler: "Compiler", call: "Call") -> Evaluate:
    name = call.name

    def run(nodes: list, frame: list) -> list:
        instant = frame[CONTEXT].constants.get("now")
        if not isinstance(instant, str):
            raise FhirPathError(f"{name}() needs an instant, never the clock's: --recorded, or the constant 'now'")
        day, _, time = instant.partition("T")
        if not time and name != "today":
            raise FhirPathError(f"{name}() needs an instant with its time, found '{instant}'")
        return [Temporal({"now": instant, "today": day, "timeOfDay": "T" + time[:8]}[name])]

    return run


FUNCTIONS: dict[str, Function] = {name: on_expressions(_now) for name in ("now", "today", "timeOfDay")}
