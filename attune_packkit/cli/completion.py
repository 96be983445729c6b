"""packkit completion."""

from __future__ import annotations

import click
from click.shell_completion import ShellComplete, get_completion_class

from attune_packkit.cli import console
from attune_packkit.cli.common import COMPLETE, PROGRAM, Command

SHELLS = ("bash", "zsh", "fish", "powershell")


@click.command("completion", cls=Command)
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print the code that makes a shell complete commands.

    For bash: packkit completion bash >> ~/.bashrc
    """
    found = get_completion_class(shell)
    assert found is not None
    completer = found(context.find_root().command, {}, PROGRAM, COMPLETE)
    # Bash's own `source` starts a bash to ask for its version; the text does not depend on it.
    console.emit(ShellComplete.source(completer) + "\n")
