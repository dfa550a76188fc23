"""The figures of plans, one by one: what the database has beside what the acts say."""

from concierta.amendments.enums import ChangeField, SubjectKind
from concierta.amendments.queries.against_acts.expected import Expected, RecordedFigure
from concierta.amendments.queries.against_acts.live import Key, LiveValues
from concierta.amendments.queries.plan_as_of import NO_TARGET
from concierta.ledger.queries import Comparison, cited, missing, shown, unrecorded

_WORDS = {
    ChangeField.TARGET: "la meta",
    ChangeField.BASELINE: "la línea base",
    ChangeField.WEIGHT: "el peso",
    ChangeField.STARTS_ON: "la fecha de inicio",
    ChangeField.ENDS_ON: "la fecha de terminación",
    ChangeField.UNIT: "la unidad",
    ChangeField.ACCUMULATION: "la acumulación",
    ChangeField.CLOSED: "la fecha de cierre",
}
#: What is a figure of the plan by itself and needs an act even where nothing ever changed it.
_OWED = frozenset(
    {ChangeField.TARGET, ChangeField.BASELINE, ChangeField.WEIGHT, ChangeField.ACCUMULATION, ChangeField.CLOSED}
)


def compare_parts(comparison: Comparison, live: LiveValues, expected: Expected) -> None:
    unclear: dict[str, int] = {}
    replaced: dict[str, int] = {}
    for key, value in live.values.items():
        comparison.rows += key[1].field == ChangeField.TARGET or value is not None
        plan = key[0]
        figure = expected.figures.get(key)
        if figure is not None and value == figure.value:
            continue
        if key in expected.unclear:
            unclear[plan] = unclear.get(plan, 0) + 1
        elif _as_a_file_says(key, value, figure, live, expected):
            continue
        elif figure is not None and not _follows_files(plan, figure, expected):
            comparison.differences.append(
                f"{_named(key)}: en la base de datos {_WORDS[ChangeField(key[1].field)]} es {_shown(key, value)} y el "
                f"{cited(figure.act)}, dice {_shown(key, figure.value)}."
            )
        elif not _is_owed(key, value):
            continue
        elif plan in expected.replaced and _may_be_of_a_file(key):
            replaced[plan] = replaced.get(plan, 0) + 1
        else:
            comparison.differences.append(_unlike_files(key, value, live))
    comparison.differences += [
        missing(_named(key), figure.act)
        for key, figure in expected.figures.items()
        if key not in live.values and _is_missed(key, figure)
    ]
    comparison.not_compared += [
        f"El plan {plan}: {count} pesos, porque el acto que los fijó no dice de qué parte son."
        for plan, count in sorted(unclear.items())
    ]
    comparison.not_compared += [
        f"El plan {plan}: {count} metas o pesos, que pueden venir de un archivo que otro reemplazó."
        for plan, count in sorted(replaced.items())
    ]


def _as_a_file_says(
    key: Key, value: str | None, figure: RecordedFigure | None, live: LiveValues, expected: Expected
) -> bool:
    """True if a file that could still move the plan stated this very value."""
    may = figure is None or _follows_files(key[0], figure, expected)
    return may and value in live.stated.get(key, ())


def _follows_files(plan: str, figure: RecordedFigure, expected: Expected) -> bool:
    return not figure.by_mesa and expected.file_moved_it_after(plan, figure.act)


def _may_be_of_a_file(key: Key) -> bool:
    return key[1].kind in (SubjectKind.PRODUCT, SubjectKind.ACTIVITY) or key[1].field == ChangeField.TARGET


def _is_owed(key: Key, value: str | None) -> bool:
    field = key[1].field
    return field in _OWED and (field == ChangeField.TARGET or value is not None)


def _is_missed(key: Key, figure: RecordedFigure) -> bool:
    if key[1].field == ChangeField.TARGET:
        return bool(figure.value != NO_TARGET)
    # A baseline's day and source, and the policy of a flow, are keys of their own and not figures.
    return key[1].field in _OWED and not key[1].key and figure.value is not None


def _unlike_files(key: Key, value: str | None, live: LiveValues) -> str:
    stated = live.stated.get(key)
    if not stated:
        return unrecorded(f"{_named(key)}, {_WORDS[ChangeField(key[1].field)]} de {_shown(key, value)}")
    in_files, field = " o ".join(sorted(_shown(key, other) for other in stated)), _WORDS[ChangeField(key[1].field)]
    return (
        f"{_named(key)}: en la base de datos {field} es {_shown(key, value)}; ningún acto lo dice, y los archivos "
        f"cargados dicen {in_files}."
    )


def _named(key: Key) -> str:
    """'Meta 2026 · C-E1-01 (cali)'."""
    plan, (kind, subject, field, of) = key
    which = f" {of}" if of else ""
    return f"{ChangeField(field).label}{which} · {SubjectKind(kind).label.lower()} {subject} ({plan})"


def _shown(key: Key, value: str | None) -> str:
    if key[1].field == ChangeField.TARGET and value is None:
        return "NP"
    return shown(value)
