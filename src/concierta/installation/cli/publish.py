"""`concierta publish`: freeze the verified state at a cut-off and render the public site."""

import json
from datetime import date
from pathlib import Path

import click

from concierta.installation.cli.days import Day
from concierta.installation.cli.prepare import prepare
from concierta.installation.cli.progress import bar

_MOST = 20


@click.command()
@click.argument("slug")
@click.option("--cut-off", required=True, type=Day(), help="Fecha de corte, AAAA-MM-DD.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Carpeta del sitio.")
@click.option("--json", "as_json", is_flag=True, help="Responder en JSON.")
@click.option("--despite-differences", is_flag=True, help="Publicar aunque haya cifras que no son las de sus actos.")
def command(slug: str, cut_off: date, out: Path | None, as_json: bool, despite_differences: bool) -> None:
    """Congelar el estado verificado a la fecha de corte y publicar el sitio.

    Un corte no se rehace: antes se compara cada cifra con lo que registró su acto, como en «concierta check».
    """
    prepare()
    if not despite_differences:
        _check_figures()
    from concierta.kernel.clock import now
    from concierta.plans.queries import plan_by_slug
    from concierta.web.portal.site import publish_site

    plan = plan_by_slug(None, slug)
    with bar("Publicando", hidden=as_json) as progress:
        result = publish_site(
            plan=plan,
            cut_off=cut_off,
            by=None,
            at=now(),
            out=out,
            progress=lambda done, total, _: progress(done / max(total, 1)),
        )
    if as_json:
        click.echo(json.dumps(result.as_dict(), ensure_ascii=False, indent=2))
    else:
        click.echo(str(result))


def _check_figures() -> None:
    from concierta.installation.figures import differences

    problems = differences()
    if problems:
        raise click.ClickException(
            "No se publica: hay cifras en la base de datos que no son las de sus actos.\n"
            + "\n".join(f"    {problem}" for problem in problems[:_MOST])
            + (f"\n    … y {len(problems) - _MOST} más" if len(problems) > _MOST else "")
            + "\nCorríjalas con el acto que falta; o, si sabe por qué, repita con --despite-differences."
        )
