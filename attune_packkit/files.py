"""Write files so that nobody ever sees half of one."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator

from attune_packkit.errors import UsageError


@contextlib.contextmanager
def usage_errors(place: str) -> Iterator[None]:
    """Turn failures to write to a place that the user named into a `UsageError`."""
    try:
        yield
    except OSError as error:
        raise UsageError(f"'{place}' cannot be written: {error.strerror}") from None


def replace_file(path: str, text: str, *, aside: str = "") -> None:
    """Write `text` to `path` in one step: a reader sees the old file or the new one.

    Until then it lies in the folder `aside`, by default beside `path`. Follows a link to its
    target. What is no regular file, such as a pipe, is written to directly. Raises `OSError`.
    """
    data = text.encode("utf-8", "backslashreplace")
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        mode = stat.S_IFREG | (0o666 & ~_umask())
    if not stat.S_ISREG(mode):
        with open(path, "wb") as file:
            file.write(data)
        return
    path = os.path.realpath(path)
    folder = aside or os.path.dirname(path)
    import tempfile

    handle, written = tempfile.mkstemp(dir=folder, prefix=".packkit-")
    try:
        with open(handle, "wb") as file:
            file.write(data)
        os.chmod(written, stat.S_IMODE(mode))
        os.replace(written, path)
    except BaseException:
        os.unlink(written)
        raise


def _umask() -> int:
    """Return the mask for new files; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
