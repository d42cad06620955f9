"""A group compiled for argument types: what runs it, and when it is compiled."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from adapter.fhirpath.context import Context
from adapter.mapping.stores import Action, to_the_end
from adapter.mapping.syntax import Group, Parameter, StructureMap


class LinkedGroup(NamedTuple):
    """A group and the map it stands in."""

    map: StructureMap
    group: Group

    @property
    def name(self) -> str:
        return self.group.name

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        return self.group.parameters


Run = Callable[..., None]
"""`run(context, *arguments)` of a group."""


class Instance:
    """A group for argument types, compiled when it first runs: groups may call each other, and many never run. One that
    has run `often` is generated as one function, where there is one for it: that takes longer than a few runs."""

    __slots__ = ("compile", "generate", "left", "run")

    def __init__(
        self, compile_: Callable[[], Run], generate: Callable[[Any, Run], Run | None], often: int | None
    ) -> None:
        self.compile = compile_
        self.generate = generate
        self.left = often
        self.run: Run = self._first

    def ready(self) -> None:
        """Compile now what has not run yet."""
        if self.run == self._first:
            closures = self.compile()
            self.run = closures if self.left is None else self._counted(closures)

    def _first(self, context: Context, *arguments: Any) -> None:
        self.ready()
        self.run(context, *arguments)

    def _counted(self, closures: Run) -> Run:
        def run(context: Context, *arguments: Any) -> None:
            if self.left:
                self.left -= 1
                closures(context, *arguments)
                return
            self.run = self.generate(arguments, closures) or closures
            self.run(context, *arguments)

        return run


def runner(rules: tuple[Action, ...], empty: list[None], last: int | None) -> Run:
    """Runs rules on a frame: the context, the two slots of FHIRPath, the arguments, and `empty` slots."""

    def run(context: Context, *arguments: Any) -> None:
        frame = [context, None, None, *arguments, *empty]
        for rule in rules:
            rule(frame)

    def run_with_last(context: Context, *arguments: Any) -> None:
        frame = [context, None, None, *arguments, *empty]
        for rule in rules:
            rule(frame)
        if frame[last] is not None:  # type: ignore[index]
            to_the_end(frame[last])  # type: ignore[index]

    return run if last is None else run_with_last


def extended(base: Instance, positions: tuple[int | None, ...] | None, run: Run) -> Run:
    """Runs the group that a group extends before it, with its arguments in their places."""

    def run_both(context: Context, *arguments: Any) -> None:
        given: Iterable[Any] = arguments
        if positions is not None:
            given = [None if at is None else arguments[at] for at in positions]
        base.run(context, *given)
        run(context, *arguments)

    return run_both
