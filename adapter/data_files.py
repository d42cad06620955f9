"""Where the maps, profiles and ConceptMaps are: inside the installed package, else in the checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder `mappings` or `profiles`: the wheel carries it under adapter/data, a checkout beside adapter/."""
    installed = _PACKAGE / "data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name
