"""Decide whether a number counts people, by the words before and after it."""

from __future__ import annotations

import re

from geodata.reading.values.ages import is_an_age
from geodata.reading.values.numbers import Number
from geodata.vocabulary import Qualifier

# Words before and after numbers that do not count people.
NOT_BEFORE = re.compile(
    r"(?:\b(?:mother|father|mom|mum|dad|parent|grandmother|grandfather|widow|widower) of|\ball but|\bcalled|\bdialled|\bdialed|\bage of|[$£€#]|\bus\$|\bflight|\bhighway|\broute|\bno\.|\bnumber|\binterstate|\broom|\bunit|\barticle|\bchapter|"
    r"\bjanuary|\bfebruary|\bmarch|\bapril|\bmay|\bjune|\bjuly|\baugust|\bseptember|\boctober|\bnovember|\bdecember|\bmagnitude|"
    r"\bcovid|\bf|\bmig|\bboeing|\bsu|\bat around|\bg|\bin the (?:early|late|mid)|,)\s?-?$",
    re.IGNORECASE,
)
NOT_AFTER = re.compile(
    r"^(?:- and \d{1,2}-year|[\s-](?:year|yr|month|week|day|hour|minute|second|km|kilomet|mile|met(?:er|re)|feet|foot|percent|per cent|storey|story|"
    r"inch|mph|kg\b|ton|pound|dollar|euro|p\.?m\b|a\.?m\b|rounds?\b|stitches\b|shots?\b|bullets?\b|times\b|vehicles?\b|cars?\b|houses?\b|homes?\b|"
    r"buildings?\b|villages?\b|towns?\b|cit(?:y|ies)\b|attacks?\b|strikes?\b|airstrikes?\b|raids?\b|explosions?\b|blasts?\b|bombs?\b|"
    r"rockets?\b|missiles?\b|drones?\b|shells?\b|targets?\b|incidents?\b|shootings?\b|crashes\b|accidents?\b|different\b|nationalit|separate\b|"
    r"(?:[a-z]+ )?(?:dogs?|cats?|cattle|cows?|sheep|goats?|horses?|pigs?|swine|chickens?|hens?|ducks?|poultry|camels?|deer|fish|whales?|animals?|pets?|birds?)\b(?! (?:flu|\w+(?:ers?|m[ae]n)|hands?)\b)|countries\b|provinces?\b|districts?\b|states?\b(?!,| (?:and|troopers?|police|officers?)\b)|governorates?\b|acres?\b|hectares?\b|degrees?\b|points?\b|"
    r"(?:air|drone|missile|rocket|suicide|car|bomb) (?:strikes?|attacks?|bombs?|bombings?)\b|"
    r"(?!in |of |by |at |on |from |during |and |when |after |with |to )[a-z]+ (?:vehicles?|cars?|houses?|homes?|buildings?|villages?|towns\b|cit(?:y|ies)|districts?|provinces?|countries|regions?|areas?|attacks?|strikes?|"
    r"hospitals?|schools?)\b|years?\b)|%|st\b|nd\b|rd\b|th\b|:\d|°)",
    re.IGNORECASE,
)
LEAD = 120  # characters before a number to search for what it counts
MONTH_NAMES = frozenset("january february march april may june july august september october november december".split())


def counts_people(sentence: str, number: Number) -> bool:
    """Whether a number can count people: not an age, a year, a time, a sum of money."""
    before, after = sentence[: number.core], sentence[number.end :]
    core = sentence[number.core : number.end]
    if (
        number.qualifier in (Qualifier.EXACT, Qualifier.RANGE)
        and re.fullmatch(r"(?:19|20)\d\d(?:\D{1,8}(?:19|20)\d\d)?", core)
        and not re.match(r"\s+(?:people|civilians|persons|deaths|were|others|dead|killed)", after)
    ):
        return False
    if before.rstrip().endswith(",") and after.startswith(","):
        return False  # "John Smith, 22,"
    lead = NOT_BEFORE.search(before[-LEAD:])
    if lead and not core[:1].isdigit() and lead[0].strip().lower() in MONTH_NAMES:
        lead = None  # "in September four inmates died"
    if lead and not (lead[0].strip() == "," and not re.match(r"\s*(?:[.,;]|$|and [A-Z])", after)):
        return False
    return NOT_AFTER.match(after) is None and not is_an_age(before[-LEAD:], after)
