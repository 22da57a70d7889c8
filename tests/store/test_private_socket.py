import resource
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.errors import StoreTrouble
from server.store.private_socket import socket_path


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder whose path is short enough for a socket; pytest's own may not be."""
    with tempfile.TemporaryDirectory(prefix="hr-") as folder:
        yield Path(folder).resolve()


def test_it_is_in_the_folder_if_that_can_hold_it(tmp_path):
    assert socket_path(tmp_path) == tmp_path / "store.sock"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cant_hold_it_gets_a_private_temporary_folder(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    assert socket_path(Path("/proc")).parent.parent == tmp_path  # no file can be made there


def test_a_temporary_folder_that_others_can_enter_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    socket_path(Path("/proc")).parent.chmod(0o755)

    with pytest.raises(StoreTrouble, match=r"isn't a private folder of this user: delete it, or set TMPDIR"):
        socket_path(Path("/proc"))


def test_two_paths_that_are_too_long_are_told(tmp_path, monkeypatch):
    temporary = tmp_path / ("long" * 30)
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))

    with pytest.raises(StoreTrouble, match=r"too long for a socket: set TMPDIR to /tmp"):
        socket_path(tmp_path / ("data" * 30))


def test_something_else_at_its_place_isnt_overwritten(tmp_path, monkeypatch):
    (tmp_path / "store.sock").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    assert socket_path(tmp_path).parent.parent == tmp_path


def test_a_passing_trouble_says_nothing_about_the_folder(tmp_path):
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, limit[1]))
    try:
        with pytest.raises(OSError, match="Too many open files"):
            socket_path(tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limit)
