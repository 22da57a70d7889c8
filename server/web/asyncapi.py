"""The wire as an AsyncAPI 3.0 document, made of what is declared: commands, replies and things."""

from functools import cache
from importlib.metadata import version
from typing import Any, get_args

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.commands.actors import ACTORS
from server.commands.table import Command
from server.errors import SENTENCES
from server.wire.frames import CLOSE_CODES, Encoding, kind_of
from server.wire.parts import LARGEST_INTEGER
from server.wire.things import AnyThing, Gone

REF = {"type": "integer", "minimum": -LARGEST_INTEGER, "maximum": LARGEST_INTEGER}
"""A number of the client's choosing, by which it knows the answer."""
CODE = {"oneOf": [{"const": code, "description": sentence} for code, sentence in SENTENCES.items()]}
"""The condition that a refusal names."""


@cache
def document() -> dict[str, Any]:
    """Return the document."""
    commands = [command for table in ACTORS.values() for command in table]
    declared = [part for command in commands for part in (command.arguments, command.returns)]
    declared += [*get_args(AnyThing), Gone]
    references, schemas = msgspec.json.schema_components(declared, ref_template="#/components/schemas/{name}")
    schema_of = dict(zip(declared, references, strict=True))
    pushes = {
        f"changed.{kind_of(kind)}": _frame(kind.__doc__, {"const": "changed"}, schema_of[kind])
        for kind in get_args(AnyThing)
    }
    always = {
        "refused": _frame(
            "The command isn't carried out, because of the condition that the code names.",
            *({"const": "refused"}, REF, CODE, {"type": "string"}, {"type": "object"}),
            least=4,
        ),
        "gone": _frame(Gone.__doc__, {"const": "gone"}, schema_of[Gone]),
    }
    channels: dict[str, Any] = {}
    operations: dict[str, Any] = {}
    messages = pushes | always
    for actor, table in ACTORS.items():
        asked = {f"{actor}.{command.name}": _asked(command, schema_of) for command in table}
        replied = {f"{actor}.{command.name}.reply": _replied(command, schema_of) for command in table}
        messages |= asked | replied
        said = [*asked, *replied, *pushes, *always]
        channels[actor] = {
            "address": f"/ws/{actor}",
            "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in said},
            "x-close-codes": {str(code): sentence for code, sentence in CLOSE_CODES.items()},
        }
        operations |= {name: _operation(actor, name) for name in asked}
        shown = [{"$ref": f"#/channels/{actor}/messages/{name}"} for name in (*pushes, "gone")]
        operations[f"{actor}.show"] = {"action": "send", "channel": _channel(actor), "messages": shown}
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Handraise", "version": version("handraise"), "description": _description()},
        "defaultContentType": "application/json",
        "channels": channels,
        "operations": operations,
        "components": {"messages": messages, "schemas": {name: _plain(it) for name, it in schemas.items()}},
    }


def _plain(schema: Any) -> Any:
    """Return a schema of msgspec as AsyncAPI wants it: a discriminator is the name of a property, and no more."""
    if isinstance(schema, dict):
        return {
            name: inner["propertyName"] if name == "discriminator" else _plain(inner) for name, inner in schema.items()
        }
    return [_plain(inner) for inner in schema] if isinstance(schema, list) else schema


def _description() -> str:
    return (
        f"A WebSocket with one of the subprotocols {' and '.join(Encoding)}: the same frames, as JSON in text or as "
        "msgpack in binary. Close codes are in `x-close-codes` of each channel."
    )


def _asked(command: Command, schema_of: dict[Any, Any]) -> dict[str, Any]:
    return _frame(command.function.__doc__, REF, {"const": command.name}, schema_of[command.arguments])


def _replied(command: Command, schema_of: dict[Any, Any]) -> dict[str, Any]:
    return _frame(command.returns.__doc__, {"const": "reply"}, REF, schema_of[command.returns])


def _frame(says: str | None, *parts: Any, least: int | None = None) -> dict[str, Any]:
    # A list of `items` is how JSON Schema draft 7 says it, which is the one that AsyncAPI reads a payload by.
    payload = {"type": "array", "items": list(parts), "minItems": least or len(parts), "maxItems": len(parts)}
    return {"summary": (says or "").partition("\n")[0], "payload": payload}


def _operation(actor: str, name: str) -> dict[str, Any]:
    answers = [{"$ref": f"#/channels/{actor}/messages/{answer}"} for answer in (f"{name}.reply", "refused")]
    return {
        "action": "receive",
        "channel": _channel(actor),
        "messages": [{"$ref": f"#/channels/{actor}/messages/{name}"}],
        "reply": {"channel": _channel(actor), "messages": answers},
    }


def _channel(actor: str) -> dict[str, str]:
    return {"$ref": f"#/channels/{actor}"}


async def asyncapi(request: Request) -> Response:
    """`/asyncapi.json`, for everybody."""
    return Response(msgspec.json.encode(document()), media_type="application/json")


routes = [Route("/asyncapi.json", asyncapi)]
