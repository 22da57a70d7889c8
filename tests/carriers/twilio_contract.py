"""Twilio's own description of its Messages resource, to which the stand-in and what Handraise asks of it are held.

It is `spec/json/twilio_api_v2010.json` of github.com/twilio/twilio-oai (MIT), cut to Messages. It isn't part of this
repository: `shared/contracts/twilio-messages.json` is looked for beside the folders that this one is in.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import jsonschema_rs

FILE = Path("shared/contracts/twilio-messages.json")
ONE = "/2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json"
ALL = "/2010-04-01/Accounts/{AccountSid}/Messages.json"


def file() -> Path:
    """The description's file, where it is; it may not be there."""
    files = [folder / FILE for folder in Path(__file__).resolve().parents]
    return next((each for each in files if each.exists()), files[-1])


def found() -> "Contract | None":
    """The description; None if it isn't here."""
    return Contract(json.loads(file().read_text())) if file().exists() else None


class Contract:
    """Judges requests and answers; each method raises AssertionError with what is wrong."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self._validators: dict[str, jsonschema_rs.Draft202012Validator] = {}
        self._schemas = nullable(spec["components"]["schemas"])
        message = self._schemas["api.v2010.account.message"]
        message["required"] = list(message["properties"])  # Twilio leaves none out
        paths = nullable(spec["paths"])
        post, get = paths[ALL]["post"], paths[ALL]["get"]
        self._form = post["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]
        self._query = {each["name"]: each["schema"] for each in get["parameters"] if each["in"] == "query"}
        self._answers = {
            (path, method): answered["content"]["application/json"]["schema"]
            for path, methods in paths.items()
            for method in ("get", "post")
            if method in methods
            for answered in methods[method]["responses"].values()
        }

    def create(self, body: bytes) -> None:
        """A request that creates a message."""
        known = self._form["properties"]
        self._judge(typed(parse_qsl(body.decode(), keep_blank_values=True), known), self._form, "a request")

    def listing(self, query: Iterable[tuple[str, str]]) -> None:
        """A request for the list of messages."""
        self._judge(typed(query, self._query), {"properties": self._query}, "a query")

    def answer(self, path: str, method: str, said: Any) -> None:
        """An answer without trouble."""
        self._judge(said, self._answers[path, method], f"the answer to {method} {path}")

    def _judge(self, what: Any, schema: dict[str, Any], name: str) -> None:
        if name not in self._validators:
            whole = {**schema, "components": {"schemas": self._schemas}}
            self._validators[name] = jsonschema_rs.Draft202012Validator(whole)
        wrong = [error.message for error in self._validators[name].iter_errors(what)]
        assert not wrong, f"{name}: {wrong}"


def typed(fields: Iterable[tuple[str, str]], known: dict[str, Any]) -> dict[str, Any]:
    """The fields of a form or query with values of the types that they are to have. An unknown one is an error."""
    read: dict[str, Any] = {}
    for name, value in fields:
        assert name in known, f"Twilio knows no {name}"
        kind = known[name].get("type", "string")
        if kind == "array":
            read.setdefault(name, []).append(value)
            continue
        assert name not in read, f"{name} came twice"
        read[name] = int(value) if kind == "integer" else value in ("true", "True") if kind == "boolean" else value
    return read


def nullable(schema: Any) -> Any:
    """OpenAPI 3.0's `nullable` as JSON Schema says it, in all of a schema."""
    if isinstance(schema, list):
        return [nullable(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    read = {name: nullable(value) for name, value in schema.items()}
    if read.pop("nullable", False) is True and isinstance(read.get("type"), str):
        read["type"] = [read["type"], "null"]
        if "enum" in read:
            read["enum"] = [*read["enum"], None]
    return read
