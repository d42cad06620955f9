"""The knowledge of drugs and posologies that ships with the package, as lines.py asks for it."""

from collections.abc import Mapping
from typing import Any

from adapter.medication.product import Coverage, DailyDose, Product
from adapter.reconciliation.dosage_rhythm import rhythm_of
from adapter.reconciliation.knowledge import Identity, Knowledge, Posology
from adapter.reconciliation.stated import Stated


class StatedOnly:
    """Knows no drug: identity is what the document states, and no amount is worked out."""

    def identity(self, stated: Stated) -> Identity:
        return Identity(None)

    def posology(self, stated: Stated, product: Product | None) -> Posology:
        return Posology(stated.dosages, rhythm=rhythm_of(stated.dosages) if stated.structured else None)

    def coverage(
        self, dispense: Mapping[str, Any], product: Product | None, daily_dose: DailyDose | None
    ) -> Coverage | None:
        return None


SHIPPED: Knowledge = StatedOnly()
