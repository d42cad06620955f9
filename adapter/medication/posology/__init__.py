"""Posology text ↔ Dosage: `parse` reads French and English texts by rules."""

from adapter.medication.posology.posology import Posology, parse

__all__ = ["Posology", "parse"]
