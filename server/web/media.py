"""Files that came with contacts' texts: pictures are shown, everything else is offered as a download."""

import re

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.carriers.pictures import Picture
from server.errors import Refused
from server.web.asking import members
from server.world import world_of

ENDINGS = {
    "application/pdf": ".pdf",
    "audio/3gpp": ".3gp",
    "audio/aac": ".aac",
    "audio/amr": ".amr",
    "audio/mp4": ".m4a",
    "audio/mpeg": ".mp3",
    "image/heic": ".heic",
    "text/calendar": ".ics",
    "text/vcard": ".vcf",
    "text/x-vcard": ".vcf",
    "video/3gpp": ".3gp",
    "video/mp4": ".mp4",
    "video/quicktime": ".mov",
}
"""The end of a file's name, by the type that the carrier says. None of these is run by a computer that opens it."""
SAFE = {
    # Whatever it is that a browser makes of it: it runs nothing and loads nothing, and no other site may show it.
    "content-security-policy": "default-src 'none'; sandbox",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "private, max-age=3600",
}


async def media(request: Request) -> Response:
    """`GET /media/CAMPAIGN/CONVERSATION/TEXT/N`: the Nth file of a text, for those who may read the conversation.

    Answers a picture, image/jpeg or image/webp, or else the file itself as application/octet-stream to be saved. Else
    `{code, sentence}`: not_signed_in, not_yours, not_a_sender, unknown_campaign, unknown_conversation, unknown_file,
    file_gone, file_too_large, file_not_now, try_again.
    """
    me = await members(request).who(request)
    if me is None:
        raise Refused("not_signed_in")
    world, asked = world_of(request), request.path_params
    if not all(re.fullmatch(r"\d{1,15}", one, re.ASCII) for one in asked.values()):
        raise Refused("unknown_file")
    campaign, conversation, text, place = (int(asked[name]) for name in ("campaign", "conversation", "text", "place"))
    texter = None if me.member.role == "admin" else me.member.id
    found = await world.scripts.run(
        "find_file", campaign, conversation=conversation, texter=texter, text=text, file=place
    )
    file = await world.media.of(found["carrier"], found["url"])
    if isinstance(file, Picture):
        return Response(file.body, headers={**SAFE, "content-type": file.type})
    name = f"file-{conversation}-{text}-{place}{ENDINGS.get(found['type'].partition(';')[0].strip(), '')}"
    saved = {"content-type": "application/octet-stream", "content-disposition": f'attachment; filename="{name}"'}
    return Response(file, headers={**SAFE, **saved})


routes = [Route("/media/{campaign}/{conversation}/{text}/{place}", media)]
routes[0].methods = {"GET"}  # no HEAD: it would fetch the file, and send nothing
