import io
import json

import httpx
import openpyxl
import pytest
from msgspec.structs import replace

from server.web import uploads
from tests.browsers import PLAIN, browser_of

CSV = b"Phone,First name,Ward\n(202) 555-0123,Dana,7\n202-555-0124,Eli,8\n"


@pytest.fixture
async def ben(members, hub_url):
    """An admin."""
    return await members.add("ben@example.org", "Ben", "admin")


@pytest.fixture
async def script(hub_url, members, ben):
    """The HTTP client with which an admin's script sends files."""
    token = await members.token(ben)
    async with httpx.AsyncClient(
        base_url=hub_url, headers={"authorization": f"Bearer {token}"}, timeout=30, verify=PLAIN
    ) as client:
        yield client


async def upload(client, campaign, csv=CSV, **fields):
    return await client.post(f"/campaigns/{campaign}/contacts", files={"file": ("c.csv", csv)}, data=fields)


async def test_contacts_are_added_from_an_admins_browser(hub_url, members, ben, world):
    campaign = await world.campaign(launch=False)

    async with browser_of(hub_url, members, ben) as client:
        answer = await upload(client, campaign)

    assert answer.status_code == 200
    assert answer.json() == {
        **{"added": 2, "rows": 2, "columns": ["Phone", "First name", "Ward"]},
        **{"rejected": [], "rejected_in_all": 0, "already_there": 0, "notices": [], "emptied": 0, "garbled": 0},
        "also_in": [],
    }
    assert (await world.counts(campaign))["contacts"] == 2


async def test_the_file_may_be_the_body_itself(script, world):
    campaign = await world.campaign(launch=False)

    answer = await script.post(f"/campaigns/{campaign}/contacts", content=CSV, headers={"content-type": "text/csv"})

    assert answer.json()["added"] == 2
    contact = (await world.conversation(campaign, 1))["contact"]
    assert contact == {"first_name": "Dana", "last_name": "", "phone": "+12025550123", "fields": {"Ward": "7"}}


async def test_rejected_rows_are_listed_with_line_and_reason(script, world):
    campaign = await world.campaign(launch=False)

    answer = await upload(script, campaign, CSV + b"12,Bad,1\n202 555 0123,Again,2\n")

    rejected = answer.json()["rejected"]
    assert [(row["line"], row["reason"], row["row"]) for row in rejected] == [
        (4, "bad_number", ["12", "Bad", "1"]),
        (5, "duplicate_in_file", ["202 555 0123", "Again", "2"]),
    ]
    assert all(row["sentence"] for row in rejected)


async def test_a_file_of_rejected_rows_alone_adds_nobody(script, world):
    campaign = await world.campaign(launch=False)
    await upload(script, campaign)

    answer = await upload(script, campaign)

    assert answer.json()["added"] == 0
    assert [row["reason"] for row in answer.json()["rejected"]] == ["duplicate_in_campaign"] * 2


async def test_those_who_were_there_already_are_counted_apart(script, world):
    campaign = await world.campaign(launch=False)
    await upload(script, campaign)

    answer = (await upload(script, campaign, CSV + b"12,Bad,1\n(202) 555-0125,Fay,9\n2025550125,Again,9\n")).json()

    assert (answer["added"], answer["rejected_in_all"], answer["already_there"]) == (1, 4, 2)
    assert [row["line"] for row in answer["rejected"]] == [2, 3, 4, 6]


async def test_the_columns_are_told_as_the_file_has_them(script, world):
    campaign = await world.campaign(launch=False)

    answer = await upload(
        script, campaign, "\ufeffTél. ;;=1;Tél.\n2025550123;a;b;c\n".encode(), mapping='{"phone": "Tél."}'
    )

    assert answer.json()["columns"] == ["Tél. ", "", "=1", "Tél."]


async def test_however_many_rows_are_rejected_all_are_listed(script, world, monkeypatch):
    monkeypatch.setattr(uploads, "BYTES_IN_MEMORY", 10_000)
    campaign = await world.campaign(launch=False)

    answer = (await upload(script, campaign, CSV + b"12,Bad,1\n" * 2_500)).json()

    assert (answer["rows"], answer["added"], answer["rejected_in_all"]) == (2_502, 2, 2_500)
    assert [row["line"] for row in answer["rejected"]] == list(range(4, 2_504))


async def test_one_column_cant_be_two_things(script, world):
    campaign = await world.campaign(launch=False)

    mapping = json.dumps({"first_name": "First name", "last_name": "First name"})
    answer = await upload(script, campaign, mapping=mapping)

    assert (answer.status_code, answer.json()["code"]) == (422, "bad_contacts_file")
    assert (await world.counts(campaign))["contacts"] == 0


async def test_columns_can_be_told_where_their_names_dont(script, world):
    campaign = await world.campaign(launch=False)
    mapping = {"phone": "Tel.", "first_name": "Wer"}

    answer = await upload(script, campaign, b"Tel.;Wer\n2025550123;Dana\n", mapping=json.dumps(mapping))

    assert answer.json()["added"] == 1
    assert (await world.conversation(campaign, 1))["contact"]["first_name"] == "Dana"


async def preview(client, campaign, csv, **fields):
    return await client.post(f"/campaigns/{campaign}/contacts/preview", files={"file": ("c", csv)}, data=fields)


async def test_what_was_left_empty_or_looks_garbled_is_told(script, world):
    campaign = await world.campaign(launch=False)

    answer = (await upload(script, campaign, CSV + "2025550125,NULL,n/a\n2025550126,ZoÃ«,1\n".encode())).json()

    assert (answer["added"], answer["emptied"], answer["garbled"]) == (4, 2, 1)
    assert answer["notices"] == [
        "2 cells said NULL, n/a and were left empty.",
        "Names look wrong: 1 cell looks garbled, for example “ZoÃ«” in line 5.",
    ]


async def test_a_file_in_a_doubtful_encoding_comes_in_when_somebody_chooses_it(script, world):
    campaign = await world.campaign(launch=False)
    csv = "first,phone\nŁukasz,2125550102\n".encode("cp1250")

    seen, refused = (await preview(script, campaign, csv)).json(), (await upload(script, campaign, csv)).json()
    chosen = (await preview(script, campaign, csv, encoding="windows-1250")).json()
    answer = (await upload(script, campaign, csv, encoding="windows-1250")).json()

    assert (seen["doubtful"], refused["code"]) == (True, "bad_contacts_file")
    assert "“Łukasz” as windows-1250" in seen["notices"][0] == refused["sentence"]
    assert ["windows-1250", "Central European (Windows)"] in seen["encodings"]
    assert (chosen["doubtful"], chosen["rows"], chosen["notices"]) == (False, [["Łukasz", "2125550102"]], [])
    assert answer["added"] == 1
    assert (await world.conversation(campaign, 1))["contact"]["first_name"] == "Łukasz"


async def test_a_preview_shows_the_columns_and_adds_nobody(script, world):
    campaign = await world.campaign(launch=False)

    seen = (await preview(script, campaign, b"Report\n\n" + CSV + b"cut off in the mid")).json()

    assert seen["columns"][:2] == [
        {"name": "Phone", "meaning": "phone"},
        {"name": "First name", "meaning": "first_name"},
    ]
    assert seen["rows"][0] == ["(202) 555-0123", "Dana", "7"]
    assert (seen["encoding"], seen["doubtful"], seen["notices"]) == ("utf-8", False, [])
    assert (await world.counts(campaign))["contacts"] == 0


async def test_a_workbook_is_read_whatever_it_is_called(script, world):
    campaign = await world.campaign(launch=False)
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Name", "Cell"])
    book.worksheets[0].append(["Dana", 2025550123])
    out = io.BytesIO()
    book.save(out)

    seen = (await preview(script, campaign, out.getvalue())).json()
    answer = (await upload(script, campaign, out.getvalue())).json()

    assert (seen["encoding"], seen["rows"]) == ("", [["Dana", "2025550123"]])
    assert (answer["added"], answer["columns"]) == (1, ["Name", "Cell"])


@pytest.mark.parametrize(
    ("csv", "fields", "status", "code"),
    [
        (b"", {}, 422, "bad_contacts_file"),
        (b"Name,Age\nDana,7\n", {}, 422, "bad_contacts_file"),
        (b"PK\3\4...", {}, 422, "bad_contacts_file"),
        (CSV, {"encoding": "no-such"}, 422, "bad_contacts_file"),
        (CSV, {"encoding": "x" * 100_000}, 422, "bad_contacts_file"),
        (CSV, {"mapping": "[" * 5000}, 422, "bad_request"),
        (CSV, {"mapping": '{"phone": 7}'}, 422, "bad_request"),
        (CSV, {"mapping": '{"phone": "Elsewhere"}'}, 422, "bad_contacts_file"),
        (CSV, {"mapping": json.dumps({"phone": "x" * 200_000})}, 422, "bad_request"),
        (CSV, {"mapping": json.dumps({"phone": "😀" * 9_900}, ensure_ascii=False)}, 422, "bad_contacts_file"),
    ],
)
async def test_a_file_that_holds_no_contacts_is_refused_with_a_sentence(script, world, csv, fields, status, code):
    campaign = await world.campaign(launch=False)

    answer = await upload(script, campaign, csv, **fields)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["sentence"]
    assert (await world.counts(campaign))["contacts"] == 0


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"data": {"a": "b"}, "files": {"other": b""}}, "no_file"),
        ({"files": {"file": (None, "not a file")}}, "no_file"),
        ({"content": b"no parts", "headers": {"content-type": "multipart/form-data"}}, "bad_request"),
        ({"content": b"no parts", "headers": {"content-type": "multipart/form-data; boundary=x"}}, "bad_request"),
    ],
)
async def test_a_form_without_a_file_is_refused(script, world, sent, code):
    answer = await script.post(f"/campaigns/{await world.campaign(launch=False)}/contacts", **sent)

    assert (answer.status_code, answer.json()["code"]) == (422, code)


@pytest.mark.parametrize(
    ("charset", "status"),
    [
        *[(known, 200) for known in ("utf-8", '"utf-8"', "iso-8859-1", "idna", "hex", "no-such", "", "x" * 5_000)],
        ("undefined", 422),
    ],
)
async def test_a_form_may_say_what_it_likes_of_its_letters(script, world, charset, status):
    campaign = await world.campaign(launch=False)
    parts = [
        b'name="mapping"\r\n\r\n{"phone": "Phone", "last_name": "Ward"}',
        b'name="file"; filename="c"\r\n\r\n' + CSV,
    ]
    body = b"".join(b"--x\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts) + b"--x--\r\n"

    answer = await script.post(
        f"/campaigns/{campaign}/contacts",
        content=body,
        headers={"content-type": f"multipart/form-data; boundary=x; charset={charset}"},
    )

    assert (answer.status_code, answer.json().get("code", "bad_request")) == (status, "bad_request")


@pytest.mark.parametrize("campaign", ["99", "0", "abc", "9" * 5_000, "-1"])
async def test_a_campaign_that_is_not_there_gets_none(script, campaign):
    answer = await upload(script, campaign)

    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_campaign")


async def test_an_archived_campaign_gets_none(script, world):
    campaign = await world.campaign(launch=False)
    await world.scripts.run("archive_campaign", campaign)

    answer = await upload(script, campaign)

    assert (answer.status_code, answer.json()["code"]) == (409, "archived")


@pytest.mark.parametrize("as_form", [True, False])
async def test_a_file_that_is_too_big_is_refused_with_a_sentence(script, world, monkeypatch, as_form):
    monkeypatch.setattr(uploads, "LIMITS", replace(uploads.LIMITS, file=200_000))
    campaign = await world.campaign(launch=False)
    csv = CSV * 5_000

    answer = await (
        upload(script, campaign, csv) if as_form else script.post(f"/campaigns/{campaign}/contacts", content=csv)
    )

    assert (answer.status_code, answer.json()["code"]) == (413, "file_too_big")
    assert (await world.counts(campaign))["contacts"] == 0


async def test_only_admins_may_upload(hub_url, members, world):
    campaign = await world.campaign(launch=False)
    texter = await members.add("ana@example.org", "Ana", "texter")

    async with httpx.AsyncClient(base_url=hub_url, verify=PLAIN) as stranger:
        answer = await upload(stranger, campaign)
        assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")

        stranger.headers["authorization"] = f"Bearer {await members.token(texter)}"
        answer = await upload(stranger, campaign)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_an_admin")
    assert (await world.counts(campaign))["contacts"] == 0


async def test_people_who_are_in_another_running_campaign_are_told_of(script, world):
    other = await world.campaign(title="March!", launch=False)
    await upload(script, other)
    await world.scripts.run("launch_campaign", other, most=1000)
    campaign = await world.campaign(launch=False)

    answer = (await upload(script, campaign)).json()

    assert answer["also_in"] == [{"campaign": other, "title": "March!", "people": 2}]
    assert answer["notices"] == ["2 of these people are also in “March!”, which is running."]
    assert answer["added"] == 2
