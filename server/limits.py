"""The limits of what members type and set, declared once.

The pages hear them with the answer to `open_…`, and the Lua scripts read them as `limit.text` and so on.
"""

from typing import Annotated

import msgspec

from server.fields import said


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The limits in force; every range begins at 1 where nothing else is said."""

    title: Annotated[int, said("The longest title of a campaign.", "characters")] = 200
    text: Annotated[int, said("The longest text, and the longest message of a campaign.", "characters")] = 1_600
    batch_size: Annotated[int, said("The largest batch.", "conversations")] = 5_000
    default_batch_size: Annotated[int, said("The batch size of an account that hasn't set one.", "conversations")] = 300
    organisation: Annotated[int, said("The longest name of the organization.", "characters")] = 100
    invitations: Annotated[int, said("The most people who can be invited at once.", "members")] = 500
    name: Annotated[int, said("The longest name of a member.", "characters")] = 200
    shortest_password: Annotated[
        int,
        said("The shortest password (NIST SP 800-63B section 5.1.1.2, which asks for no other rule).", "characters"),
    ] = 8
    file: Annotated[int, said("The largest file of contacts: some two million of them.", "bytes")] = 100 * 1024 * 1024
    attached: Annotated[int, said("The largest file that came with a text and is shown.", "bytes")] = 10 * 1024 * 1024
    retention_days: Annotated[
        int, said("The longest time after archiving for which contacts' data can be kept, if not for ever.", "days")
    ] = 3_650
    canned_replies: Annotated[int, said("The most canned replies of a campaign, or of a texter.", "replies")] = 200
    tags: Annotated[int, said("The most tags of the account.", "tags")] = 50
    questions: Annotated[int, said("The most questions of a survey.", "questions")] = 20
    answers: Annotated[int, said("The most answers to choose from for a question.", "answers")] = 12
    label: Annotated[
        int, said("The longest title of a canned reply, tag, question or answer of a survey.", "characters")
    ] = 100
    list_characters: Annotated[
        int, said("The most in all the words of a list of canned replies, or of a survey, together.", "characters")
    ] = 60_000
    hours_between: Annotated[int, said("The most hours between the texts of two campaigns to one phone.", "hours")] = (
        168
    )
    default_hours_between: Annotated[int, said("Those hours of an account that hasn't set them.", "hours")] = 6
    take_back_minutes: Annotated[
        int, said("The longest time without doing after which conversations can be set to go back.", "minutes")
    ] = 1_440
    message: Annotated[int, said("The longest message of an admin to a sender.", "characters")] = 500
    ledger_entries: Annotated[int, said("The most entries that a campaign's ledger can be set to keep.", "entries")] = (
        10_000_000
    )
    longest_password: Annotated[int, said("The longest password.", "characters")] = 200


LIMITS = Limits()
