"""The use cases in order: read → map → resolve → reconcile → plan."""

from adapter.workflow.mapped import Mapped, map_source
from adapter.workflow.reconciled import Outcome, reconcile

__all__ = ["Mapped", "Outcome", "map_source", "reconcile"]
