"""The CSV layouts that are read (docs: design §8): their columns, what is required, and which column says the list."""

from collections.abc import Iterable
from dataclasses import dataclass

IDENTITY = ("family_name", "given_name", "birth_date", "sex")


@dataclass(frozen=True, slots=True)
class Layout:
    """One CSV layout. Column names are compared without case.

    required: each group needs at least one of its columns. follows: a column that makes another one required.
    expected: columns without which the file is read, but an Issue says what is then unknown.
    patient: columns that identify the patient, the first one present counts. list_column: says the list of a row.
    closed: columns of identifiers, dates and codes, whose values hold no separator.
    """

    name: str
    columns: tuple[str, ...]
    required: tuple[tuple[str, ...], ...]
    patient: tuple[str, ...]
    closed: frozenset[str]
    follows: tuple[tuple[str, str], ...] = ()
    expected: tuple[tuple[str, str], ...] = ()
    list_column: str = ""

    def known(self, names: Iterable[str]) -> int:
        """How many of these columns belong to the layout."""
        return len(set(names) & set(self.columns))

    def missing(self, names: Iterable[str]) -> str:
        """The required columns that are not there, in words; empty when nothing is missing."""
        have = set(names)
        groups = [" or ".join(group) for group in self.required if not have & set(group)]
        groups += [needed for column, needed in self.follows if column in have and needed not in have]
        return ", ".join(f"'{group}'" for group in groups)


PHARMACY_EXPORT = Layout(
    name="pharmacy-export",
    columns=(
        "patient_id",
        "dispense_date",
        "cip13",
        "cip7",
        "ucd",
        "cis",
        "atc",
        "label",
        "quantity",
        "posology",
        "days_supply",
        "prescription_date",
        "prescriber_rpps",
        "pharmacy_finess",
        "renewal",
        "substituted",
        *IDENTITY,
    ),
    required=(("patient_id",), ("dispense_date",), ("cip13", "cip7", "ucd", "cis", "atc", "label")),
    patient=("patient_id",),
    closed=frozenset(("patient_id", "dispense_date", "cip13", "cip7", "ucd", "cis", "atc", "birth_date", "sex")),
    expected=(("quantity", "the boxes delivered are not known, and a reversal cannot be told from a delivery"),),
)

DISCHARGE_LIST = Layout(
    name="discharge-list",
    columns=(
        "patient_id",
        "line",
        "list",
        "code",
        "code_system",
        "label",
        "posology",
        "route",
        "start",
        "end",
        "reason",
        "indication",
        *IDENTITY,
    ),
    required=(("patient_id",), ("list",), ("label", "code")),
    patient=("patient_id",),
    closed=frozenset(("patient_id", "line", "list", "code", "code_system", "start", "end", "birth_date", "sex")),
    follows=(("code", "code_system"),),
    expected=(("posology", "doses cannot be compared"),),
    list_column="list",
)

SNDS_DCIR = Layout(
    name="snds-dcir",
    columns=(
        "num_enq",
        "ben_nir_psa",
        "exe_soi_dtd",
        "pha_prs_c13",
        "pha_act_qsn",
        "pha_dec_top",
        "pha_dec_qsu",
        "pre_pre_dtd",
        "psp_spe_cod",
    ),
    required=(("num_enq", "ben_nir_psa"), ("exe_soi_dtd",), ("pha_prs_c13",)),
    patient=("num_enq", "ben_nir_psa"),
    closed=frozenset(
        ("num_enq", "ben_nir_psa", "exe_soi_dtd", "pha_prs_c13", "pha_dec_top", "pre_pre_dtd", "psp_spe_cod")
    ),
    expected=(("pha_act_qsn", "the boxes delivered are not known, and a reversal cannot be told from a delivery"),),
)

LAYOUTS: tuple[Layout, ...] = (PHARMACY_EXPORT, DISCHARGE_LIST, SNDS_DCIR)


def layout_of(names: Iterable[str]) -> Layout | None:
    """The layout that most of these column names belong to; None when fewer than two of them belong to any."""
    columns = tuple(names)
    best = max(LAYOUTS, key=lambda layout: layout.known(columns))
    return best if best.known(columns) >= 2 else None
