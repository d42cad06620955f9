"""A product label or free text → what it names, accepted only when nothing in it is in doubt."""

from adapter.medication.identification.identify import Answer, Candidate, identify

__all__ = ["Answer", "Candidate", "identify"]
