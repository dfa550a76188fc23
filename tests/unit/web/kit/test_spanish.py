"""What stays in Spanish says so on a page of another language, and only there."""

from django.template import engines
from django.utils.translation import override

from concierta.web.kit.spanish import in_spanish, spanish, telling


def test_a_spanish_page_adds_nothing():
    with override("es-co"):
        assert (in_spanish("Secretaría <b>"), spanish()) == ("Secretaría <b>", "")


def test_another_language_marks_the_words_and_keeps_them_text():
    with override("en"):
        assert in_spanish("Secretaría <b>") == '<span lang="es">Secretaría &lt;b&gt;</span>'
        assert in_spanish("") == ""


def test_a_sentence_keeps_its_language_around_a_name():
    with override("en"):
        said = telling("<%(best)s> & more", best=in_spanish("Empleo «ñ»"))
    assert said == '&lt;<span lang="es">Empleo «ñ»</span>&gt; &amp; more'
    assert telling("%(best)s & más", best="Empleo") == "Empleo & más"


def test_a_template_marks_a_name_or_a_whole_element():
    template = engines["django"].from_string("<blockquote{% spanish %}>{{ words }}</blockquote>{{ words|in_spanish }}")
    with override("en"):
        said = template.render({"words": "«Sí»"})
    assert said == '<blockquote lang="es">«Sí»</blockquote><span lang="es">«Sí»</span>'
