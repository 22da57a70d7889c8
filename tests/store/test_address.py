"""The addresses that `REDIS_URL` may name."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis.asyncio.connection import SSLConnection

from server.errors import StoreTrouble
from server.store.address import NOT_ONE, address

HOSTS = st.lists(
    st.tuples(st.from_regex(r"[a-z][a-z0-9-]{0,20}[a-z0-9]", fullmatch=True), st.integers(1, 65535)),
    min_size=1,
    max_size=5,
)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=12)


@given(places=HOSTS, user=WORDS, password=WORDS, encrypted=st.booleans())
def test_user_and_password_reach_the_store_and_nobody_else(
    places: list[tuple[str, int]], user: str, password: str, encrypted: bool
) -> None:
    password = f"secret{password}"
    places = [(host.replace("secret", ""), port) for host, port in places]
    hosts = ",".join(f"{host}:{port}" for host, port in places)
    vouched = f"{quote(user, safe='')}:{quote(password, safe='')}"
    for kind, path in (("sentinel", "/main/3"), ("cluster", "")):
        scheme = f"{'rediss' if encrypted else 'redis'}+{kind}"
        at = address(f"{scheme}://{vouched}@{hosts}{path}")
        assert (at.kind, at.places) == (kind, tuple(places))
        assert (at.settings["username"], at.settings["password"]) == (user, password)
        assert (at.settings.get("connection_class") is SSLConnection) == encrypted
        assert at.shown == f"{scheme}://{hosts}{path}"
        assert "secret" not in repr(at)


def test_a_sentinel_has_its_own_user_and_the_certificates_of_the_store() -> None:
    at = address(
        "rediss+sentinel://:secret@one,two:1/main?ssl_ca_certs=/ca.pem&sentinel_user=watcher&sentinel_password=word"
    )

    assert at.places == (("one", 26379), ("two", 1))
    assert (at.name, at.settings["db"], at.settings["password"]) == ("main", 0, "secret")
    assert at.settings["ssl_ca_certs"] == at.sentinel["ssl_ca_certs"] == "/ca.pem"
    assert (at.sentinel["username"], at.sentinel["password"], at.sentinel["ssl"]) == ("watcher", "word", True)
    assert not {"sentinel_user", "sentinel_password"} & at.settings.keys()


@pytest.mark.parametrize(
    ("url", "places", "shown"),
    [
        ("redis://", (("localhost", 6379),), "redis://localhost:6379/0"),
        ("redis://h/3", (("h", 6379),), "redis://h:6379/3"),
        ("rediss://me:you@[::1]:7/2?ssl_cert_reqs=none", (("::1", 7),), "rediss://[::1]:7/2"),
        ("unix:///a%20b/s?db=2", (), "unix:///a b/s"),
        ("redis+cluster://[::1]:7,h", (("::1", 7), ("h", 6379)), "redis+cluster://[::1]:7,h:6379"),
        ("redis+cluster://h/0", (("h", 6379),), "redis+cluster://h:6379"),
    ],
)
def test_an_address_is_shown_whole(url: str, places: tuple[tuple[str, int], ...], shown: str) -> None:
    at = address(url)
    assert (at.places, at.shown) == (places, shown)


@pytest.mark.parametrize(
    "url",
    [
        "redis+sentinel://h:1",
        "redis+sentinel://h:1/",
        "redis+sentinel://h:1/main/x",
        "redis+sentinel://h:1,/main",
        "redis+sentinel://h:1,:2/main",
        "redis+sentinel:///main",
        "redis+cluster://h/1",
        "redis+cluster://h/x",
        "redis+cluster://",
        "redis+cluster://h:99999",
        "redis+raft://h",
        "unix+cluster:///s",
        "http+cluster://h",
        "",
    ],
)
def test_what_is_no_address_is_told(url: str) -> None:
    with pytest.raises(StoreTrouble) as told:
        address(url)
    assert str(told.value) == NOT_ONE
