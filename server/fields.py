"""The description of a field on the wire, where it is declared."""

import msgspec


def said(sentence: str, unit: str | None = None, least: int | None = None, most: int | None = None) -> msgspec.Meta:
    """Return the description of a field: a sentence, the unit of its value, and the range that it lies in.

    The range informs readers of the wire's documents. What members give is held to a range by the type of the argument.
    """
    told = {"unit": unit, "minimum": least, "maximum": most}
    schema = {name: value for name, value in told.items() if value is not None}
    return msgspec.Meta(description=sentence, extra_json_schema=schema)
