"""A backup is restored into an empty store only, all of it, and nobody is texted twice for it."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import msgspec
import pytest
from redis import Redis as SyncRedis
from redis.asyncio import Redis

from server.backup import claiming
from server.backup.archive import ABOUT, BadBackup, opened
from server.backup.claiming import Claim
from server.backup.restoring import restore
from server.campaigns.check import check
from server.config import Config
from server.errors import StoreTrouble
from server.store import keys
from server.store.half_restored import MARK, refuse_half_restored
from server.store.lookups import Schema, schema, versions
from server.upgrades.opening import open_account
from tests.backup.stores import backed_up, kept, restored, store, used
from tests.carriers.carrying import Remembering, carrying
from tests.command_line import handraise
from tests.commands.test_take_texts import sent
from tests.faults.stores import Store
from tests.lives import a_campaigns_life, an_accounts_life
from tests.stored import everything, stray_keys
from tests.world import Texter


@pytest.fixture
async def here(store_binary: str) -> AsyncIterator[Store]:
    """A store that is backed up."""
    async with store(store_binary) as running:
        yield running


@pytest.fixture
async def there(store_binary: str) -> AsyncIterator[Store]:
    """An empty store."""
    async with store(store_binary) as running:
        yield running
        assert await stray_keys(running.redis) == {}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file of the backup."""
    return tmp_path / "backup.zip"


async def test_all_that_a_store_holds_comes_back_as_it_is(here: Store, there: Store, file: Path) -> None:
    await a_campaigns_life(here.world)
    await an_accounts_life(here.world)
    before = await kept(here.redis)

    await backed_up(here, file)
    outcome = await restored(there, file, as_is=True)

    assert await kept(there.redis) == await kept(here.redis) == before
    assert outcome.keys >= len(before)
    for name in before:
        assert await there.redis.pexpiretime(name) == await here.redis.pexpiretime(name)
    assert await everything(there.redis) != {}


async def test_what_was_active_is_paused_and_what_was_queued_never_goes_out(
    here: Store, there: Store, file: Path
) -> None:
    campaign, ana = await sent(here.world, contacts=5)
    await here.world.scripts.run("take_texts", campaign, carrier="remembering.1", count=2)
    draft = await here.world.campaign(3, launch=False)
    await backed_up(here, file)

    outcome = await restored(there, file)

    world = there.world
    assert (outcome.settled.paused, outcome.settled.doubted) == ([campaign], 5)
    assert (await world.counts(campaign))["status"] == "paused"
    assert (await world.counts(draft))["status"] == "draft"
    assert [(await world.conversation(campaign, id))["texts"][0]["status"] for id in range(1, 6)] == ["unknown"] * 5
    assert (await check(world.scripts)).faults == []
    await world.scripts.run("resume_campaign", campaign)
    await world.contact_writes(campaign, 1)
    carrier = Remembering()
    async with carrying(world.scripts, carrier):
        await Texter(world.scripts, campaign, ana.id).send_reply(1, "New!")
        async with asyncio.timeout(10):
            while not carrier.accepted:
                await asyncio.sleep(0.02)
    assert [text.text for text in carrier.accepted] == ["New!"]


async def test_as_it_is_texts_go_out_from_where_it_was_moved(here: Store, there: Store, file: Path) -> None:
    campaign, _ = await sent(here.world, contacts=2)
    await backed_up(here, file)
    await restored(there, file, as_is=True)
    carrier = Remembering()
    async with carrying(there.world.scripts, carrier), asyncio.timeout(10):
        while len(carrier.accepted) < 2:
            await asyncio.sleep(0.02)
    assert (await there.world.counts(campaign))["status"] == "active"


async def test_versions_are_above_all_that_were(here: Store, there: Store, file: Path) -> None:
    campaign = await here.world.campaign(3)
    await here.world.member()
    owners = [keys.ACCOUNT, keys.campaign(campaign)]
    before = await there.world.scripts.now()
    for _ in range(2):
        await backed_up(here, file)
        await there.redis.flushall()
        await restored(there, file)
        after = await versions(there.world.scripts, owners)
        assert min(after) >= before
        await there.world.campaign(1)
        before = max(await versions(there.world.scripts, owners))
        await there.world.a_moment()


@pytest.mark.parametrize("key", ["{c:1}", "{a}:token:x", "of somebody else"])
async def test_a_store_that_holds_something_is_left_alone(here: Store, there: Store, file: Path, key: str) -> None:
    await here.world.member()
    await backed_up(here, file)
    await there.redis.hset(key, "a", 1)
    with pytest.raises(BadBackup, match=r"isn't empty \(1 keys\), so nothing was restored"):
        await restored(there, file)
    assert await there.redis.keys() == [key.encode()]
    await there.redis.flushall()


async def test_a_store_with_members_is_left_alone(here: Store, there: Store, file: Path) -> None:
    await backed_up(here, file)
    await there.world.member()
    with pytest.raises(BadBackup, match="isn't empty"):
        await restored(there, file)


async def test_a_store_that_holds_only_what_running_hubs_write_counts_as_empty(
    here: Store, there: Store, file: Path
) -> None:
    await here.world.member()
    await here.world.scripts.run("secret_key", offered="ours")
    await backed_up(here, file)
    await there.world.scripts.run("secret_key", offered="theirs")
    await there.world.scripts.run("begin_chore", chore="tidy", period=1000, process="here:1")
    await there.world.scripts.run("arrive", members=[1], hub="one")
    await restored(there, file)
    assert await there.world.scripts.run("secret_key", offered="another") == "ours"


async def test_a_restore_that_stops_half_way_is_marked_and_done_again(
    here: Store, there: Store, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_campaigns_life(here.world)
    before = await kept(here.redis)
    await here.redis.set("{c:9}:picture:x", b"x" * 10**7)  # more than there is room for
    await backed_up(here, file)
    await there.redis.config_set("maxmemory", 9 * 10**6)
    with pytest.raises(BadBackup, match=r"refuses what is restored .* holds only a part of it: mend that, then"):
        await restored(there, file)
    with pytest.raises(StoreTrouble, match="A backup is being restored into the store at here, or was in part"):
        await refuse_half_restored(there.world.scripts, "at here")

    await there.redis.config_set("maxmemory", 0)
    with pytest.raises(BadBackup, match="was interrupted, or goes on right now"):
        await restored(there, file)
    monkeypatch.setattr(claiming, "HANDS_OFF_SECONDS", 0.1)
    await restored(there, file, as_is=True, again=True)

    await there.redis.delete("{c:9}:picture:x")
    assert await kept(there.redis) == before
    await refuse_half_restored(there.world.scripts, "at here")


async def test_again_is_for_a_store_with_a_part_only(here: Store, there: Store, file: Path) -> None:
    await backed_up(here, file)
    await there.world.member()
    before = await everything(there.redis)
    with pytest.raises(BadBackup, match="leave --again out"):
        await restored(there, file, again=True)
    assert await everything(there.redis) == before


async def test_of_two_restores_the_one_that_began_is_the_only_one(there: Store) -> None:
    async with used(there) as it:
        one, other = Claim(it, "one"), Claim(it, "other")
        await one.begin(again=False)
        with pytest.raises(BadBackup, match="has just begun"):
            await other.begin(again=False)
        await one.refuse_unless_ours()


async def test_one_that_is_begun_again_takes_the_store_over(there: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claiming, "HANDS_OFF_SECONDS", 0.5)
    async with used(there) as it:
        one, other = Claim(it, "one"), Claim(it, "other")
        await one.begin(again=False)
        await there.redis.set("{c:1}:picture:x", 1)
        taking = asyncio.create_task(other.begin(again=True))
        await asyncio.sleep(0.1)
        with pytest.raises(BadBackup, match="another restore has begun"):  # before the store is emptied
            await one.refuse_unless_ours()
        assert await there.redis.exists("{c:1}:picture:x")
        await taking
        assert await there.redis.keys() == [MARK.encode()]
        await other.refuse_unless_ours()


async def test_a_store_that_is_emptied_meanwhile_gets_no_more(here: Store, there: Store, file: Path) -> None:
    await a_campaigns_life(here.world)
    await backed_up(here, file)

    def empty(size: int, more: int) -> None:
        with SyncRedis(unix_socket_path=there.path) as redis:
            redis.flushall()

    async with used(there) as it:
        with opened(file) as backup, pytest.raises(BadBackup, match="was emptied meanwhile"):
            await restore(it, backup, as_is=False, again=False, progress=empty)
    assert await there.redis.dbsize() == 0


async def test_a_damaged_backup_leaves_the_store_empty(here: Store, there: Store, file: Path) -> None:
    await a_campaigns_life(here.world)
    await backed_up(here, file)
    changed = bytearray(file.read_bytes())
    changed[len(changed) // 2] ^= 1
    file.write_bytes(changed)
    with pytest.raises(BadBackup, match="is damaged"):
        await restored(there, file)
    assert await there.redis.dbsize() == 0


async def test_a_snapshot_of_a_newer_store_is_told_and_leaves_the_store_empty(
    here: Store, there: Store, file: Path, tmp_path: Path
) -> None:
    await here.world.member()
    about = msgspec.to_builtins(await backed_up(here, file))
    with ZipFile(file) as old, ZipFile(tmp_path / "newer.zip", "w") as newer:
        rdb = old.read("1.rdb").replace(b"REDIS0011", b"REDIS0999", 1)
        about["parts"][0]["sha256"] = sha256(rdb).hexdigest()
        newer.writestr("1.rdb", rdb)
        newer.writestr(ABOUT, msgspec.json.encode(about | {"store": "Valkey 99.0"}))
    with pytest.raises(BadBackup, match=r"can load this backup of Valkey 99\.0 \(.*999.*Nothing was restored"):
        await restored(there, tmp_path / "newer.zip")
    assert await there.redis.dbsize() == 0


async def test_each_store_may_have_another_database(here: Store, there: Store, file: Path) -> None:
    async with Redis(unix_socket_path=here.path, db=3) as third:
        await third.hset("{a}", mapping={"last_member": 1, "v": 7})
        await here.redis.set("of somebody else", 1)
        await backed_up(here, file, database=3)
    await restored(there, file, database=5)
    assert await there.redis.dbsize() == 0
    async with Redis(unix_socket_path=there.path, db=5) as fifth:
        assert await fifth.keys() == [b"{a}"]
        assert await fifth.hget("{a}", "last_member") == b"1"


async def test_an_older_server_of_another_product_takes_it(here: Store, file: Path) -> None:
    if not (redis_server := shutil.which("redis-server")):
        pytest.skip("redis-server isn't installed")
    campaign, _ = await sent(here.world, contacts=5)
    await backed_up(here, file)
    async with store(redis_server) as other:
        await restored(other, file)
        assert (await other.world.counts(campaign))["contacts"] == 5
        assert (await check(other.world.scripts)).faults == []


async def test_a_store_that_holds_a_part_of_a_backup_is_opened_by_nobody(there: Store) -> None:
    await there.world.member()
    await there.redis.set(MARK, "somebody")
    with pytest.raises(StoreTrouble, match="is being restored into the store"):
        async with open_account(Config(redis_url=f"unix://{there.path}", accept_loss=True)):
            pass
    ended = await handraise("check", REDIS_URL=f"unix://{there.path}")
    assert (ended.code, "begin anew: handraise restore FILE --again" in ended.err) == (1, True)


async def test_what_an_older_version_stored_is_restored_and_then_upgraded(
    here: Store, there: Store, file: Path
) -> None:
    await here.world.member()
    await here.redis.hdel(keys.ACCOUNT, "schema")
    await backed_up(here, file)
    await restored(there, file)
    async with open_account(Config(redis_url=f"unix://{there.path}", accept_loss=True)) as (_, scripts):
        assert await schema(scripts) == Schema(keys.SCHEMA, 1)
