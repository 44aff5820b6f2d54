"""The source in a row of a table is its outlet, not its claimant: it is kept, found, filtered and exported as such."""

from __future__ import annotations

import pytest

from geodata.columns.selecting import address_of, selection
from geodata.exporting.exports import write
from geodata.importing import datasets
from geodata.importing.looking_up import GazetteerLookUp
from geodata.query import IncidentQuery
from geodata.workspace.store import Workspace
from tests.loading import Load

ACLED = (
    "event_id_cnty,event_date,event_type,sub_event_type,location,latitude,longitude,country,notes,source,fatalities,timestamp\n"
    'UKR1,2024-03-01,Battles,Armed clash,Kharkiv,50,36.2,Ukraine,They fought.,"Ukrinform; Suspilne",3,1709500000\n'
    "UKR2,2024-03-02,Battles,Armed clash,Kharkiv,50,36.2,Ukraine,They fought again.,,3,1709500000\n"
)


@pytest.mark.parametrize("header", ["source", "Sources", "News source", "Outlet", "Publisher", "source_name"])
def test_headers_of_outlets(load: Load, workspace: Workspace, header: str) -> None:
    _, (found,) = load(
        "t.csv", f"date,place,lat,lon,killed,{header},claimed by\n2024-03-01,Kharkiv,50,36.2,3,Reuters,the governor\n"
    )
    (kept,) = workspace.kept()
    assert (kept.source, found.attribution) == ("Reuters", "the governor")


@pytest.mark.parametrize("header", ["claimant", "reported by", "according to", "source_original"])
def test_headers_of_claimants(load: Load, workspace: Workspace, header: str) -> None:
    _, (found,) = load("t.csv", f"date,place,lat,lon,killed,{header}\n2024-03-01,Kharkiv,50,36.2,3,the governor\n")
    (kept,) = workspace.kept()
    assert (kept.source, found.attribution) == ("t", "the governor")


def test_a_rows_source_is_kept_found_and_filtered(load: Load, workspace: Workspace) -> None:
    load("t.csv", ACLED)
    first, second = workspace.kept()
    assert (first.source, second.source) == ("Ukrinform; Suspilne", "t")
    assert first.incident.attribution is None

    def found(**asked: object) -> list[str]:
        return [item.incident.id for item in selection(workspace, IncidentQuery(**asked)).items]  # type: ignore[arg-type]

    assert found(outlets=("Ukrinform; Suspilne",)) == [first.incident.id]
    assert found(text="Suspilne") == [first.incident.id]
    assert IncidentQuery.from_link({"outlet": "Reuters"})[0].outlets == ("Reuters",)
    assert b"Ukrinform; Suspilne" in write(selection(workspace, IncidentQuery()), "acled")


def test_a_rows_source_survives_corrections(load: Load, workspace: Workspace) -> None:
    load("t.csv", ACLED)
    first, second = workspace.kept()
    ident = first.incident.id
    workspace.confirm(ident, "Ada")
    assert workspace.get(ident).source == "Ukrinform; Suspilne"
    assert [i.incident.id for i in selection(workspace, IncidentQuery(text="Suspilne")).items] == [ident]
    both = workspace.merge(ident, second.incident.id, "Ada")
    assert workspace.get(both.incident.id).source == "Ukrinform; Suspilne; t"
    assert {claim.outlet for claim in workspace.claims_of(both.incident.id)} == {"Ukrinform; Suspilne", ""}


def test_a_rows_web_address_is_its_link(load: Load, workspace: Workspace) -> None:
    body = "date,place,lat,lon,killed,source,url,note2\n2024-03-01,Kharkiv,50,36.2,3,Reuters,https://example.org/a,x\n"
    load("t.csv", body + "2024-03-02,Kharkiv,50,36.2,4,AP,see there,y\n")
    first, second = selection(workspace, IncidentQuery()).items
    assert (first.url, first.extra) == ("https://example.org/a", {"note2": "x"})
    assert (second.url, second.extra) == (None, {"url": "see there", "note2": "y"})
    assert [address_of(workspace, kept) for kept in workspace.kept()] == ["https://example.org/a", None]


def test_a_newer_row_keeps_its_source(load: Load, workspace: Workspace) -> None:
    load("t.csv", ACLED)
    newer = ACLED.replace("Ukrinform; Suspilne", "Ukrinform; AFP").replace(",3,1709500000", ",5,1709600000")
    load("u.csv", newer, replace_known=True)
    assert {kept.source for kept in workspace.kept()} == {"Ukrinform; AFP", "u"}


def test_two_links_and_a_source_that_is_one_are_kept(load: Load, workspace: Workspace) -> None:
    load(
        "t.csv",
        "date,place,lat,lon,source,source url,news link\n2024-03-01,Kharkiv,50,36.2,AP,https://a.example/1,https://b.example/2\n",
    )
    load("u.csv", "date,place,lat,lon,source\n2024-03-02,Kharkiv,50,36.2,https://c.example/3\n")
    first, second = selection(workspace, IncidentQuery()).items
    assert (first.url, first.extra) == ("https://a.example/1", {"news link": "https://b.example/2"})
    assert second.url == "https://c.example/3"


def test_undone_look_ups_keep_a_rows_source(load: Load, workspace: Workspace) -> None:
    load("t.csv", "date,place,country,killed,source\n2024-03-01,Kharkiv,Ukraine,3,AFP\n", look_up=GazetteerLookUp())
    (kept,) = workspace.kept()
    workspace.confirm(kept.incident.id, "Ada")
    (dataset,) = workspace.datasets()
    assert datasets.forget_look_ups(workspace, dataset) == 1
    (kept,) = workspace.kept()
    assert (kept.source, kept.incident.geocode) == ("AFP", None)
