"""Names in the order in which a Spanish reader looks for them."""

from concierta.kernel.alphabet import alphabetical


def test_an_accent_does_not_move_a_name_and_its_capital_neither() -> None:
    names = ["Universidad", "Central Unitaria", "Cámara de Comercio", "Ábaco", "alcaldía", "Caja", "Ñandú", "Nube"]
    assert sorted(names, key=alphabetical) == [
        "Ábaco",
        "alcaldía",
        "Caja",
        "Cámara de Comercio",
        "Central Unitaria",
        "Nube",
        "Ñandú",
        "Universidad",
    ]


def test_an_n_with_tilde_follows_every_n() -> None:
    assert sorted(["caña", "canto", "cana", "cao"], key=alphabetical) == ["cana", "canto", "caña", "cao"]


def test_names_that_differ_only_in_an_accent_keep_one_order() -> None:
    assert sorted(["Él", "El"], key=alphabetical) == sorted(["El", "Él"], key=alphabetical) == ["El", "Él"]
