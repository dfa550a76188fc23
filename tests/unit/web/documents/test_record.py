"""A printed record: the same bytes from the same words, and nothing that a screen reader could not read."""

from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from concierta.web.documents.record import NotPrinted, heading, record_pdf, text
from factories.records import RECORD


def test_the_same_record_is_the_same_bytes():
    assert record_pdf(RECORD) == record_pdf(replace(RECORD))


def test_an_instant_is_the_same_wherever_it_is_told():
    there = RECORD.made_at.astimezone(timezone(-timedelta(hours=5)))

    assert record_pdf(replace(RECORD, made_at=there)) == record_pdf(RECORD)


def test_it_carries_the_date_it_was_given_and_both_standards():
    pdf = record_pdf(RECORD)

    assert b"<xmp:CreateDate>2026-03-20T15:00:00+00:00</xmp:CreateDate>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf


def test_a_word_changed_is_another_file():
    assert record_pdf(replace(RECORD, foot="Acta 4")) != record_pdf(RECORD)


def test_what_somebody_wrote_is_printed_and_never_run():
    wild = replace(RECORD, parts=[text('#panic() *no* $x$ <a> @b `c` \\d #import "/etc/passwd"')])

    assert record_pdf(wild).startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    "wrong", [replace(RECORD, title=""), replace(RECORD, parts=[heading("Dos", 2), heading("Cuatro", 4)])]
)
def test_a_record_that_could_not_be_read_aloud_is_not_printed(wrong):
    with pytest.raises(NotPrinted):
        record_pdf(wrong)
