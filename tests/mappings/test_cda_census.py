"""No medication of a real CDA document is lost: every act is out or reported, with code, dose, timing, route, dates.

The documents are read in place and never committed: the French and American ones of ../shared, and whatever stands in
the folder that MEDREC_CDA_FOLDER names.
"""

import os
from pathlib import Path

import pytest
from cda_census import FACTS, take
from cda_envelope import enveloped


def test_no_medication_of_the_french_documents_is_lost(shared: Path) -> None:
    census = take(sorted((shared / "corpus" / "fr-cda").glob("*.xml")))
    assert census.lost == []
    assert census.acts == 20
    assert dict(census.kept) == dict(census.stated)


def test_no_medication_of_the_american_fragments_is_lost(shared: Path, tmp_path: Path) -> None:
    for fragment in sorted((shared / "corpus" / "us-ccda").glob("*.xml")):
        (tmp_path / fragment.name).write_text(enveloped(fragment.read_text(encoding="utf-8-sig")), encoding="utf-8")
    census = take(sorted(tmp_path.iterdir()))
    assert census.lost == []
    assert census.became["reported"] == 1  # "no known medications" is no line
    assert {fact: census.kept[fact] - census.stated[fact] for fact in FACTS} == dict.fromkeys(FACTS, 0)


def test_no_medication_of_a_folder_of_documents_is_lost() -> None:
    folder = os.environ.get("MEDREC_CDA_FOLDER")
    if not folder:
        pytest.skip("MEDREC_CDA_FOLDER names no folder of CDA documents")
    census = take([path for path in sorted(Path(folder).rglob("*")) if path.is_file()])
    assert census.acts > 0
    assert census.lost == []
