"""Files that commands read."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from tempfile import TemporaryFile
from typing import Any, BinaryIO

import click


@contextmanager
def read_with_bar(file: BinaryIO) -> Iterator[tuple[BinaryIO, Any]]:
    """Give a file that can be read twice (the first time for its encoding), and a progress bar of as many bytes."""
    with ExitStack() as kept:
        if not file.seekable():  # a pipe
            piped, file = file, kept.enter_context(TemporaryFile())
            shutil.copyfileobj(piped, file)
        size = file.seek(0, os.SEEK_END)
        yield file, kept.enter_context(click.progressbar(length=size, label="Importing", file=sys.stderr))
