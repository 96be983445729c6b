"""Everything packkit raises on purpose, and the exit code each error leads to.

PackkitError
├── UsageError            4  wrong arguments
│   └── ConfigError       4  wrong settings; names the file and the line
├── ExecutorError         3  the processes or machines that do the work fail
├── PluginError           4  a plugin that cannot be loaded or clashes with another
│   └── PluginCrashError  3  a plugin's own code fails at its work
├── SourceError           6  a pack source that cannot be reached or read
└── VerificationError     7  a signature, checksum or policy that refuses

A problem *in a pack* is never an exception: it is a `Diagnostic`.
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """Process exit codes: pytest's 0 to 5, then packkit's own."""

    OK = 0
    DIAGNOSTICS = 1
    INTERRUPTED = 2
    INTERNAL = 3
    USAGE = 4
    NOTHING_COLLECTED = 5
    SOURCE = 6
    VERIFICATION = 7


class PackkitError(Exception):
    """An expected failure, worded for the person at the keyboard."""

    exit_code = ExitCode.INTERNAL

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(PackkitError):
    """The command line asks for something that does not exist."""

    exit_code = ExitCode.USAGE


class ConfigError(UsageError):
    """A setting is unknown or has a wrong value."""


class PluginError(PackkitError):
    """A plugin cannot be loaded, or two plugins claim the same name."""

    exit_code = ExitCode.USAGE


class ExecutorError(PackkitError):
    """The work on packs could not be carried out where it was sent."""


class PluginCrashError(PluginError):
    """A plugin's own code failed at its work."""

    exit_code = ExitCode.INTERNAL


class SourceError(PackkitError):
    """A pack source cannot be reached or read."""

    exit_code = ExitCode.SOURCE


class VerificationError(PackkitError):
    """A checksum, signature or policy refuses the input."""

    exit_code = ExitCode.VERIFICATION
