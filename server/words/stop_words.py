"""The words by which a contact opts out of texts, or in again, or asks who is texting, in each language.

A text opts out when it is nothing but such words, whatever stands around and between their letters: `“STOP”`,
`Stop!!!`, `S T O P`, `stop stop`, `opt-out`. A word inside a sentence doesn't count; a texter reads it and decides
(server/words/wishes.py). The same holds for the words that opt in again and for those that ask for help.

The carriers' words always count, because the carrier blocks the phone at any of them anyway: Twilio's default opt-out
keywords are STOP, STOPALL, UNSUBSCRIBE, CANCEL, END, QUIT, REVOKE and OPTOUT, and its opt-in keywords START and UNSTOP.
AWS End User Messaging adds REMOVE ("Required opt-out keywords"). Twilio counts YES as an opt-in, too. Here it doesn't
count: it is the commonest answer of all. HELP and INFO are the help keywords of Twilio and of the CTIA's guidelines;
Canadian carriers want AIDE, too.

The other languages are a setting of the account, because a stop word of one language is an ordinary answer in another.
Of the French words, Canadian carriers require ARRET, and Twilio's list for Proxy has ARRET, ARRETE and ARRETT. For the
rest of the words we know no carrier's list: they are what speakers of that language write to say stop or unsubscribe.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from server.words.comparable import comparable_letters

KEYCAPS = re.compile("[0-9]\ufe0f?\u20e3")
"""Emoji of a key: `1️⃣` is a 1 in a frame."""

LONGEST_STOP_CHARACTERS = 200
"""Letters in a text of nothing but such words, at most."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language: its name in English, the words that opt out, those that opt in again, and those that
    ask for help."""

    name: str
    stop: tuple[str, ...]
    start: tuple[str, ...]
    help: tuple[str, ...]


CARRIERS = Words(
    "The carriers' own words",
    stop=("STOP", "STOP ALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPT OUT", "REMOVE"),
    start=("START", "UNSTOP", "OPT IN", "SUBSCRIBE"),
    help=("HELP", "INFO"),
)

LANGUAGES = {
    "es": Words(
        "Spanish",
        stop=("ALTO", "BAJA", "DAR DE BAJA", "DARME DE BAJA", "PARAR", "PARE", "CANCELAR", "DETENER"),
        start=("ALTA", "COMENZAR", "INICIAR"),
        help=("AYUDA", "INFORMACIÓN"),
    ),
    "fr": Words(
        "French",
        stop=("ARRÊT", "ARRETT", "ARRÊTE", "ARRÊTER", "ARRÊTEZ", "DÉSABONNER", "DÉSINSCRIRE", "ANNULER"),
        start=("COMMENCER", "REPRENDRE"),
        help=("AIDE",),
    ),
    "pt": Words(
        "Portuguese",
        stop=("PARAR", "PARE", "SAIR", "CANCELAR", "DESCADASTRAR"),
        start=("INICIAR", "COMEÇAR"),
        help=("AJUDA",),
    ),
    "de": Words(
        "German",
        stop=("STOPP", "ABMELDEN", "ABBESTELLEN", "ENDE", "BEENDEN"),
        start=("ANMELDEN", "STARTEN"),
        help=("HILFE",),
    ),
    "it": Words(
        "Italian",
        stop=("BASTA", "FERMA", "ANNULLA", "CANCELLA", "DISISCRIVI"),
        start=("INIZIA", "RIPRENDI"),
        help=("AIUTO",),
    ),
    "ru": Words("Russian", stop=("СТОП", "ОТПИСАТЬСЯ", "ОТМЕНА"), start=("СТАРТ", "ПОДПИСАТЬСЯ"), help=("ПОМОЩЬ",)),
    "zh": Words("Chinese", stop=("停止", "退订", "退訂", "取消"), start=("开始", "開始"), help=("帮助", "幫助")),
}
"""The languages that an account may choose, by their ISO 639 codes."""

DEFAULT = ("es", "fr")


def in_force(stored: str | None) -> list[str]:
    """Return the codes of an account's languages, given as the store has them: `es fr`, or None until some are set."""
    codes = DEFAULT if stored is None else stored.split()
    return [code for code in codes if code in LANGUAGES]  # a newer version may have known more


def says_stop(text: str, languages: Collection[str] = DEFAULT) -> bool:
    """Return whether a text is nothing but words that opt out."""
    return _only([word for words in _of(languages) for word in words.stop], text)


def says_start(text: str, languages: Collection[str] = DEFAULT) -> bool:
    """Return whether a text is nothing but words that opt in again."""
    return _only([word for words in _of(languages) for word in words.start], text)


def says_help(text: str, languages: Collection[str] = DEFAULT) -> bool:
    """Return whether a text is nothing but words that ask for help: who texts here, and how to stop it."""
    return _only([word for words in _of(languages) for word in words.help], text)


def _of(languages: Collection[str]) -> list[Words]:
    return [CARRIERS, *(LANGUAGES[code] for code in languages)]


def _only(words: Collection[str], text: str) -> bool:
    """Return whether a text is one or several of the words. Some emoji would be read as letters (`ℹ️` as i), while a
    circled `Ⓢ` is meant as one: so the text is read both with its symbols and without."""
    several = re.compile(f"(?:{'|'.join(map(comparable_letters, words))})+")
    readings = (comparable_letters(text), comparable_letters(_without_symbols(text)))
    return any(len(letters) <= LONGEST_STOP_CHARACTERS and several.fullmatch(letters) for letters in readings)


def _without_symbols(text: str) -> str:
    text = KEYCAPS.sub(" ", text)
    return "".join(" " if unicodedata.category(character) == "So" else character for character in text)
