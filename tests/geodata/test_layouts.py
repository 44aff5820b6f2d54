"""Table layouts that are known by name, and the values read from each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from geodata.importing import loading
from geodata.tables.layout import layouts
from geodata.tables.table import Choices, open_table
from geodata.vocabulary import DatePrecision, IncidentType, Qualifier, ReviewState
from geodata.workspace.store import Workspace
from tests.loading import Load, killed

ACLED = "event_id_cnty,event_date,time_precision,event_type,sub_event_type,country,location,latitude,longitude,geo_precision,notes,fatalities,timestamp\n"


def test_acled_revisions_and_deletions(load: Load, workspace: Workspace) -> None:
    first = ACLED + "SDN1,2025-03-02,1,Battles,Armed clash,Sudan,Khartoum,15.5,32.5,1,A clash.,2,1741000000\n"
    newer = first.replace("A clash.,2,1741", "A clash and more.,5,1742")
    load("week1.csv", first)
    outcome, (found,) = load("week2.csv", newer)
    assert (outcome.new, outcome.revised, killed(found)) == (0, 1, (5, None))
    outcome, (found,) = load("week1.csv", first)
    assert (outcome.revised, outcome.known, killed(found)) == (0, 1, (5, None))
    outcome, _ = load("deleted.csv", "event_id_cnty,deleted_timestamp\nSDN1,1743000000\nSDN2,1743000000\n")
    assert (outcome.deleted, outcome.known) == (1, 1)
    assert workspace.kept()[0].state is ReviewState.REJECTED
    assert load("deleted.csv", "event_id_cnty,deleted_timestamp\nSDN1,1743000000\n")[0].deleted == 0


def test_a_correction_stays_on_a_newer_row(load: Load, workspace: Workspace) -> None:
    first = ACLED + "SDN1,2025-03-02,1,Battles,Armed clash,Sudan,Khartoum,15.5,32.5,1,A clash.,2,1741000000\n"
    _, (found,) = load("week1.csv", first)
    workspace.confirm(found.id, "Ada")
    load("week2.csv", first.replace("A clash.,2,1741", "A clash.,5,1742"))
    (kept,) = workspace.kept()
    assert (kept.state, killed(kept.incident)) == (ReviewState.CONFIRMED, (5, None))


LAYOUTS: list[tuple[str, Any, str, dict[str, Any]]] = [
    ("acled", {"status": 200, "data": [{"event_id_cnty": "SDN1", "event_date": "2025-03-02", "time_precision": "2", "sub_event_type": "Air/drone strike", "country": "Sudan", "location": "Khartoum", "latitude": "15.5", "longitude": "32.5", "geo_precision": "2", "notes": "x", "fatalities": "4", "timestamp": "1"}]}, "t.json",
     {"type": "air_strike", "killed": (4, None), "start": "2025-02-27", "country": "SD", "precision": "near_settlement"}),
    ("acled_old", "GWNO,EVENT_ID_CNTY,EVENT_DATE,TIME_PRECISION,EVENT_TYPE,COUNTRY,LOCATION,LATITUDE,LONGITUDE,GEO_PRECISION,NOTES,FATALITIES\n615,9RTA,01/04/2001,3,Battle-No change of territory,Algeria,Bouira,36.3,3.9,3,x,40\n", "t.csv",
     {"type": "armed_clash", "killed": (40, None), "start": "2001-04-01", "end": "2001-04-30", "country": "DZ", "precision": "adm1"}),
    ("acled", "event_id_cnty,event_id_no_cnty,event_date,event_type,sub_event_type,country,location,latitude,longitude,fatalities\nNGA1,1,26 February 2020,Explosions/Remote violence,Air/drone strike,Nigeria,Maiduguri,11.84,13.16,3\n", "t.csv",
     {"type": "air_strike", "killed": (3, None), "start": "2020-02-26", "country": "NG"}),
    ("acled_weekly", "WEEK,REGION,COUNTRY,ADMIN1,EVENT_TYPE,SUB_EVENT_TYPE,EVENTS,FATALITIES,CENTROID_LATITUDE,CENTROID_LONGITUDE\n2022-03-05,Europe,Ukraine,Kharkiv,Battles,Armed clash,7,31,49.6,36.4\n", "t.csv",
     {"type": "armed_clash", "killed": (31, None), "start": "2022-03-05", "country": "UA", "precision": "adm1", "role": "aggregate"}),
    ("ucdp", "id,type_of_violence,where_prec,where_coordinates,latitude,longitude,country,date_prec,date_start,date_end,best_est,high_est,low_est,source_headline\n1,3,1,Kidal,18.4,1.4,Mali,2,1/5/2016,1/6/2016,3,5,2,x\n", "t.csv",
     {"type": "attack_other", "killed": (2, 5), "start": "2016-01-05", "end": "2016-01-06", "country": "ML"}),
    ("gtd", "eventid,iyear,imonth,iday,country,country_txt,region,provstate,city,latitude,longitude,specificity,attacktype1_txt,weaptype1_txt,gname,nkill,nwound,summary\n201601000001,2016,1,0,92,India,6,Delhi,Delhi,28.6,77.2,1,Armed Assault,Firearms,Unknown,2,9,Shots were fired.\n", "t.csv",
     {"type": "shooting", "killed": (2, 2), "injured": (9, 9), "start": "2016-01-01", "end": "2016-01-31", "country": "IN", "actor": None}),
    ("emdat", "DisNo.,Disaster Type,Disaster Subtype,ISO,Country,Location,Latitude,Longitude,Start Year,Start Month,Start Day,End Year,End Month,End Day,Total Deaths,No. Injured,Event Name\n2023-0001-TUR,Earthquake,Ground movement,TUR,Türkiye,Kahramanmaras,37.2,37.0,2023,2,6,2023,2,6,50783,107204,\n", "t.csv",
     {"type": "earthquake", "killed": (50783, 50783), "injured": (107204, 107204), "start": "2023-02-06", "country": "TR"}),
    ("gva", "Incident ID,Incident Date,State,City Or County,Address,Victims Killed,Victims Injured,Suspects Killed\n1,\"July 5, 2026\",Ohio,Dayton,1700 block of X St,2,3,0\n", "t.csv",
     {"type": "shooting", "killed": (2, 2), "injured": (3, 3), "start": "2026-07-05", "country": "US"}),
    ("airwars", "post_id,date,location_name,country_name,latitude,longitude,strike_type_name,civilian_non_combatants_killed_min,civilian_non_combatants_killed_max,summary\n7,2021-05-16,Al Wahda,Palestine,31.5,34.4,Airstrike,42,48,x\n", "t.csv",
     {"type": "air_strike", "killed": (42, 48), "start": "2021-05-16", "country": "PS"}),
    ("noaa_storms", "BEGIN_DATE_TIME,EVENT_ID,STATE,EVENT_TYPE,INJURIES_DIRECT,INJURIES_INDIRECT,DEATHS_DIRECT,DEATHS_INDIRECT,BEGIN_LAT,BEGIN_LON\n28-APR-50 14:45:00,1,OKLAHOMA,Tornado,10,4,3,2,35.3,-97.5\n", "t.csv",
     {"type": "storm_flood", "killed": (5, 5), "injured": (14, 14), "start": "1950-04-28", "country": "US"}),
    ("ibc", "IBC code,Start Date,End Date,Time,Location,Target,Weapons,Reported Minimum,Reported Maximum,Sources\nk7746,28 Feb 2007,28 Feb 2007,PM,\"Baya, Baghdad\",market,car bomb,10,12,AP\n", "t.csv",
     {"type": "explosion_device", "killed": (10, 12), "start": "2007-02-28", "country": "IQ", "placed": False}),
    ("tbij", "Strike ID,Date,Location,Country,Minimum total people killed,Maximum total people killed,Minimum people injured,Maximum people injured\nOb1,23/01/2009,Mir Ali,Pakistan,7,11,1,1\n", "t.csv",
     {"type": "air_strike", "killed": (7, 11), "injured": (1, 1), "start": "2009-01-23", "country": "PK", "placed": False}),
    ("timemap", [{"id": "CIV1", "date": "03/01/2022", "latitude": "50.0", "longitude": "36.2", "location": "Kharkiv", "description": "x", "sources": [{"id": "S1", "path": "https://a.example/1"}], "filters": [{"key": "Weapon System", "value": "Missile"}]}], "t.json",
     {"type": "missile_strike", "start": "2022-03-01", "attribution": None}),
    ("nasa_landslides", "event_id,event_date,event_description,location_description,location_accuracy,landslide_category,fatality_count,injury_count,country_code,longitude,latitude\n684,08/01/2008 12:00:00 AM,A slope gave way.,Some village,10km,mudslide,11,3,CN,107.4,32.5\n", "t.csv",
     {"type": "storm_flood", "killed": (11, 11), "start": "2008-08-01", "country": "CN", "radius": 10.0}),
    ("usgs", {"type": "FeatureCollection", "features": [{"type": "Feature", "id": "us6", "geometry": {"type": "Point", "coordinates": [37.0, 37.2, 10]}, "properties": {"mag": 7.8, "place": "26 km ENE of Nurdagi", "time": 1675646254342, "felt": 1400, "magType": "mww", "type": "earthquake", "title": "M 7.8"}}]}, "t.geojson",
     {"type": "earthquake", "killed": None, "start": "2023-02-06", "precision": "near_settlement"}),
    ("gdacs", {"features": [{"type": "Feature", "geometry": {"type": "Point", "coordinates": [37.0, 37.2]}, "properties": {"eventtype": "FL", "eventid": 1102983, "episodeid": 1, "fromdate": "2024-05-01T00:00:00", "todate": "2024-05-04T00:00:00", "name": "Flood in Kenya", "iso3": "KEN", "description": "x", "datemodified": "2024-05-05T00:00:00"}}]}, "t.json",
     {"type": "storm_flood", "start": "2024-05-01", "end": "2024-05-04", "country": "KE", "precision": "region"}),
    ("reliefweb", {"data": [{"id": "52000", "fields": {"name": "Kenya: Floods - May 2024", "status": "ongoing", "glide": "FL-2024-1", "date": {"event": "2024-05-01T00:00:00+00:00", "created": "2024-05-03T00:00:00+00:00"}, "primary_country": {"name": "Kenya", "iso3": "KEN"}, "primary_type": {"name": "Flood", "code": "FL"}}}]}, "t.json",
     {"type": "storm_flood", "start": "2024-05-01", "country": "KE", "placed": False}),
]  # fmt: skip


@pytest.mark.parametrize(("layout", "body", "name", "wanted"), LAYOUTS, ids=[one[0] for one in LAYOUTS])
def test_layouts(load: Load, layout: str, body: Any, name: str, wanted: dict[str, Any]) -> None:
    outcome, (found,) = load(name, body)
    assert outcome.format == layout
    assert outcome.refused == 0
    read = {
        "type": found.type.value,
        "role": found.role.value,
        "killed": (found.killed.low, found.killed.high) if found.killed else None,
        "injured": (found.injured.low, found.injured.high) if found.injured else None,
        "start": str(found.start),
        "end": str(found.end),
        "attribution": found.attribution,
        "actor": found.actor.name if found.actor else None,
        "placed": found.geocode is not None,
        "country": found.geocode.place.country if found.geocode else wanted.get("country"),
        "precision": found.geocode.precision.value if found.geocode else None,
        "radius": found.geocode.radius_km if found.geocode else None,
    }
    assert {name: read[name] for name in wanted} == wanted


def test_ucdp_without_a_header(load: Load) -> None:
    columns = layouts()["ucdp"].headerless
    cells = dict.fromkeys(columns, "1") | {"type_of_violence": "1", "date_start": "2024-01-05 00:00:00.000", "date_end": "2024-01-05 00:00:00.000", "latitude": "15.5", "longitude": "32.5", "country": "Sudan", "best": "3", "high": "5", "low": "2", "where_coordinates": "Kobani town", "where_prec": "1"}  # fmt: skip
    outcome, (found,) = load("t.csv", ",".join(cells.values()) + "\n")
    assert (outcome.format, outcome.rows) == ("ucdp", 1)
    assert (found.place, killed(found)) == ("Kobani town", (2, 5))


def test_every_layout_is_tested_and_listed() -> None:
    tested = {one[0] for one in LAYOUTS} | {"acled_deleted", "atlas", "geojson", "hxl", "kml", "table", "words"}
    assert set(layouts()) == tested
    listed = (Path(loading.__file__).parents[1] / "tables" / "LAYOUTS.md").read_text("utf-8")
    assert all(f"| {layout.title} |" in listed for layout in layouts().values() if layout.name != "words")


def test_a_year_without_its_century_is_rejected_with_the_row(load: Load) -> None:
    row = "SDN{n},{day},{p},Battles,Armed clash,Sudan,Khartoum,15.5,32.5,1,x,2,1\n"
    body = ACLED + "".join(
        row.format(n=n, day=day, p=2) for n, day in enumerate(["2022-01-02", "0025-03-02", "0001-01-02", "0000-12-31"])
    )
    outcome, found = load("t.csv", body)
    assert (len(found), outcome.refused) == (1, 3)
    assert found[0].date_precision is DatePrecision.WEEK
    assert found[0].type is IncidentType.ARMED_CLASH
    assert found[0].killed is not None
    assert found[0].killed.qualifier is Qualifier.AT_LEAST


def test_rejected_rows_are_safe_for_spreadsheets(load: Load) -> None:
    outcome, _ = load("t.csv", "place,latitude,longitude,notes\n=cmd|' /C calc'!A0,999,1,@SUM(1+1)\n")
    assert "'=cmd" in outcome.rejected_csv()
    assert "'@SUM" in outcome.rejected_csv()


def test_several_belligerents(load: Load) -> None:
    body = "post_id,date,location_name,latitude,longitude,civilian_non_combatants_killed_min,belligerent_0_belligerent_name,belligerent_1_belligerent_name\n7,2021-05-16,Raqqa,35.9,39,4,US-led Coalition,SDF\n"
    _, (found,) = load("t.csv", body)
    assert found.actor is not None
    assert found.actor.name == "US-led Coalition, SDF"


def test_impacts_reported_one_after_the_other_are_not_added(load: Load) -> None:
    def impact(name: str, value: str, region: str, day: int) -> dict[str, str]:
        return {
            "sendainame": name,
            "sendaivalue": value,
            "region": region,
            "dateinsert": f"2026-09-0{day}T15:57:03",
        }

    reported = [
        impact("death", "939", "Bagmati", 3),
        impact("death", "300", "Bagmati", 1),
        impact("death", "16", "Gyirong", 2),
        impact("injured", "279", "Bagmati", 1),
        impact("affected", "many", "Bagmati", 1),
    ]
    event = {"eventtype": "FL", "eventid": 1, "fromdate": "2026-09-01T00:00:00", "name": "Flood in Nepal", "sendai": reported}
    _, (found,) = load(
        "t.json",
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [85.3, 27.7]}, "properties": event},
    )
    assert killed(found) == (939, None), "the newest of the region with most; regions may hold each other"
    assert found.injured is not None
    assert (found.injured.low, found.injured.high) == (279, 279)


EMDAT = "DisNo.,Disaster Type,Country,Location,Region named,Latitude,Longitude,Start Year,Start Month,Start Day,Seen,Total Deaths\n2023-0001-TUR,Earthquake,Türkiye,Hatay,Antakya,37.2,37.0,2023,2,6,2023-02-09,50783\n"


def test_what_a_person_maps_comes_before_what_the_layout_composes(load: Load, tmp_path: Path) -> None:
    _, (usual,) = load("t.csv", EMDAT)
    assert (usual.place, str(usual.start)) == ("Hatay", "2023-02-06")
    columns = dict(open_table(tmp_path / "t.csv").columns)
    assert columns["Location"] == "place"
    theirs = {**columns, "Location": "admin1", "Region named": "place", "Seen": "date_start"}
    (tmp_path / "own.sqlite").unlink(missing_ok=True)
    with Workspace.open(tmp_path / "own.sqlite") as workspace:
        loading.load(workspace, tmp_path / "t.csv", Choices(columns=theirs))
        (found,) = (k.incident for k in workspace.kept())
    assert (found.place, str(found.start)) == ("Antakya", "2023-02-09")


def test_columns_that_a_layout_puts_together_are_not_called_unused(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(EMDAT, "utf-8")
    assert set(open_table(tmp_path / "t.csv").unused) == {"Region named", "Seen"}


def test_a_table_that_does_not_say_what_its_rows_are(load: Load, tmp_path: Path) -> None:
    body = "place,latitude,longitude,killed\nLyon,45.7,4.8,2\n"
    outcome, (found,) = load("t.csv", body)
    assert found.type is IncidentType.OTHER
    assert outcome.table is not None
    assert any("every row gets the type Other" in guess for guess in outcome.table.guesses)
    with Workspace.open(tmp_path / "own.sqlite") as workspace:
        told = loading.load(workspace, tmp_path / "t.csv", Choices(kind=IncidentType.SHOOTING))
        (found,) = (k.incident for k in workspace.kept())
    assert found.type is IncidentType.SHOOTING
    assert told.table is not None
    assert not any("type Other" in guess for guess in told.table.guesses)
    assert not any("type" in g for g in open_table_of(tmp_path, "type,place\nflood,Lyon\n").guesses)


def open_table_of(folder: Path, body: str) -> Any:
    (folder / "u.csv").write_text(body, "utf-8")
    return open_table(folder / "u.csv")
