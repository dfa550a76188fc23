"""The pages of the draws: what was promised, shown, drawn, and how anybody repeats it; factors; counts of records."""

import hashlib
import re
import subprocess
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from concierta.engines.sampling import commit_seed, draw_sample, population_hash, ticket_of
from concierta.web.portal.site import render_site
from factories.packages import invented_tables, row, write_package

SEED = "5eed" * 16
AT = datetime(2025, 4, 14, 22, tzinfo=UTC)


def tables(*, drawn: bool = True) -> dict[str, list[Any]]:
    made = invented_tables()
    keys = [report.report for report in made["reports"] if report.period == "2025-T1"]
    population = {"e1": keys}
    chosen = {key for found in draw_sample(SEED, population, margin=Decimal("0.3"), confidence=Decimal("0.95")).values()
              for key in found}  # fmt: skip
    made["campaigns"] = [
        row(
            "campaigns",
            period="2025-T1",
            state="drawn" if drawn else "open",
            margin=Decimal("0.3"),
            confidence=Decimal("0.95"),
            double_share=Decimal("0.1"),
            population_closes_on=date(2025, 4, 14),
            due_on=date(2025, 4, 23),
            opened_at=AT,
            seed_commitment=commit_seed(SEED),
            **({"drawn_at": AT, "seed": SEED, "population_sha256": population_hash(population),
                "population": len(keys), "drawn": len(chosen), "by_risk": 1, "looked_at": len(chosen), "checked": 2,
                "double_checked": 6, "agreed": Decimal("0.833333"), "kappa": Decimal("0.6"),
                "kappa_low": Decimal("0.21"), "kappa_high": Decimal("0.99")} if drawn else {}),
        )
    ]  # fmt: skip
    if drawn:
        made["campaign_population"] = [
            row(
                "campaign_population",
                period="2025-T1",
                stratum="e1",
                report=key,
                ticket=ticket_of(SEED, "e1", key).digest,
                drawn=key in chosen,
                by_risk=number == 0,
                double_checked=False,
                risk=Decimal(45),
                risk_parts="money=30; late=15" if number == 0 else "",
            )
            for number, key in enumerate(keys)
        ]
    made["verification_factors"] = [
        row("verification_factors", level=level, subject=subject, unit="*", factor=Decimal("0.842"),
            reported=Decimal(10), verified=Decimal("8.42"), reports=40, looked_at=30, rejected=2, not_verifiable=1,
            reports_share=Decimal("0.75"), money=100, money_looked_at=80, money_share=Decimal("0.8"))
        for level, subject in (("plan", "empleo"), ("node", "ejes/EJE-1"), ("entity", "e1"),
                               ("indicator", made["indicators"][1].indicator))
    ]  # fmt: skip
    return made


def counted(made: dict[str, list[Any]], indicator: str) -> None:
    """The adjusted figure of the invented corte, as if it had been counted from records."""
    extra = {"verified_low": Decimal(410), "verified_high": Decimal(444), "confidence": Decimal("0.95"),
             "records": 450, "sampled": 100, "holding": 96}  # fmt: skip
    for name in ("reports", "measurements"):
        made[name] = [
            one._replace(**extra) if one.indicator == indicator and one.period == "2025-T1" else one
            for one in made[name]
        ]


def rendered(made: dict[str, list[Any]], folder: Path) -> Path:
    write_package(folder / "cortes" / "empleo" / "2025-03-31", made)
    render_site(out=folder / "site", cortes=folder / "cortes")
    return folder / "site"


@pytest.fixture(scope="module")
def drawn_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tables()
    counted(made, made["indicators"][1].indicator)
    return rendered(made, tmp_path_factory.mktemp("drawn"))


def page(site: Path, path: str) -> str:
    return unescape((site / path / "index.html").read_text()).replace("\xa0", " ")


def test_a_campaign_shows_what_was_promised_and_what_was_shown(drawn_site: Path):
    told = page(drawn_site, "verificacion/2025-t1")

    assert commit_seed(SEED) in told
    assert SEED in told
    assert "concierta campaign redraw empleo/2025-T1" in told
    said = (
        "coincidieron en el 83,3 %. Descontado el azar, el acuerdo es sustancial (κ = 0,6; 1 es siempre). Con 95 % de "
    )
    assert said + "confianza está entre 0,21 y 0,99." in told


def test_the_commands_it_shows_give_what_it_shows(drawn_site: Path):
    told = page(drawn_site, "verificacion/2025-t1")
    commands = re.findall(r"<code>(printf .*?)</code>", told)

    printed = [
        subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True).stdout[:64]
        for command in commands
    ]

    assert printed[0] == commit_seed(SEED)
    assert f"<code>{printed[1][:12]}</code>" in told
    key = re.search(r"'e1' '([^']+)'", commands[1])[1]
    assert printed[1] == hashlib.sha256(f"{SEED}\0e1\0{key}".encode()).hexdigest()


def test_the_list_marks_what_is_looked_at_and_why(drawn_site: Path):
    told = page(drawn_site, "verificacion/2025-t1")

    assert "● Por sorteo" in told
    assert "▲ Por riesgo: Hay mucho dinero detrás de esta cifra. Llegó después de la fecha." in told
    assert "No salió" in told


def test_before_the_draw_only_the_hash_is_known(tmp_path: Path):
    told = page(rendered(tables(drawn=False), tmp_path), "verificacion/2025-t1")

    assert commit_seed(SEED) in told
    assert SEED not in told
    assert "Antes nadie la conoce" in told


@pytest.mark.parametrize("path", ["", "verificacion", "ejes/eje-1", "entidades/e1"])
def test_the_factor_stands_where_a_figure_speaks(drawn_site: Path, path: str):
    told = page(drawn_site, path)

    assert "<b>84,2 %</b> <span>de lo reportado que se miró se sostuvo</span>" in told
    assert "Se miraron 30 de 40 reportes del corte (75 %). Detrás de ellos está el 80 % del dinero obligado." in told


def test_a_counted_figure_says_and_draws_how_sure_it_is(drawn_site: Path):
    code = tables()["indicators"][1].indicator
    folder = next(path for path in (drawn_site / "indicadores").iterdir() if path.name == code.lower())

    told = page(drawn_site, f"indicadores/{folder.name}")

    assert "450 reportado · 432 verificado (95 %: 410–444)" in told
    assert "Se miraron 100 de 450 registros al azar; se sostienen 96." in told
    assert told.count('class="ab-range"') == 4  # two whiskers of one line and, in the series, its two ends


def test_a_corte_older_than_the_draws_is_still_read(site: Path):
    assert "Este corte no trae campañas de verificación." in page(site, "verificacion")
