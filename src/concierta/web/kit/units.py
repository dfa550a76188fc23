"""The singular of what is counted, where Spanish forms it in one way only."""

import re

_LETTERS = "a-záéíóúüñ"
#: Endings that tell the singular for certain: «-ones» (jabones, peatones) may lose an accent, and «-es» an e or not.
_ENDINGS = (
    (re.compile(r"ciones$"), "ción"),
    (re.compile(r"siones$"), "sión"),
    (re.compile(r"jóvenes$"), "joven"),
    (re.compile(r"(dad)es$"), r"\1"),
    (re.compile(r"([aeo]r)es$"), r"\1"),
    (re.compile(r"(nte)s$"), r"\1"),
    (re.compile(r"(al)es$"), r"\1"),
    (re.compile(rf"([{_LETTERS}]+[ao])s$"), r"\1"),
)
#: What follows one of these belongs to something else: «empresas con programas».
_LINKS = frozenset({"a", "al", "con", "de", "del", "en", "para", "por", "que", "sin", "y", "o", "e"})


def singular(unit: str) -> str | None:
    """«documentos» → «documento», «unidades productivas» → «unidad productiva»; None where it is not certain."""
    words = unit.split()
    ends = next((at for at, word in enumerate(words) if word.casefold() in _LINKS), len(words))
    # «empresas y personas» counts two things.
    if ends < len(words) and words[ends].casefold() in {"y", "o", "e"}:
        return None
    single = [_word(word) for word in words[:ends]]
    return " ".join([*(word for word in single if word), *words[ends:]]) if single and all(single) else None


def _word(word: str) -> str | None:
    for ending, instead in _ENDINGS:
        if ending.search(word):
            return ending.sub(instead, word)
    # An adjective may have no plural of its own: «horas extra».
    return None if word.casefold().endswith("s") else word
