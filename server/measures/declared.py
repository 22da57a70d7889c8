"""Every measure there is. `docs/operating/metrics.md` is held to this list."""

from server.measures.kinds import Counter, Gauge, Histogram, Measure

# Sockets, as server/session.py serves them.

CONNECTIONS = Gauge("handraise_connections", "Open WebSockets, by side: `texter` or `admin`.", ("side",))
CLOSES = Counter(
    "handraise_closes_total",
    "WebSockets that have ended, by close code; `other` is one that no browser and none of ours says.",
    ("code",),
)
COMMANDS = Counter(
    "handraise_commands_total",
    "Commands answered, by name and outcome: `ok`, or the code of the refusal; `fault` is a fault of ours. A name that "
    "is no command's counts as `unknown_command`.",
    ("command", "outcome"),
)
COMMAND_SECONDS = Histogram(
    "handraise_command_seconds", "Time from reading a command until its answer is made.", ("command",)
)
PUSHES = Counter("handraise_pushes_total", "Pushes written to sockets, by the kind of thing.", ("kind",))
PUSH_DELAY_SECONDS = Histogram(
    "handraise_push_delay_seconds",
    "Time from hearing the store's announcement of a change until a push of it is written to a socket. A mailbox lets "
    "pushes go ten times a second, so up to 0.1 s is meant to be.",
)
MAILBOXES_BEHIND = Gauge(
    "handraise_mailboxes_behind", "Sockets whose browser hasn't taken yet what is being written to it."
)

# The store, as a process follows it.

HUBS = Gauge("handraise_hubs", "Processes that serve at this address.")
HUBS_LISTENING = Gauge(
    "handraise_hubs_listening", "Processes that serve at this address and hear what the store announces."
)
GAPS_REPAIRED = Counter(
    "handraise_gaps_repaired_total",
    "Times that announcements were missed and all was read again, by whose (`campaign` or `account`) and by what "
    "noticed it: the next `announcement`, or an `audit`, which may only have overtaken an announcement.",
    ("owner", "noticed"),
)
UNREADABLE = Counter(
    "handraise_unreadable_announcements_total", "Announcements that couldn't be read; the store was read instead."
)
LOOPS_DOWN = Gauge(
    "handraise_loops_down", "Processes in which this loop has failed and not begun again yet.", ("loop",)
)
LOOPS_FAILED = Counter("handraise_loop_failures_total", "Times that this loop has failed.", ("loop",))
ROUND_TRIP_SECONDS = Histogram(
    "handraise_store_round_trip_seconds", "Time of a round trip to the store. Commands asked together share one."
)
ROUND_TRIPS_FAILED = Counter(
    "handraise_store_round_trips_failed_total", "Round trips to the store that broke or took too long."
)
UNCONFIRMED = Counter(
    "handraise_store_unconfirmed_total", "Changes that fewer replicas than `STORE_REPLICAS` had in time; asked again."
)

# Carriers.

TEXTS = Counter(
    "handraise_texts_total",
    "Texts that a carrier was asked to send, by what became of them: `sent`; `failed`: refused for good; `later`: not "
    "accepted now, tried again; `unsure`: the carrier may or may not have accepted it; `not_sent`: the contact had "
    "opted out; `doubled`: not sent, since another campaign had just texted the phone; `too_late`: taken too long ago, "
    "so it wasn't handed over.",
    ("carrier", "outcome"),
)
CARRIER_SECONDS = Histogram(
    "handraise_carrier_seconds", "Time that a carrier took to answer, by carrier.", ("carrier",)
)
TEXTS_IN_HAND = Gauge("handraise_texts_in_hand", "Texts that carriers here have taken and not reported yet.")

# Said by the store, which is asked at each scrape. Every process says the same.

STORE_UP = Gauge("handraise_store_up", "1 if the store answered this scrape; else 0, and what follows is left out.")
OUTBOX = Gauge("handraise_outbox_texts", "Texts of all campaigns that wait for a carrier.")
OLDEST_SECONDS = Gauge(
    "handraise_outbox_oldest_seconds",
    "Time that the oldest text which waits for a carrier has waited; 0 if none waits.",
)
TAKEN = Gauge("handraise_taken_texts", "Texts of all campaigns that carriers anywhere have taken and not reported yet.")
PROCESSES = Gauge(
    "handraise_processes",
    "Processes of the whole deployment that have reported within 15 s, by kind: `hub` or `carrier`.",
    ("kind",),
)
CARRIER_STOPPED = Gauge(
    "handraise_carrier_stopped",
    "1 for a carrier that sends nothing until somebody has done something about it, 0 for one that sends.",
    ("carrier",),
)
UNASSIGNED = Gauge(
    "handraise_unassigned_conversations",
    "Unassigned conversations of each active campaign, by lane; of the 300 newest.",
    ("campaign", "lane"),
)
HELD = Gauge(
    "handraise_held_conversations",
    "Open conversations that somebody holds, of each active campaign, by lane; of the 300 newest.",
    ("campaign", "lane"),
)
REPLIES_WAITING = Gauge(
    "handraise_replies_waiting",
    "Conversations in which the contact waits for an answer, held or not, of each active campaign; of the 300 newest.",
    ("campaign",),
)

MEASURES = {measure.name: measure for measure in list(globals().values()) if isinstance(measure, Measure)}
"""All of them, by name, in this order."""
SAID_BY_STORE = list(MEASURES)[list(MEASURES).index(STORE_UP.name) :]
"""The names of those that the store is asked for."""
