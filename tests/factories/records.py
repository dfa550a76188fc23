"""A printed record with a part of every kind."""

from datetime import UTC, datetime

from concierta.web.documents.record import Record, bullets, digest, facts, heading, lead, quote, table, text

RECORD = Record(
    title="Acta 3",
    kicker="Mesa Técnica",
    facts=[("Lugar", "Sala 3")],
    parts=[
        heading("Asistencia"),
        table(["Entidad", "Llegó"], [["SENA", "8:05 a. m."]]),
        heading("1. Informe"),
        text("Se leyó.\nSe discutió."),
        heading("Decisión", 3),
        lead("Se aprueba."),
        quote("No estamos de acuerdo.", by="CUT"),
        bullets(["Traer el informe"]),
        facts([("Preside", "Ana")]),
        digest("ab" * 32),
    ],
    foot="Acta 3",
    made_at=datetime(2026, 3, 20, 15, tzinfo=UTC),
    author="Mesa Técnica",
    keywords=("acta",),
)
