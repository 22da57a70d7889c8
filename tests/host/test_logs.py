"""The log, as machines and people read it."""

import json
import logging
import re
import sys

from server.host.logs import JsonLines, Lines


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


def test_no_line_has_a_phone_number_in_full() -> None:
    said = "The 'To' number +12025550123 isn't valid: /PhoneNumbers/%2B4917012345678?x=1, at 12:00:00+00:00"
    masked = "The 'To' number +120…23 isn't valid: /PhoneNumbers/%2B491…78?x=1, at 12:00:00+00:00"
    try:
        raise KeyError("+12025550123")
    except KeyError:
        told = line("%s", said, exc_info=sys.exc_info())
        record = logging.LogRecord("handraise.x", logging.WARNING, "", 1, said, (), sys.exc_info())
    assert told["message"] == masked
    for written in (str(told["exception"]), Lines().format(record)):
        assert "+120…23" in written
        assert "5550123" not in written
