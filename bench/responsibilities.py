"""The matrix of responsibilities of a plan of 1,000 indicators: naming everybody, asking for a page, opening it.

    python bench/responsibilities.py [ROUNDS]

On the server's side, without network: `responsibility_matrix` (the first page, and only what has holes), the whole
answer of its workspace page, and the readiness of the plan (`problems_of`), beside the bare limit: the same rows read
with plain SQL and thrown away. The queries of each are counted, and must be as many as for a plan of 50 indicators.
"""

import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from measure import PYTHON, Sample, heading, home, process, save, table, take_turns, target, temporary, timed

INDICATORS = 1_000
SMALL = 50
PER_PROJECT = 5
LIMIT_MS = 300
AT = datetime(2026, 11, 20, 15, tzinfo=UTC)
WORDS = {
    "bare": "the same rows, plain SQL",
    "query": "responsibility_matrix, first page",
    "holes": "responsibility_matrix, only holes",
    "page": "GET of the workspace page",
    "unnamed": "the same before anybody is named",
    "readiness": "problems_of the plan",
}


def main(rounds: int) -> int:
    heading(f"Responsibilities of a plan of {INDICATORS:,} indicators")
    with temporary() as folder:
        found = json.loads(process([PYTHON, __file__, "--inside", str(rounds)], env=home(folder / "home")).output)
    samples = {name: Sample(tuple(second * 1000 for second in found["seconds"][name])) for name in WORDS}
    print()
    table(
        [
            ("things · cells", f"{found['things']:,} · {found['cells']:,}"),
            (
                f"assign_by_role, {found['assigned']:,} duties",
                f"{found['assign_seconds']:.2f} s, {found['events']} event",
            ),
            *(
                (words, f"{samples[name].text('ms', 0)}   {found['queries'][name]} queries")
                for name, words in WORDS.items()
            ),
        ]
    )
    print()
    save("responsibilities", samples | {"queries": found["queries"]})
    same = all(found["queries"][name] == found["few"][name] for name in WORDS)
    met = [
        target("the matrix, by its query", samples["query"].median, LIMIT_MS, " ms"),
        target("the matrix, its whole page", samples["page"].median, LIMIT_MS, " ms"),
        target(f"queries more than with {SMALL} indicators", 0 if same else 1, 0),
    ]
    return 0 if all(met) else 1


def inside(rounds: int) -> None:
    from concierta.installation.cli.prepare import prepare

    prepare()
    small, large = _plan("small", SMALL), _plan("large", INDICATORS)
    _plan("unnamed", INDICATORS)
    _plan("unnamed-small", SMALL)
    from concierta.ledger.models import Event
    from concierta.responsibilities.operations import assign_by_role
    from concierta.responsibilities.queries import responsibility_matrix

    assign_by_role(plan=small, by=None, at=AT)
    before, counted = Event.objects.count(), []
    seconds = timed(lambda: counted.append(assign_by_role(plan=large, by=None, at=AT)))
    subjects, few = _subjects(large, "unnamed"), _subjects(small, "unnamed-small")
    queries = {name: _queries(work) for name, work in subjects.items()}
    matrix = responsibility_matrix(None, large, AT.date())
    if matrix.holes or matrix.clashes:
        sys.exit(f"{matrix.holes} holes, {matrix.clashes} clashes: not the plan that was meant.")
    answer = {
        "assigned": counted[0],
        "assign_seconds": seconds,
        "cells": counted[0],
        "events": Event.objects.count() - before,
        "few": {name: _queries(work) for name, work in few.items()},
        "queries": queries,
        "seconds": take_turns({name: partial(timed, work) for name, work in subjects.items()}, rounds),
        "things": sum(matrix.things.values()),
    }
    print(json.dumps(answer))


def _subjects(plan: Any, unnamed: str) -> dict[str, Callable[[], object]]:
    from django.test import Client

    from concierta.people.models import User
    from concierta.plans.operations.readiness import problems_of
    from concierta.responsibilities.queries import responsibility_matrix

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email="sara@example.org"))

    def page(slug: str) -> None:
        answer = client.get(f"/trabajo/planes/{slug}/responsables/")
        if answer.status_code != 200:
            sys.exit(f"The page answered {answer.status_code}.")

    return {
        "bare": partial(_bare, plan.pk),
        "query": lambda: responsibility_matrix(None, plan, AT.date()),
        "holes": lambda: responsibility_matrix(None, plan, AT.date(), holes_only=True),
        "page": partial(page, plan.slug),
        "unnamed": partial(page, unnamed),
        "readiness": lambda: problems_of(plan, AT),
    }


def _bare(plan: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for kind, table, columns in (
            ("indicator", "indicators_indicator", "reporter_id, reviewer_id, verifier_id, presenter_id"),
            ("project", "plans_project", "entity_id"),
        ):
            cursor.execute(f"SELECT id, code, name, {columns} FROM {table} WHERE plan_id = %s", [plan])
            cursor.fetchall()
            cursor.execute(
                f"SELECT r.* FROM responsibilities_responsibility r JOIN {table} t ON t.id = r.{kind}_id"
                " WHERE t.plan_id = %s",
                [plan],
            )
            cursor.fetchall()


def _queries(work: Callable[[], object]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def _plan(slug: str, indicators: int) -> Any:
    """A plan of five entities that report, with one product and indicator after another, and twenty pledges."""
    from concierta.agreements.enums import PledgeKind
    from concierta.agreements.models import Agreement, Clause, Pledge
    from concierta.indicators.models import Indicator, Target
    from concierta.people.enums import Role
    from concierta.people.models import Entity, Membership, User
    from concierta.plans.models import Node, Plan, Product, Project, Tier

    def entity(code: str, role: Role, name: str) -> Entity:
        found, new = Entity.objects.get_or_create(code=code, defaults={"name": f"Entidad {code}"})
        if new:
            person = User.objects.create(email=f"{name}@example.org", name=name.capitalize(), date_joined=AT)
            confirmed = {"confirmation": "operator", "confirmed_at": AT}
            Membership.objects.create(user=person, entity=found, role=role, since=date(2024, 1, 1), **confirmed)
        return found

    reporting = [entity(f"reporta-{number}", Role.REPORTER, f"rosa{number}") for number in range(5)]
    reviewer = entity("revisa", Role.REVIEWER, "pedro")
    verifier = entity("verifica", Role.VERIFIER, "vera")
    secretariat = entity("secretaria", Role.SECRETARIAT, "sara")
    agreement = Agreement.objects.create(slug=slug, title="Acuerdo", signed_on=date(2024, 1, 1))
    clause = Clause.objects.create(agreement=agreement, code="C1", ordinal=1, title="Medios", text="Poner medios.")
    Pledge.objects.bulk_create(
        Pledge(clause=clause, entity=reporting[n % 5], code=f"CP-{n}", text=f"Promesa {n}", kind=PledgeKind.ACTION)
        for n in range(20)
    )
    plan = Plan.objects.create(
        slug=slug,
        name=f"Plan {slug}",
        agreement=agreement,
        starts_on=date(2024, 1, 1),
        ends_on=date(2027, 12, 31),
        secretariat=secretariat,
        reviewer=reviewer,
        verifier=verifier,
        presenter=secretariat,
    )
    tier = Tier.objects.create(plan=plan, depth=1, slug="ejes", singular="Eje", plural="Ejes")
    node = Node.objects.create(plan=plan, tier=tier, code="1", name="Empleo de calidad")
    projects = Project.objects.bulk_create(
        Project(plan=plan, node=node, entity=reporting[n % 5], code=f"BP{n:05}", name=f"Fortalecimiento del empleo {n}")
        for n in range(indicators // PER_PROJECT)
    )
    products = Product.objects.bulk_create(
        Product(project=projects[n // PER_PROJECT], code=f"P{n:05}", name=f"Personas formadas {n}")
        for n in range(indicators)
    )
    made = Indicator.objects.bulk_create(
        Indicator(
            plan=plan,
            kind="output",
            product=product,
            code=f"PR-{n:05}",
            name=f"Personas formadas en la línea {n}",
            accumulation="flow",
            reporter=product.project.entity,
        )
        for n, product in enumerate(products)
    )
    Target.objects.bulk_create(Target(indicator=one, year=2026, value=100) for one in made)
    return plan


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if arguments[:1] == ["--inside"]:
        inside(int(arguments[1]))
    else:
        sys.exit(main(int(arguments[0]) if arguments else 11))
