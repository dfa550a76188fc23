"""`concierta log verify`: everything that a site publishes, against its own log."""

import json
from pathlib import Path

import click

from concierta.engines.sitelog import Kept, SiteReport, check_site
from concierta.engines.translog import LogProblem, VerifierKey
from concierta.installation.cli.log.answers import DOES_NOT_HOLD, HOLDS, Key, refused, unreadable
from concierta.installation.log.sources import open_site
from concierta.installation.log.words import line_of, moment, sentence
from concierta.kernel.files import replace_file

_SHOWN = 30


@click.command()
@click.argument("site", metavar="CARPETA|DIRECCIÓN")
@click.option("--vkey", "key", type=Key(), help="Clave pública del registro, recibida por otro camino.")
@click.option("--keep", type=click.Path(path_type=Path), help="Punto de control de la vez anterior; se renueva.")
@click.option("--json", "as_json", is_flag=True, help="Responder en JSON.")
def verify(site: str, key: VerifierKey | None, keep: Path | None, as_json: bool) -> int:
    """Comprobar todo lo publicado, sin base de datos y sin confiar en quien lo publica.

    Responde 0 si todo vale, 1 si algo no vale (y lo nombra), 2 si no se pudo leer.
    """
    try:
        kept = Kept.from_json(keep.read_text()) if keep and keep.exists() else None
    except LogProblem as problem:
        return refused(str(keep), problem)
    try:
        report = check_site(open_site(site), key=key, kept=kept)
    except OSError as problem:
        if as_json:
            click.echo(json.dumps({"holds": None, "error": str(problem)}, ensure_ascii=False))
        return unreadable(problem)
    if keep and report.kept:
        replace_file(keep, report.kept.to_json().encode())
    evidence = _write_evidence(report, keep)
    if as_json:
        click.echo(json.dumps(_as_dict(report), ensure_ascii=False, indent=2))
    else:
        _tell(report, evidence)
    return HOLDS if report.holds else DOES_NOT_HOLD


def _write_evidence(report: SiteReport, keep: Path | None) -> Path | None:
    """Two histories signed by one key: whoever kept the first can show both to anybody."""
    if not (report.evidence and keep):
        return None
    path = keep.with_name(f"{keep.name}.evidencia.json")
    path.write_text(report.evidence.to_json())
    return path


def _tell(report: SiteReport, evidence: Path | None) -> None:
    if point := report.checkpoint:
        click.echo(f"Registro «{point.origin}»: {point.size} actos, raíz {point.root.hex()}")
    if report.keys:
        source = "" if report.trusted else " (la que muestra el propio sitio: compárela por otro camino, y use --vkey)"
        click.echo(f"Clave {report.keys[-1]}{source}")
    for name, time in report.witnessed.items():
        click.echo(f"Testigo {name}: lo vio el {moment(time)}")
    for name in report.unread_witnesses:
        click.echo(f"? Testigo {name}: {sentence('unknown_algorithm')}; su firma no se comprobó")
    click.echo(f"{report.cortes} cortes, {report.files} archivos")
    for finding in report.findings[:_SHOWN]:
        click.echo(f"✕ {line_of(finding)}")
    if len(report.findings) > _SHOWN:
        click.echo(f"  … y {len(report.findings) - _SHOWN} más: véalos todos con --json.")
    for name in report.unlisted[:_SHOWN]:
        click.echo(f"? {name}: {sentence('file_unlisted')}")
    if evidence:
        click.echo(f"La prueba de que se firmaron dos historias quedó en {evidence}.")
    click.echo("✓ Todo vale." if report.holds else "✕ Algo no vale.")


def _as_dict(report: SiteReport) -> dict[str, object]:
    point = report.checkpoint
    return {
        "holds": report.holds,
        "origin": point.origin if point else None,
        "size": point.size if point else None,
        "root": point.root.hex() if point else None,
        "vkey": str(report.keys[-1]) if report.keys else None,
        "vkey_from_outside": report.trusted,
        "witnesses": [{"name": name, "seen_at": time} for name, time in report.witnessed.items()],
        "witnesses_unread": report.unread_witnesses,
        "cortes": report.cortes,
        "files": report.files,
        "findings": [
            {"path": finding.path, "code": finding.code, "sentence": sentence(finding.code, finding.details)}
            for finding in report.findings
        ],
        "unlisted": report.unlisted,
    }
