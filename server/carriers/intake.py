"""Does what a carrier tells: takes in texts from contacts, and notes what became of ours.

A report names a text by what we told the carrier with it, or by the carrier's reference. Which text that names, the
account notes once the carrier has given it. A report may be here before that: then the account keeps it, and whoever
notes the reference is given it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from server.campaigns import contact
from server.carriers.carrier import Heard, Incoming, Report
from server.errors import Refused
from server.store.scripts import Scripts


async def take_in(scripts: Scripts, carrier: str, heard: Heard) -> None:
    """Do all that the carrier of this name said. Doing it again changes nothing, and finishes what was begun.

    Raises Refused (try_again).
    """
    for report in heard.reports:
        await _take_in_report(scripts, carrier, report)
    for text in heard.texts:
        await _take_in_text(scripts, carrier, text)


async def _take_in_report(scripts: Scripts, carrier: str, report: Report) -> None:
    said: dict[str, Any] = {"status": report.status, "why": report.why}
    if report.opted_out and report.phone:
        await contact.opt_out_everywhere(scripts, report.phone, how="carrier")
    if report.place:
        found = asdict(report.place)
    else:
        found = await scripts.run("find_sent", carrier=carrier, reference=report.reference, **said)
    if found:
        names: dict[str, Any] = {"carrier": carrier, "reference": report.reference}
        if report.number and report.phone:
            await scripts.run("note_sent", **names, place=found, phone=report.phone, number=report.number)
        campaign = found.pop("campaign")
        with gone():
            await scripts.run("report_text", campaign, name=carrier, reference=report.reference, **found, **said)


async def _take_in_text(scripts: Scripts, carrier: str, text: Incoming) -> None:
    with gone():
        await contact.receive(
            scripts,
            text.phone,
            text.text,
            f"{carrier}:{text.reference}",
            text.media,
            text.asks,
            carrier=carrier,
            number=text.number,
        )


@contextmanager
def gone() -> Iterator[None]:
    """Pass over what a store doesn't know any more: it was emptied, went back, is another, or erased a contact."""
    try:
        yield
    except Refused as refused:
        if refused.code not in ("unknown_campaign", "unknown_conversation", "erased"):
            raise
