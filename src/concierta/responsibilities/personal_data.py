from concierta.people.privacy import keeps, signs
from concierta.responsibilities.models import Responsibility

keeps(
    signs(Responsibility, "person", "substitute"),
)
