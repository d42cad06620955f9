"""The call of $reconcile as multipart/form-data (RFC 7578): the documents as files, as browsers and curl post them."""

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import Field, File, FormParser, parse_options_header

from adapter.api.call import ROLES, VALUES, Call, unknown_name
from adapter.api.outcome import RequestError
from adapter.api.request_checks import MAX_BODY


def call_of_form(content_type: str, body: bytes) -> Call:
    """The call that a form makes. Raises RequestError: the form is broken or cut off, or has an unknown field."""
    call, ended = Call(), []
    media_type, options = parse_options_header(content_type)
    try:
        parser = FormParser(
            media_type.decode("latin-1"),
            lambda field: _add_field(call, field),
            lambda file: _add_file(call, file),
            on_end=lambda: ended.append(True),
            boundary=options.get(b"boundary"),
            config={"MAX_MEMORY_FILE_SIZE": MAX_BODY},  # patients' documents are not written to temporary files
        )
        parser.write(body)
        parser.finalize()
    except FormParserError as error:
        raise RequestError(400, "structure", f"the form cannot be read: {error}") from None
    if not ended:
        raise RequestError(400, "structure", "the form is cut off: its last boundary is missing; send it again, whole")
    return call


def _add_file(call: Call, file: File) -> None:
    role = _text(file.field_name)
    if role not in ROLES:
        raise unknown_name(role, f"http.{role}")
    file.file_object.seek(0)
    call.add_document(role, _text(file.file_name) or role, file.file_object.read(), f"http.{role}")


def _add_field(call: Call, field: Field) -> None:
    """A value, or a document that was posted as text."""
    name, value = _text(field.field_name), field.value or b""
    if name in ROLES:
        call.add_document(name, name, value, f"http.{name}")
    elif name not in VALUES:
        raise unknown_name(name, f"http.{name}")
    elif value.strip():  # a form posts an empty text for what was left blank
        call.add_value(name, _text(value).strip(), f"http.{name}")


def _text(name: bytes | None) -> str:
    try:
        return (name or b"").decode()
    except UnicodeDecodeError:
        raise RequestError(400, "structure", "the texts of a form must be UTF-8") from None
