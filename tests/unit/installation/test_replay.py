"""Acts are done in order of their moment, as their files say; what cannot be done is refused with its place in them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from types import NoneType
from typing import Any, Literal, get_args, get_origin

import pytest

from concierta.installation.replay.acts import ActRefused, read_acts
from concierta.installation.replay.loader import replay
from concierta.installation.replay.operations import OPERATIONS
from concierta.installation.replay.references import REFERENCES, Scene
from concierta.installation.replay.values import kinds_of, value_of
from concierta.kernel.clock import zone
from concierta.kernel.origin import Origin
from concierta.people.models import Entity, User
from concierta.plans.models import Plan
from factories import Cast

Told = list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Counted:
    records: int
    holding: int = 0
    share: Decimal | None = None


class Notebook:
    """Operations of ours that write down what they were given."""

    def __init__(self) -> None:
        self.told: Told = []

    def operations(self) -> dict[str, Callable[..., object]]:
        def note_text(*, text: str, origin: Origin = Origin.OWN, by: User | None, at: datetime) -> None:
            self.told.append({"text": text, "origin": origin, "by": by, "at": at})

        def note_entity(*, entity: Entity, by: User, at: datetime) -> None:
            self.told.append({"entity": entity, "by": by})

        def note_plan(*, plan: Plan, on: date, at: datetime) -> None:
            self.told.append({"plan": plan, "on": on})

        def note_rows(*, rows_of: Sequence[Counted], at: datetime) -> None:
            self.told.append({"rows_of": rows_of})

        return {each.__name__: each for each in (note_text, note_entity, note_plan, note_rows)}


@pytest.fixture
def notebook() -> Notebook:
    return Notebook()


@pytest.fixture
def run(tmp_path: Path, notebook: Notebook) -> Callable[..., Told]:
    """Replays `story.toml`, which says what is given, beside the other files that are."""

    def runner(story: str, files: Mapping[str, str] | None = None, **scene: str) -> Told:
        for name, text in {"story.toml": story, **(files or {})}.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        replay(read_acts(tmp_path / "story.toml"), notebook.operations(), Scene(folder=tmp_path, **scene))
        return notebook.told

    return runner


def refused(run: Callable[..., Told], *acts: str, **files: str) -> str:
    story = "\n".join(f"[[acts]]\n{act}" for act in acts)
    with pytest.raises(ActRefused) as refusal:
        run(story, {f"{name}.csv": text for name, text in files.items()})
    return str(refusal.value)


AT = "at = 2024-07-02T09:00:00"
NOTE = f'act = "note_text"\n{AT}\ntext = "a"'

# --- in which order, and what is said in common


def test_acts_go_by_their_moment_and_those_of_one_moment_as_they_are_written(run: Callable[..., Told]) -> None:
    story = """
act = "note_text"
[[acts]]
at = 2024-07-03T09:00:00
text = "later"
[[acts]]
rows = "rows.csv"
origin = "official"
[[acts]]
at = 2024-07-02T14:00:00Z
text = "last of its moment"
"""
    rows = "at,text,#comment\n2024-07-02T09:00:00,first,for readers\n2024-07-02T09:00:00-05:00,second,\n"
    told = run(story, {"rows.csv": rows})
    assert [each["text"] for each in told] == ["first", "second", "last of its moment", "later"]
    assert [each["origin"] for each in told] == [Origin.OFFICIAL, Origin.OFFICIAL, Origin.OWN, Origin.OWN]


def test_an_hour_without_a_zone_is_the_installation_s_and_one_with_it_is_kept_in_utc(run: Callable[..., Told]) -> None:
    rows = "act,at,text\nnote_text,2024-07-02T09:00:00,a\nnote_text,2024-07-02T09:00:01-05:00,b\n"
    told = run('[[acts]]\nrows = "rows.csv"', {"rows.csv": rows})
    assert [each["at"] for each in told] == [
        datetime(2024, 7, 2, 9, tzinfo=zone()),
        datetime(2024, 7, 2, 14, 0, 1, tzinfo=UTC),
    ]
    assert [each["at"].tzinfo for each in told if isinstance(each["at"], datetime)] == [zone(), UTC]


def test_an_argument_may_be_the_rows_of_a_table(run: Callable[..., Told]) -> None:
    story = f'[[acts]]\nact = "note_rows"\n{AT}\nrows_of = {{ rows = "facts.csv", period = "2024-T3" }}'
    rows = "period,records,share_pct\n2024-T3,4,12.5\n2024-T4,9,1\n2024-T3,5,NP\n"
    [told] = run(story, {"facts.csv": rows})
    assert told["rows_of"] == [Counted(4, share=Decimal("0.125")), Counted(5)]


# --- who is named


def test_a_person_is_named_by_mail_an_entity_by_code_and_the_plan_is_the_scene_s(
    run: Callable[..., Told], cast: Cast
) -> None:
    person, entity, plan = cast.reporter, cast.desarrollo, cast.plan
    told = run(
        f"""
{AT}
[[acts]]
act = "note_entity"
by = "{person.email}"
entity = "{entity.code}"
[[acts]]
act = "note_plan"
on = 2024-07-02
""",
        plan=plan.slug,
    )
    assert told == [{"entity": entity, "by": person}, {"plan": plan, "on": date(2024, 7, 2)}]


# --- what is refused, and where


def test_an_unknown_operation_is_refused_before_anything_is_done(run: Callable[..., Told], notebook: Notebook) -> None:
    told = refused(run, NOTE, NOTE.replace("note_text", "note_txt"))
    assert told == "story.toml, acto 2 «note_txt»: no es un acto conocido; ¿quiso decir «note_text»?"
    assert notebook.told == []


def test_an_unknown_argument_is_refused(run: Callable[..., Told]) -> None:
    assert refused(run, f'{NOTE}\norigen = "own"') == (
        "story.toml, acto 1 «note_text»: «origen» no es un dato de este acto; ¿quiso decir «origin»?"
    )


def test_a_missing_argument_is_refused_with_its_line(run: Callable[..., Told]) -> None:
    rows = "act,at,text\nnote_text,2024-07-02T09:00:00,a\nnote_text,2024-07-02T09:00:00,\n"
    assert refused(run, 'rows = "rows.csv"', rows=rows) == ("rows.csv, línea 3 «note_text»: falta «text».")


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (f'{AT}\ntext = "a"', "story.toml, acto 1: falta «act», el nombre de lo que se hace."),
        ('act = "note_text"\ntext = "a"', "story.toml, acto 1 «note_text»: «at» debe ser una fecha con su hora."),
        (f'act = "note_entity"\n{AT}\nentity = "4171"', "story.toml, acto 1 «note_entity»: falta «by»."),
        ('rows = "nowhere.csv"', "nowhere.csv: no está en "),
    ],
)
def test_an_act_says_what_when_and_who(run: Callable[..., Told], act: str, sentence: str) -> None:
    assert refused(run, act).startswith(sentence)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (f'{NOTE}\nby = "nobody@demo.example"', "«note_text»: no hay un User «nobody@demo.example»."),
        (f'act = "note_plan"\n{AT}\non = "2024-07-02"', "«note_plan»: no hay un Plan «»."),
        (f'act = "note_plan"\n{AT}\nplan = "none"\non = "2024-07-02"', "«note_plan»: no hay un Plan «none»."),
        (f'{NOTE}\norigin = "invented"', "«note_text»: «origin» no puede ser «invented»."),
        (f'act = "note_rows"\n{AT}\nrows_of = "many"', "«note_rows»: «records» no puede ser «many»."),
    ],
)
def test_what_is_not_there_or_not_of_its_kind_is_refused(run: Callable[..., Told], act: str, sentence: str) -> None:
    assert refused(run, act) == f"story.toml, acto 1 {sentence}"


# --- values


@pytest.mark.parametrize(
    ("kind", "plain", "value"),
    [
        (Decimal | None, "NP", None),
        (Decimal, "12.50", Decimal("12.50")),
        (bool, "sí", True),
        (date, "2024-07-02", date(2024, 7, 2)),
        (Sequence[int], "1;2", [1, 2]),
        (Mapping[str, Decimal | None], "women=3;men=NP", {"women": Decimal(3), "men": None}),
        (Mapping[int, Decimal], {"2024": "1.5"}, {2024: Decimal("1.5")}),
        (Counted, "260|65", Counted(260, 65)),
        (Counted, {"records": 260, "share_pct": 50}, Counted(260, share=Decimal("0.5"))),
        (tuple[str, str], ["a", "b"], ("a", "b")),
    ],
)
def test_a_plain_value_becomes_what_its_annotation_says(kind: object, plain: object, value: object) -> None:
    assert value_of(kind, plain, Scene()) == value


def test_every_argument_of_every_operation_is_of_a_kind_that_a_file_can_say() -> None:
    plain = {str, int, bool, Decimal, date, datetime, NoneType, Any}
    unsaid = {
        (name, kind)
        for name, operation in OPERATIONS.items()
        for kind in kinds_within(kinds_of(operation).values())
        if kind not in plain and kind not in REFERENCES and not issubclass(kind, Enum)
    }
    assert unsaid == set()


def kinds_within(kinds: Iterable[Any]) -> Iterator[Any]:
    """Each kind alone: of a list its elements, of a dataclass its fields. No file says a function."""
    for kind in kinds:
        if is_dataclass(kind):
            yield from kinds_within(kinds_of(kind).values())
        elif get_origin(kind) not in (Literal, get_origin(Callable[..., object])):
            yield from kinds_within(get_args(kind)) if get_args(kind) else [kind]
