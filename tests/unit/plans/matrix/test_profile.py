from pathlib import Path
from typing import Any

import pytest

from concierta.plans.matrix import known_profiles, load_profile
from concierta.plans.matrix.profile import parse_profile
from concierta.workbooks import refusals

SMALL: dict[str, Any] = {
    "name": "yumbo",
    "tiers": [{"name": "Eje", "headers": ["Eje"]}],
    "columns": {"project_name": {"type": "name", "headers": ["Proyecto"], "required": True}},
}


def test_the_profiles_that_come_with_the_program() -> None:
    assert known_profiles() == ["concierta", "cuadro-1s"]
    assert [load_profile(name).name for name in known_profiles()] == known_profiles()


@pytest.mark.parametrize("name", ["cuadro-2s", "../profiles/concierta", "no/existe.toml", "", "/etc/passwd"])
def test_an_unknown_profile_lists_the_known_ones(name: str) -> None:
    with pytest.raises(refusals.UnknownProfile, match=r"concierta, cuadro-1s"):
        load_profile(name)


def test_a_profile_may_be_a_file(tmp_path: Path) -> None:
    path = tmp_path / "otra.toml"
    path.write_text(
        'tiers = [{ name = "Eje", headers = ["Eje"] }]\n'
        '[columns.project_name]\ntype = "name"\nheaders = ["Proyecto"]\n',
        encoding="utf-8",
    )
    assert load_profile(path).name == "otra"


@pytest.mark.parametrize("text", ["esto no es toml", "name = 'x'", "\x00"])
def test_a_file_that_is_not_a_profile_says_why(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mala.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(refusals.ProfileRefused):
        load_profile(path)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"tiers": []}, "nivel del plan"),
        ({"columns": {}}, "en qué columna está el proyecto"),
        ({"columns": SMALL["columns"] | {"colour": {"type": "name", "headers": ["C"]}}}, "colour"),
        ({"columns": {"project_name": {"type": "emoji", "headers": ["P"]}}}, "emoji"),
        ({"columns": {"project_name": {"type": "name", "headers": []}}}, "encabezado"),
        ({"columns": {"project_name": {"type": "name"}}}, "headers"),
        ({"adjacent": [["project_name", "unit"]]}, "unit"),
        ({"columns": {"project_name": {"type": "code", "headers": ["P"], "pattern": "("}}}, "subpattern"),
        ({"tiers": "Eje"}, "«yumbo»"),
    ],
)
def test_a_wrong_profile_says_what_is_wrong(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(refusals.ProfileRefused, match=reason):
        parse_profile(SMALL | change)
