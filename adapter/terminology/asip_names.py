"""What codes of TA_ASIP (1.2.250.1.213.1.1.4.322) say of a treatment, for those that come without a displayName.

Source of the codes: CI-SIS, eP-MED-DM 2024.01 (prescription items) and CNAM-HR 2021.01 (opened box); words of ours.
"""

from adapter.terminology.oid import uri_of

SYSTEM = uri_of("1.2.250.1.213.1.1.4.322")
_NAMES = {
    "GEN-179": "Hors AMM",
    "GEN-180": "Accident du travail ou maladie professionnelle",
    "GEN-181": "Non remboursable",
    "MED-559": "Boîte déconditionnée",
    "MED-574": "En lien avec une ALD",
}


def asip_name(system: object, code: object) -> str:
    """The name of a code of the terminology; "" for any other. system: its URI."""
    return _NAMES.get(str(code), "") if system == SYSTEM else ""
