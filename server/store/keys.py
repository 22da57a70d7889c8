"""Every key in the store, named once, with its type. A reader of this file has seen the whole database.

A key belongs to one campaign (`{c:7}…`) or to the account (`{a}…`): the braces make a cluster keep each in one
place, and every script touches one of them alone. Scripts get these names from here (`lua_names`), too.

The heart is the buckets. Every conversation is in exactly one, and a bucket is (holder, lane):

                     request
     (nobody, lane) ──────────────▶ (texter, lane)        send_initial   initial ──▶ quiet
           ▲                              │               send_reply     reply   ──▶ quiet
           └── release, unassign ─────────┘               close          reply, quiet ──▶ closed
                                                          contact writes any but opted_out ──▶ reply
                                                          opt out        any ──▶ opted_out
                                                          opt in         opted_out ──▶ where it was, or reply
"""

ACCOUNT = "{a}"
SCHEMA = 4
"""The number of the schema below. It rises by 1 when what is stored changes its form (server/upgrades/steps.py)."""

NOBODY = 0
"""The holder of an unassigned conversation, in the names of buckets. Members count from 1."""

LANES = ("initial", "reply", "quiet", "closed", "opted_out")
OPEN_LANES = ("initial", "reply", "quiet")


def campaign(id: int) -> str:
    """Return the key of a campaign's hash, with which the names of all its other keys begin."""
    return f"{{c:{id}}}"


CAMPAIGN = {
    "": (
        "hash",
        "title script status self_assign batch_size bulk_send carrier numbers per_second per_day budget answer_hours "
        "sender_token fair_tail most_held most_a_day first_needs_yes link_lane v bulk_at; contacts: the last id of a "
        "conversation, removed: how many of these were removed; indexed: the last one up to which find:SPAN have all; "
        "here: how many senders were here when it was told; last_message: the last id given; "
        "ledger_last: the number of the ledger's newest entry, ledger_trimmed: how many were taken off its beginning; "
        "take_back_initials take_back_replies: minutes; active_since: ms when it was "
        "launched or resumed last; archived_at: ms; launches_at: ms when a "
        "draft is launched by itself, launch_trouble: why that failed; "
        "erased: JSON {at, contacts, sent, answered, closed, "
        "opted_out}, when (ms) its contacts' data were deleted, and the counts that it had until then; deleted_at: ms, "
        "when the campaign itself was; to_empty: of how many conversations texts may be left then, emptied: of how "
        "many of these they are taken out (lua/shared/erasing.lua); erased_sent: how many first messages went to "
        "contacts who are erased; picture: the token of its picture, picture_sent: of the one that "
        "went out last, picture_first picture_replies; landlines: how many numbers are, lookup_trouble: why some "
        "aren't looked up; hours: JSON, empty: any time; zones: JSON, the names of contacts' "
        "time zones, by number from 1; zoned: how many contacts have one; windows: JSON, for each zone when its hours "
        "begin and end (ms), worked out until windows_until; turned: ms when the hours were last turned, turns_at: "
        "when they are next (lua/shared/hours.lua); waited: how many texts ever waited for hours; "
        "undo_initials undo_replies: seconds; skips: how many first messages were ever skipped; "
        "message: JSON {script, parts}, the script taken apart by server/campaigns/merge.py; fields: JSON, the "
        "columns in which somebody has something, without the well-known; unknown_field lacking merge_fields: how "
        "script and contacts fit; and the counters held_initial held_reply held_quiet closed opted_out sent that only "
        "lua/shared/move.lua changes; of the texts that carriers have taken, segments and spent (millionths), and "
        "pace: 'owed at used began ends' (lua/shared/pace.lua); waits: 'whose segments until', the limit of a day for "
        "which texts wait; over_budget: the millionths for which it was paused; tags survey: JSON, what texters may "
        "note of a conversation, last_canned last_question last_answer: the last ids given, at_hand: the v at which "
        "one of these or the canned replies last changed (lua/shared/at_hand.lua)",
    ),
    "contacts": ("hash", "conversation → JSON [first name, last name, phone in E.164, {field: value}, list, zone]"),
    "lists": ("hash", "list → JSON [[name as compared, name, 1 for first name, 2 last name, 3 phone]…]: the columns"),
    "filled": ("hash", "'list:place' → how many contacts have something there; a place is 1, 2, 3 or a column"),
    "gaps": ("hash", "'list:place' → the first contact who has nothing there; '' is the place of what is no column"),
    "phones": ("hash", "phone in E.164 → conversation"),
    "where": (
        "hash",
        "conversation → 'holder:lane'; never moved yet: left out, which means unassigned in initial; '0:removed' when "
        "its contact was removed from a draft",
    ),
    "opt_outs": (
        "hash",
        "conversation → msgpack list of {out, by, at, how, from, texts}: who opted it out, or in again, when and how",
    ),
    "senders": ("set", "members who are senders now"),
    "busy": ("set", "members who have something to do now: a first message that may go out, or a reply"),
    "here": ("sorted set", "texter who has a console of this campaign open → ms until which a hub vouches for it"),
    "room": ("sorted set", "texter who waits for the next conversations → ms since when (lua/shared/room.lua)"),
    "asking": ("sorted set", "texter who waits for an admin's yes to their first batch → ms since when"),
    "served": ("hash", "member → msgpack {at, assigned, initial, reply, quiet, fair}: what last came by itself"),
    "approved": ("set", "members who have an admin's yes to their first batch"),
    "only": ("hash", "member → 'initial' or 'reply', the lane that they are for; left out: both"),
    "caps": ("hash", "member → msgpack {held, day}: their own caps; one that is left out is the campaign's"),
    "takes": ("hash", "member → 'count ms': how many they took in their day, and the last time (lua/shared/day.lua)"),
    "holders": ("set", "members who have ever been senders: whose buckets there can be"),
    "moved": ("hash", "member → v when one of their conversations last moved or got a text"),
    "active": ("hash", "member → ms when they last did something here that changed something"),
    "doing": (
        "hash",
        "member → ms when they last did something here that changes nothing, or conversations came to them",
    ),
    "typing": ("hash", "member → 'conversation:ms', where they typed last, and when"),
    "idle": ("hash", "member → ms when conversations go back of which they are warned (lua/shared/doing.lua)"),
    "sent": ("hash", "member → how many first messages of their batch are sent; left out while they hold none unsent"),
    "days": (
        "hash",
        "member → msgpack {since, last, initials, replies, done}: what they sent in their day (lua/shared/day.lua)",
    ),
    "notices": (
        "hash",
        "member → msgpack {by, move, moved, idle}: who last took conversations from them, and how many; or for how "
        "many minutes they had done nothing, if it was for that",
    ),
    "readings": (
        "hash",
        "minute since 1970 → 'unassigned sent answered' at its end, fewer with age (lua/shared/history.lua)",
    ),
    "history": ("hash", "minute since 1970 → how many were unassigned at its end, as an older version notes it"),
    "marks": ("list", "msgpack {at, till, mark, count, by}: launches, imports and the like (lua/shared/marks.lua)"),
    "replying": ("sorted set", "conversation in the lane reply, whoever holds it → its place there, ms since it waits"),
    "answered": ("set", "conversations whose contact has ever written"),
    "messages": (
        "hash",
        "member → msgpack {id, text, by, at}: what an admin wrote to them last, until they put it away",
    ),
    "tallies": (
        "hash",
        "'sent MEMBER' → how many texts they have sent here; 'answered MEMBER' → how many of those whom they wrote to "
        "first have answered",
    ),
    "ledger": ("stream", "e: msgpack {n, verb, by, moves}, who moved which conversations (lua/shared/ledger.lua)"),
    "answers": ("list", "'conversation:text' to be taken by a carrier before those in outbox, the next on the left"),
    "erased": ("set", "conversations whose contact was erased, because they asked for it"),
    "lines": ("hash", "conversation → the line type of its number, as a carrier has looked it up"),
    "replies": ("hash", "'canned ID' or 'answer ID' → JSON [place, title, text, message]: words of replies at hand"),
    "labels": ("hash", "conversation → msgpack {t: [tag…], a: {question: answer}}: what texters noted of it"),
    "labelled": (
        "sorted set",
        "'tag ID CONVERSATION' or 'answer ID CONVERSATION', with ten digits: the same by label (lua/shared/labels.lua)",
    ),
    "to_look_up": ("sorted set", "conversation → ms from which its number may be asked for (again)"),
    "outbox": ("list", "'conversation:text' to be taken by a carrier, the next on the left"),
    "waiting": ("sorted set", "'conversation:text' that waits for the contact's hours → place (lua/shared/zoned.lua)"),
    "held": ("sorted set", "'conversation:text' that can be undone → ms when it is queued (lua/shared/undoing.lua)"),
    "undoable": ("sorted set", "conversation whose last act, without a text, can be undone → ms when it can't be"),
    "undos": (
        "hash",
        "conversation → msgpack {did, by, at, text, lane, place, batch, day}: its last act, while that can be undone",
    ),
    "skipped": ("hash", "conversation → the texter who holds it and has skipped its first message once"),
    "wrong_numbers": ("set", "conversations whose number was reported as wrong, since when nobody wrote from there"),
    "bulk_later": ("sorted set", "conversation that bulk send comes back to → place (lua/shared/zoned.lua)"),
    "sending": ("hash", "'conversation:text' → 'process:ms': taken by a carrier's process, its fate not yet reported"),
    "mark": ("string", "there for a minute after a change that replicas were waited for (server/store/round_trips.py)"),
    "unsure": ("hash", "'conversation:text' → 'carrier:ms': of unknown fate, and when the carrier was asked last"),
}
"""Keys there is one of per campaign: suffix → (type, meaning)."""

CAMPAIGN_FAMILIES = {
    "bucket": ("sorted set", "bucket:HOLDER:LANE, conversation → its place in the order of that lane"),
    "texts": (
        "list",
        "texts:CONVERSATION, msgpack {d, t, at, s, a, r, w, m, f, b, o, k, n, q, c, p} (lua/shared/texts.lua); its id "
        "is its place",
    ),
    "find": (
        "hash",
        "find:SPAN, the index of a span of ids: beginning of a name's word or end of a phone → two bytes for each "
        "conversation whose contact has it, its place in the span (lua/shared/find.lua)",
    ),
    "doomed": (
        "as it was",
        "doomed:NAME, what is left to be taken out of the key of that name, or of nobody's bucket in the lane of that "
        "name, once all contacts' data are deleted",
    ),
    "picture": ("string", "picture:TOKEN, a JPEG in base64 that goes with texts, or went with some"),
    "request": ("string", "request:TEXTER:REQUEST_ID, msgpack answer, kept for 24 h"),
    "received": ("string", "received:REFERENCE, a carrier's name for an incoming text, kept for 7 days"),
}

ACCOUNT_KEYS = {
    "": (
        "hash",
        "identity name time_zone canned_changed default_batch_size default_hours default_carrier currency "
        "retention_days hours_between "
        "stop_languages confirm_opt_out help_text tokens_changed v secret_key last_member last_campaign last_unplaced; "
        "schema: SCHEMA of what is stored, absent: 1, and schema_least: the one that a program must understand to run; "
        "emails_compared: 1 once older versions needn't look whether members are found by their addresses; use_told: "
        "ms when the use of a token was announced last, and use_untold: 1 while one is yet to be; disturbed_at: ms "
        "when something was away last, calm_asked_at: when a process asked last (lua/account/is_calm.lua); tags: JSON "
        "[[id, name]…], last_tag: the last id given",
    ),
    "emails": ("hash", "e-mail address as compared (server/people/members.py) → member"),
    "subjects": ("hash", "'ISSUER NAME', an OpenID provider's name for a person → member"),
    "campaigns": ("set", "every campaign's id, listed before the campaign is made"),
    "erased": ("set", "campaigns whose contacts' data are deleted: of their phones nothing is noted any more"),
    "opted_out": ("set", "phones in E.164 that must not be texted"),
    "opt_outs": (
        "hash",
        "phone in E.164 → msgpack {out, by, at, how, since, place}: who last opted it out, or in again, when (ms) and "
        "how; since when it is out, and the 'campaign:conversation' that confirms it (lua/shared/note_opt_out.lua)",
    ),
    "out_since": (
        "sorted set",
        "'since phone', with 14 digits for the ms → 0: the phones of opted_out in the order of time "
        "(lua/shared/out_since.lua)",
    ),
    "canned": (
        "string",
        "msgpack {last, replies: [{id, title, text}]}: the canned replies that new campaigns start with",
    ),
    "carriers": (
        "hash",
        "name of a carrier, or 'carrier numbers' → 'per_second per_day price': segments (0: no limit), millionths for "
        "a segment (- if it isn't known)",
    ),
    "paces": ("hash", "the same names → 'owed at used began ends': what has gone out there (lua/shared/pace.lua)"),
    "unplaced": (
        "sorted set",
        "msgpack {id, phone, text, at, opted_out, campaign, conversation} → id: texts that no texter gets, since the "
        "phone is in no campaign or has opted out; the last 5,000",
    ),
    "phones": (
        "hash",
        "phone in E.164 → 'campaign:conversation' that texted it last; 'phone carrier number' → the one that texted it "
        "last from that number",
    ),
    "caught_up": ("hash", "carrier → ms until which what came in by it is taken in, as it was asked for"),
    "prices": ("hash", "'carrier picture' or 'carrier lookup' → what that costs, in millionths of the currency"),
    "troubles": ("hash", "carrier → msgpack {sentence, since}: why it sends nothing, and since when (ms)"),
    "processes": (
        "hash",
        "name of a process → msgpack {host, pid, version, since, sockets or carrying} (server/store/processes.py), and "
        "believed: ms until which it holds",
    ),
    "mark": ("string", "as a campaign's"),
    "online": ("sorted set", "'member:hub' → ms until which that hub vouches for it"),
    "restoring": (
        "string",
        "there until a restore is finished: its name (server/store/half_restored.py)",
    ),
    "deeds": (
        "sorted set",
        "msgpack {id, at, by, name, did, campaign, member, given} → id: which admin did what (server/people/deeds.py); "
        "the last 10,000",
    ),
}

ACCOUNT_FAMILIES = {
    "member": (
        "hash",
        "member:ID, id name email role disabled password (argon2), subject: 'ISSUER NAME' of an OpenID provider, and "
        "signed_in: ms when they signed in last",
    ),
    "campaigns_of": (
        "set",
        "campaigns_of:MEMBER, where this member may be a sender: a hint, the campaign's senders decide",
    ),
    "received": (
        "string",
        "received:REFERENCE, where an incoming text went: msgpack {campaign, conversation, at, automatic}, 7 days",
    ),
    "sent": (
        "string",
        "sent:CARRIER:REFERENCE, the text that a carrier calls so: msgpack {campaign, conversation, text, at}, 30 days",
    ),
    "ahead": (
        "string",
        "ahead:CARRIER:REFERENCE, a carrier's report of a text whose reference isn't noted yet: msgpack {status, why}, "
        "kept for 1 h",
    ),
    "grant": (
        "string",
        "grant:ID, segments that a carrier process may send: msgpack {segments, waits, names, at}, kept for 60 s",
    ),
    "texted": (
        "string",
        "texted:PHONE, 'campaign:ms': the campaign that texted it last, and when; kept for as long as that keeps other "
        "campaigns from texting it",
    ),
    "helped": ("string", "helped:PHONE, there while a phone gets no further answer to HELP: an hour"),
    "session": (
        "hash",
        "session:NAME, member used (ms), since (ms) address browser: when and where it began; kept for 30 days from "
        "its last use",
    ),
    "token": ("hash", "token:SHA256, an API token: member name created used (ms)"),
    "credentials_of": (
        "sorted set",
        "credentials_of:MEMBER, 'session:NAME' or 'token:SHA256' → ms when it ends, +inf for a token",
    ),
    "link": ("hash", "link:SHA256, a sign-in link: member again press used (ms), kept for 7 days"),
    "attempts": (
        "string",
        "how many passwords were tried lately, kept for 15 minutes: attempts:of:MEMBER (or EMAIL that nobody has) by "
        "strangers, attempts:of:MEMBER:PLACE by one browser or address that they have signed in from before, "
        "attempts:from:ADDRESS. No more than there was time to hash passwords",
    ),
    "chore": ("string", "chore:NAME (server/chores.py), the process that began it last; kept for the chore's period"),
    "own_replies": (
        "string",
        "own_replies:MEMBER, msgpack {last, replies: [{id, title, text}]}: a member's own canned replies, and the last "
        "id given",
    ),
    "addresses_of": (
        "sorted set",
        "addresses_of:MEMBER, the 20 network addresses they signed in from last → ms, kept for 90 days",
    ),
}


def under(owner: str, *parts: str | int) -> str:
    """Return the name of one of a campaign's or the account's keys: `under(campaign(7), "bucket", 3, "reply")`."""
    return ":".join([owner, *map(str, parts)])


def changes(owner: str) -> str:
    """Return the channel on which a campaign's or the account's changes are announced."""
    return under(owner, "changes")
