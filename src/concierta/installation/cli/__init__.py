"""The `concierta` command: exit code 0 done, 1 refused with a reason, 2 wrong call; never a traceback."""

import sys

import click

from concierta.installation.cli.answers import answer_for


class Commands(click.Group):
    """Loads a command's module only when it is called, so that `--help` and a wrong call answer at once."""

    modules = {
        "campaign": "campaign",
        "check": "check",
        "demo": "demo",
        "entity": "entity",
        "handover": "handover",
        "import": "importing",
        "log": "log",
        "password": "password",
        "person": "person",
        "plan": "plan",
        "publish": "publish",
        "remind": "remind",
        "serve": "serve",
        "setup": "setup",
        "witness": "witness",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.modules:
            return None
        module = __import__(f"concierta.installation.cli.{self.modules[cmd_name]}", fromlist=["command"])
        command: click.Command = module.command
        return command


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="concierta")
def concierta() -> None:
    """De un acuerdo firmado a un resultado que cualquiera puede comprobar.

    Todo lo que guarda queda en CONCIERTA_HOME (por defecto ./var).
    """


def main() -> None:
    """Run the command and turn whatever happens into an exit code and a sentence."""
    try:
        status = concierta.main(standalone_mode=False)
    except Exception as problem:
        sys.exit(answer_for(problem))
    except KeyboardInterrupt:
        click.echo("\nInterrumpido: lo que ya estaba confirmado se conserva.", err=True)
        sys.exit(130)
    sys.exit(status if isinstance(status, int) else 0)
