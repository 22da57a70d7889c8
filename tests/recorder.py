"""Records what goes over the WebSockets of a hub, and holds every frame against the document of the wire.

It stands between the server and the app, so that all a hub sends passes it, whoever is on the other side. A command is
held against the document once the hub has carried it out.
"""

import json
import os
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft7Validator
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server import serve
from server.errors import NotAFrame
from server.web.asyncapi import document
from server.web.upgraded import EXTENSION, Upgraded
from server.wire.frames import Encoding, decode, read_command

DOCUMENT = json.loads(json.dumps(document()))
MESSAGES = DOCUMENT["components"]["messages"]
CLOSE_CODES = {code for channel in DOCUMENT["channels"].values() for code in channel["x-close-codes"]}

SEEN: set[str] = set()
"""All that hubs did since the tests began, in the words of `everything`."""

FILE = "HANDRAISE_RECORDED"
"""The setting that names the file to which a hub in a process of its own writes its record."""


def everything() -> set[str]:
    """Whatever a hub can do, as the document says: carry out and refuse commands, show and take away things, close."""
    commands = [name.removesuffix(".reply") for name in MESSAGES if name.endswith(".reply")]
    going = DOCUMENT["components"]["schemas"]["Gone"]["properties"]["kind"]["enum"]
    return {
        *(f"{name} {end}" for name in commands for end in ("reply", "refused")),
        *(name.replace(".", " ") for name in MESSAGES if name.startswith("changed.")),
        *(f"gone {kind}" for kind in going),
        *(f"close {code}" for code in CLOSE_CODES),
    }


TOLD = 5
"""Wrong frames that a failing test tells."""

TEXT_FRAME = 0x81
"""The first byte of a whole message in text (RFC 6455, 5.2)."""


class Record:
    """A record of a hub: each thing that it did, once, and a sentence for each frame that isn't in the document.

    path  the file to which each is written at once, since the process may be killed
    """

    def __init__(self, path: Path | None = None) -> None:
        self.did: set[str] = set()
        self.wrong: list[str] = []
        self._path = path

    @classmethod
    def read(cls, path: Path) -> "Record":
        """Read the record that another process wrote."""
        record = cls()
        for line in path.read_text().splitlines():
            did, wrong = json.loads(line)
            record.did.update(did)
            record.wrong += wrong
        return record

    def note(self, did: str, wrong: Iterable[str] = ()) -> None:
        """Note what the hub did, and what was wrong with it."""
        wrong = list(wrong)
        if self._path and (wrong or did not in self.did):
            with self._path.open("a") as file:
                file.write(json.dumps([[did], wrong]) + "\n")
        self.did.add(did)
        self.wrong += wrong

    def judge(self) -> None:
        """Remember what the hub did; a frame that isn't in the document fails the test."""
        SEEN.update(self.did)
        assert not self.wrong, "\n".join([f"{len(self.wrong)} frames aren't in the document.", *self.wrong[:TOLD]])


def recorded(app: ASGIApp, record: Record) -> ASGIApp:
    """Return the app with a recorder before it."""

    async def recording(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await app(scope, receive, send)
            return
        socket = Socket(scope["path"].rpartition("/")[2], record)

        async def hear() -> Message:
            message = await receive()
            socket.hear(message)
            return message

        async def say(message: Message) -> None:
            socket.say(message)
            await send(message)

        extensions = dict(scope.get("extensions", {}))
        if EXTENSION in extensions:
            extensions[EXTENSION] = Written(extensions[EXTENSION], socket)
        await app({**scope, "extensions": extensions}, hear, say)

    return recording


def record_this_process() -> None:
    """Record the hub that this process will be."""
    record = Record(Path(os.environ[FILE]))
    create_app = serve.create_app
    serve.create_app = lambda config: recorded(create_app(config), record)


class Socket:
    """A socket, with the commands that it hasn't answered yet: a hub answers them in their order."""

    def __init__(self, actor: str, record: Record) -> None:
        self._actor = actor
        self._record = record
        self._encoding: Encoding | None = None
        self._asked = deque[list[Any]]()

    def hear(self, message: Message) -> None:
        """Take in what comes from the other side."""
        if message["type"] == "websocket.receive":
            with suppress(NotAFrame):
                self._asked.append(list(read_command(payload(message), self._encoding)))
        elif message["type"] == "websocket.disconnect" and message.get("code") == 1009:
            self._record.note("close 1009")  # the server closes by itself, and the app learns of it

    def say(self, message: Message) -> None:
        """Take in what the hub says."""
        if message["type"] == "websocket.accept":
            self._encoding = Encoding(message["subprotocol"])
        elif message["type"] == "websocket.send":
            self._say(decode(payload(message), self._encoding))
        elif message["type"] == "websocket.close" and self._encoding:
            code = str(message.get("code", 1000))
            undeclared = [f"/ws/{self._actor} is closed with {code}, which isn't in the document."]
            self._record.note(f"close {code}", [] if code in CLOSE_CODES else undeclared)

    def _say(self, frame: list[Any]) -> None:
        match frame:
            case ["reply", ref, _] if self._asked and self._asked[0][0] == ref:
                asked = self._asked.popleft()
                name = f"{self._actor}.{asked[1]}"
                self._record.note(f"{name} reply", [*misfits(name, asked), *misfits(f"{name}.reply", frame)])
            case ["refused", ref, *_] if self._asked and self._asked[0][0] == ref:
                self._record.note(f"{self._actor}.{self._asked.popleft()[1]} refused", misfits("refused", frame))
            case ["changed", {"kind": kind}]:
                self._record.note(f"changed {kind}", misfits(f"changed.{kind}", frame))
            case ["gone", {"kind": kind}]:
                self._record.note(f"gone {kind}", misfits("gone", frame))
            case _:
                self._record.note("nothing", [f"No message in the document is like this one: {frame!r:.500}"])


class Written:
    """A connection that a hub writes whole frames to, past the server."""

    def __init__(self, connection: Upgraded, socket: Socket) -> None:
        self._connection = connection
        self._socket = socket

    def write(self, framed: bytes) -> bool:
        """Write a frame, if the connection lets us."""
        written = self._connection.write(framed)
        if written:
            content = framed[{126: 4, 127: 10}.get(framed[1], 2) :]
            said = {"text": content.decode()} if framed[0] == TEXT_FRAME else {"bytes": content}
            self._socket.say({"type": "websocket.send", **said})
        return written


def payload(message: Message) -> Any:
    """Return the text or the bytes of a message."""
    text = message.get("text")
    return message["bytes"] if text is None else text


def misfits(name: str, frame: list[Any]) -> Iterable[str]:
    """Return a sentence for each place in which a frame isn't as the document says of this message."""
    if name not in MESSAGES:
        return [f"There is no message {name} in the document: {frame!r:.500}"]
    if validator(name).is_valid(frame):
        return []
    return [
        f"{name} isn't as the document says, at {'/'.join(map(str, error.instance_path))}: {error.message:.500}\n"
        f"{frame!r:.500}"
        for error in validator(name).iter_errors(frame)
    ]


@cache
def validator(name: str) -> Draft7Validator:
    """Return what holds a frame against one message of the document."""
    return Draft7Validator({"components": {"schemas": strict_schemas()}, **MESSAGES[name]["payload"]})


@cache
def strict_schemas() -> Any:
    """Return all schemas without room for fields that aren't declared."""
    return strict(DOCUMENT["components"]["schemas"])


def strict(schema: Any) -> Any:
    """Return a schema without room for fields that aren't declared: clients pass over them, and a hub sends none."""
    if isinstance(schema, list):
        return [strict(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {"additionalProperties": False} if isinstance(schema.get("properties"), dict) else {}
    return closed | {name: strict(inner) for name, inner in schema.items()}
