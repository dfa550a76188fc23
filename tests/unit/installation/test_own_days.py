import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from concierta.installation.own_days import read_own_days
from concierta.kernel.errors import Invalid


def test_each_day_has_its_reason(tmp_path: Path) -> None:
    path = tmp_path / "calendar.toml"
    path.write_text(
        '[[non_working_days]]\nday = 2026-12-24\nreason = "Decreto 1 de 2026 "\n'
        '[[non_working_days]]\nday = 2026-12-31\nreason = "Decreto 2 de 2026"\n'
    )
    assert read_own_days(path) == {date(2026, 12, 24): "Decreto 1 de 2026", date(2026, 12, 31): "Decreto 2 de 2026"}


def test_without_the_file_the_city_has_none(tmp_path: Path) -> None:
    assert read_own_days(tmp_path / "calendar.toml") == {}


ENTRY = '[[non_working_days]]\nday = 2026-12-24\nreason = "Decreto"\n'


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("day = [", "no se puede leer"),
        ("days = []", "solo lleva entradas"),
        ("non_working_days = 3", "solo lleva entradas"),
        ("non_working_days = [3]", "día 1"),
        (ENTRY + "[[non_working_days]]\nday = 2026-12-25\n", "día 2"),
        (ENTRY.replace('"Decreto"', '" "'), "día 1"),
        (ENTRY.replace("2026-12-24", '"2026-12-24"'), "día 1"),
        (ENTRY.replace("2026-12-24", "2026-12-24T08:00:00"), "día 1"),
        (ENTRY + 'otra = "cosa"\n', "día 1"),
        (ENTRY + ENTRY, "2026-12-24 está dos veces"),
    ],
)
def test_a_slip_is_refused_and_named(tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / "calendar.toml"
    path.write_text(text)
    with pytest.raises(Invalid, match=named) as refusal:
        read_own_days(path)
    assert "calendar.toml" in str(refusal.value)


@pytest.mark.any_database
def test_an_installation_counts_with_its_own_zone_and_days(tmp_path: Path) -> None:
    (tmp_path / "calendar.toml").write_text(ENTRY)
    said = subprocess.run(
        [sys.executable, "-c", "from django.conf import settings as s; s.DEBUG\n"
         "from concierta.kernel.calendar import is_working_day; from datetime import date\n"
         "print(s.TIME_ZONE, is_working_day(date(2026, 12, 24)), is_working_day(date(2026, 12, 23)))"],
        env=os.environ
        | {
            "CONCIERTA_HOME": str(tmp_path),
            "CONCIERTA_TIME_ZONE": "America/Lima",
            "DJANGO_SETTINGS_MODULE": "concierta.installation.settings",
            "PYTHONPATH": os.pathsep.join(sys.path),
        },
        capture_output=True,
        text=True,
        check=True,
    )  # fmt: skip
    assert said.stdout == "America/Lima False True\n"
