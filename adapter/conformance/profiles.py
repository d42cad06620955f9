"""The definitions in profiles/: our extensions, codes and profiles."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from adapter.data_files import folder


@dataclass(frozen=True, slots=True)
class Profiles:
    """by_url: canonical → definition (StructureDefinition, CodeSystem, ValueSet, NamingSystem, OperationDefinition)."""

    by_url: Mapping[str, Mapping[str, Any]]

    def codes(self, url: str) -> frozenset[str] | None:
        """Codes of a CodeSystem or ValueSet of ours; None when it is not here."""
        definition = self.by_url.get(url, {})
        if definition.get("resourceType") == "CodeSystem":
            return frozenset(concept["code"] for concept in definition["concept"])
        includes = (definition.get("compose") or {}).get("include")
        if not includes:
            return None
        return frozenset(code for include in includes for code in self.codes(include["system"]) or ())


@cache
def shipped_profiles() -> Profiles:
    """The definitions that come with the program, read once a process."""
    return read_profiles(folder("profiles"))


def read_profiles(path: Path) -> Profiles:
    """The definitions of a folder, its subfolders (examples) apart; in the order of their file names."""
    found = {}
    for file in sorted(path.glob("*.json")):
        definition = orjson.loads(file.read_bytes())
        url = definition.get("url") or next((u["value"] for u in definition.get("uniqueId", ())), "")
        found[url] = definition
    return Profiles(found)
