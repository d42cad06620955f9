"""The substances of the legal narrow-margin list: arrêtés of 2019-11-12 (annex) and 2022-07-20."""

import json
from pathlib import Path

from adapter.medication.substance_name import substance_key

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "narrow-margin.json"


def legal_list(path: Path = SHIPPED) -> frozenset[str]:
    """Keys of the substances of a file `{"legal": [{"substance": …}, …]}`."""
    return frozenset(substance_key(row["substance"]) for row in json.loads(path.read_text(encoding="utf-8"))["legal"])
