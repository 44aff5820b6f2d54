"""What an import did, or would do."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from geodata.exporting.formats import safe_cell
from geodata.tables.table import Table
from geodata.words.catalogue import say

OWN_JSON = "atlas-json"
MOST_NAMED = 8  # words shown for each doubt
# Doubts: unknown kinds and countries, places that do not fit their province, ambiguous names, cells with several places.
KINDS, COUNTRIES, PROVINCES = "kinds_unknown", "countries_unknown", "provinces_unfit"
PROVINCES_UNKNOWN, PROVINCES_SPELLED = "provinces_unknown", "provinces_spelled"
NAMESAKES, SEVERAL_PLACES = "namesakes", "several"
SHARED, ONGOING, SPREAD = "shared_figures", "ongoing", "spread"  # figures in merged cells; open ends; countries of look-ups
NO_POINTS = "no_points"  # coordinates that mean an unknown place
SAME_ID = "same_id"  # ids that several rows with one place and day share
EXPLOSIONS = "explosions"  # words for explosions that do not say whether they were attacks
SEVERAL_KINDS = "several_kinds"  # words that name more than one type
AROUND = "around"  # unknown places in known towns
PROVINCES_OF_MANY = "provinces_of_many"  # places found by letters that are provinces in several countries
USUAL_COUNTRY = "usual_country"  # names that exist in several countries, placed in the table's usual one
USUAL_OF_PROVINCES = "usual_of_provinces"  # the country implied by the provinces of a table without one
LETTERS = "letters_alone"  # letters of provinces in several countries, without a sign of which
CODES = "codes"  # figures that mean an unknown number in many tables
DAY_CODES = "day_codes"  # days that mean an unknown day in many tables
SWAPPED = "swapped"  # places that match their points only with latitude and longitude swapped
FAR = "far_from_name"  # places whose points are far from every place of that name
SUMS = "rows new known repeated older revised deleted unplaced undated future looked_up".split()
MOST_REJECTED = 10_000  # rows kept with their reasons


@dataclass(slots=True)
class Outcome:
    """What an import did, or would do: rows read, new, known already (`repeated`: those that equal an earlier row of the file),
    filed before with other content (`older`), replaced by newer ones (`revised`), marked as deleted, and rejected (row number,
    reason, the row; `refused` counts them all). How many rows have no place, no day or a future day, and how many were looked
    up by name. `elsewhere`: the numbers of the rows whose point is not in the country that they name; `strange`: unknown or
    uncertain words by kind of doubt, with the number of their rows."""

    table: Table | None
    rows: int = 0
    new: int = 0
    known: int = 0
    repeated: int = 0
    older: int = 0
    revised: int = 0
    deleted: int = 0
    unplaced: int = 0
    undated: int = 0
    future: int = 0
    looked_up: int = 0
    elsewhere: list[int] = field(default_factory=list)
    strange: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    rejected: list[tuple[int, str, dict[str, str]]] = field(default_factory=list)
    refused: int = 0
    headers: list[str] = field(default_factory=list)

    @property
    def format(self) -> str:
        return self.table.format if self.table else OWN_JSON

    def add(self, part: Outcome) -> None:
        """Add the outcome of more rows."""
        for name in SUMS:
            setattr(self, name, getattr(self, name) + getattr(part, name))
        self.refused += part.refused
        self.elsewhere += part.elsewhere
        for doubt, words in part.strange.items():
            self.strange[doubt].update(words)
        self.rejected += part.rejected[: max(0, MOST_REJECTED - len(self.rejected))]

    @property
    def doubts(self) -> list[str]:
        """Return what a person should check, in words."""
        found = []
        if self.repeated:
            found.append(say("import.repeated", n=self.repeated))
        if self.older:
            found.append(say("import.older", n=self.older))
        if self.undated and self.undated < self.rows:
            found.append(say("import.undated", n=self.undated))
        if self.future:
            found.append(say("import.future", n=self.future))
        if self.elsewhere:
            found.append(say("import.elsewhere", n=len(self.elsewhere), row=self.elsewhere[0]))
        for doubt, words in self.strange.items():
            if not words or (doubt == SPREAD and self.strange.get(USUAL_OF_PROVINCES) and len(words) == 1):
                continue
            within = self.table is not None and bool({"in_country", "admin1"} & set(self.table.columns.values()))
            doubt = "namesakes_within" if doubt == NAMESAKES and within else doubt
            most = ", ".join(word[:40] for word, _ in words.most_common(MOST_NAMED))
            found.append(say(f"import.{doubt}", n=len(words), words=most))
        return found

    def reject(self, number: int, reason: str, row: dict[str, str]) -> None:
        """Count a row that cannot be imported, and keep it with its reason."""
        self.refused += 1
        if len(self.rejected) < MOST_REJECTED:
            self.rejected.append((number, reason, row))

    def rejected_csv(self) -> str:
        """Return the rejected rows with their reasons as CSV, to correct and import again."""
        import pandas as pd  # imported late: it takes a third of a second, and converting doesn't need it

        rows = [{"row": number, "reason": reason, **row} for number, reason, row in self.rejected]
        frame = pd.DataFrame(rows, columns=["row", "reason", *self.headers])
        return str(frame.rename(columns=safe_cell).map(safe_cell).to_csv(index=False))
