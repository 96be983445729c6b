"""Start the command line: `packkit`, or `python -m attune_packkit`."""

from __future__ import annotations

import os
import sys


def start() -> None:
    """Run the command line of this process and end it."""
    import gc

    gc.set_threshold(_OBJECTS)
    _leave(main())


_OBJECTS = 200_000
"""New objects until Python looks for garbage; nearly all objects of a start are still needed."""


def main() -> int:
    """Run the command line of this process and return its exit code."""
    if sys.argv[1:] == ["--version"]:
        from attune_packkit import __version__

        print(f"packkit {__version__}")
        return 0
    try:
        _prepare()
        from attune_packkit.cli.app import run

        return run(sys.argv[1:], _program())
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 2


def _prepare() -> None:
    """Make this process fit to read packs from anywhere and to be stopped at any time."""
    import signal

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    _replace_closed_streams()
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")


def _replace_closed_streams() -> None:
    """Write to nowhere instead of standard streams that are closed, as some schedulers do."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115 - open as long as we run


def _leave(code: int) -> None:
    """End the process without taking its objects apart, which costs more than checking a pack."""
    import atexit

    threading = sys.modules.get("threading")
    if threading is not None and threading.active_count() > 1:
        raise SystemExit(code)
    try:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        raise SystemExit(code) from None
    os._exit(code)


def _program() -> str:
    if os.path.basename(sys.argv[0]) == "__main__.py":
        return "python -m attune_packkit"
    return "packkit"


def _leave_working_directory() -> None:
    """Import nothing from the folder that `python -m` was started in: it may be a pack."""
    here = os.path.realpath(os.path.dirname(os.path.dirname(__file__)))
    try:
        started_in = os.path.realpath(os.getcwd())
    except FileNotFoundError:
        return
    if not sys.flags.safe_path and here != started_in == os.path.realpath(sys.path[0]):
        del sys.path[0]


if __name__ == "__main__":
    _leave_working_directory()
    start()
