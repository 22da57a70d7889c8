"""The rates of the usual classes of numbers in the United States, which admins may take over.

They are what AT&T and T-Mobile let through for a campaign or brand that is registered with The Campaign Registry
(10DLC); docs/operating/sending-rates.md has the sources. The carrier's own word counts more.
"""

from server.wire.replies import NumberClass

ROWS = (
    ("10DLC, vetting score 75 to 100", "AT&T classes A and B; T-Mobile", 75.0, 200_000),
    ("10DLC, vetting score 50 to 74", "AT&T classes C and D; T-Mobile", 40.0, 40_000),
    ("10DLC, vetting score 25 to 49", "AT&T classes E and F; T-Mobile", 4.0, 10_000),
    ("10DLC, vetting score 1 to 24", "AT&T classes E and F; T-Mobile", 4.0, 2_000),
    ("10DLC, low volume", "AT&T class T; T-Mobile", 1.25, 2_000),
    ("10DLC, sole proprietor", "AT&T; ask for T-Mobile's limit of a day", 0.25, 0),
    ("10DLC, political with Campaign Verify", "AT&T; T-Mobile has no daily limit for it", 50.0, 0),
    ("Toll-free", "Telnyx's default", 20.0, 0),
    ("Short code", "Twilio's default", 100.0, 0),
)
"""Name, source, segments a second, segments a day (0: no limit)."""

CLASSES = tuple(
    NumberClass(name=name, source=source, per_second=per_second, per_day=per_day)
    for name, source, per_second, per_day in ROWS
)
