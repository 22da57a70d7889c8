"""The plan of a load test, in a file: whose tokens to use, and on which campaign."""

import os
import secrets
from pathlib import Path

import msgspec

from server.errors import HandraiseError
from server.wire.frames import Encoding


class BadPlan(HandraiseError):
    """A plan or its people can't be used; the message is one sentence that says what to do."""


class Plan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that `handraise load` needs to know.

    run       the name of a run of `handraise load prepare`; all that it makes is found by it. Empty in a plan that an
              older version wrote, and in one that wasn't prepared
    campaign  the campaign's id; 0 while it is being prepared
    contacts  how many contacts were made for it
    texters   an API token of each texter; all are senders of the campaign
    admins    an API token of each admin
    made      the ids of the members that `handraise load prepare` made, for `handraise load clean`
    """

    run: str = ""
    campaign: int = 0
    contacts: int = 0
    texters: list[str] = []
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


def claim_plan(path: Path) -> Plan:
    """Make the file of a plan that is yet to be prepared, which only its owner can read, since it will hold tokens.

    From then on `clean` finds all that is made for it, however far `prepare` comes. Raises BadPlan if the file is
    there already or can't be made.
    """
    plan = Plan(run=secrets.token_hex(3))
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(_text(plan))
    except FileExistsError as error:
        sentence = f"{path} is there already: choose another name, or handraise load clean it first."
        raise BadPlan(sentence) from error
    except OSError as error:
        raise BadPlan(f"{path} can't be written: {error.strerror}.") from error
    return plan


def write_plan(path: Path, plan: Plan) -> None:
    """Write a plan into the file that was claimed for it.

    Raises BadPlan.
    """
    beside = path.with_name(f".{path.name}.{plan.run}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(_text(plan))
        beside.replace(path)  # in one step: an interruption leaves the claim
    except OSError as error:
        raise BadPlan(f"{path} can't be written: {error.strerror}.") from error


def _text(plan: Plan) -> bytes:
    return msgspec.json.format(msgspec.json.encode(plan))


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
