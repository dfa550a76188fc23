from concierta.people.privacy import keeps, signs
from concierta.publishing.models import Corte

keeps(
    signs(Corte, "published_by"),
)
