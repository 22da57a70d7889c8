"""Reports of a campaign as CSV, for admins: how much each sender did, and what the survey and the tags say."""

from collections.abc import Iterable, Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.campaigns.reading import account_now, campaign_now, senders_of
from server.contacts.cells import csv_text, for_spreadsheet
from server.web.asking import admins_campaign, noted
from server.wire.things import Campaign, Sender
from server.words.moments import iso
from server.world import world_of

SENDER_COLUMNS = [
    *("name", "email", "to_send", "replies_waiting", "quiet", "closed", "opted_out"),
    "last_active",
]
SURVEY_COLUMNS = ["question", "answer", "conversations", "share"]


async def senders(request: Request) -> Response:
    """`GET /campaigns/ID/senders.csv`, for admins: a row for each sender of now, times in the account's zone."""
    campaign = await admins_campaign(request)
    scripts = world_of(request).scripts
    _, found = await senders_of(scripts, campaign)
    zone = (await account_now(scripts)).time_zone
    return _file(f"campaign-{campaign}-senders.csv", SENDER_COLUMNS, (_sender(each, zone) for each in found))


def _sender(sender: Sender, zone: str | None) -> list[Any]:
    counts = [sender.initial, sender.reply, sender.quiet, sender.closed, sender.opted_out]
    return [for_spreadsheet(sender.name), for_spreadsheet(sender.email), *counts, iso(sender.last_active, zone)]


async def survey(request: Request) -> Response:
    """`GET /campaigns/ID/survey.csv`, for admins: a row for each answer, with its share of the question's answers, and
    one for each tag, with its share of all contacts."""
    campaign = await admins_campaign(request)
    now = await campaign_now(world_of(request).scripts, campaign)
    return _file(f"campaign-{campaign}-survey.csv", SURVEY_COLUMNS, _answers(now))


def _answers(campaign: Campaign) -> Iterator[list[Any]]:
    for question in campaign.survey:
        all_answers = sum(answer.count for answer in question.answers)
        for answer in question.answers:
            yield _counted(question.question, answer.answer, answer.count, all_answers)
    for tag in campaign.tags:
        yield _counted("Tag", tag.name, tag.count, campaign.contacts)


def _counted(question: str, answer: str, conversations: int, among: int) -> list[Any]:
    share = f"{100 * conversations / among:.1f} %" if among else ""
    return [for_spreadsheet(question), for_spreadsheet(answer), conversations, share]


def _file(name: str, columns: list[str], rows: Iterable[list[Any]]) -> Response:
    """Return a CSV file to download, safe to open in a spreadsheet."""
    return Response(
        "\ufeff" + csv_text([columns, *rows]),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


routes = [
    Route("/campaigns/{campaign}/senders.csv", noted("export_senders", senders)),
    Route("/campaigns/{campaign}/survey.csv", noted("export_survey", survey)),
]
