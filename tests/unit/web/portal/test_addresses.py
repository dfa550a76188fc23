from concierta.web.portal.addresses import FROZEN, LATEST, Address, either, settle, slugs


def test_a_page_points_to_the_front_page_of_its_language():
    assert Address("es", "").root == "./"
    assert Address("es", "proyectos/bp1/").root == "../../"
    assert Address("en", "proyectos/bp1/").root == "../../"


def test_a_page_points_to_the_root_of_its_corte_whatever_its_language():
    assert Address("es", "proyectos/bp1/").corte == "../../"
    assert Address("en", "proyectos/bp1/").corte == "../../../"


def test_a_page_points_to_itself_in_the_other_language():
    assert Address("es", "").in_language("en") == "./en/"
    assert Address("es", "proyectos/").in_language("en") == "../en/proyectos/"
    assert Address("en", "proyectos/").in_language("es") == "../../proyectos/"


def test_the_file_of_a_page_is_relative_to_the_corte():
    assert Address("es", "").file == "index.html"
    assert Address("en", "datos/").file == "en/datos/index.html"


def test_one_reading_is_kept_for_each_destination():
    page = f"<a href='{either('', '../../')}cortes/'>{either('el más reciente', 'congelado')}</a>".encode()
    assert settle(page, LATEST) == "<a href='cortes/'>el más reciente</a>".encode()
    assert settle(page, FROZEN) == b"<a href='../../cortes/'>congelado</a>"


def test_words_with_any_letter_settle():
    assert settle(either("¡Añádelo, señorita!", "ﷺ €").encode(), LATEST) == "¡Añádelo, señorita!".encode()


def test_folder_names_are_safe_and_never_clash():
    assert slugs(["BP26005298", "PR 1/2", "pr-1-2", "Comuna Ñ", "¿?"]) == {
        "BP26005298": "bp26005298",
        "PR 1/2": "pr-1-2",
        "pr-1-2": "pr-1-2-2",
        "Comuna Ñ": "comuna-n",
        "¿?": "x",
    }
