"""The public drug database (BDPM) as published: files → products with their labelled strengths and base names."""

from adapter.medication.bdpm.composition import base_names, compared_by, pairs
from adapter.medication.bdpm.labelled import ingredients, release, unit_of
from adapter.medication.bdpm.publication import Publication, read_atc, read_publication
from adapter.medication.bdpm.speciality import Composition, Presentation, Speciality

__all__ = [
    "Composition",
    "Presentation",
    "Publication",
    "Speciality",
    "base_names",
    "compared_by",
    "ingredients",
    "pairs",
    "read_atc",
    "read_publication",
    "release",
    "unit_of",
]
