"""Words in a sentence that may be a wish for no more texts: `please stop texting me`, `wrong number`.

The FCC lets people revoke by any reasonable means (47 CFR 64.1200(a)(10)), and only a person can tell whether a
sentence is one. So nothing is done by such words alone: a texter is asked whether to opt the contact out.
"""

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

from server.words.comparable import comparable
from server.words.stop_words import DEFAULT

ENGLISH = (
    *("don't text", "do not text", "don't message", "do not message", "don't contact", "do not contact"),
    *("stop texting", "stop messaging", "stop contacting", "stop sending", "quit texting", "please stop", "stop it"),
    *("no more texts", "no more messages", "leave me alone", "leave us alone", "lose my number", "lose this number"),
    *("remove me", "remove my number", "remove this number", "delete my number", "take me off", "take my number off"),
    *("unsubscribe", "opt me out", "opt out", "wrong number", "wrong person", "do not call", "don't call"),
)
"""English phrases, which always count."""

PHRASES = {
    "es": (
        *("no me escriba", "no me escriban", "no me escribas", "no me mande", "no me manden", "no me mandes"),
        *("no más mensajes", "no más textos", "déjeme en paz", "déjenme en paz", "déjame en paz", "número equivocado"),
        *("deje de escribir", "dejen de escribir", "borre mi número", "borren mi número", "quíteme de"),
    ),
    "fr": (
        *("ne m'écrivez plus", "ne m'envoyez plus", "plus de messages", "plus de textos", "laissez-moi tranquille"),
        *("mauvais numéro", "faux numéro", "retirez-moi", "enlevez-moi", "supprimez mon numéro", "arrêtez de"),
    ),
    "pt": (
        *(
            "não me escreva",
            "não me mande",
            "não mande mais",
            "pare de",
            "parem de",
            "número errado",
            "me deixe em paz",
        ),
        *("me tire da lista", "remova meu número"),
    ),
    "de": (
        *(
            "keine nachrichten mehr",
            "keine sms mehr",
            "nicht mehr schreiben",
            "falsche nummer",
            "lassen sie mich in ruhe",
        ),
        *("lass mich in ruhe", "löschen sie meine nummer", "hör auf", "hören sie auf"),
    ),
    "it": (
        *("non scrivetemi", "non mi scrivete", "non mi scriva", "non mandatemi", "niente messaggi", "numero sbagliato"),
        *("lasciatemi in pace", "lasciami in pace", "toglietemi", "smettetela"),
    ),
    "ru": ("не пишите", "не присылайте", "больше не пишите", "ошиблись номером", "не тот номер", "удалите мой номер"),
    "zh": ("别再发", "不要再发", "不要給我發", "不要给我发", "別再發", "打错了", "打錯了", "发错人了", "發錯人了"),
}
"""Phrases by the language's code, as server/words/stop_words.py names the languages."""

MARKS_WITHIN = re.compile("['’ʼ‘`´]")
"""Apostrophes: people leave them out, `dont` and `don't` are one word."""


def may_be_a_wish(text: str, languages: Collection[str] = DEFAULT) -> bool:
    """Return whether a text has words in it that may be a wish for no more texts."""
    return bool(_any_of(tuple(languages)).search(plain(text)))


def plain(text: str) -> str:
    """Return a text's words without case, accents, apostrophes and other marks, with one blank between."""
    letters = unicodedata.normalize("NFKD", MARKS_WITHIN.sub("", comparable(text)))
    return " ".join("".join(_letter(character) for character in letters).split())


def _letter(character: str) -> str:
    kind = unicodedata.category(character)
    return character if kind[0] in "LN" else "" if kind == "Mn" else " "


@lru_cache
def _any_of(languages: tuple[str, ...]) -> re.Pattern[str]:
    phrases = map(plain, [*ENGLISH, *(phrase for code in languages for phrase in PHRASES[code])])
    return re.compile("|".join(phrase if phrase >= "\u4e00" else rf"\b{phrase}\b" for phrase in phrases))
