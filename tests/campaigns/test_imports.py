import json
import os
import sys
import tempfile

import pytest
from redis.asyncio import Redis

from server.campaigns.imports import ROWS_PER_CHUNK, Progress, import_contacts, read_contacts
from server.contacts.columns import columns_of
from server.contacts.rows import Contact, Rejected
from server.contacts.zones import zone_of
from server.errors import Refused
from server.store import keys
from server.store.nodes import Nodes
from server.store.scripts import Scripts


async def draft(scripts: Scripts, campaign: int = 1) -> int:
    await scripts.run("create_campaign", campaign, title="Clean water", default_batch_size=300, token="t")
    return campaign


def list_of(count: int, start: int = 0) -> bytes:
    rows = (f"Ana{i},555{i:07},Rome\n" for i in range(start, start + count))
    return ("first,phone,City\n" + "".join(rows)).encode()


@pytest.fixture
def written(tmp_path):
    """Opens a file with that content."""
    opened = []

    def write(content: bytes):
        path = tmp_path / f"{len(opened)}.csv"
        path.write_bytes(content)
        opened.append(path.open("rb"))
        return opened[-1]

    yield write
    for file in opened:
        file.close()


async def imported(scripts, campaign, file) -> list[Progress]:
    async with read_contacts(file, "US") as source:
        return [progress async for progress in import_contacts(scripts, campaign, source)]


def rejections(progress: list[Progress]) -> list[tuple[int, str]]:
    return [(row.line, row.reason) for one in progress for row in one.rejected]


async def test_a_file_is_read_in_a_process_of_its_own(written):
    file = written(list_of(2) + b"Bob,x,Oslo\n")
    file.read(7)  # by a preview, say

    async with read_contacts(file, "US") as source:
        chunks = [chunk async for chunk in source.chunks]

    assert (source.header, source.columns) == (["first", "phone", "City"], columns_of(["first", "phone", "City"]))
    assert [[type(row) for row in chunk.rows] for chunk in chunks] == [[Contact, Contact, Rejected]]
    row = ["Ana1", "5550000001", "Rome"]
    zone = zone_of("+15550000001")
    assert chunks[0].rows[1] == Contact(3, row, "Ana1", "", "+15550000001", {"City": "Rome"}, zone)
    assert chunks[0].position == len(list_of(2)) + 11


async def test_region_and_mapping_reach_that_process(written):
    file = written("Tel;Qui\n06 12 34 56 78;Zoë\n".encode("cp1252"))

    async with read_contacts(file, "FR", {"Tel": "phone", "Qui": "first_name"}) as source:
        ((contact,),) = [chunk.rows async for chunk in source.chunks]

    assert (contact.first_name, contact.phone) == ("Zoë", "+33612345678")


async def test_an_upload_that_has_just_been_written_is_read_whole():
    with tempfile.TemporaryFile() as upload:
        upload.write(list_of(3))

        async with read_contacts(upload, "US") as source:
            chunks = [chunk async for chunk in source.chunks]

        assert [len(chunk.rows) for chunk in chunks] == [3]
        assert upload.seek(0) == 0


async def test_contacts_become_conversations(scripts, written):
    campaign = await draft(scripts)

    (progress,) = await imported(scripts, campaign, written("first,Phone,City\nZoë,5550000001,Oslo\n".encode()))

    assert (progress.rows, progress.added, progress.rejected) == (1, 1, [])
    kept = await scripts.redis.hgetall(keys.under(keys.campaign(campaign), "contacts"))
    assert [json.loads(contact) for contact in kept.values()] == [["Zoë", "", "+15550000001", {"City": "Oslo"}, 1, 1]]
    assert json.loads(await scripts.redis.hget(keys.campaign(campaign), "fields")) == ["City"]


async def test_every_rejected_row_has_its_line_and_reason(scripts, written):
    campaign = await draft(scripts)
    await imported(scripts, campaign, written(list_of(1)))
    await scripts.run("opt_out_phone", phone="+15550000002")
    rows = ["Ana,5550000000,", "Bob,5550000001,", "Cai,5550000002,", "Dee,x,", "Eve,5550000001,", "Fay,5550000003,"]

    (progress,) = await imported(scripts, campaign, written("\n".join(["first,phone,City", *rows]).encode()))

    assert (progress.rows, progress.added) == (6, 2)
    assert rejections([progress]) == [
        (2, "duplicate_in_campaign"),
        (4, "opted_out"),
        (5, "bad_number"),
        (6, "duplicate_in_file"),
    ]
    assert progress.rejected[0].row == ["Ana", "5550000000", ""]
    assert all(row.sentence for row in progress.rejected)


async def test_progress_counts_from_the_beginning(scripts, written):
    file = written(list_of(ROWS_PER_CHUNK * 2 + 5))

    progress = await imported(scripts, await draft(scripts), file)

    assert [(one.rows, one.added) for one in progress] == [
        (n, n) for n in (ROWS_PER_CHUNK, ROWS_PER_CHUNK * 2, ROWS_PER_CHUNK * 2 + 5)
    ]
    assert [one.position for one in progress] == sorted(one.position for one in progress)
    assert progress[-1].position == file.seek(0, os.SEEK_END)


async def test_an_import_stopped_half_way_goes_on_when_made_again(scripts, written):
    campaign = await draft(scripts)
    file = written(list_of(ROWS_PER_CHUNK * 3))
    async with read_contacts(file, "US") as source:
        stopped = await anext(import_contacts(scripts, campaign, source))

    progress = await imported(scripts, campaign, file)

    assert progress[-1].added == ROWS_PER_CHUNK * 3 - stopped.added
    assert rejections(progress) == [(line, "duplicate_in_campaign") for line in range(2, 2 + stopped.added)]
    assert await scripts.redis.hlen(keys.under(keys.campaign(campaign), "phones")) == ROWS_PER_CHUNK * 3


async def test_a_campaign_is_made_for_the_first_contact_only(scripts, written):
    made = []

    async def make() -> int:
        made.append(await draft(scripts, len(made) + 1))
        return made[-1]

    await scripts.run("opt_out_phone", phone="+15550000000")
    for nobody in (list_of(1), b"first,phone\nBob,x\n"):
        (progress,) = await imported(scripts, make, written(nobody))
        assert (progress.rows, progress.added, made) == (1, 0, [])

    somebody = await imported(scripts, make, written(list_of(ROWS_PER_CHUNK * 2)))

    assert (somebody[-1].added, made) == (ROWS_PER_CHUNK * 2 - 1, [1])


async def test_a_file_that_is_no_list_of_contacts_is_refused(written):
    with pytest.raises(Refused) as refused:
        async with read_contacts(written(b"first,reach\nAna,1\n"), "US"):
            raise AssertionError

    assert refused.value.code == "bad_contacts_file"
    assert "“reach”" in refused.value.sentence


async def test_a_campaign_that_takes_no_contacts_says_so(scripts, written):
    with pytest.raises(Refused, match="unknown_campaign"):
        await imported(scripts, 404, written(list_of(1)))


async def test_a_store_that_is_away_is_told_as_temporary(tmp_path, written):
    async with Redis(unix_socket_path=str(tmp_path / "nobody"), retry=None) as redis:
        with pytest.raises(Refused, match="try_again"):
            await imported(Scripts(Nodes(redis)), 1, written(list_of(1)))


async def test_a_process_that_dies_before_it_has_read_is_told(monkeypatch, written):
    monkeypatch.setattr(sys, "executable", "false")

    with pytest.raises(Refused, match="import_interrupted"):
        async with read_contacts(written(list_of(1)), "US"):
            raise AssertionError


async def test_a_process_that_dies_half_way_is_told_and_what_was_read_is_in(scripts, tmp_path, monkeypatch, written):
    dying = tmp_path / "python"
    dying.write_text(f'#!/bin/sh\n"{sys.executable}" "$@"\nkill -9 $$\n')
    dying.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(dying))
    campaign, rows = await draft(scripts), 0

    with pytest.raises(Refused, match="import_interrupted"):
        async with read_contacts(written(list_of(3)), "US") as source:
            async for progress in import_contacts(scripts, campaign, source):
                rows = progress.rows

    assert rows == 3


async def test_who_stops_listening_ends_the_process():
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb", buffering=0) as ours:
        with os.fdopen(reading, "rb") as theirs:
            ours.write(list_of(ROWS_PER_CHUNK + 1))  # and never an end
            async with read_contacts(theirs, "US") as source:
                first = await anext(source.chunks)

        assert len(first.rows) == ROWS_PER_CHUNK
        with pytest.raises(BrokenPipeError):
            ours.write(b"\n")
