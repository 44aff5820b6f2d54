"""What an import did, or would do."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from geodata.exporting.formats import safe_cell
from geodata.tables.table import Table
from geodata.words.catalogue import say

OWN_JSON = "atlas-json"
MOST_NAMED = 8  # words of one doubt
# What is doubtful: words for a kind, names of a country, places of a province, names of many places, cells of several.
KINDS, COUNTRIES, PROVINCES = "kinds_unknown", "countries_unknown", "provinces_unfit"
PROVINCES_UNKNOWN, PROVINCES_SPELLED = "provinces_unknown", "provinces_spelled"
NAMESAKES, SEVERAL_PLACES = "namesakes", "several"
SHARED, ONGOING, SPREAD = "shared_figures", "ongoing", "spread"  # figures of several rows; rows without an end; countries
NO_POINTS = "no_points"  # coordinates that mean an unknown place
SAME_ID = "same_id"  # ids that several rows of one place and day have
EXPLOSIONS = "explosions"  # words for explosions that do not say whether they were attacks
SEVERAL_KINDS = "several_kinds"  # words that name more than one type
AROUND = "around"  # places that are not known, in towns that are
PROVINCES_OF_MANY = "provinces_of_many"  # short names of provinces that several countries have
USUAL_COUNTRY = "usual_country"  # in which names are taken that are also elsewhere
USUAL_OF_PROVINCES = "usual_of_provinces"  # the country that has the provinces of a table without one
LETTERS = "letters_alone"  # provinces of several countries, of which nothing says which
CODES = "codes"  # figures that stand for an unknown number in many tables
DAY_CODES = "day_codes"  # days that stand for an unknown one in many tables
SWAPPED = "swapped"  # places where their points would be with latitude and longitude swapped
FAR = "far_from_name"  # places whose points lie far from each place of their name
SUMS = "rows new known repeated older revised deleted unplaced undated future looked_up".split()
MOST_REJECTED = 10_000  # that are kept with their reasons


@dataclass(slots=True)
class Outcome:
    """What an import did, or would do: rows read, new, known already (`repeated`: those of them that are the same as one before
    them in the file), there with other content (`older`), replaced by newer ones, marked as deleted, and rejected
    (row number, reason, the row); how many have no place, no day or one that has not come yet,
    and how many were looked up by name. `elsewhere`: the numbers of the
    rows whose point is not in the country that they name; `strange`: words that are not known or not sure, by what is doubtful
    about them, with the number of their rows."""

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
        """Count what became of some more rows."""
        for name in SUMS:
            setattr(self, name, getattr(self, name) + getattr(part, name))
        self.refused += part.refused
        self.elsewhere += part.elsewhere
        for doubt, words in part.strange.items():
            self.strange[doubt].update(words)
        self.rejected += part.rejected[: max(0, MOST_REJECTED - len(self.rejected))]

    @property
    def doubts(self) -> list[str]:
        """What a person has to look at, in words."""
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
        """Count a row that cannot come in, and keep it with its reason."""
        self.refused += 1
        if len(self.rejected) < MOST_REJECTED:
            self.rejected.append((number, reason, row))

    def rejected_csv(self) -> str:
        """The rejected rows with their reasons, to be mended and imported again."""
        import pandas as pd  # a third of a second that a process that converts need not wait

        rows = [{"row": number, "reason": reason, **row} for number, reason, row in self.rejected]
        frame = pd.DataFrame(rows, columns=["row", "reason", *self.headers])
        return str(frame.rename(columns=safe_cell).map(safe_cell).to_csv(index=False))
