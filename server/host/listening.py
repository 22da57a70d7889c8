"""The socket on which a hub listens."""

import socket

from server.errors import HandraiseError

UNREAD = 15_000
"""Milliseconds that what we sent may stay unread before the system drops the connection (Linux): a browser that has
stopped reading never sees our close frame, and would keep its socket open with us for ever."""


class CantListen(HandraiseError):
    """The address is taken or isn't ours; the message is one sentence that says what to do."""


def listen(host: str, port: int, option: str = "--port") -> socket.socket:
    """Return a socket that listens there; port 0 takes any free one.

    `option` is the command line's name of the address.

    Raises CantListen.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if hasattr(socket, "TCP_USER_TIMEOUT"):  # the sockets it accepts inherit this
                listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD)
            listening.bind(address)
            listening.listen(2048)
        except OSError:
            listening.close()
            raise
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CantListen(f"Can't listen on {host}, port {port} ({reason}): choose another with {option}.") from error
    return listening


def address(listening: socket.socket) -> str:
    """`http://127.0.0.1:8000`."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
