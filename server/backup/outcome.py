"""Sentences that tell what a restore did, and what it can't know."""

from datetime import UTC, datetime

from server.backup.archive import About
from server.backup.restoring import Restored


def told(restored: Restored, about: About, as_is: bool) -> list[str]:
    """Return them, one a line."""
    moment = f"{datetime.fromtimestamp(about.at / 1000, UTC):%Y-%m-%d %H:%M:%S} UTC"
    said = [f"{restored.keys:,} keys are restored, as they were on {moment}."]
    if not as_is:
        paused, doubted = len(restored.settled.paused), restored.settled.doubted
        if paused:
            said.append(
                "1 campaign was active and is paused." if paused == 1 else f"{paused:,} active campaigns are paused."
            )
        if doubted:
            queued = "1 text that was queued is" if doubted == 1 else f"{doubted:,} texts that were queued are"
            said.append(f"{queued} of unknown fate, and won't go out any more: carriers may have sent them since.")
        said.append(
            "What was done after that moment isn't known here: texts, opt-outs, sign-ins that were ended. Before you "
            "resume a campaign, look into your carrier's log of texts, so that nobody gets a first message twice."
        )
    return [*said, "Now verify it: handraise check."]
