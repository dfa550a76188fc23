from pathlib import Path

import pytest

from concierta.evidence.enums import FileProblem
from concierta.evidence.queries import (
    StoredFileProblem,
    evidence_among,
    evidence_for,
    evidence_of_entity,
    open_evidence,
    verify_stored_files,
)
from concierta.kernel.errors import NotFound
from concierta.people.enums import Role
from factories import Cast, evidence_of, make_person, png


def test_those_who_act_for_the_entity_see_its_evidence(cast: Cast) -> None:
    evidence = evidence_of(cast.desarrollo, cast.reporter)
    member = make_person("Mario Miembro", (Role.MEMBER, cast.desarrollo))
    assert evidence_for(member, evidence.pk) == evidence
    assert list(evidence_of_entity(member, cast.desarrollo)) == [evidence]


def test_others_do_not_learn_that_it_exists(cast: Cast) -> None:
    evidence = evidence_of(cast.desarrollo, cast.reporter)
    with pytest.raises(NotFound) as hidden:
        evidence_for(cast.outsider, evidence.pk)
    with pytest.raises(NotFound) as absent:
        evidence_for(cast.outsider, evidence.pk + 1)
    assert str(hidden.value) == str(absent.value)
    assert list(evidence_of_entity(cast.outsider, cast.desarrollo)) == []


def test_what_is_named_is_that_of_the_entity_and_only_for_those_who_act_for_it(cast: Cast) -> None:
    first, second = evidence_of(cast.desarrollo, cast.reporter), evidence_of(cast.desarrollo, cast.reporter, png())
    keys = [second.pk, first.pk, second.pk + 1]

    assert evidence_among(cast.reporter, cast.desarrollo, keys) == [first, second]
    assert evidence_among(cast.reporter, cast.desarrollo, [second.pk]) == [second]
    assert evidence_among(cast.outsider, cast.desarrollo, keys) == []


def test_evidence_is_read_back_as_it_came(cast: Cast) -> None:
    with open_evidence(evidence_of(cast.desarrollo, cast.reporter, png())) as file:
        assert file.read() == png()


def test_a_missing_file_is_said_in_words(cast: Cast, evidence_folder: Path) -> None:
    evidence = evidence_of(cast.desarrollo, cast.reporter)
    (evidence_folder / evidence.file.storage_name).unlink()
    with pytest.raises(NotFound, match="no está en el almacenamiento"):
        open_evidence(evidence)


def test_the_check_finds_what_is_missing_and_what_was_changed(cast: Cast, evidence_folder: Path) -> None:
    whole, missing, changed = (evidence_of(cast.desarrollo, cast.reporter, png(shade)).file for shade in range(3))
    (evidence_folder / missing.storage_name).unlink()
    (evidence_folder / changed.storage_name).write_bytes(png(9))
    seen: list[tuple[int, int]] = []
    problems = verify_stored_files(lambda done, total: seen.append((done, total)))
    assert sorted(problems, key=lambda problem: problem.problem) == [
        StoredFileProblem(changed.sha256, FileProblem.CHANGED),
        StoredFileProblem(missing.sha256, FileProblem.MISSING),
    ]
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert whole.sha256 not in {problem.sha256 for problem in problems}
