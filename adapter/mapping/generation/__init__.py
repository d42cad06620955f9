"""Groups that run often, as Python functions: the same rules as the closures, without a call for each step.

docs/decisions/0008-generated-code.md says when and why; tests/mapping/test_generation.py holds both to the same result.
"""

from adapter.mapping.generation.group import generated

__all__ = ["generated"]
