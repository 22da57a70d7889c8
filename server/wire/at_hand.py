"""The answers at hand, declared: canned replies, tags and questions of a survey, as they are shown and given."""

from collections.abc import Sequence
from typing import Annotated

import msgspec

from server.fields import said
from server.limits import LIMITS
from server.wire.parts import LARGEST_INTEGER

Id = Annotated[int, said("Its id, which is never given again.")]
GivenId = Annotated[
    Annotated[int, msgspec.Meta(ge=-LARGEST_INTEGER, le=LARGEST_INTEGER)] | None,
    said("Its id, if it is there already; null: a new one."),
]
Count = Annotated[int, said("How many conversations have it.", "conversations", least=0)]
Offered = Annotated[bool, said("False once it was taken off: what has it keeps it, and nothing else gets it.")]
Title = Annotated[str, said(f"What it is found by, up to {LIMITS.label} characters.")]
Name = Annotated[str, said(f"The name, up to {LIMITS.label} characters.")]
Words = Annotated[str, said(f"The words, with merge fields, up to {LIMITS.text:,} characters.")]
Asked = Annotated[str, said(f"The question, up to {LIMITS.label} characters.")]
Chosen = Annotated[str, said(f"The answer, up to {LIMITS.label} characters.")]
WithIt = Annotated[str | None, said("The reply that goes with it, with merge fields; null: none.")]


class Canned(msgspec.Struct, frozen=True, kw_only=True):
    """A canned reply."""

    id: Id
    title: Title
    text: Words


class GivenCanned(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A canned reply, as a member gives it."""

    id: GivenId = None
    title: Title
    text: Words


class Tag(msgspec.Struct, frozen=True, kw_only=True):
    """A tag."""

    id: Id
    name: Name


class GivenTag(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A tag, as an admin gives it."""

    id: GivenId = None
    name: Name


class CountedTag(Tag, frozen=True, kw_only=True):
    """A tag of a campaign."""

    count: Count
    offered: Offered = True


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """An answer to a question of a survey."""

    id: Id
    answer: Chosen
    reply: WithIt = None


class GivenAnswer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An answer to a question of a survey, as an admin gives it."""

    id: GivenId = None
    answer: Chosen
    reply: WithIt = None


class CountedAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """An answer, and how often it was given. The reply that goes with it is in `list_at_hand`."""

    id: Id
    answer: Chosen
    count: Count
    offered: Offered = True


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question of a survey."""

    id: Id
    question: Asked
    answers: Annotated[list[Answer], said("The answers to choose from, in their order.")]


class GivenQuestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question of a survey, as an admin gives it."""

    id: GivenId = None
    question: Asked
    answers: Annotated[Sequence[GivenAnswer], said("The answers to choose from, in their order.")]


class CountedQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """A question of a campaign's survey, and how often each answer was given."""

    id: Id
    question: Asked
    offered: Offered = True
    answers: Annotated[list[CountedAnswer], said("The answers, in their order.")]
