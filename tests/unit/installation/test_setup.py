"""A setup file makes what it names, again changes nothing, and refuses by name what it cannot do."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from django.core import mail

from concierta.accounts.operations import confirm_role
from concierta.agreements.models import Agreement, Pledge
from concierta.indicators.models import CategorySet, Indicator, Target
from concierta.installation.cli import concierta
from concierta.installation.setup.example import EXAMPLE
from concierta.installation.setup.journal import Journal
from concierta.installation.setup.reading import SetupRefused, read_setup
from concierta.installation.setup.run import set_up
from concierta.kernel.clock import now
from concierta.ledger.models import Event
from concierta.people.models import Entity, Membership, Territory, User
from concierta.people.queries import memberships_on
from concierta.plans.enums import PlanState
from concierta.plans.models import Node, Plan, Tier
from factories.accounts import come, come_by

AT = datetime(2025, 2, 3, 15, tzinfo=UTC)
LATER = datetime(2025, 6, 3, 15, tzinfo=UTC)
TABLES = (
    Entity,
    User,
    Membership,
    Territory,
    Agreement,
    Pledge,
    Plan,
    Tier,
    Node,
    CategorySet,
    Indicator,
    Target,
    Event,
)

Write = Callable[[str], Path]
Run = Callable[..., Journal]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def writer(text: str) -> Path:
        path = tmp_path / "mi-plan.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return writer


@pytest.fixture
def run(db: None, write: Write) -> Run:
    def runner(text: str = "", at: datetime = AT, **options: bool) -> Journal:
        return set_up(setup=read_setup(write(text or example())), at=at, **options)

    return runner


def example(*changes: tuple[str, str]) -> str:
    text = EXAMPLE.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def counts() -> list[int]:
    return [model.objects.count() for model in TABLES]


def test_the_example_makes_everything_that_it_names(run: Run) -> None:
    journal = run()
    assert (Entity.objects.count(), User.objects.count(), Membership.objects.count()) == (6, 6, 7)
    assert Territory.objects.get(code="01").parent == Territory.objects.get(code="99001")
    agreement = Agreement.objects.get()
    assert [clause.code for clause in agreement.clauses.all()] == ["C1", "C2"]
    assert [(p.code, p.kind, p.amount, p.quantity) for p in Pledge.objects.order_by("code")] == [
        ("CC-1", "cash", 400_000_000, None),
        ("CC-2", "in_kind", None, Decimal(2)),
    ]
    plan = Plan.objects.get()
    roles = (plan.secretariat, plan.reviewer, plan.verifier, plan.presenter)
    assert [entity.code for entity in roles if entity] == [
        "secretaria-tecnica",
        "planeacion",
        "control-interno",
        "secretaria-tecnica",
    ]
    assert (plan.agreement, plan.state) == (agreement, PlanState.DRAFT)
    assert [tier.plural for tier in plan.tiers.all()] == ["Ejes", "Líneas estratégicas", "Programas"]
    assert [(node.code, node.weight) for node in plan.nodes.all()] == [("E1", Decimal("0.6")), ("E2", Decimal("0.4"))]
    placed = Indicator.objects.get(code="R1")
    assert (placed.node.code if placed.node else "", placed.unit, placed.reporter.code) == (
        "E1",
        "personas",
        "desarrollo-economico",
    )
    assert [one.code for one in placed.category_sets.all()] == ["sexo"]
    assert dict(placed.targets.values_list("year", "value")) == {
        2024: None,
        2025: Decimal(500),
        2026: Decimal(600),
        2027: Decimal(700),
    }
    assert journal.left == 0
    assert not journal.updated


def test_again_changes_nothing_and_records_nothing(run: Run) -> None:
    run()
    before = counts()
    again = run(at=LATER)
    assert (again.made, again.updated, again.invitations) == ([], [], [])
    assert again.left == 46
    assert counts() == before


def test_each_new_person_is_invited_by_a_letter_and_nobody_is_given_a_password(run: Run) -> None:
    first = run()
    assert [made.user for made, _ in first.invitations] == list(User.objects.order_by("pk"))
    assert [letter.to[0] for letter in mail.outbox] == [made.user.email for made, _ in first.invitations]
    assert not any(user.has_usable_password() or user.is_active for user in User.objects.all())
    assert all(token in letter.body for (_, token), letter in zip(first.invitations, mail.outbox, strict=True))
    assert run().invitations == []
    assert len(mail.outbox) == 6


def test_whoever_accepts_first_confirms_the_others_of_their_entity(run: Run) -> None:
    more = (
        '\n[[people]]\nemail = "otra@villa-ejemplo.example"\nname = "Otra"\nentity = "educacion"\nroles = ["member"]\n'
    )
    tokens = {made.user.email: token for made, token in run(example() + more).invitations}
    first, other = (come(tokens[f"{name}@villa-ejemplo.example"], at=AT) for name in ("reporta.educacion", "otra"))
    assert (memberships_on(first).count(), memberships_on(other).count()) == (1, 0)
    confirm_role(membership=other.memberships.get(), by=first, at=AT)
    assert memberships_on(other).count() == 1


def test_a_domain_is_stated_or_that_of_the_first_of_its_people(run: Run) -> None:
    run(example(('acronym = "Planeación"', 'acronym = "Planeación"\nmail_domain = "villa-ejemplo.example"')))
    assert set(Entity.objects.values_list("mail_domain", flat=True)) == {"villa-ejemplo.example"}


def test_free_mail_is_no_institution_unless_the_file_insists(run: Run) -> None:
    free = ("verifica@villa-ejemplo.example", "verifica@gmail.com")
    with pytest.raises(SetupRefused, match=r"\[\[people\]\] 3 .*Registre primero el dominio"):
        run(example(free))
    domain = 'kind = "oversight"\nmail_domain = "gmail.com"'
    with pytest.raises(SetupRefused, match="cualquiera abre un correo"):
        run(example(free, ('kind = "oversight"', domain)))
    run(example(free, ('kind = "oversight"', domain + "\naccept_free_mail = true")))
    assert '"free_mail":true' in Event.objects.get(subject="entity:control-interno").payload


def test_a_domain_that_the_file_changes_is_changed_on_record(run: Run) -> None:
    run()
    changed = run(example(('kind = "oversight"', 'kind = "oversight"\nmail_domain = "control.example"')), at=LATER)
    assert changed.updated == [("entity", "control-interno")]
    assert Event.objects.latest("index").kind == "entity.domain_set"


def test_a_dry_run_keeps_nothing_and_tells_the_same(run: Run) -> None:
    before = counts()
    tried = run(dry_run=True)
    assert counts() == before
    assert tried.invitations == []
    assert tried.as_dict() == run().as_dict()


def test_a_refusal_in_the_last_entry_keeps_nothing(run: Run) -> None:
    before = counts()
    with pytest.raises(SetupRefused, match=r"\[\[targets\]\] 1 «0007-X»: el plan no tiene un indicador «0007-X»"):
        run(example() + '\n[[targets]]\nindicator = "0007-X"\nvalues = { "2025" = 1 }\n')
    assert counts() == before


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('acronym = "Planeación"', 'acronym = "DAP"', r"\[\[entities\]\] 2 «planeacion»: ya existe, con acronym"),
        ('name = "Carlos Mina"', 'name = "Otro"', r"\[\[people\]\] 3 «verifica@villa-ejemplo.example»: .* name"),
        ('name = "Comuna 1"', 'name = "Comuna Uno"', r"\[\[territories\]\] 2 «01»: ya existe, con name"),
        ("signed_on = 2024-02-15", "signed_on = 2024-02-16", r"\[agreement\] «acuerdo-.*»: ya existe, con signed_on"),
        ('title = "Verificar y contar"', 'title = "Contar"', r"\[\[clauses\]\] 2 «C2»: ya existe, con title"),
        ("amount = 400000000", "amount = 1", r"\[\[pledges\]\] 1 «C1 · CC-1»: ya existe, con amount"),
        ("ends_on = 2027-12-31", "ends_on = 2026-12-31", r"\[plan\] «mi-plan»: ya existe, con ends_on"),
        ('plural = "Ejes"', 'plural = "Pilares"', r"\[\[tiers\]\] 1 «ejes»: ya existe, con plural"),
        ('name = "Empleo de calidad"', 'name = "Empleo"', r"\[\[nodes\]\] 1 «ejes · E1»: ya existe, con name"),
        ('name = "Prefiere no decirlo"', 'name = "No dice"', r"\[\[category_sets\]\] 1 «sexo»: .* otras categorías"),
        ("baseline = 12.0", "baseline = 13", r"\[\[outcome_indicators\]\] 2 «R2»: ya existe, con baseline"),
    ],
)
def test_what_nothing_changes_is_refused_by_name(run: Run, old: str, new: str, named: str) -> None:
    run()
    before = counts()
    with pytest.raises(SetupRefused, match=named):
        run(example((old, new)))
    assert counts() == before


@pytest.mark.parametrize(
    ("old", "new", "what", "which"),
    [
        ('verifier = "control-interno"', 'verifier = "camara-comercio"', "plan_roles", "mi-plan"),
        ("weight = 60", "weight = 55.5", "node", "E1"),
        ('"2025" = 500', '"2025" = "NP"', "target", "R1 2025"),
        ("# reviewer, verifier, presenter", 'reviewer = "educacion" #', "responsibles", "R1"),
    ],
)
def test_what_an_operation_changes_is_changed(run: Run, old: str, new: str, what: str, which: str) -> None:
    run()
    changed = run(example((old, new)), at=LATER)
    assert (changed.made, changed.updated) == ([], [(what, which)])
    assert run(example((old, new))).updated == []


def test_a_person_gains_a_role_and_keeps_the_account(run: Run) -> None:
    run()
    more = '\n[[people]]\nemail = "Revisa@Villa-Ejemplo.example"\nname = "Beatriz Salcedo"\n'
    grown = run(example() + more + 'entity = "educacion"\nroles = ["reporter"]\nsince = 2025-03-01\n', at=LATER)
    assert grown.made == [("role", "revisa@villa-ejemplo.example · reporter · educacion")]
    assert grown.invitations == []
    assert Membership.objects.get(entity__code="educacion", user__name="Beatriz Salcedo").since == date(2025, 3, 1)


def test_who_reviews_may_be_replaced_for_all_that_an_entity_reports(run: Run) -> None:
    text = example() + '\n[[responsibles]]\nof_reporter = "desarrollo-economico"\nreviewer = "educacion"\n'
    assert run(text).updated == [("responsibles", "R1"), ("responsibles", "R2")]
    assert {indicator.reviewer and indicator.reviewer.code for indicator in Indicator.objects.all()} == {"educacion"}


def test_the_indicator_whose_responsibles_clash_is_named(run: Run) -> None:
    text = example() + '\n[[responsibles]]\nof_reporter = "desarrollo-economico"\nverifier = "desarrollo-economico"\n'
    with pytest.raises(SetupRefused, match="R1: Reporta, revisa y verifica deben ser tres entidades"):
        run(text)


def test_once_in_force_the_same_file_is_left_and_another_target_is_refused(run: Run) -> None:
    run()
    Plan.objects.update(state=PlanState.IN_FORCE)
    assert run().made == []
    with pytest.raises(SetupRefused, match=r"\[\[outcome_indicators\]\] 1 «R1».*solo cambian por decisión de la mesa"):
        run(example(('"2025" = 500', '"2025" = 400')))


def test_periods_may_be_opened_without_a_matrix(run: Run) -> None:
    run(example(('# periods = ["2025-T2"]', 'periods = ["2025-T2"] #')))
    assert [period.label for period in Plan.objects.get().periods.all()] == ["2025-T2"]


def test_everything_wrong_with_the_shape_is_told_at_once_with_its_place(write: Write) -> None:
    text = """
    [[entities]]
    code = "a"
    nombre = "A"
    [[entities]]
    code = "a"
    name = 7
    kind = "municipio"
    [[people]]
    email = "no es un correo"
    name = "Ana"
    entity = "a"
    roles = ["jefa"]
    [[claves]]
    [[clauses]]
    code = "C1"
    title = "Uno"
    text = "Uno"
    [plan]
    slug = "Mi Plan"
    name = "Plan"
    starts_on = "2024-01-01"
    ends_on = 2027-12-31
    secretariat = "a"
    """
    with pytest.raises(SetupRefused) as refused:
        read_setup(write(text))
    kinds = "municipal, departmental, national, oversight, private, labour, academic, civil"
    assert str(refused.value).split("\n— ") == [
        "mi-plan.toml no se puede usar:",
        "[[entities]] 1 «a»: falta «name»",
        "[[entities]] 1 «a»: «nombre» no es una clave conocida; ¿quiso decir «name»?",
        "[[entities]] 2 «a»: repite [[entities]] 1 «a»",
        "[[entities]] 2 «a»: «name» debe ser un texto entre comillas",
        f"[[entities]] 2 «a»: «kind» debe ser uno de: {kinds}",
        "[[people]] 1 «no es un correo»: «email» debe ser una dirección de correo",
        "[[people]] 1 «no es un correo»: «roles» debe ser uno de: reporter, reviewer, verifier, secretariat, member",
        "[plan] «Mi Plan»: «slug» debe ser un nombre corto: letras sin tilde y en minúscula, números y guiones",
        "[plan] «Mi Plan»: «starts_on» debe ser una fecha sin comillas, AAAA-MM-DD",
        "[claves]: no es una sección conocida; ¿quiso decir «clauses»?",
        "[[clauses]]: necesita también [agreement]",
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("weight = 60", "weight = 160", "«weight» debe ser un porcentaje entre 0 y 100"),
        ("weight = 60", "weight = true", "«weight» debe ser un porcentaje entre 0 y 100"),
        ('"2024" = "NP"', '"2024" = ""', "«targets» debe ser una meta por año"),
        ('"2024" = "NP"', '"el otro" = 1', "«targets» debe ser una meta por año"),
        ('"2024" = "NP"', '"2024" = inf', "«targets» debe ser una meta por año"),
        ("exhaustive = true", 'exhaustive = "sí"', "«exhaustive» debe ser true o false"),
        ("amount = 400000000", "amount = 4e8", "«amount» debe ser un número entero"),
        ("amount = 400000000", "amount = -4", "«amount» debe ser un número entero"),
        ("decimals = 1", "decimals = 9", "«decimals» debe ser un número de cifras decimales, de 0 a 6"),
        ('code = "01"', f'code = "{"1" * 13}"', "«code» debe ser un texto de 12 letras o menos: tiene 13"),
        (
            'code = "01"',
            'code = "汉"',
            "«code» debe ser un texto que se pueda imprimir. El carácter «汉» (U+6C49) no se puede imprimir",
        ),
        ("[agreement]", "[[agreement]]", "[agreement]: escríbala así, con esos corchetes"),
        ("[plan]", "[plan", "no se puede leer como TOML"),
    ],
)
def test_a_value_that_is_not_what_it_should_be_is_refused(write: Write, old: str, new: str, said: str) -> None:
    text = EXAMPLE.read_text("utf-8").replace(f"\n{old}", f"\n{new}", 1)
    text = text if text != EXAMPLE.read_text("utf-8") else example((old, new))
    with pytest.raises(SetupRefused) as refused:
        read_setup(write(text))
    assert said in str(refused.value)


@pytest.mark.parametrize(
    "data", [b"", b"# nada\n", b"\xff\xfe\x00", b"name = 1\n", b"entities = 3\n", b"entities = [1]\n"]
)
def test_a_file_that_is_no_setup_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(data)
    with pytest.raises(SetupRefused, match=r"^x\.toml no "):
        read_setup(path)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('parent = "99001"', 'parent = "x"', r"\[\[territories\]\] 2 «01»: No hay un territorio con el código «x»"),
        (
            'clause = "C1"\nentity = "camara-comercio"\ntext = "Dos',
            'clause = "C9"\nentity = "camara-comercio"\ntext = "Dos',
            r"\[\[pledges\]\] 2 .* no tiene un compromiso C9",
        ),
        (
            'reviewer = "planeacion"',
            'reviewer = "control-interno"',
            r"\[plan\] «mi-plan»: Quien revisa y quien verifica",
        ),
        ('node = "E1" ', 'node = "E7" ', r"\[\[outcome_indicators\]\] 1 «R1»: en el plan no hay un elemento «E7»"),
        (
            'tier = "ejes"\ncode = "E2"',
            'tier = "pilares"\ncode = "E2"',
            r"\[\[nodes\]\] 2 .* no tiene un nivel «pilares»; tiene: ejes",
        ),
        ('"2025" = 11.0', '"2025" = 15.0', r"\[\[outcome_indicators\]\] 2 «R2»: La meta 15 va en contra"),
        ('category_sets = ["sexo"]', 'category_sets = ["edad"]', r"«R1»: no hay una desagregación «edad»"),
    ],
)
def test_what_an_operation_refuses_names_its_entry(run: Run, old: str, new: str, named: str) -> None:
    with pytest.raises(SetupRefused, match=named):
        run(example((old, new)))


def call(*words: object) -> str:
    result = CliRunner().invoke(concierta, [str(word) for word in words], standalone_mode=False)
    if result.exception:
        raise result.exception
    return result.stdout


def test_the_commands_tell_what_was_done_in_words_and_show_who_there_is(db: None, tmp_path: Path) -> None:
    path = tmp_path / "mi-plan.toml"
    call("setup", "--example", path)
    tried = call("setup", path, "--dry-run")
    assert tried.startswith("Ensayo: nada se guardó.\n  + 6 entidades: secretaria-tecnica, planeacion,")
    assert "  + 1 acuerdo: acuerdo-villa-ejemplo-2024\n" in tried
    assert "/invitacion/" not in tried
    assert User.objects.count() == 0
    done = call("setup", path)
    assert "entregue usted a cada persona su enlace, y a nadie más" in done
    assert "educacion · Secretaría de Educación · 0 personas reportan\n" in call("entity", "list")
    assert "Fabiola Ospina · sin papeles · invitada\n" in call("person", "list")
    come_by((line.strip() for line in done.splitlines() if "/invitacion/" in line), at=now())
    assert call("setup", path) == "  = 46 datos ya estaban como dice el archivo\n"
    path.write_text(example(('"2025" = 500', '"2025" = 400')), encoding="utf-8")
    assert call("setup", path).startswith("  ~ 1 meta, con cambio: R1 2025\n")
    assert "educacion · Secretaría de Educación · 1 persona reporta\n" in call("entity", "list")
    assert "planeacion · Departamento Administrativo de Planeación · 0 personas reportan\n" in call("entity", "list")
    assert "Fabiola Ospina · Integra la mesa (camara-comercio), Reporta (camara-comercio)\n" in call("person", "list")
    with pytest.raises(click.ClickException, match="ya existe"):
        call("setup", "--example", path)


@pytest.mark.parametrize("words", [(), ("a.toml", "--example", "b.toml")])
def test_a_call_that_says_neither_or_both_is_wrong(words: tuple[str, ...]) -> None:
    with pytest.raises(click.UsageError, match="--example"):
        call("setup", *words)
