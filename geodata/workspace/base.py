"""Open, search, check and save the file of a workspace, with its settings and views."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, delete, func, insert, select, text

from geodata.errors import ReviewError, WorkspaceDamaged, WorkspaceError
from geodata.visible import sound
from geodata.vocabulary import ReviewState
from geodata.workspace import database, filing
from geodata.workspace import schema as s
from geodata.workspace.merging import Claim


class WorkspaceFile:
    """One file of reports, incidents and reviews. Safe to open from several programs at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine = database.connect(path)
        self._file = database.file_at(path)
        self._log: tuple[int, int] | None = None  # the identity of SQLite's log next to the file

    @classmethod
    def open(cls, path: Path | str | None = None) -> Self:
        """Open the workspace at `path` (default: the user's data folder), and create or migrate it first if needed."""
        return cls(Path(path) if path else database.default_path())

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Run one step: all of it is kept, or nothing."""
        with database.told(self.path), self._current().begin() as db:
            yield db
            filing.close_step(db)
            if database.file_at(self.path) != self._file:
                raise WorkspaceError(f"{self.path} was deleted or replaced, so this step was not saved; repeat it")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with database.told(self.path), self._current().connect().execution_options(writes=False) as db:
            yield db

    def _current(self) -> Engine:
        """Return the engine of the file that is at the path now. If the file was deleted, SQLite would still write to it, and
        the data would be lost."""
        there, log = database.file_at(self.path), Path(f"{self.path}-wal")
        if there is None:
            raise WorkspaceError(f"{self.path} is gone, so nothing was saved. Put the file back, or restart to create one")
        if there != self._file:
            self._engine.dispose()
            if self._log is not None and database.file_at(log) == self._log:  # SQLite would write it into the new file
                raise WorkspaceError(
                    f"{self.path} was replaced, but {log.name} of the old file still exists. Stop the program, delete "
                    f"{log.name} and start again; `geodata workspace restore` avoids this"
                )
            self._engine, self._file = database.connect(self.path), there
        self._log = database.file_at(log)
        return self._engine

    def info(self) -> dict[str, Any]:
        """Return where the workspace is and how much it contains."""
        with self.reading() as db:
            counts = {t.name: db.execute(select(func.count()).select_from(t)).scalar() or 0 for t in s.metadata.sorted_tables}
        kept = {name: counts[name] for name in ("reports", "datasets", "incidents", "claims", "reviews", "proposals", "views")}
        parts = [Path(f"{self.path}{end}") for end in ("", "-wal")]  # the newest changes are in the second
        size = sum(part.stat().st_size for part in parts if part.exists())
        return {"path": str(self.path), "schema": s.VERSION, "bytes": size, **kept}

    def check(self) -> list[str]:
        """Return what is wrong with the file; an empty list if it is sound."""
        with self.reading() as db:
            return database.faults(db) + list(filing.faults(db))

    def backup(self, target: Path, replace: bool = False) -> Path:
        """Copy the workspace to a new file. `replace`: overwrite an existing file."""
        return database.backup(self.path, target, replace)

    def version(self) -> int:
        """Return a number that grows with every change by any program: a snapshot with a smaller one is stale."""
        with self.reading() as db:
            return self.state_in(db)[0]

    @staticmethod
    def state_in(db: Connection) -> tuple[int, str]:
        """Return the version and stamp of the last step. Two files can have the same version, but never the same stamp."""
        row = db.execute(select(s.changes.c.version, s.changes.c.stamp).order_by(s.changes.c.version.desc()).limit(1)).first()
        if row and not isinstance(row[0], int):
            raise WorkspaceDamaged("the version of a change is not a number")
        return (row[0], str(row[1])) if row else (0, "")

    def stamp(self) -> str:
        """Return a stamp that differs after every change by any program, and between files."""
        with self.reading() as db:
            return self.state_in(db)[1]

    def datasets(self) -> dict[str, str]:
        """Return the names of imported tables by their ids."""
        with self.reading() as db:
            return {str(ident): sound(str(name)) for ident, name in db.execute(select(s.datasets.c.id, s.datasets.c.name))}

    def setting(self, key: str, default: str = "") -> str:
        with self.reading() as db:
            return str(db.execute(select(s.settings.c.value).where(s.settings.c.key == key)).scalar() or default)

    def set_setting(self, key: str, value: str) -> None:
        with self.writing() as db:
            db.execute(delete(s.settings).where(s.settings.c.key == key))
            db.execute(insert(s.settings).values(key=key, value=value))

    def views(self) -> dict[str, str]:
        with self.reading() as db:
            return {str(n): str(q) for n, q in db.execute(select(s.views.c.name, s.views.c.query).order_by(s.views.c.name))}

    def save_view(self, name: str, query: str) -> None:
        with self.writing() as db:
            db.execute(delete(s.views).where(s.views.c.name == name))
            db.execute(insert(s.views).values(name=name, query=query, at=database.now()))

    def delete_view(self, name: str) -> None:
        with self.writing() as db:
            db.execute(delete(s.views).where(s.views.c.name == name))

    def kept(self, ids: Iterable[str] | None = None) -> list[filing.Kept]:
        """Return incidents with their states, including rejected ones: all, or those with the given ids."""
        query = select(s.incidents).order_by(s.incidents.c.number)
        with self.reading() as db:
            if ids is None:
                return [filing.kept_of(row) for row in db.execute(query).mappings()]
            wanted = list(ids)
            found: list[filing.Kept] = []
            for part in (wanted[i : i + 500] for i in range(0, len(wanted), 500)):
                found += [filing.kept_of(row) for row in db.execute(query.where(s.incidents.c.id.in_(part))).mappings()]
            return found

    def doubtful(self, states: Sequence[ReviewState], most: int) -> list[filing.Kept]:
        """Return the incidents to review in these states (any state if none is given), most doubtful first."""
        query = select(s.incidents).order_by(s.incidents.c.confidence, s.incidents.c.number).limit(most)
        if states:
            query = query.where(s.incidents.c.state.in_([state.value for state in states]))
        with self.reading() as db:
            return [filing.kept_of(row) for row in db.execute(query).mappings()]

    def states(self) -> dict[ReviewState, int]:
        """Return the number of incidents in each review state."""
        query = select(s.incidents.c.state, func.count()).group_by(s.incidents.c.state)
        with self.reading() as db:
            return {ReviewState(state): int(count) for state, count in db.execute(query)}

    def numbered(self, numbers: Iterable[int], most: int) -> list[filing.Kept]:
        """Return the incidents with the first `most` of the given numbers."""
        with self.reading() as db:
            query = select(s.incidents).where(s.incidents.c.number.in_(list(numbers)[:most]))
            return [filing.kept_of(row) for row in db.execute(query).mappings()]

    def get(self, incident_id: str) -> filing.Kept:
        found = self.kept([incident_id])
        if not found:
            raise ReviewError(f"no incident {incident_id}")
        return found[0]

    def claims_of(self, incident_id: str) -> list[Claim]:
        """Return what each report says about an incident, in order of time."""
        with self.reading() as db:
            return filing.claims_at(db, filing.number_of(db, incident_id))

    def search(self, words: str) -> list[int]:
        """Return the numbers of the incidents whose text contains all the words, or words that begin with them."""
        terms = " ".join(f'"{word}"*' for word in words.replace('"', " ").split())
        if not terms:
            return []
        with self.reading() as db:
            return [int(n) for (n,) in db.execute(text("SELECT rowid FROM search WHERE search MATCH :terms"), {"terms": terms})]
