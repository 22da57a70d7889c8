"""The index by which contacts are searched for, as it is and as it should be."""

import json
from collections import defaultdict
from typing import Any

from server.words.names import fields_of
from tests.stored import Stored

SPAN = 32_768


def in_index(stored: Stored) -> dict[str, list[int]]:
    """Every field of a campaign's index with the conversations that it has, in order."""
    found: dict[str, list[int]] = defaultdict(list)
    for name, fields in stored.others.items():
        for field, value in fields.items() if name.startswith("find:") else ():
            offsets = [int.from_bytes(value[at : at + 2]) for at in range(0, len(value), 2)]
            found[field.decode()] += [int(name[5:]) * SPAN + offset for offset in offsets]
    return {field: sorted(conversations) for field, conversations in found.items()}


def as_it_should_be(stored: Stored) -> dict[str, list[int]]:
    """The same, made of the contacts up to the last one that is indexed."""
    found: dict[str, list[int]] = defaultdict(list)
    for id, packed in sorted(stored.contacts.items()):
        if id <= int(stored.hash.get("indexed", 0)):
            for field in fields_of(*json.loads(packed)[:3]):
                found[field].append(id)
    return dict(found)


def to_take_out(stored: Stored | None, conversation: int) -> dict[str, Any]:
    """The argument of the scripts that take a contact out of the index; empty where there is none."""
    packed = stored.contacts.get(conversation) if stored else None
    if packed is None:
        return {}
    was = json.loads(packed)[:3]
    return {"was": was, "fields": fields_of(*was)}
