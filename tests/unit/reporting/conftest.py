import pytest

from concierta.indicators.models import Category, CategorySet
from factories import Cast


@pytest.fixture
def sexes(cast: Cast) -> dict[str, Category]:
    """An exhaustive set on the cast's indicator."""
    category_set = CategorySet.objects.create(code="sexo", name="Sexo", exhaustive=True)
    cast.indicator.category_sets.add(category_set)
    return {
        code: Category.objects.create(category_set=category_set, code=code, name=name, ordinal=ordinal)
        for ordinal, (code, name) in enumerate([("m", "Mujeres"), ("h", "Hombres")])
    }
