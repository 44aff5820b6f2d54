"""Words that distinguish places from people and companies, and kinds of places from each other."""

from __future__ import annotations

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
# Labels that the model gives to towns it does not know. A name with any other label is not a place.
DOUBTFUL_LABELS = frozenset({"ORG", "PERSON", "PRODUCT", "NORP", "EVENT", "WORK_OF_ART"})
DIVISIONS = {
    "province": "ADM1", "oblast": "ADM1", "governorate": "ADM1", "state": "ADM1", "prefecture": "ADM1", "region": "ADM1",
    "department": "ADM1", "canton": "ADM1", "territory": "ADM1", "republic": "ADM1", "voivodeship": "ADM1", "krai": "ADM1",
    "provinces": "ADM1", "oblasts": "ADM1", "states": "ADM1", "regions": "ADM1", "governorates": "ADM1",
    "county": "ADM2", "district": "ADM2", "parish": "ADM2", "counties": "ADM2", "districts": "ADM2", "municipality": "ADM2",
}  # fmt: skip
SETTLEMENTS = frozenset(
    ["city", "town", "village", "port", "suburb", "township", "hamlet", "settlement", "capital", "municipality"]
)
INNER_WORDS = frozenset(
    """
        of the and de la el al del du des le da do dos di na ne am an der den sur upon au aux es d d' d’ l' 's st. . ' ’ -
        on under en le les lès by ez az ash as ar ad adh
    """.split()
)
ARTICLES = frozenset("al el ez az ash as ar ad at an es".split())  # Arabic ones in Latin letters, before a hyphen
LOCATIVE = frozenset(
    """
        in near at around outside from to toward towards into inside across throughout within between outskirts
    """.split()
)
NEARNESS = frozenset(["near", "around", "outside", "beyond", "off"])
COMPASS = frozenset(
    """
        north south east west northern southern eastern western central northeast northwest southeast southwest
        northeastern northwestern southeastern southwestern upper lower greater downtown mainland rural
    """.split()
)
MONTHS = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec".split())
BROADCASTERS = frozenset(["al jazeera"])  # also a state of Sudan
TITLES = frozenset(
    """
    commissioner inspector superintendent lord lady mr mr. mrs mrs. ms ms. dr dr. sir president minister gov. governor
    sen. senator rep. gen. general col. colonel capt. captain sgt. lt. maj. chief judge justice king queen prince
    princess professor prof. mayor sheriff saint pope rev. coach deputy secretary ambassador chancellor commander
    officer detective
    """.split()
)
ORGANISATION_WORDS = frozenset(
    """
        university college school institute ministry department bank times post news journal herald tribune inc inc.
        corp. co. ltd association council committee court police force forces army navy party party's union united city
        rovers fc club league street avenue road hotel hospital church mosque airport stadium center centre company
        group foundation museum theater theatre park prison bridge station tower house hall palace square airlines
        airways line accord agreement treaty bureau agency press cup open games festival award report cathedral temple
        library district's parkway highway expressway turnpike freeway boulevard industries
        drive lane route
    """.split()
)
STREETS = frozenset("st. rd. ave. ave blvd. blvd ln. hwy. hwy".split())
SHIPS = frozenset("INS USS HMS HMAS USNS RMS MV M/V RV".split())  # "INS Mysore"
BUILDINGS = frozenset(
    """
        cathedral university airport hospital mosque prison stadium station international zoo refinery port
    """.split()
)
# Words after the name of a building, which may also be that of a small town: "the Westgate shopping mall".
FACILITIES = frozenset(
    """
        mall nightclub club pub bar cafe café restaurant hotel motel theatre theater cinema supermarket stadium platform
    """.split()
)
NAMED_AFTER_TOWNS = frozenset("airport airfield harbour harbor".split())  # mostly, and so facilities only before "in Istanbul"
FACILITY_KINDS = frozenset("shopping concert international domestic oil gas sports football night".split())
WATERS = frozenset("bay gulf cape strait lake isle sea mouth".split())  # "the Bay of Campeche" is not in Bay, Somalia
LONGEST_NAME = 6
LONGEST_ACRONYM = 5
