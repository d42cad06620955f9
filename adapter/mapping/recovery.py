"""Going on after what does not parse, so that all errors of a text come at once."""

from adapter.errors import MappingError, one_error
from adapter.fhirpath.tokens import TokenStream

_MOST_ERRORS = 20


def recover(stream: TokenStream, error: MappingError) -> None:
    """Note an error and go on, unless there are too many, or the text has ended: nothing could be said after that."""
    stream.errors.append(error)
    if stream.current.kind == "end" or len(stream.errors) >= _MOST_ERRORS:
        raise all_errors(stream)


def all_errors(stream: TokenStream) -> MappingError:
    """What was found in a text, each once."""
    found = [part for error in stream.errors if isinstance(error, MappingError) for part in error.errors]
    return one_error(list(dict.fromkeys(found)))


def next_rule(stream: TokenStream) -> bool:
    """Leave the rest of a rule behind; False where its group has ended without `}`, and another begins."""
    depth = 0
    if stream.tokens[stream.position - 1].text == "group":
        stream.position -= 1
        stream.current = stream.tokens[stream.position]
    while stream.current.kind != "end":
        if stream.at("group") and stream.peek().kind == "name" and stream.peek(2).text == "(":
            return False
        if stream.at("}") and depth == 0:
            return True
        depth += stream.at("{") - stream.at("}")
        done = depth <= 0 and stream.at(";")
        stream.advance()
        if done:
            return True
    return False
