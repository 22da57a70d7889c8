"""The errors that this program raises on purpose, and the sentence that a person reads about each.

    HandraiseError
    ├── Refused         an asked-for change that isn't made; `code` is the unmet condition
    ├── NotAFrame       bytes on a socket that aren't one of our frames (close code 4400)
    ├── BadSetting      a setting in the environment makes no sense; ends a command line with its sentence
    └── StoreTrouble    the store can't be found, started or used; ends a command line with its sentence

A refusal is a word on the wire (`initials_left`) and a sentence beside it; the sentence stands here, once.
Only `try_again` is temporary: ask again, with the same `request_id`.
"""

from typing import Any

from server.limits import LIMITS

SENTENCES = {
    # Reasons that refuse a request, in the order in which lua/campaign/request_conversations.lua checks them.
    "not_active": "This campaign isn't active right now.",
    "not_a_sender": "You aren't a sender of this campaign.",
    "self_assign_off": "Self assignment is off for this campaign. An admin can turn it on.",
    "initials_left": "Send the first messages you still hold, then request more.",
    "replies_left": "Someone is waiting for your reply. Answer everyone, then request more.",
    "outside_hours": "It's too early or too late to text there.",
    "first_needs_yes": "An admin gives out the first batch here. Ask for yours.",
    "most_held": "You hold as many conversations as one texter may here. Close some, or give some back.",
    "most_a_day": "You have taken as many conversations today as one texter may here. Thank you!",
    "none_unassigned": "Nobody is left to text right now. You can request again as soon as somebody is.",
    "quiet_left": "You hold conversations of this campaign already.",
    # Conversations and texts.
    "not_yours": "This conversation isn't assigned to you.",
    "already_sent": "The first message of this conversation has already been sent, or the contact wrote first.",
    "too_late": "It's too late to undo this.",
    "wrong_number": "This number was reported as wrong, so nothing is sent there.",
    "landline": "This number is a landline, which can't get texts.",
    "no_lookup": "This campaign's carrier can't look numbers up. Twilio can.",
    "not_sent_yet": "The first message of this conversation hasn't been sent yet.",
    "closed": "This conversation is closed. It opens again when the contact writes.",
    "opted_out": "This contact has opted out and can't be texted.",
    "not_up_to_date": "There is a newer text in this conversation. Read it, then answer.",
    "empty_text": "The message is empty. Write something first.",
    "field_in_text": "What you write yourself goes out as it stands. Write the words in place of this field.",
    "text_too_long": f"The message is longer than {LIMITS.text:,} characters. Shorten it.",
    "erased": "What was known of this contact was erased, because they asked for it.",
    "text_on_its_way": "A text to this contact is with the carrier at this moment. Try again in a minute.",
    "message_too_long": f"The message is longer than {LIMITS.message} characters. Shorten it.",
    "unknown_campaign": "There is no such campaign.",
    "unknown_conversation": "There is no such conversation in this campaign.",
    # Canned replies, tags and surveys.
    "unknown_reply": "There is no such canned reply any more.",
    "unknown_tag": "There is no such tag any more.",
    "unknown_question": "There is no such question any more.",
    "unknown_answer": "There is no such answer to this question any more.",
    "empty_label": "Write something here, or take it off the list.",
    "label_too_long": f"This is longer than {LIMITS.label} characters. Shorten it.",
    "same_label": "Two of these are called the same.",
    "no_answers": "Give each question at least one answer to choose.",
    "too_many": "This list is too long. Take something off it.",
    # Files that come with texts.
    "unknown_file": "There is no such file in this conversation.",
    "no_picture": "This campaign has no picture to send. An admin can set it.",
    "not_a_picture": "This file can't be read as a picture. Choose a JPEG, PNG, GIF or WebP.",
    "no_public_url": "Carriers fetch a picture from PUBLIC_URL, which must be set and begin with https://.",
    "file_gone": "The carrier doesn't have this file any more.",
    "file_too_large": f"This file is over {LIMITS.attached // 1024**2} MB, too large to be shown here.",
    "file_not_now": "The carrier doesn't give this file right now. Try again in a moment.",
    # Campaigns and the account.
    "bad_hours": "Write texting hours as a beginning and an end, such as 09:00 and 21:00, the beginning first.",
    "bad_holidays": "Write each day without texts as 2026-12-25, at most 400 of them.",
    "answer_hours_out_of_range": "Answers may go out for 0 to 24 whole hours after the contact wrote.",
    "undo_out_of_range": "Sending can be undone for 0 to 10 whole seconds.",
    "minutes_out_of_range": f"They go back after 1 to {LIMITS.take_back_minutes:,} whole minutes, or 0: never.",
    "entries_out_of_range": f"The ledger keeps up to {LIMITS.ledger_entries:,} whole entries; 0: the usual number.",
    "batch_size_out_of_range": f"The batch size must be a whole number from 1 to {LIMITS.batch_size:,}.",
    "retention_out_of_range": f"Contacts' data are kept for 1 to {LIMITS.retention_days:,} whole days, or for ever.",
    "hours_between_out_of_range": f"Between two campaigns are 0 to {LIMITS.hours_between} whole hours; 0: none.",
    "rate_out_of_range": "Segments a second are a number from 0.01 to 10,000, or 0: no limit.",
    "day_out_of_range": "Segments a day are a whole number from 49, which the longest text has, or 0: no limit.",
    "bad_amount": "Write an amount like 50 or 0.0079, or leave it empty.",
    "bad_numbers": "Write phone numbers like +12025550123, with commas between them, or the id of a messaging service.",
    "bad_currency": "Write the currency as its three letters, such as USD.",
    "over_budget": "This campaign's budget is used up. Raise it, then resume.",
    "empty_title": "Give the campaign a title.",
    "title_too_long": f"The title is longer than {LIMITS.title} characters. Shorten it.",
    "launch_out_of_range": "A launch can be set for a time from now on, and at most a year ahead.",
    "not_scheduled": "No launch of this campaign is due.",
    "not_draft": "This campaign has been launched already.",
    "not_paused": "This campaign isn't paused.",
    "archived": "This campaign is archived.",
    "has_texts": "This person has written already, so their number stays as it is.",
    "same_phone": "Another contact of this campaign has this number.",
    "bad_phone": "This isn't a number that can be texted.",
    "unknown_column": "This contact's list has no such column.",
    "not_archived": "This campaign isn't archived. Archive it first.",
    "contacts_deleted": "The data of this campaign's contacts were deleted, so it can't come back.",
    "not_simulated": "This campaign isn't the simulator's alone, so it is no load test's.",
    "no_contacts": "This campaign has no contacts yet. Add some, then launch.",
    "no_script": "This campaign has no message yet. Write it, then launch.",
    "unknown_field": "The message uses a field that no contact has.",
    "bad_braces": "The message has braces that are no field.",
    "no_column": "This campaign is launched, so the list needs a column for this field of its message.",
    "most_out_of_range": "The most conversations of a texter are a whole number up to 100,000. Write 0 for no limit.",
    "link_disabled": "This link doesn't work any more. Ask an admin for the new one.",
    "unknown_member": "There is no such member, or they are disabled.",
    "not_disabled": "This member isn't disabled.",
    "last_admin": "This is the last admin. Make somebody else an admin first.",
    "empty_organisation": "Write the organization's name.",
    "organisation_too_long": f"The name is longer than {LIMITS.organisation} characters. Shorten it.",
    "bad_time_zone": "Choose a time zone by its name, such as America/New_York.",
    "bad_email": "This isn't an e-mail address. Write it like ana@example.org.",
    "empty_name": "Give the member a name.",
    "unknown_token": "There is no such API token, or it has been revoked already.",
    "name_too_long": f"The name is longer than {LIMITS.name} characters. Shorten it.",
    # Signing in.
    "not_signed_in": "Sign in first.",
    "not_an_admin": "Only admins can open this.",
    "wrong_origin": "This came from another site's page, so nothing was done.",
    "wrong_password": "The e-mail address or the password isn't right.",
    "wrong_current_password": "This isn't your current password.",
    "too_many_attempts": "Too many wrong passwords. Wait {wait}, or ask an admin for a sign-in link.",
    "too_busy": "Too many people are signing in at this moment. Try again in a few seconds.",
    "password_too_short": f"The password needs at least {LIMITS.shortest_password} characters.",
    "password_too_long": f"The password can have at most {LIMITS.longest_password} characters.",
    "unknown_link": "This sign-in link has expired, or wasn't copied whole.",
    "link_used": "This sign-in link has been used already.",
    "provider_away": "The other sign-in doesn't answer just now. Sign in another way, or try again in a few minutes.",
    "provider_refused": "The other sign-in didn't let you in. Try again, or sign in another way.",
    "sign_in_expired": "This sign-in took too long, or was begun in another window. Begin again.",
    "untrusted_sign_in": "What the other sign-in says can't be trusted, so nobody was signed in. Tell an admin.",
    "email_unverified": "The other sign-in doesn't confirm your e-mail address. Confirm it there, then try again.",
    "not_invited": "Nobody here has your e-mail address. Ask an admin of your organization to invite you.",
    "another_identity": "Your e-mail address belongs to another person's sign-in. Ask an admin of your organization.",
    # Plain HTTP.
    "unknown_page": "There is no such page.",
    "wrong_method": "This address doesn't take that kind of request.",
    "bad_request": "This request can't be read.",
    "too_big": "This is longer than anything that belongs here.",
    "unknown_carrier": "There is no carrier of that name.",
    "bad_signature": "The carrier's signature isn't right, so nothing was done.",
    "carrier_not_set_up": "This carrier isn't set up here. The log says what is missing.",
    "no_file": "Choose a CSV file with contacts.",
    "file_too_big": f"The file is over {LIMITS.file // 1024**2} MB. Split it, and upload the parts one after another.",
    "fault": "Something went wrong here, and whether it was done isn't known. Look before you try again.",
    "bad_contacts_file": "This file can't be read as a list of contacts.",
    "import_interrupted": "Reading the file stopped half-way. Import it again: it goes on where it stopped.",
    # Readiness.
    "no_account": "The store holds no account. Add a member (handraise member add), or correct REDIS_URL.",
    "loop_down": "A fault has interrupted this process ({loops}). It goes on by itself; the log says why.",
    "not_listening": "This process doesn't hear what the store announces. It tries again by itself.",
    # The wire.
    "bad_arguments": "The arguments don't fit this command.",
    "unknown_command": "There is no such command here.",
    "try_again": "The store is away for a moment. Ask again; nothing is taken twice.",
}


class HandraiseError(Exception):
    """The root of everything this program raises on purpose."""


class Refused(HandraiseError):
    """A change that isn't made, because of the condition that `code` names."""

    def __init__(self, code: str, sentence: str | None = None, details: dict[str, Any] | None = None) -> None:
        self.code = code
        self.sentence = sentence or SENTENCES[code]
        self.details = details
        super().__init__(f"{code}: {self.sentence}")


class NotAFrame(HandraiseError):
    """Bytes that came over a socket aren't one of our frames."""


class BadSetting(HandraiseError):
    """A setting can't be used; the message is one sentence that says what to do."""


class StoreTrouble(HandraiseError):
    """The store can't be used; the message is one sentence that says what to do."""
