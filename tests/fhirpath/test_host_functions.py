"""Host functions: asked of all nodes or of one, how many arguments they read, what comes out of one on a misfit."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import pytest

from adapter.fhirpath import Context, FhirPathError, compile_expression
from adapter.fhirpath.host_functions import misfit, most_arguments, of_each, of_first, of_one


@of_each
def length(context: Context, node: Any, *_: list) -> int | None:
    return len(node) or None


@of_first
def first_length(context: Context, node: Any, *_: list) -> int | None:
    return len(node) or None


def kept(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def run(*arguments: Any) -> Any:
        return function(*arguments)

    return run


def test_each_node_gives_its_value_and_none_drops_out():
    assert length(Context(), ["ab", "", "abc"]) == [2, 3]


def test_the_first_node_that_has_a_value_gives_it():
    assert first_length(Context(), ["", "abc", "a"]) == [3]
    assert first_length(Context(), [""]) == []


def test_generated_code_asks_one_node_where_a_function_does():
    asked = of_one(length)
    assert asked is not None and asked(Context(), "ab") == 2
    assert of_one(lambda context, focus: focus) is None


@pytest.mark.parametrize(
    ("function", "most"),
    [
        (length, 0),
        (kept(length), 0),
        (lambda context, focus, *_: focus, 0),
        (lambda context, focus, name, *_: focus, 1),
        (lambda context, focus, name=(), other=(): focus, 2),
        (lambda context, focus, *names: focus, None),
        (dict, None),
    ],
    ids=["of-each", "wrapped", "none", "one", "two-at-will", "any", "not-of-python"],
)
def test_how_many_arguments_a_function_reads(function: Callable[..., Any], most: int | None):
    assert most_arguments(function) == most


def test_an_argument_that_is_not_read_is_refused():
    with pytest.raises(FhirPathError, match=r"length\(\) takes 0 arguments, found 1"):
        compile_expression("name.length('en')", functions={"length": length})


def test_a_misfit_names_the_function_and_the_node():
    asked = of_one(length)
    assert asked is not None
    with pytest.raises(TypeError) as raised:
        asked(Context(), 5)
    told = misfit(raised.value, {asked.__code__: "length"})
    assert told.message.startswith("length() cannot be called so on '5' (TypeError:")
    with pytest.raises(FhirPathError) as refused:
        compile_expression("length()", functions={"length": length})(5)
    assert refused.value.message == told.message


def test_what_comes_from_no_host_function_is_raised_again():
    with pytest.raises(KeyError) as raised:
        {}["x"]
    with pytest.raises(KeyError):
        misfit(raised.value, {length.__code__: "length"})
