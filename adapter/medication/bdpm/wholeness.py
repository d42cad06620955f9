"""Whether the files of one publication fit together: a file that was cut short must not replace what is known."""

from collections.abc import Collection
from pathlib import Path

from adapter.errors import SourceError

_FEW = 2
_LONGEST_ROWS = 8192
# In the publication of 2026-05-26, 2 of 15,848 products have no composition and 8 % no box.
_TENTH, _QUARTER = 10, 4


def refuse_cut(path: Path) -> None:
    """Raises SourceError when a file is UTF-16, as some editors save, or when its last row has neither its end nor the
    fields of the row before."""
    with path.open("rb") as file:
        if file.read(2) in (b"\xff\xfe", b"\xfe\xff"):
            raise SourceError("is in UTF-16; save it as UTF-8, or take the file as it was published", source=str(path))
        file.seek(max(file.seek(0, 2) - _LONGEST_ROWS, 0))
        lines = file.read().split(b"\n")
    if len(lines) > 1 and lines[-1] and lines[-1].count(b"\t") < lines[-2].count(b"\t"):
        raise SourceError("ends in the middle of a row: the file was cut short", source=str(path))


def refuse_unfit(products: Path, codes: Collection[str], other: Path, others: Collection[str], *, often: bool) -> None:
    """Two files of which each has rows of the same products.

    codes: the CIS of the file of products; others: those of the other file; often: whether products may well lack a
    row in it. Raises SourceError when a file says nothing, or lacks too many of the products of the other.
    """
    for path, found in ((products, codes), (other, others)):
        if not found:
            raise SourceError("holds no row that can be read", source=str(path))
    known, said = set(codes), set(others)
    if (lacking := len(known - said)) > max(_FEW, len(known) // (_QUARTER if often else _TENTH)):
        raise SourceError(
            f"says nothing of {lacking} of {len(known)} products: the file is not whole", source=str(other)
        )
    if (lacking := len(said - known)) > max(_FEW, len(said) // _TENTH):
        text = f"lacks {lacking} of the {len(said)} products of {other.name}: the file is not whole"
        raise SourceError(text, source=str(products))
