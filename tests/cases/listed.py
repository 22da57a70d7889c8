"""Reading the lists of the cases."""

from pathlib import Path

from server.contacts.rows import Contact, ContactsFile, Rejected

CASES = Path(__file__).parent


def listed(
    case: str, region: str = "US", encoding: str | None = None
) -> tuple[list[Contact], list[Rejected], ContactsFile]:
    """The contacts and the rejected rows of a file, and the file with what was noticed in it."""
    with (CASES / case).open("rb") as file:
        contacts = ContactsFile(file, region, encoding=encoding)
        rows = list(contacts)
    rejected = [row for row in rows if isinstance(row, Rejected)]
    return [row for row in rows if isinstance(row, Contact)], rejected, contacts
