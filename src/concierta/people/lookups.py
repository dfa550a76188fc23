"""`field__says=word`: True where the text has the word, by the rule of `kernel.folding`, on either database."""

from typing import Any

from django.db.backends.signals import connection_created
from django.db.models import CharField, Lookup, TextField

from concierta.kernel.folding import folded

_FUNCTION = "concierta_folded"
#: The combining marks of Latin script, by the code points at their ends.
_MARKS = r"[\u0300-\u036f]"


@CharField.register_lookup
@TextField.register_lookup
class Says(Lookup):
    lookup_name = "says"

    def get_prep_lookup(self) -> str:
        return folded(str(self.rhs))

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        if connection.vendor == "postgresql":
            # Without its marks a Spanish letter is one of A to Z, which every locale of the database can lower-case.
            left = f"lower(regexp_replace(normalize({left}::text, NFKD), '{_MARKS}', '', 'g'))"
            return f"strpos({left}, {right}) > 0", [*left_params, *right_params]
        return f"instr({_FUNCTION}({left}), {right}) > 0", [*left_params, *right_params]


def know_how_to_fold(connection: Any, **_: Any) -> None:
    """SQLite lower-cases A to Z and no more: it is lent our own function."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(_FUNCTION, 1, _fold_or_null, deterministic=True)


def _fold_or_null(text: object) -> str | None:
    return None if text is None else folded(str(text))


connection_created.connect(know_how_to_fold, dispatch_uid=_FUNCTION)
