from factories.official_form import cuadro, findings_of, headers, make_book, make_row, read

__all__ = ["cuadro", "findings_of", "headers", "make_book", "make_row", "read"]
