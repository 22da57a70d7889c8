"""The list of who opted out, for admins: as a download, and as a file that opts people out."""

from contextlib import ExitStack
from tempfile import SpooledTemporaryFile

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from server.campaigns.imports import read_contacts
from server.campaigns.opt_outs import exported, import_opt_outs
from server.web.asking import admin, noted
from server.web.uploads import BYTES_IN_MEMORY, answered, list_rows, uploaded
from server.world import world_of


async def export(request: Request) -> Response:
    """`GET /opt-outs.csv`, for admins: every phone that opted out, or in again, with when, who and how."""
    await admin(request)
    return StreamingResponse(
        exported(world_of(request).scripts),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": 'attachment; filename="opt-outs.csv"'},
    )


async def opt_out(request: Request) -> Response:
    """`POST /opt-outs`, for admins: opt out everybody in a file, which is sent and read as a file of contacts is.

    Answers `{opted_out, already, rows, columns, notices, rejected: [{line, reason, sentence, row}…], rejected_in_all}`:
    `opted_out` is how many have opted out by this file, `already` how many had before. Else `{code, sentence}`:
    not_signed_in, not_an_admin, no_file, file_too_big, bad_contacts_file, bad_request, import_interrupted, try_again.
    Sending the file again finishes it.
    """
    me, world = await admin(request), world_of(request)
    rows = opted_out = already = rejected = 0
    with ExitStack() as unless_answered:
        listed = unless_answered.enter_context(SpooledTemporaryFile(BYTES_IN_MEMORY))
        async with uploaded(request) as sent, read_contacts(sent.file, world.config.region, *sent.said) as source:
            async for progress in import_opt_outs(world.scripts.acting(me.id), source, me.name):
                rows, opted_out, already = progress.rows, progress.opted_out, progress.already
                rejected += len(progress.rejected)
                list_rows(listed, progress.rejected)
        unless_answered.pop_all()  # the answer closes it
    counts = {"opted_out": opted_out, "already": already, "rows": rows, "rejected_in_all": rejected}
    told = {"columns": source.header, "notices": source.notices}
    return StreamingResponse(answered({**counts, **told}, listed), media_type="application/json")


routes = [
    Route("/opt-outs.csv", noted("export_opt_outs", export)),
    Route("/opt-outs", noted("import_opt_outs", opt_out), methods=["POST"]),
]
routes[0].methods = {"GET"}  # no HEAD, which would read the whole list and send nothing
