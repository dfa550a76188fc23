"""The newest corte in a log, as its witness reads it: from the published leaves, under the root that it cosigned."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from concierta.engines.sitelog import CORTE, Site, parse_act
from concierta.engines.sitelog.acts import is_of_kind
from concierta.engines.translog import TILE_WIDTH, CompactRange, LogProblem, Problem, Seen, TileReader
from concierta.kernel.files import replace_file


@dataclass(frozen=True)
class Corte:
    """The cut-off of a plan, and when the log says that it was published."""

    plan: str
    cut_off: str
    at: str


@dataclass(frozen=True)
class CortesRead:
    """The first `size` leaves were read, and are those of the tree; `newest` is the last corte among them."""

    size: int = 0
    hashes: tuple[str, ...] = ()
    newest: Corte | None = None

    @classmethod
    def load(cls, path: Path) -> "CortesRead":
        try:
            said: dict[str, Any] = json.loads(path.read_text())
        except FileNotFoundError:
            return cls()
        return cls(said["size"], tuple(said["hashes"]), Corte(**said["newest"]) if said["newest"] else None)

    def keep(self, path: Path) -> None:
        replace_file(path, json.dumps(asdict(self), ensure_ascii=False).encode())

    def read_on(self, site: Site, seen: Seen) -> "CortesRead":
        """With the leaves up to what was cosigned, bundle by bundle. OSError or LogProblem where they are not there, or
        are not those that the root binds: what was read before still holds.
        """
        tree, newest = CompactRange(self.size, map(bytes.fromhex, self.hashes)), self.newest
        reader = TileReader(lambda path: site.read(f"log/{path}"), seen.size)
        while tree.size < seen.size:
            bundle, place = divmod(tree.size, TILE_WIDTH)
            for index, entry in enumerate(new := reader.entries(bundle)[place:], tree.size):
                if is_of_kind(entry, (CORTE,)):
                    newest = _corte(index, entry) or newest
            tree.extend_entries(new)
        if tree.root() != seen.root:
            raise LogProblem(Problem.ROOT_MISMATCH)
        return CortesRead(tree.size, tuple(one.hex() for one in tree.hashes), newest)


def _corte(index: int, entry: bytes) -> Corte | None:
    try:
        act = parse_act(index, entry)
        return Corte(act.plan, str(act.body["cut_off"]), act.at) if act.kind == CORTE else None
    except (ValueError, KeyError):
        return None
