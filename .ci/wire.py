"""Writes docs/wire.md, the wire as a page, of what server/web/asyncapi.py says in JSON."""

from pathlib import Path
from typing import Any, get_args

from server.commands.actors import ACTORS
from server.errors import SENTENCES
from server.web.asyncapi import document
from server.wire.frames import CLOSE_CODES, kind_of
from server.wire.things import AnyThing

PAGE = Path(__file__).parent.parent / "docs" / "wire.md"
HEAD = """# The wire

This page is made of what the code declares (`python .ci/wire.py`); `/asyncapi.json` of a running hub says the same for
programs.

`GET /ws/texter` (any member) and `GET /ws/admin` (admins) are WebSockets with one of two subprotocols, the same
messages in both: `handraise.v1.json` (text frames) and `handraise.v1.msgpack` (binary frames). Scripts sign in with
`Authorization: Bearer TOKEN`; `handraise token EMAIL` prints one. [docs/load/](load/README.md) has examples in Python,
Node and k6.

| direction | frame |
|---|---|
| in | `[ref, name, args]`: `ref` is an integer of the client's choosing, `args` a map |
| out | `["reply", ref, result]`, or `["refused", ref, code, sentence, details?]` |
| out | `["changed", thing]`: a whole thing as it looks now, never a part of one |
| out | `["gone", {kind, id, campaign, v}]`: no longer to be shown |

A thing carries `kind`, `id`, `campaign` and `v`, the version at which it was described. Two with the same first three
are one thing, of which a client keeps the one with the highest `v`; an equal one replaces, too. The things of an
`open_…` answer replace everything that the client had.
"""

schemas: dict[str, Any] = document()["components"]["schemas"]


def name_of(schema: dict[str, Any]) -> str:
    """Return the last part of a reference."""
    return str(schema["$ref"]).rpartition("/")[2]


def type_of(schema: dict[str, Any]) -> str:
    """Return a type in words: `integer`, `list of Text`, `Batch or null`."""
    match schema:
        case {"$ref": _}:
            name = name_of(schema)
            return f"[{name}](#{name.lower()})"
        case {"anyOf": several}:
            return "thing" if len(several) > 4 else " or ".join(map(type_of, several))
        case {"const": value} | {"enum": [value]}:
            return f"`{value}`"
        case {"enum": values}:
            return " ".join(f"`{value}`" for value in sorted(values, key=str))
        case {"type": "array", **rest}:
            return f"list of {type_of(rest.get('items', {}))}"
        case {"type": "object", **rest} if isinstance(rest.get("additionalProperties"), dict):
            return f"map to {type_of(rest['additionalProperties'])}"
        case {"type": kind}:
            return str(kind)
    return "anything"


def limits_of(schema: dict[str, Any]) -> str:
    """Return the range and the unit of a value."""
    inner = [schema, *schema.get("anyOf", ())]

    def limit(*names: str) -> int | None:
        found = [part[name] for name in names for part in inner if name in part]
        return found[0] if found and abs(found[0]) < 2**53 - 1 else None

    least, most = limit("minimum", "minLength"), limit("maximum", "maxLength")
    unit = next((part["unit"] for part in inner if "unit" in part), "")
    ends = [str(end) if end is not None else "" for end in (least, most)]
    return f"{' … '.join(ends) if any(ends) else ''} {unit}".strip()


def table(schema: dict[str, Any], without: tuple[str, ...] = (), given: bool = False) -> list[str]:
    """Return the lines of a table of fields: those that come, or (`given`) those that a client gives."""
    rows = []
    for name, field in schema["properties"].items():
        if name not in without:
            always = name in schema.get("required", ()) or ("default" in field and not given)
            optional = "" if always else "?"
            says = field.get("description") or " ".join(part.get("description", "") for part in field.get("anyOf", ()))
            rows.append(f"| `{name}{optional}` | {type_of(field)} | {limits_of(field)} | {says.strip()} |")
    return ["| field | type | range, unit | |", "|---|---|---|---|", *rows, ""] if rows else []


def section(name: str, without: tuple[str, ...] = ()) -> list[str]:
    """Return the lines about one schema."""
    schema = schemas[name]
    return [f"### {name}", "", schema.get("description", ""), "", *table(schema, without)]


def page() -> str:
    """Return the page."""
    lines = [HEAD, "## Things", ""]
    kinds = {kind.__name__: kind_of(kind) for kind in get_args(AnyThing)}
    for name, kind in kinds.items():
        lines += [f'<a id="{name.lower()}"></a>', f"### `{kind}`", "", schemas[name]["description"], ""]
        lines += table(schemas[name], ("kind", "id", "campaign", "v"))
    for actor, commands in ACTORS.items():
        lines += [f"## Commands over `/ws/{actor}`", ""]
        for command in commands:
            schema = schemas[command.arguments.__name__]
            says = " ".join((command.function.__doc__ or "").split())
            lines += [f"### `{command.name}`", "", says, "", *table(schema, given=True)]
            answer = command.returns.__name__
            lines += [f"Answers [{kinds.get(answer, answer)}](#{answer.lower()}).", ""]
    lines += ["## Answers and parts", ""]
    shown = {*kinds, *(command.arguments.__name__ for commands in ACTORS.values() for command in commands)}
    for name in schemas:
        if name not in shown:
            lines += section(name)
    lines += ["## Refusals", "", "Only `try_again` is temporary: ask again, with the same `request_id`.", ""]
    lines += ["| code | sentence |", "|---|---|", *(f"| `{code}` | {says} |" for code, says in SENTENCES.items()), ""]
    lines += ["## Close codes", "", "| code | |", "|---|---|"]
    lines += [f"| {code} | {says} |" for code, says in CLOSE_CODES.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page())
