"""The plan of a load test, in a file: whose tokens to use, and on which campaign."""

import os
from pathlib import Path

import msgspec

from server.errors import HandraiseError
from server.wire.frames import Encoding


class BadPlan(HandraiseError):
    """A plan or its people can't be used; the message is one sentence that says what to do."""


class Plan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that `handraise load` needs to know.

    campaign  the campaign's id
    contacts  how many contacts were made for it
    texters   an API token of each texter; all are senders of the campaign
    admins    an API token of each admin
    made      the ids of the members that `handraise load prepare` made, for `handraise load clean`
    """

    campaign: int
    contacts: int = 0
    texters: list[str]
    admins: list[str] = []
    made: list[int] = []


class Person(msgspec.Struct, frozen=True):
    """Somebody to be.

    start    seconds after the beginning at which they come
    address  of this machine, from which they connect; None: the usual one
    """

    name: str
    token: str
    start: float
    encoding: Encoding
    address: str | None = None


def write_plan(path: Path, plan: Plan) -> None:
    """Write a plan to a new file that only its owner can read, since it holds tokens.

    Raises BadPlan.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(plan)))
    except OSError as error:
        raise BadPlan(f"{path} can't be written: {error.strerror}.") from error


def read_plan(path: Path) -> Plan:
    """Read a plan.

    Raises BadPlan.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Plan)
    except OSError as error:
        raise BadPlan(f"{path} can't be read: {error.strerror}.") from error
    except msgspec.DecodeError as error:
        raise BadPlan(f"{path} is no plan of handraise load prepare: {error}.") from error


def read_tokens(path: Path) -> tuple[list[str], list[str]]:
    """Read API tokens from a file: one on each line, with `admin` and a blank before those of admins.

    Returns the texters' and the admins'. Raises BadPlan.
    """
    try:
        lines = [line.split() for line in path.read_text().splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise BadPlan(f"{path} can't be read as a list of tokens.") from error
    texters = [words[-1] for words in lines if words[:-1] in ([], ["texter"])]
    admins = [words[1] for words in lines if words[:-1] == ["admin"]]
    if len(texters) + len(admins) < len(lines):
        raise BadPlan(f"{path} is no list of tokens: write one on each line, and admin before those of admins.")
    return texters, admins
