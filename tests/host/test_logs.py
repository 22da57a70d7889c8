"""The log in JSON, as a machine reads it."""

import json
import logging
import re
import sys

from server.host.logs import JsonLines


def line(message: str, *args: object, **more: object) -> dict[str, object]:
    """The line of a record, read again."""
    record = logging.LogRecord("handraise.x", logging.WARNING, "", 1, message, args, None)
    record.__dict__.update(more)
    written = JsonLines().format(record)
    assert "\n" not in written
    read: dict[str, object] = json.loads(written)
    return read


def test_a_record_is_one_object_on_one_line() -> None:
    told = line("%d of\n%s", 3, "“those”")

    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", str(told.pop("time")))
    assert isinstance(told.pop("process"), int)
    assert told == {"level": "WARNING", "logger": "handraise.x", "message": "3 of\n“those”"}


def test_an_exception_and_fields_are_told_where_there_are_any() -> None:
    try:
        raise KeyError("v")
    except KeyError:
        told = line("It failed.", exc_info=sys.exc_info(), fields={"member": 3})

    assert str(told["exception"]).startswith("Traceback") and str(told["exception"]).endswith("KeyError: 'v'")
    assert told["fields"] == {"member": 3}
