"""Persistence: the resources of the stored plans, each with its versions, and what they can be searched by."""

from adapter.store.query import Page, Query, Stored, Token
from adapter.store.store import Saved, Store, instant

__all__ = ["Page", "Query", "Saved", "Store", "Stored", "Token", "instant"]
