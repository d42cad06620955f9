"""What the maps of one document produced, before the Bundle is assembled."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Collected:
    """What the maps produced so far, each resource with its id; `provenance` is what was produced of each
    place, in source order."""

    header: list[dict[str, Any]] = field(default_factory=list)
    participants: dict[str, dict[str, Any]] = field(default_factory=dict)
    lists: list[dict[str, Any]] = field(default_factory=list)
    medications: list[dict[str, Any]] = field(default_factory=list)
    provenance: dict[str, list[str]] = field(default_factory=dict)
