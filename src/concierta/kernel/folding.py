"""How the workspace looks for words: neither capitals nor accents matter, and ñ is found by n and by ñ.

Every search uses these two, or `__says` in a query (`people.lookups`), which folds by the same rule in the database.
"""

import unicodedata


def folded(text: str) -> str:
    """Without capitals or accents: nobody types «Formación» twice the same way. NUL, which no database takes, goes."""
    parts = unicodedata.normalize("NFKD", text.replace("\0", "").casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def says_every_word(text: str, words: str) -> bool:
    """True if `text` has each of the `words`, whole or as part of one; no words are in every text."""
    plain = folded(text)
    return all(word in plain for word in folded(words).split())
