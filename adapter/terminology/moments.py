"""French words for moments of the day and meals → FHIR EventTiming codes."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from adapter.terminology.table import rows


def moment_code(text: str) -> str | None:
    """`au coucher` → `HS`; the whole words must match, case apart. None when they are no moment.

    `IC` (between meals) is a v3 code that the R4 value set lacks: the caller keeps it as text.
    """
    return moment_words().get(" ".join(text.casefold().replace("'", "’").split()))


@cache
def moment_words() -> Mapping[str, str]:
    """All known wordings → code."""
    return MappingProxyType({word.casefold(): code for code, words in rows("moments") for word in words})
