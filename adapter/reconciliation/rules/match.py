"""What a rung of the ladder answers: its name, and the sentences that say why two lines are one treatment."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Match:
    rung: str
    because: tuple[str, ...]
