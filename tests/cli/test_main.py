import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from importlib.metadata import version
from pathlib import Path

import pytest
from redis.asyncio import Redis

from tests.command_line import Ended, handraise, loaded


async def test_it_says_which_version_it_is() -> None:
    ended = await handraise("--version")
    assert (ended.code, ended.out) == (0, f"handraise {version('handraise')}\n")


async def completing(**settings: str) -> Ended:
    """Run `handraise` as a shell does that completes a command."""
    program = Path(sys.executable).parent / "handraise"  # click derives the variable from the program's name
    process = await asyncio.create_subprocess_exec(program, env={**os.environ, **settings}, stdout=PIPE, stderr=PIPE)
    out, err = await process.communicate()
    return Ended(process.returncode or 0, out.decode(), err.decode())


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
async def test_it_completes_commands_in_a_shell(shell: str) -> None:
    ended = await completing(_HANDRAISE_COMPLETE=f"{shell}_source")
    assert ended.code == 0
    assert "_HANDRAISE_COMPLETE" in ended.out


NEEDED_BY_COMMANDS = {"redis", "uvloop", "asyncio", "server.config", "server.store.scripts"}


async def test_completing_a_command_loads_nothing_that_commands_need() -> None:
    words = {"_HANDRAISE_COMPLETE": "bash_complete", "COMP_WORDS": "handraise c", "COMP_CWORD": "1"}
    ended = await completing(**words, PYTHONPROFILEIMPORTTIME="1")
    assert ended.out.split() == ["plain,campaign", "plain,carrier", "plain,check", "plain,contact"]
    assert loaded(ended.err) & NEEDED_BY_COMMANDS == set()


@pytest.mark.parametrize("command", [("--version",), ("--help",), ()])
async def test_help_and_the_version_load_nothing_that_commands_need(command: tuple[str, ...]) -> None:
    ended = await handraise(*command, PYTHONPROFILEIMPORTTIME="1")
    assert {"click", "server.cli.processes"} <= loaded(ended.err)
    assert loaded(ended.err) & NEEDED_BY_COMMANDS == set()


async def test_every_command_refuses_a_store_that_keeps_nothing_on_disk(store_url: str, redis: Redis) -> None:
    for command in (
        ("serve", "--port", "0"),
        ("serve", "--port", "0", "--workers", "2"),
        ("carrier", "simulator"),
        ("member", "add", "ana@example.org", "--name", "Ana", "--role", "admin"),
        ("token", "ana@example.org"),
        ("check",),
    ):
        ended = await handraise(*command, REDIS_URL=store_url, HANDRAISE_ACCEPT_LOSS="")

        assert (ended.code, ended.out) == (1, ""), command
        assert "keeps nothing on disk" in ended.err
        assert "HANDRAISE_ACCEPT_LOSS=1" in ended.err
    assert await redis.keys("*") == []


async def test_accepting_loss_is_1_or_0(store_url: str) -> None:
    ended = await handraise("check", REDIS_URL=store_url, HANDRAISE_ACCEPT_LOSS="perhaps")

    assert (ended.code, ended.err) == (1, "Error: HANDRAISE_ACCEPT_LOSS must be 1 or 0.\n")


@pytest.mark.parametrize("command", [("serve", "--port", "0"), ("check",), ("carrier", "simulator")])
async def test_a_store_that_is_not_there_is_told_in_a_sentence(command: tuple[str, ...], tmp_path: Path) -> None:
    ended = await handraise(*command, REDIS_URL=f"unix://{tmp_path}/nothing")

    assert (ended.code, ended.out, ended.err.count("\n")) == (1, "", 1)
    assert ended.err.startswith("Error: ")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("text.example.org", "begins with neither"),
        ("ftp://example.org", "begins with neither"),
        ("https://", "no host"),
        ("https://a b", "its host isn't one"),
        ("https://ann:secret@example.org", "name or password"),
        ("https://example.org/console", "path"),
        ("https://example.org?x=1", "path"),
        ("https://example.org/#x", "path"),
        ("https://example.org:99999", "port"),
        ("https://example.org:0", "port"),
    ],
)
async def test_a_public_url_that_is_no_address_stops_every_command(tmp_path: Path, url: str, says: str) -> None:
    ended = await handraise("demo", "--port", "0", PUBLIC_URL=url, HANDRAISE_DATA=tmp_path / "data")

    assert (ended.code, ended.out, ended.err.count("\n")) == (1, "", 1)
    assert "PUBLIC_URL must be like https://text.example.org" in ended.err
    assert says in ended.err
    assert "secret" not in ended.err
    assert not (tmp_path / "data").exists()
