import asyncio
import threading

import pytest

from server.errors import Refused
from server.people.passwords import Passwords, finished


async def test_a_password_matches_what_was_kept_of_it_and_no_other_does():
    passwords = Passwords()

    kept = await passwords.hash("correct horse")

    assert "correct" not in kept
    assert await passwords.matches("correct horse", kept)
    assert not await passwords.matches("Correct horse", kept)


async def test_what_is_kept_of_a_password_takes_64_mib_and_three_passes_to_compute():
    kept = await Passwords().hash("correct horse")

    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


async def test_the_same_letters_typed_on_another_keyboard_match():
    passwords = Passwords()

    kept = await passwords.hash("cafe\u0301 au lait")

    assert await passwords.matches("caf\u00e9 au lait", kept)


async def test_a_turn_lasts_as_long_as_the_hashing_even_when_nobody_waits_for_it():
    begun, goes_on = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        goes_on.wait(20)

    waiting = asyncio.create_task(finished(work))
    await asyncio.to_thread(begun.wait, 20)
    waiting.cancel()
    for _ in range(10):
        await asyncio.sleep(0)
    assert not waiting.done()
    goes_on.set()
    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_nothing_matches_where_none_was_kept():
    passwords = Passwords()

    assert not await passwords.matches("", None)
    assert not await passwords.matches("correct horse", None)


@pytest.mark.parametrize(
    ("password", "code"),
    [("", "password_too_short"), ("7 signs", "password_too_short"), ("é" * 201, "password_too_long")],
)
async def test_a_new_password_has_8_to_200_characters(password, code):
    with pytest.raises(Refused, match=code):
        await Passwords().hash(password)


@pytest.mark.parametrize("password", ["8 signs!", "é" * 200])
async def test_8_and_200_characters_are_fine(password):
    passwords = Passwords()

    assert await passwords.matches(password, await passwords.hash(password))


async def test_more_than_200_characters_match_nothing():
    passwords = Passwords()
    kept = await passwords.hash("é" * 200)

    assert not await passwords.matches("é" * 100_000, kept)
