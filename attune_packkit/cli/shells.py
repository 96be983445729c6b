"""Completion in each shell, with what click's own leaves out: values behind `--option=`."""

from __future__ import annotations

from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    PowerShellComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
)


@add_completion_class
class Bash(BashComplete):
    """Bash ends a word at each `=`, and asks for the value alone."""

    def source(self) -> str:
        """Return the script. Click's own asks bash for its version first; the text is the same."""
        return ShellComplete.source(self)

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one to complete, and that one."""
        words, incomplete = super().get_completion_args()
        return [word for word in words if word != "="], incomplete


class _WholeWords(ShellComplete):
    """A shell that replaces the whole word `--option=value`."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        """Return the completions, each with the option that its value belongs to."""
        items = super().get_completions(args, incomplete)
        option, sign, _ = incomplete.partition("=")
        if sign and option.startswith("-"):
            for item in items:
                item.value = f"{option}={item.value}" if item.type == "plain" else item.value
        return items


@add_completion_class
class Zsh(_WholeWords, ZshComplete):
    """Zsh, which makes a function of a script that it loads by itself.

    Click's own script does its work in the first call of that only.
    """

    source_template = ZshComplete.source_template.replace(
        "$zsh_eval_context[-1] == loadautofunc", "$funcstack[1] == _%(prog_name)s"
    )


@add_completion_class
class Fish(_WholeWords, FishComplete):
    """Fish. Click's own script cuts values and summaries at their first comma."""

    source_template = FishComplete.source_template.replace(
        'string split ","', 'string split --max 1 ","'
    )


@add_completion_class
class PowerShell(_WholeWords, PowerShellComplete):
    """PowerShell."""


SHELLS: dict[str, type[ShellComplete]] = {each.name: each for each in (Bash, Zsh, Fish, PowerShell)}
