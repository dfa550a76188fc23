"""`concierta log`: check, prove, publish and operate the public log.

Checking needs neither a database nor trust in whoever publishes: those commands never open an installation.
"""

import click

from concierta.installation.cli.log.evidence import compare, verify_evidence
from concierta.installation.cli.log.operate import (
    accept_clock,
    accept_loss,
    destroy,
    forget,
    publish,
    recover,
    rotate,
    witness_request,
)
from concierta.installation.cli.log.prove import prove, verify_proof
from concierta.installation.cli.log.verify import verify


@click.group()
def command() -> None:
    """El registro público: comprobarlo, probar una cifra, publicarlo y cuidarlo."""


for _command in (
    verify,
    prove,
    verify_proof,
    compare,
    verify_evidence,
    publish,
    recover,
    accept_loss,
    accept_clock,
    rotate,
    witness_request,
    forget,
    destroy,
):
    command.add_command(_command)
