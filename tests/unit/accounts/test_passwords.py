import pytest
from django.core.exceptions import ValidationError

from concierta.accounts.passwords import ContextWordsValidator


@pytest.mark.parametrize(
    "password", ["PlanEmpleoCali2027", "plan de empleo 2027", "Alcaldía-Cali-2027", "concierta!!!!!"]
)
def test_what_anybody_here_would_try_is_refused(password):
    with pytest.raises(ValidationError):
        ContextWordsValidator().validate(password)


@pytest.mark.parametrize("password", ["tres tristes tigres", "plan de trompeta azul", "1234567890123", "ñandú 33"])
def test_anything_with_another_word_is_taken(password):
    ContextWordsValidator().validate(password)
