from concierta.evaluation.models import Risk, RiskStep
from concierta.people.privacy import keeps, signs

keeps(signs(Risk, "person"), signs(RiskStep, "by"))
