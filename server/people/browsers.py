"""Browsers, told from what they say about themselves, in words for their owner: `Firefox on Windows`. Pure."""

BROWSERS = {
    "Edg": "Edge",  # each says that it is also those below it
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "FxiOS/": "Firefox",
    "Firefox/": "Firefox",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Chromium/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "CrOS": "Chromebook",
    "Macintosh": "Mac",
    "Linux": "Linux",
}


def in_words(user_agent: str) -> str:
    """Return the browser and the system of a `User-Agent`; empty if neither is known."""
    found = [
        next((words for sign, words in known.items() if sign in user_agent), None) for known in (BROWSERS, SYSTEMS)
    ]
    return " on ".join(filter(None, found))
