"""Open, migrate, check and save the file of a workspace."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISREG
from typing import Any

import platformdirs
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError, OperationalError

from geodata.errors import WorkspaceDamaged, WorkspaceError, WorkspaceTooNew
from geodata.leftovers import SUFFIX
from geodata.workspace import schema

VARIABLE = "INCIDENT_ATLAS_WORKSPACE"
PAGE = 16_384  # bytes: an import into pages of 4,096 takes a seventh longer
BUSY_MS = 20_000
SQLITE = b"SQLite format 3\0"  # the first bytes of its files
ALONE = "ro&immutable=1"  # SQLite's mode for a file that does not change: it needs no files next to it
LEAST_ROOM = 1_000_000  # bytes; with less free space, a disk counts as full
APPLICATION_ID = 0x49_41_54_4C  # "IATL": tells our files from other SQLite files


def default_path() -> Path:
    """$INCIDENT_ATLAS_WORKSPACE, or a file in the user's data folder."""
    chosen = os.environ.get(VARIABLE)
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("incident-atlas", appauthor=False)) / "workspace.sqlite"


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def connect(path: Path) -> Engine:
    """Return an engine for the file; create or migrate it first if needed. Refuse a newer file, and copy an older one aside."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorkspaceError(f"{path.parent}: {error.strerror}; choose another location with --workspace") from error
    if path.exists() and not path.is_file():
        raise WorkspaceError(f"{path} is not a file; choose another with --workspace")
    engine = engine_of(path, locked := is_read_only(path) or is_on_full_disk(path))
    with told(path):
        version, ours = version_of(path, locked)
        if not ours or version < 0:
            raise WorkspaceError(f"{path} is not a workspace of Incident Atlas; choose another file with --workspace")
        refuse_strangers(path, locked)
        if version > schema.VERSION:
            raise WorkspaceTooNew(
                f"{path} was written by a newer Incident Atlas (schema {version}, this one knows {schema.VERSION}); "
                "update the program or open a backup"
            )
        if locked:
            if version < schema.VERSION:
                raise WorkspaceError(f"{path} has an older version and is read-only; copy it to a writable folder")
            return engine
        with engine.begin() as db:
            present = int(db.execute(text("PRAGMA user_version")).scalar() or 0)
            if present == 0:
                db.execute(text(f"PRAGMA application_id = {APPLICATION_ID}"))
                schema.create(db)
        if 0 < version < schema.VERSION:
            copy = path.with_name(f"{path.stem}-before-schema-{schema.VERSION}{path.suffix}")
            backup(path, free_name(path, f"before-schema-{schema.VERSION}") if copy.exists() else copy)
            with engine.begin() as db:
                for step in range(int(db.execute(text("PRAGMA user_version")).scalar() or 0), schema.VERSION):
                    schema.MIGRATIONS[step](db)
                db.execute(text(f"PRAGMA user_version = {schema.VERSION}"))
    return engine


def file_at(path: Path) -> tuple[int, int] | None:
    """Return the device and inode of the file at a path, which stay the same if it is renamed; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if S_ISREG(found.st_mode) else None


def is_read_only(path: Path) -> bool:
    """Whether this user can read a workspace but lacks permission to write to it or to its folder."""
    return path.exists() and os.access(path, os.R_OK) and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def is_on_full_disk(path: Path) -> bool:
    """Whether a workspace has nothing in its log and its disk has no room for the files that SQLite needs even to read it."""
    if not path.exists() or not path.stat().st_size or not has_no_room(path):
        return False
    log = Path(f"{path}-wal")
    return not (log.exists() and log.stat().st_size)


def engine_of(path: Path, read_only: bool) -> Engine:
    """Return an engine for the file. `read_only`: open it as it is, without a lock or a log file."""
    if read_only:
        address = f"{path.absolute().as_uri()}?mode={alone(path)}"
        return create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True, check_same_thread=False))
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False})
    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin)
    return engine


def alone(path: Path) -> str:
    """Return SQLite's mode for a file that cannot be written to: as it is or, if its newest steps are in a log next to it, with
    the log. Raise WorkspaceError if the log cannot be read."""
    log, index = (Path(f"{path}{end}") for end in ("-wal", "-shm"))
    if not (log.exists() and log.stat().st_size):
        return ALONE
    if not index.exists():
        raise WorkspaceError(
            f"{path} is read-only, and its latest changes are in {log.name}; copy both files to a writable folder"
        )
    return "ro"


def to_read(path: Path) -> sqlite3.Connection:
    """Return a read-only connection. It adds no files next to a workspace that cannot be written to."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode={alone(path) if is_read_only(path) else 'ro'}", uri=True)


def refuse_strangers(path: Path, locked: bool = False) -> None:
    """Raise WorkspaceError for a file with triggers, views or tables that this program did not make: they would run whenever
    the file is read or written. `locked`: write nothing next to it."""
    if not path.exists() or path.stat().st_size == 0:
        return
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode={alone(path) if locked else 'ro'}", uri=True)) as db:
        found = db.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    strange = [f"{kind} {name}" for kind, name, sql in found if is_strange(kind, name, sql or "")]
    if strange:
        raise WorkspaceError(
            f"{path} contains parts that Incident Atlas does not create ({', '.join(strange[:5])}), which could change what it "
            "shows. It was not opened; ask the sender for an export"
        )


_COLUMN = r'"?\w+"?(?: (?:DESC|ASC))?'
INDEX = re.compile(rf'CREATE (?:UNIQUE )?INDEX "?\w+"? ON "?\w+"? ?\({_COLUMN}(?:, {_COLUMN})*\)(?: WHERE \w+ IS NOT NULL)?')


_NAME = r"""["']?\w+["']?"""
_NAMES = rf"\({_NAME}(?:, {_NAME})*\)"
_KIND = r"(?: (?:VARCHAR|TEXT|INTEGER|FLOAT))?"
_PLAIN = r"(?: NOT NULL| DEFAULT (?:''|'?0'?)| PRIMARY KEY)*"
_ITEM = rf"(?:PRIMARY KEY ?{_NAMES}|UNIQUE ?{_NAMES}|FOREIGN KEY ?{_NAMES} REFERENCES {_NAME} ?{_NAMES}|{_NAME}{_KIND}{_PLAIN})"
TABLE = re.compile(rf"CREATE TABLE {_NAME} ?\( ?{_ITEM}(?:, ?{_ITEM})* ?\)", re.IGNORECASE)
# The exact SQL of the search index and of SQLite's tables for it: any other column or rule could compute something.
SEARCH_PARTS = {
    "search": r"VIRTUAL TABLE search USING fts5\(words, tokenize='unicode61 remove_diacritics 2'(?:, columnsize=0)?\)",
    "search_data": r"TABLE 'search_data'\(id INTEGER PRIMARY KEY, block BLOB\)",
    "search_idx": r"TABLE 'search_idx'\(segid, term, pgno, PRIMARY KEY\(segid, term\)\) WITHOUT ROWID",
    "search_content": r"TABLE 'search_content'\(id INTEGER PRIMARY KEY, c0\)",
    "search_docsize": r"TABLE 'search_docsize'\(id INTEGER PRIMARY KEY, sz BLOB\)",
    "search_config": r"TABLE 'search_config'\(k PRIMARY KEY, v\) WITHOUT ROWID",
}


def is_strange(kind: str, name: str, sql: str) -> bool:
    """Whether this program does not make such an object: a trigger or view, another table, a column or rule that computes,
    replaces or deletes, or an index over anything but columns."""
    plain = " ".join(sql.split())
    if kind == "table" and name in SEARCH_PARTS:
        return re.fullmatch(f"CREATE {SEARCH_PARTS[name]}", plain.replace('"', "'")) is None
    if kind == "table":
        known = name in schema.metadata.tables or name.startswith("sqlite_")
        return not known or (bool(sql) and TABLE.fullmatch(plain.replace("( ", "(").replace(" )", ")")) is None)
    return kind != "index" or bool(sql and INDEX.fullmatch(" ".join(sql.split())) is None)


def version_of(path: Path, locked: bool = False) -> tuple[int, bool]:
    """Return the schema's version (0 for a new file) and whether the file is a workspace. `locked`: add no files next to it."""
    if not path.exists() or path.stat().st_size == 0:
        return 0, True
    with path.open("rb") as file:
        head = file.read(len(SQLITE))
    if head != SQLITE and b"\0" not in head:  # a table or other text; a header of zero bytes is damage
        return 0, False
    try:
        return version_with(path, alone(path) if locked else "ro")
    except sqlite3.OperationalError as error:
        # a program was killed in a step, which must be rolled back first, and that is a write
        if not error.sqlite_errorname.startswith("SQLITE_READONLY"):
            raise
        return version_with(path, "rw")


def version_with(path: Path, mode: str) -> tuple[int, bool]:
    """Do the same with the file opened in SQLite's `mode`: "ro" leaves it as it is, "rw" rolls back an unfinished step."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True)) as db:
        made_by = db.execute("PRAGMA application_id").fetchone()[0]
        version = int(db.execute("PRAGMA user_version").fetchone()[0])
        empty = not version and not made_by and not db.execute("SELECT 1 FROM sqlite_master").fetchone()
    return version, made_by == APPLICATION_ID or empty  # empty: a program was killed before its first step


def prepare(connection: Any, record: object) -> None:
    """Set up a connection. WAL lets a dashboard read while a command writes; a full sync keeps commits through a power cut."""
    del record
    connection.isolation_level = None  # `begin` below sends BEGIN, so that reads and writes are one transaction
    for pragma in (
        "trusted_schema=OFF",
        f"page_size={PAGE}",  # for a new file
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_MS}",
        "cache_size=-65536",
    ):
        connection.execute(f"PRAGMA {pragma}")


def begin(connection: Connection) -> None:
    """Let a writer take its lock at once, so that two writers wait for each other instead of failing halfway."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes", True) else "BEGIN")


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn database errors into messages that say what to do."""
    try:
        yield
    except (OperationalError, sqlite3.OperationalError) as error:
        reason = str(getattr(error, "orig", error))
        if "full" in reason or (has_no_room(path) and ("I/O" in reason or "readonly" in reason)):
            raise WorkspaceError(f"{path}: the disk is full; this step was not saved, but earlier steps are safe") from error
        if "readonly" in reason or "unable to open" in reason:
            raise WorkspaceError(f"{path} cannot be written to ({reason}); choose another file with --workspace") from error
        if "locked" in reason or "busy" in reason:
            raise WorkspaceError(f"another program has been using {path} for too long; try again") from error
        if "I/O" in reason or "interrupted" in reason:
            raise WorkspaceError(f"{path} could not be read or written ({reason}); check the disk and try again") from error
        raise WorkspaceDamaged(f"{path}: {reason}; restore a backup with `geodata workspace restore`") from error
    except (DatabaseError, sqlite3.DatabaseError) as error:
        reason = str(getattr(error, "orig", error))
        if reason.startswith("FOREIGN KEY"):  # the step's table or incident is gone
            raise WorkspaceError(f"{path} was changed in the meantime, so this step was not saved; repeat it") from error
        raise WorkspaceDamaged(f"{path} is damaged ({reason}); restore a backup with `geodata workspace restore`") from error


def has_no_room(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < LEAST_ROOM
    except OSError:
        return False


OWN_FILES = ("-journal", "-wal", "-shm")  # what SQLite keeps next to a database


def backup(path: Path, target: Path, replace: bool = False) -> Path:
    """Copy a workspace, even while others use it, to a new file. `replace`: overwrite an existing file."""
    if target.exists() and not replace:
        raise WorkspaceError(f"{target} already exists; choose another file name")
    if target.is_symlink() or (target.exists() and not target.is_file()):
        raise WorkspaceError(f"{target} is not a file; choose another file name")
    owned = {Path(f"{name}{own}") for name in (path.absolute(), path.resolve()) for own in OWN_FILES}
    if {target.absolute(), target.parent.resolve() / target.name} & owned:
        raise WorkspaceError(f"{target} belongs to SQLite, which deletes it; choose another file name")
    if target.exists() and target.samefile(path):
        raise WorkspaceError(f"{target} is the workspace itself; choose another file name")
    partial = target.with_name(f".{target.name}{SUFFIX}")
    try:
        with closing(to_read(path)) as db:
            partial.unlink(missing_ok=True)  # left by a killed backup; other files in this folder are not ours
            with closing(sqlite3.connect(partial)) as copy:
                db.backup(copy)
            os.replace(partial, target)
    except (OSError, sqlite3.Error) as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise WorkspaceError(f"cannot save {path} as {target} ({error})") from error
    return target


def restore(saved: Path, path: Path) -> None:
    """Replace the current workspace with a saved one; keep the current one next to it."""
    if saved.exists() and not saved.is_file():
        raise WorkspaceError(f"{saved} is not a file; choose a backup file")
    with told(saved):
        version, ours = version_of(saved, is_read_only(saved))
    if not ours or not version:
        raise WorkspaceError(f"{saved} is not a workspace of Incident Atlas")
    if version > schema.VERSION:
        raise WorkspaceTooNew(f"{saved} was written by a newer Incident Atlas; update the program")
    refuse_strangers(saved, is_read_only(saved))
    if path.exists() and saved.samefile(path):
        raise WorkspaceError(f"{saved} is the workspace itself; choose a backup file")
    with told(saved), closing(to_read(saved)) as db:
        if db.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise WorkspaceDamaged(f"{saved} is damaged too; restore another backup")
    aside, is_moved = free_name(path, "before-restore"), False
    if path.exists():
        try:
            backup(path, aside)
        except WorkspaceError:
            if is_sound(path):
                raise
            move(path, aside)  # too damaged to copy: keep the file itself
            is_moved = True
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        copy_into(saved, path)
    except (OSError, sqlite3.Error) as error:
        if is_moved:
            move(aside, path)
        elif aside.exists() and is_sound(path):
            aside.unlink()  # nothing was replaced
        raise WorkspaceError(f"cannot restore {saved} to {path} ({error})") from error


def move(path: Path, target: Path) -> None:
    """Rename a database and the files next to it."""
    for suffix in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            os.replace(f"{path}{suffix}", f"{target}{suffix}")


def is_sound(path: Path) -> bool:
    """Whether SQLite can read all of a file."""
    try:
        with closing(to_read(path)) as db:
            return bool(db.execute("PRAGMA quick_check").fetchone()[0] == "ok")
    except sqlite3.Error:
        return False


def copy_into(saved: Path, path: Path) -> None:
    """Overwrite a workspace, which others may have open, with a saved one. SQLite only copies between equal page sizes."""
    with (
        closing(to_read(saved) if is_read_only(saved) else sqlite3.connect(saved)) as source,
        closing(sqlite3.connect(path)) as target,
    ):
        size = int(target.execute("PRAGMA page_size").fetchone()[0])
        if not target.execute("PRAGMA page_count").fetchone()[0] or size == source.execute("PRAGMA page_size").fetchone()[0]:
            source.backup(target)
            return
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            source.execute(f"PRAGMA page_size = {size}")
            source.execute("VACUUM INTO ?", (str(Path(folder) / "same.sqlite"),))
            with closing(sqlite3.connect(Path(folder) / "same.sqlite")) as same:
                same.backup(target)


def saved_copies(path: Path) -> list[Path]:
    """Return the backups of a workspace in its folder, newest first: those that a person made, and those made before the whole
    file changed. They stay until a person deletes them."""
    found = (f for what in ("backup", "before") for f in path.parent.glob(f"{path.stem}-{what}-*{path.suffix}"))
    return sorted(found, key=lambda f: (f.stat().st_mtime, f.name), reverse=True)


def free_name(path: Path, what: str) -> Path:
    """Return an unused file name next to `path`."""
    stamp, n = datetime.now(UTC).strftime("%Y%m%d-%H%M%S"), 0
    target = path.with_name(f"{path.stem}-{what}-{stamp}{path.suffix}")
    while target.exists():
        n += 1
        target = path.with_name(f"{path.stem}-{what}-{stamp}-{n}{path.suffix}")
    return target


def faults(db: Connection) -> list[str]:
    """Return what is wrong with a file; an empty list if it is sound."""
    found = [str(row[0]) for row in db.execute(text("PRAGMA integrity_check")) if row[0] != "ok"]
    found += [f"{row[0]} row {row[1]} points to a missing {row[2]}" for row in db.execute(text("PRAGMA foreign_key_check"))]
    count = text("SELECT COUNT(*) FROM incidents WHERE number NOT IN (SELECT incident FROM claims)")
    if lonely := int(db.execute(count).scalar() or 0):
        found.append(f"{lonely} incidents without a claim")
    stale = text("SELECT COUNT(*) FROM incidents i WHERE claims <> (SELECT COUNT(*) FROM claims c WHERE c.incident = i.number)")
    if wrong := int(db.execute(stale).scalar() or 0):
        found.append(f"{wrong} incidents with a wrong number of claims")
    unsearched = text("SELECT COUNT(*) FROM incidents WHERE number NOT IN (SELECT rowid FROM search)")
    if missing := int(db.execute(unsearched).scalar() or 0):
        found.append(f"{missing} incidents that are missing from full-text search")
    return found + [f"{name} has {n} values that are not {kind}" for name, kind, n in misfits(db)]


# SQLite's names for the types that a column may contain. SQLite itself allows any value in any column.
KINDS = {int: ("integer",), str: ("text",), float: ("real", "integer")}


def misfits(db: Connection) -> Iterator[tuple[str, str, int]]:
    """Yield each column with values of a wrong type, the right type, and the number of wrong values."""
    for table in schema.metadata.sorted_tables:
        for column in table.columns:
            kinds = ", ".join(f"'{kind}'" for kind in KINDS[column.type.python_type])
            wrong = f"SELECT COUNT(*) FROM {table.name} WHERE typeof(\"{column.name}\") NOT IN ({kinds}, 'null')"  # noqa: S608
            if n := int(db.execute(text(wrong)).scalar() or 0):
                yield f"{table.name}.{column.name}", column.type.python_type.__name__, n
