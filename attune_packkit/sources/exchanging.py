"""Exchange two names in one step, where the system can."""

from __future__ import annotations

import ctypes
import errno
import os
from functools import cache
from typing import Any

_RENAME_EXCHANGE = 2
_CANNOT = frozenset({errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP})


def exchange(first: str, first_directory: int, second: str, second_directory: int) -> bool:
    """Exchange two names, each in an open directory; False if the file system cannot.

    Raises `OSError` if it can and did not.
    """
    call = _renameat2()
    if call is None:
        return False
    names = os.fsencode(first), os.fsencode(second)
    if call(first_directory, names[0], second_directory, names[1], _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number), first)


@cache
def _renameat2() -> Any:
    """Return the C library's function, which only Linux has."""
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is not None:
        text, number = ctypes.c_char_p, ctypes.c_int
        call.argtypes = (number, text, number, text, ctypes.c_uint)
        call.restype = number
    return call
