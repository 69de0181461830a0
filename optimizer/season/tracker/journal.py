"""Every change of a row is a row of the journal, written in the same transaction; taking one back is a change too."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Self

from sqlalchemy import Connection, Row, Table, bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from optimizer.clock import now
from optimizer.errors import BadInput, Fault
from optimizer.season.tracker.tables import MANY, TRACKED_TABLES, ChangedRow, ChangeRow, ProgramRow, Record, table_of

Values = Mapping[str, Any]

_CHANGE, _CHANGED = table_of(ChangeRow), table_of(ChangedRow)
_TRACKED: Mapping[str, Table] = {row.__tablename__: table_of(row) for row in TRACKED_TABLES}


class Journal:
    """Writes rows and the journal of them within one transaction.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        Of the transaction.
    words : str
        What is being done.
    undoes : int or None
        The change that this one takes back.
    """

    def __init__(self, connection: Connection, words: str, undoes: int | None = None) -> None:
        self._connection = connection
        at = now().isoformat()
        made = connection.execute(insert(_CHANGE).values(made_at=at, words=words, undoes=undoes))
        self.number: int = (made.inserted_primary_key or (0,))[0]
        self._programs: set[str] = set()
        self._rows: set[tuple[str, str]] = set()

    @property
    def connection(self) -> Connection:
        """Of the transaction, to read what the change rests on."""
        return self._connection

    @property
    def rows(self) -> frozenset[tuple[str, str]]:
        """Table and key of the rows that were there before and are altered or removed."""
        return frozenset(self._rows)

    @property
    def programs(self) -> frozenset[str]:
        """Programs that the change bears on."""
        return frozenset(self._programs)

    def add(self, row: type[Record], values: Values) -> int | str:
        """Add a row; returns its key."""
        table = table_of(row)
        made = self._connection.execute(insert(table).values(**values))
        (key,) = made.inserted_primary_key or (values["id"],)
        self._keep([self._entry(table, None, {"id": key, **values})])
        found: int | str = key
        return found

    def add_all(self, row: type[Record], rows: Sequence[Values]) -> None:
        """Add many rows at once."""
        if not rows:
            return
        table = table_of(row)
        numbered = list(rows)
        if "id" not in rows[0]:
            (last,) = self._connection.execute(select(table.c.id).order_by(table.c.id.desc()).limit(1)).first() or (0,)
            numbered = [{"id": number, **values} for number, values in enumerate(rows, start=last + 1)]
        self._connection.execute(insert(table), numbered)
        self._keep([self._entry(table, None, values) for values in numbered])

    def alter(self, row: type[Record], key: int | str, values: Values) -> None:
        """Give a row other values; nothing is kept where they are the same."""
        self.alter_all(row, {key: values})

    def alter_all(self, row: type[Record], values_of: Mapping[int | str, Values]) -> None:
        """Give many rows other values, each by its key."""
        table = table_of(row)
        found = self._found(table, list(values_of))
        steps = [_Step(key, self._there(table, found, key), {**found[key], **new}) for key, new in values_of.items()]
        changed = [step for step in steps if step.after != step.before]
        self._update(table, [(step.key, step.after or {}) for step in changed])
        self._keep([self._entry(table, step.before, step.after) for step in changed])

    def remove(self, row: type[Record], key: int | str) -> None:
        """Remove a row."""
        table = table_of(row)
        before = self._there(table, self._found(table, [key]), key)
        self._connection.execute(table.delete().where(table.c.id == key))
        self._keep([self._entry(table, before, None)])

    def take_back(self, change: int) -> None:
        """Bring the rows of an earlier change back to what they were, last first.

        Raises
        ------
        BadInput
            A later change altered one of them.
        """
        entries = self._connection.execute(
            select(_CHANGED).where(_CHANGED.c.change == change).order_by(_CHANGED.c.id.desc())
        ).all()
        try:
            for name, together in groupby(entries, key=lambda entry: entry.table_name):
                if name not in _TRACKED:
                    raise sqlite3.DatabaseError("its journal can't be understood")
                self._take_back_rows(change, _TRACKED[name], [_Step.of(entry) for entry in together])
        except IntegrityError:
            what = "later changes rest on what it did"
            raise BadInput(
                Fault(what, f"change {change}", None, "a change on which none rests", "Undo those first")
            ) from None

    def _take_back_rows(self, change: int, table: Table, steps: "Sequence[_Step]") -> None:
        """Bring rows of one table back, each of which occurs once."""
        now = self._found(table, [step.key for step in steps])
        for step in steps:
            if now.get(step.key) != step.after:
                raise BadInput(self._altered_since(change, table.name, json.dumps(step.key)))
        gone = [{"row": step.key} for step in steps if step.before is None]
        back = [step.before for step in steps if step.before is not None and step.after is None]
        altered = [(step.key, step.before) for step in steps if step.before is not None and step.after is not None]
        if gone:
            self._connection.execute(table.delete().where(table.c.id == bindparam("row")), gone)
        if back:
            self._connection.execute(insert(table), back)
        self._update(table, altered)
        self._keep([self._entry(table, step.after, step.before) for step in steps])

    def _altered_since(self, change: int, table: str, key: str) -> Fault:
        later = self._connection.execute(
            select(_CHANGE.c.id, _CHANGE.c.words)
            .join(_CHANGED, _CHANGED.c.change == _CHANGE.c.id)
            .where(_CHANGED.c.table_name == table, _CHANGED.c.row_key == key, _CHANGE.c.id > change)
            .order_by(_CHANGE.c.id.desc())
        ).first()
        number, words = (None, "something outside matchlist") if later is None else (later.id, later.words)
        remedy = "Enter the right value instead" if number is None else f"Undo change {number} first"
        what = f"what it did was altered since, by change {number} ({words})"
        return Fault(what, f"change {change}", None, "a change whose rows are as it left them", remedy)

    def _update(self, table: Table, rows: Sequence[tuple[int | str, Values]]) -> None:
        if rows:
            columns: dict[str, Any] = {column.name: bindparam(column.name) for column in table.c}
            statement = table.update().where(table.c.id == bindparam("row")).values(columns)
            self._connection.execute(statement, [{"row": key, **values} for key, values in rows])

    def _there(self, table: Table, found: Mapping[int | str, dict[str, Any]], key: int | str) -> dict[str, Any]:
        if key not in found:
            raise BadInput(Fault(f"no such {table.name}", "the store", key, remedy="Look its number up"))
        return found[key]

    def _found(self, table: Table, keys: Sequence[int | str]) -> dict[int | str, dict[str, Any]]:
        wanted = select(table) if len(keys) > MANY else select(table).where(table.c.id.in_(keys))
        return {row["id"]: dict(row) for row in self._connection.execute(wanted).mappings()}

    def _entry(self, table: Table, before: Values | None, after: Values | None) -> dict[str, str | int | None]:
        held = after if after is not None else before or {}
        program = held["id"] if table.name == ProgramRow.__tablename__ else held.get("program")
        if program is not None:
            self._programs.add(program)
        key = json.dumps(held["id"])
        if before is not None:
            self._rows.add((table.name, key))
        return {
            "change": self.number,
            "table_name": table.name,
            "row_key": key,
            "program": program,
            "before": None if before is None else json.dumps(before, ensure_ascii=False),
            "after": None if after is None else json.dumps(after, ensure_ascii=False),
        }

    def _keep(self, entries: Sequence[Mapping[str, str | int | None]]) -> None:
        if entries:
            self._connection.execute(insert(_CHANGED), list(entries))


@dataclass(frozen=True, slots=True)
class _Step:
    """What a change did to one row."""

    key: int | str
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @classmethod
    def of(cls, entry: Row[Any]) -> Self:
        """Read an entry of the journal."""
        try:
            before, after = (None if text is None else dict(json.loads(text)) for text in (entry.before, entry.after))
            return cls(json.loads(entry.row_key), before, after)
        except (ValueError, TypeError, RecursionError) as error:
            # It was written by matchlist: something else changed it since.
            raise sqlite3.DatabaseError("its journal can't be understood") from error


def changed_since(connection: Connection, journal: Journal, seen: int) -> Fault | None:
    """Say what of a change's programs and rows somebody else changed after a change that the writer has seen."""
    others = connection.execute(
        select(_CHANGE.c.id, _CHANGE.c.words, _CHANGED.c.program, _CHANGED.c.table_name, _CHANGED.c.row_key)
        .join(_CHANGED, _CHANGED.c.change == _CHANGE.c.id)
        .where(_CHANGE.c.id > seen, _CHANGE.c.id < journal.number)
        .order_by(_CHANGE.c.id)
    )
    for one in others:
        if one.program in journal.programs or (one.table_name, one.row_key) in journal.rows:
            what = f"somebody else changed it meanwhile: {one.words}"
            where = one.program or f"{one.table_name} {one.row_key}"
            return Fault(what, where, f"change {one.id}", "what you looked at", "Look at it again, then decide")
    return None
