"""Words that tell of casualties, and words that do not."""

from __future__ import annotations

from spacy.tokens import Token

from geodata.vocabulary import FigureKind

KILLED, INJURED, MISSING = FigureKind.KILLED, FigureKind.INJURED, FigureKind.MISSING

KILL_VERBS = frozenset(
    """
        kill murder slay assassinate execute massacre behead slaughter decapitate lynch strangle machinegun
        machine-gun
        gun machinegunne machinegunned machine-gunned electrocute
    """.split()
)
DIE_VERBS = frozenset(["die", "perish", "drown", "suffocate", "succumb"])
INJURE_VERBS = frozenset(["injure", "wound", "hurt", "maim", "injured", "wounded", "hospitalize", "hospitalise"])
LIFE_VERBS = frozenset(["claim", "take", "cost", "lose"])
BODY_VERBS = frozenset(["find", "recover", "discover", "pull", "retrieve", "identify", "count"])
INJURY_NOUNS = frozenset(["injury", "wound", "burn", "fracture", "trauma", "bruise", "laceration", "concussion", "inhalation"])
HOSPITAL_WORDS = frozenset(["hospital", "hospitals", "clinic", "infirmary"])
DEATH_NOUNS = frozenset(
    ["death", "killing", "murder", "assassination", "execution", "massacre", "slaying", "loss", "lynching", "beheading"]
)
HURT_NOUNS = {
    "death": KILLED,
    "fatality": KILLED,
    "injury": INJURED,
}
TOLL_NOUNS = frozenset(["toll", "number", "count", "figure", "tally"])
STATE_WORDS = {
    "dead": KILLED,
    "killed": KILLED,
    "slain": KILLED,
    "deaths": KILLED,
    "fatalities": KILLED,
    "injured": INJURED,
    "wounded": INJURED,
    "hurt": INJURED,
    "hospitalized": INJURED,
    "hospitalised": INJURED,
    "injuries": INJURED,
    "missing": MISSING,
    "unaccounted": MISSING,
}
ATTACKERS = frozenset(
    """
        attacker gunman bomber assailant militant terrorist insurgent hijacker shooter rebel extremist
        jihadist
        guerrilla fighter suspect perpetrator
    """.split()
)
NOBODY = frozenset(["no", "nobody", "none", "without"])
NOT_PEOPLE = frozenset(
    """
        year month week day hour minute second decade century time km kilometer kilometre mile meter metre
        foot inch
        yard acre hectare ton tonne kg kilogram pound gallon litre liter dollar euro percent per cent degree
        magnitude
        knot mph home house building vehicle car truck bus train plane aircraft ship boat bomb missile rocket
        shell shot
        round bullet drone strike attack blast explosion fire shop school church village town city province
        district
        country state dog cat cow cattle sheep goat horse livestock pig bird animal camel elephant job room
        floor storey
        story block unit count charge case vote seat point percentage division company battalion brigade
        street road
        bridge tree crop tent hospital store apartment flat window door weapon rifle gun grenade mine tank
        sortie
        mission incident occasion location site area position stage phase part type kind way million billion
        trillion
        a.m. p.m. am pm nights
    """.split()
)
PERSON_NOUNS = frozenset(
    """
        person people man men woman women boy girl child kid baby infant toddler teen teenager youth adult
        civilian
        citizen resident officer soldier policeman policewoman cop deputy trooper marine sailor guard airman
        serviceman
        servicewoman troop firefighter paramedic medic doctor nurse driver pilot passenger pedestrian cyclist
        motorist
        motorcyclist biker tourist student pupil teacher professor worker employee staffer miner farmer
        fisherman
        journalist reporter cameraman photographer politician mayor governor lawmaker leader official
        minister judge
        prosecutor lawyer priest nun monk pastor imam victim survivor hostage captive prisoner inmate refugee
        migrant
        villager shopper customer bystander protester demonstrator activist husband wife son daughter mother
        father
        brother sister grandmother grandfather uncle aunt cousin parent sibling couple family relative friend
        neighbour
        neighbor colleague bodyguard clerk cook captain commander colonel general sergeant lieutenant
        corporal private
        major chief member player athlete runner crew crewman contractor engineer technician gunman attacker
        bomber
        assailant militant terrorist insurgent rebel fighter hijacker shooter suspect peasant guerrilla
        trucker skier
        climber hiker swimmer diver surfer camper seaman patient other native national foreigner worshipper
        worshiper
        minor militiaman pilgrim businessman businesswoman merchant shopkeeper trader vendor taxi-driver
        security-guard spouse girlfriend
        boyfriend fiancee roommate classmate pensioner human individual one
    """.split()
)


def is_person_noun(token: Token) -> bool:
    """Whether a noun names people. "the number of people" is found through "people"."""
    lemma = token.lemma_.lower()
    if lemma in PERSON_NOUNS:
        return True
    return (
        token.pos_ in ("NOUN", "ADJ")
        and lemma not in NOT_PEOPLE
        and lemma.endswith(("ian", "ese", "ist", "man", "woman", "ish"))
    )
