"""Checking that every published package is still, byte for byte, the one that was published."""

import hashlib
import json
from pathlib import Path

from concierta.ledger.models import Event
from concierta.publishing.models import Corte
from concierta.publishing.operations.folders import corte_subject, package_folder


def check_cortes() -> list[str]:
    """What is wrong with the published cortes, in sentences; empty when every file of every one is whole.

    The manifest's hash must also be the one the ledger recorded: a row changed together with its package is found too.
    """
    recorded = dict(Event.objects.filter(kind="corte.published").values_list("subject", "payload"))
    problems = []
    for corte in Corte.objects.select_related("plan").order_by("plan__slug", "cut_off"):
        folder = package_folder(corte.plan.slug, corte.cut_off)
        where = f"{corte.plan.slug} {corte.cut_off.isoformat()}"
        problems += [f"{where}: {problem}" for problem in check_package(folder, corte.manifest_sha256)]
        if corte.manifest_sha256 not in recorded.get(corte_subject(corte.plan.slug, corte.cut_off), ""):
            problems.append(f"{where}: el registro no tiene la publicación de este manifiesto")
    return problems


def check_package(folder: Path, manifest_sha256: str) -> list[str]:
    """What differs in `folder` from what the manifest says, and the manifest from its own hash."""
    try:
        manifest = (folder / "manifest.json").read_bytes()
    except FileNotFoundError:
        return ["falta el paquete" if not folder.is_dir() else "falta manifest.json"]
    if hashlib.sha256(manifest).hexdigest() != manifest_sha256:
        return ["manifest.json no es el que se publicó"]
    declared: dict[str, dict[str, str]] = json.loads(manifest)["files"]
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {"manifest.json"}
    problems = [f"sobra {path}" for path in sorted(present - set(declared))]
    for path, facts in sorted(declared.items()):
        if path not in present:
            problems.append(f"falta {path}")
        elif hashlib.sha256((folder / path).read_bytes()).hexdigest() != facts["sha256"]:
            problems.append(f"{path} fue alterado")
    return problems
