"""packkit completion."""

from __future__ import annotations

import click

from attune_packkit.cli import console
from attune_packkit.cli.common import COMPLETE, PROGRAM, Command
from attune_packkit.cli.shells import SHELLS


@click.command("completion", cls=Command)
@click.argument("shell", type=click.Choice(list(SHELLS)))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print the code that makes a shell complete commands.

    \b
    bash:        packkit completion bash >> ~/.bashrc
    zsh:         packkit completion zsh > ~/.zfunc/_packkit
    fish:        packkit completion fish > ~/.config/fish/completions/packkit.fish
    PowerShell:  packkit completion powershell >> $PROFILE

    The folder ~/.zfunc must be in zsh's fpath before compinit runs.
    """
    completer = SHELLS[shell](context.find_root().command, {}, PROGRAM, COMPLETE)
    console.emit(completer.source() + "\n")
