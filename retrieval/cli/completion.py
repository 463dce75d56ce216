"""`byline completion`: commands, options and publishers completed by the shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from retrieval.cli.program import BylineCommand

_INSTALL = {
    "bash": 'eval "$(byline completion bash)"  in ~/.bashrc',
    "zsh": 'eval "$(byline completion zsh)"  in ~/.zshrc',
    "fish": "byline completion fish > ~/.config/fish/completions/byline.fish",
}


@click.command("completion", cls=BylineCommand, epilog="Put:  " + " ·  ".join(_INSTALL.values()))
@click.argument("shell", type=click.Choice(list(_INSTALL)))
@click.pass_context
def completion_command(ctx: click.Context, shell: str) -> None:
    """Print the script that completes commands in your SHELL."""
    script = get_completion_class(shell)
    if script is None:
        raise click.UsageError(f"there is no completion for {shell}", ctx)
    click.echo(script(ctx.find_root().command, {}, "byline", "_BYLINE_COMPLETE").source())
