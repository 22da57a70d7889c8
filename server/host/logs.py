"""The log of a process: lines for people, or a JSON object a line for machines.

A line never holds words of a text, a token or an e-mail address: people are told by their ids. Nor does it hold a
phone number in full, which a carrier's own words may have.
"""

import json
import logging
import re
from datetime import UTC, datetime

FORMATS = ("text", "json")
SOCKETS = logging.getLogger("handraise.sockets")
"""A line for each socket at its end. For machines only: people would read nothing else any more."""

NUMBER = re.compile(r"(\+|%2B)(\d{3})\d{2,10}(\d\d)(?!\d)")
"""A phone number in E.164, also as it stands in an address."""


def without_numbers(said: str) -> str:
    """Return a text with only the beginning and the end of each phone number: `+120…23`."""
    return NUMBER.sub(r"\1\2…\3", said)


class Lines(logging.Formatter):
    """Writes lines for people."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return without_numbers(super().format(record))


class JsonLines(logging.Formatter):
    """Writes {time, level, logger, process, message}; `exception` and `fields` where there are any.

    The fields are the `fields` of a record: its numbers and names once more, each by itself.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
            "message": without_numbers(record.getMessage()),
        }
        if record.exc_info:
            line["exception"] = without_numbers(self.formatException(record.exc_info))
        if fields := getattr(record, "fields", None):
            line["fields"] = fields
        return json.dumps(line, default=str)


def set_up(form: str = "text") -> None:
    """Write the log in one of the FORMATS from now on."""
    said = "%(asctime)s %(levelname)s %(process)d %(message)s"
    logging.basicConfig(level=logging.WARNING)
    if form == "json":
        SOCKETS.setLevel(logging.INFO)
    for handler in logging.getLogger().handlers:
        handler.setFormatter(JsonLines() if form == "json" else Lines(said, "%H:%M:%S"))
