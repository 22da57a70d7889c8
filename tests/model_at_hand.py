"""A campaign's tags, survey and canned replies in miniature, for tests/model.py. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Labels = set[tuple[str, int]]
"""The tags and answers that conversations have: ("tag" or "answer", id)."""


@dataclass
class Answer:
    """An answer, or a tag."""

    words: str
    offered: bool = True


@dataclass
class Question:
    """A question; `answers` by id, in their order."""

    words: str
    answers: dict[int, Answer]
    offered: bool = True


@dataclass
class AtHand:
    """All of it by id, in its order; `last` are the last ids that were given."""

    tags: dict[int, Answer] = field(default_factory=dict)
    survey: dict[int, Question] = field(default_factory=dict)
    canned: dict[int, str] = field(default_factory=dict)
    replies: dict[int, str] = field(default_factory=dict)
    """Answer → the reply that goes with it."""
    last: dict[str, int] = field(default_factory=lambda: {"canned": 0, "question": 0, "answer": 0})
    v: int = 0

    def set_canned(self, words: Sequence[str]) -> bool:
        """Set the canned replies; returns whether anything has changed."""
        before = list(self.canned.items())
        ids = self._numbered("canned", self.canned, words)
        self.canned = dict(zip(ids, words, strict=True))
        return list(self.canned.items()) != before

    def set_tags(self, chosen: Sequence[int] | None, named: Mapping[int, str], had: Labels) -> bool:
        """Choose tags, or only rename them; returns whether anything has changed."""
        before = [(id, tag.words, tag.offered) for id, tag in self.tags.items()]
        if chosen is not None:
            kept = {id: Answer(tag.words, False) for id, tag in self.tags.items() if ("tag", id) in had}
            new = {id: Answer(self.tags[id].words if id in self.tags else "") for id in chosen}
            self.tags = {**new, **{id: tag for id, tag in kept.items() if id not in new}}
        for id, tag in self.tags.items():
            tag.words = named.get(id, tag.words)
        return [(id, tag.words, tag.offered) for id, tag in self.tags.items()] != before

    def set_survey(self, asked: Sequence[tuple[str, Sequence[tuple[str, str]]]], had: Labels) -> bool:
        """Set questions, each with its answers and their replies; returns whether anything has changed."""
        before, known = self._told(), self.survey
        self.survey, self.replies = {}, {}
        ids = self._numbered("question", {id: each.words for id, each in known.items()}, [words for words, _ in asked])
        for id, (words, given) in zip(ids, asked, strict=True):
            were = known[id].answers if id in known else {}
            chosen = [answer for answer, _ in given]
            numbers = self._numbered("answer", {nth: answer.words for nth, answer in were.items()}, chosen)
            answers = {nth: Answer(answer) for nth, answer in zip(numbers, chosen, strict=True)}
            self.replies |= {nth: reply for nth, (_, reply) in zip(numbers, given, strict=True) if reply}
            self.survey[id] = Question(words, {**answers, **_kept(were, answers, had)})
        for id, question in known.items():
            left = _kept(question.answers, {}, had)
            if id not in self.survey and left:
                self.survey[id] = Question(question.words, left, offered=False)
        return self._told() != before

    def askable(self, question: int, answer: int | None) -> bool:
        """Return whether an answer can be noted, or taken back (None)."""
        asked = self.survey.get(question)
        if not asked or answer is None:
            return asked is not None
        return asked.offered and answer in asked.answers and asked.answers[answer].offered

    def _numbered(self, kind: str, before: Mapping[int, str], words: Sequence[str]) -> list[int]:
        """Return an id for each: that of the same words before, or a new one."""
        free = {each: id for id, each in sorted(before.items(), reverse=True)}
        ids = []
        for each in words:
            if each not in free:
                self.last[kind] += 1
            ids.append(free.get(each, self.last[kind]))
        return ids

    def _told(self) -> object:
        asked = [
            (
                id,
                question.words,
                question.offered,
                [(nth, it.words, it.offered) for nth, it in question.answers.items()],
            )
            for id, question in self.survey.items()
        ]
        return asked, self.replies


def _kept(were: Mapping[int, Answer], answers: Mapping[int, Answer], had: Labels) -> dict[int, Answer]:
    """Return the answers that aren't given any more and that conversations have."""
    return {id: Answer(it.words, False) for id, it in were.items() if id not in answers and ("answer", id) in had}
