"""Names of codes of TA_ASIP (1.2.250.1.213.1.1.4.322) that state a circumstance of a treatment, for those that come
without a displayName. Source: CI-SIS, examples of eP-MED-DM 2024.01 and CNAM-HR 2021.01."""

from adapter.terminology.oid import uri_of

SYSTEM = uri_of("1.2.250.1.213.1.1.4.322")
_NAMES = {
    "GEN-179": "Hors autorisation de mise sur le marché (AMM)",
    "GEN-180": "En rapport avec un accident du travail ou une maladie professionnelle",
    "GEN-181": "Non remboursable",
    "MED-559": "Déconditionné",
    "MED-574": "En rapport avec une ALD",
}


def asip_name(system: object, code: object) -> str:
    """The name of a code of the terminology; "" for any other. system: its URI."""
    return _NAMES.get(str(code), "") if system == SYSTEM else ""
