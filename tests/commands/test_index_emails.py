from server.store import keys
from server.store.scripts import Scripts

EMAILS = keys.under(keys.ACCOUNT, "emails")


async def test_members_are_kept_under_more_addresses_and_it_is_noted(scripts: Scripts) -> None:
    await scripts.redis.hset(EMAILS, "Ädele@x.org", "1")

    await scripts.run("index_emails", members={"ädele@x.org": 1})

    assert await scripts.redis.hgetall(EMAILS) == {"Ädele@x.org".encode(): b"1", "ädele@x.org".encode(): b"1"}
    assert await scripts.redis.hget(keys.ACCOUNT, "emails_compared") == b"1"


async def test_somebody_who_is_kept_there_already_stays(scripts: Scripts) -> None:
    await scripts.run("index_emails", members={"ana@x.org": 1})
    await scripts.run("index_emails", members={"ana@x.org": 2})

    assert await scripts.redis.hget(EMAILS, "ana@x.org") == b"1"
