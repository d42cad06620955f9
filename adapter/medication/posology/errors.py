"""What parts of the grammar raise to each other; it never leaves the package."""


class UnsureError(Exception):
    """The pieces are understood one by one and not together: they disagree, or may be put together in two ways."""
