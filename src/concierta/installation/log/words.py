"""What each thing that does not hold means, in a sentence."""

from collections.abc import Mapping
from datetime import UTC, datetime

from concierta.engines.sitelog import Act, Finding, Mismatch
from concierta.engines.translog import LogProblem, Problem
from concierta.kernel.clock import local_time

_SENTENCES: dict[str, str] = {
    Mismatch.FILE_MISSING: "falta, y el registro dice que está publicado",
    Mismatch.FILE_CHANGED: "no es el que dice el registro: cambió al menos un byte",
    Mismatch.FILE_UNLISTED: "nadie lo registró",
    Mismatch.PATH_REFUSED: "el registro nombra un archivo fuera del sitio: no se lee",
    Mismatch.LISTING_MALFORMED: "la lista de páginas no se puede leer",
    Mismatch.MANIFEST_MALFORMED: "el manifiesto del corte no se puede leer",
    Mismatch.CORTE_UNRECORDED: "este manifiesto no es el de ningún corte registrado para ese plan y esa fecha",
    Mismatch.CORTE_MISSING: "el corte está en el registro y no está en el sitio",
    Mismatch.ENTRY_MALFORMED: "el acto {index} no se puede leer",
    Mismatch.ROTATION_INVALID: "el cambio de clave del acto {index} no está firmado por las dos claves",
    Mismatch.KEY_FILE_CHANGED: "no es la clave con la que se firma el registro",
    Mismatch.WITNESS_FILE_CHANGED: "la lista de testigos no se puede leer",
    Mismatch.UNKNOWN_SIGNATURE: "lleva una firma de «{name}», que no es ni la clave del registro ni un testigo suyo",
    Mismatch.ANOTHER_LOG: "es otro registro: el que usted guardó se llama «{kept}»",
    Mismatch.LOG_SHRANK: "el registro se acortó: usted guardó {kept} actos y ahora hay {found}",
    Mismatch.LOG_REWRITTEN: "los primeros {size} actos no son los que usted guardó: el registro fue reescrito",
    Problem.BAD_HASH_LENGTH: "una huella no tiene 32 bytes",
    Problem.BAD_BASE64: "no está escrito en base64",
    Problem.BAD_NUMBER: "un número no está escrito como debe",
    Problem.SIZES_BACKWARDS: "los tamaños están al revés",
    Problem.INDEX_OUTSIDE_TREE: "ese acto no está en el registro",
    Problem.PROOF_WRONG_LENGTH: "la prueba no tiene la longitud que le corresponde",
    Problem.ROOT_MISMATCH: "las huellas no llevan a la raíz firmada",
    Problem.OLD_ROOT_MISMATCH: "las huellas no llevan a la raíz anterior",
    Problem.BAD_TILE_PATH: "no es el nombre de una pieza del registro",
    Problem.TILE_MISSING: "falta esta pieza del registro",
    Problem.TILE_WRONG_LENGTH: "la pieza no tiene la longitud que le corresponde",
    Problem.TILE_MISMATCH: "la pieza no es la que dan los actos",
    Problem.TILE_UNEXPECTED: "es una pieza más larga que el registro firmado",
    Problem.ENTRY_TOO_LARGE: "un acto no cabe en el registro",
    Problem.BUNDLE_MALFORMED: "los actos no se pueden separar",
    Problem.BUNDLE_MISMATCH: "los actos no son los que están en el registro",
    Problem.BAD_KEY: "no es una clave",
    Problem.BAD_KEY_NAME: "la clave no tiene un nombre válido",
    Problem.KEY_ID_MISMATCH: "la clave no concuerda con su propio número",
    Problem.UNKNOWN_ALGORITHM: "la clave es de un tipo desconocido",
    Problem.NOTE_TOO_LARGE: "es demasiado grande para ser un punto de control",
    Problem.NOTE_NOT_UTF8: "no es texto",
    Problem.NOTE_CONTROL_CHARACTER: "tiene caracteres que un punto de control no lleva",
    Problem.NOTE_WITHOUT_SIGNATURES: "no está firmado",
    Problem.SIGNATURE_LINE_MALFORMED: "una firma está mal escrita",
    Problem.TOO_MANY_SIGNATURES: "lleva demasiadas firmas",
    Problem.SIGNATURE_INVALID: "una firma es falsa",
    Problem.NO_KNOWN_SIGNATURE: "no lo firmó la clave del registro",
    Problem.CHECKPOINT_MALFORMED: "no es un punto de control",
    Problem.EMPTY_TREE_WITH_ROOT: "dice estar vacío y tiene una raíz",
    Problem.ORIGIN_MISMATCH: "es de otro registro",
    Problem.TOO_FEW_WITNESSES: "lo firmaron menos testigos de los que usted pidió",
    Problem.BAD_TIMESTAMP: "una hora no es válida",
    Problem.REQUEST_MALFORMED: "la solicitud no se entiende",
    Problem.UNKNOWN_LOG: "este testigo no sigue ese registro",
    Problem.OLD_SIZE_CONFLICT: "el testigo había visto otro tamaño",
    Problem.PROOF_FILE_MALFORMED: "no es un archivo de prueba",
    Problem.EVIDENCE_MALFORMED: "no es un archivo de los que escribe este comando",
    Problem.EVIDENCE_SHOWS_NOTHING: "no demuestra lo que dice",
}


def sentence(code: str, details: Mapping[str, object] | None = None) -> str:
    """The sentence of a code, with what it quotes; the code itself where something to quote is missing."""
    try:
        return _SENTENCES[code].format(**(details or {}))
    except KeyError:
        return code


def sentence_of(problem: LogProblem) -> str:
    return sentence(problem.problem.value, problem.details)


def line_of(finding: Finding) -> str:
    return f"{finding.path or 'el registro'}: {sentence(finding.code, finding.details)}"


def act_in_words(act: Act) -> str:
    """One line: when, who, what, and the values it names."""
    parts = [f"acto {act.index}", act.at, act.kind, f"entidad {act.entity}" if act.entity else ""]
    parts += [
        f"{word} {act.body[name]}"
        for name, word in (("value", "reportado"), ("verified_value", "verificado"), ("method", "método"))
        if act.body.get(name) is not None
    ]
    return " · ".join(filter(None, parts))


def moment(timestamp: int) -> str:
    """A POSIX time as it was where the installation is; the number itself for one that no calendar reaches."""
    try:
        return f"{local_time(datetime.fromtimestamp(timestamp, UTC)):%Y-%m-%d %H:%M:%S %z}"
    except (OverflowError, ValueError, OSError):
        return f"{timestamp} s"
