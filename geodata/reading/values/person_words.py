"""Words for one person and for many, as parts of patterns."""

from __future__ import annotations

import re

KIN = (
    r"(?:(?:step|half-)?(?:mother|father|son|daughter|brother|sister)(?:-in-law)?)|wife|husband|child|grandmother|grandfather|grandson|granddaughter|niece|nephew|uncle|"
    r"aunt|cousin|girlfriend|boyfriend|partner"
)


PEOPLE = (
    r"m[ae]n|wom[ae]n|boy|girl|child|person|people|soldier|officer|police(?:m[ae]n|wom[ae]n| officer)?|civilian|fighter|militant|terrorist|"
    r"driver|passenger|pilot|worker|student|(?:school-?)?teacher|pedestrian|motorist|motorcyclist|cyclist|rider|biker|farmer|guard|firefighter|"
    r"fireman|journalist|reporter|doctor|nurse|priest|imam|monk|nun|mother|father|son|daughter|brother|sister|wife|husband|baby|toddler|"
    r"infant|teenager?|teen|youth|grandmother|grandfather|grandson|granddaughter|grandchild|niece|nephew|uncle|aunt|cousin|couple|"
    r"victim|resident|villager|tourist|employee|crew(?:m[ae]n| ?member)?|sailor|captain|commander|leader|chief|member|official|politician|"
    r"lawyer|activist|protester|demonstrator|suspect|gunm[ae]n|bomber|attacker|insurgent|rebel|trooper|marine|guardsm[ae]n|(?:air|service|seam)m[ae]n|deputy|sheriff|"
    r"constable|inspector|sergeant|lieutenant|colonel|general|corporal|private|migrant|refugee|shopkeeper|trader|businessm[ae]n|"
    r"bystander|patient|inmate|prisoner|detainee|hostage|climber|hiker|skier|swimmer|fisherm[ae]n|miner|labou?rer|carpenter|engineer|"
    r"scientist|professor|singer|actor|player|fan|spectator|customer|clerk|owner|neighbou?r|friend|relative|fianc[ée]e?|bride|groom|best man|"
    r"girlfriend|boyfriend|partner|twin|sibling|parent|minor|pensioner|adult|individual|national|citizen|native|volunteer|paramedic|medic|"
    r"aid worker|staffer|operator|minister|ambassador|diplomat|president|mayor|governor|judge|magistrate|senator|cleric|pastor|bishop|personnel|troops?|"
    r"conductor|bodyguard|watchm[ae]n|linem[ae]n|peacekeeper|cameraman|photographer|cadet|conscript|mechanic|technician|electrician|contractor|foreman|vendor|"
    r"cleaner|cook|chef|waiter|waitress|cashier|barber|shepherd|herder|herdsm[ae]n|hunter|worshipper|onlooker|commuter|passer-by|"
    r"lawmaker|councillor|prosecutor|warden|ranger|missionary|rabbi|coach|athlete|musician|artist|blogger|elder|"
    r"principal|superintendent|administrator|custodian|janitor|dean|supervisor|co-?worker|colleague|boss|manager|assistant|secretary|"
    r"receptionist|librarian|accountant|banker|designer|architect|dentist|pharmacist|psychologist|psychiatrist|therapist|nanny|"
    r"babysitter|roommate|landlord|tenant|classmate|instructor|trainer|referee|jogger|runner|surfer|diver|camper|courier|attorney|"
    r"detective|agent|chaplain|parishioner|[a-z]+-in-law"
)


MANY_WORDS = (
    rf"police(?!\s+(?:(?:bomb|dog|squad|station|traffic|force|unit|training)\s+){{0,3}}(?:{PEOPLE})\b)|"
    r"people|civilians|children|women|men|others|soldiers|officers|victims|casualties|deaths|fatalities|injuries|lives|bodies|"
    r"militants|fighters|residents|protesters|terrorists|troops|personnel|passengers|students|workers|members|rebels|"
    r"insurgents|migrants|villagers|hostages|prisoners|demonstrators|journalists|patients|families|passers-by|bystanders|"
    r"parents|sons|daughters|brothers|sisters|kids|boys|girls|babies|drivers|pilots|guards|policemen|forces|crowds?|millions|"
    r"[A-Z]\w+(?:ians|ans|ese)|(?:israel|iraq|pakistan|yemen|kuwait|saud|somal|qatar|punjab|bangladesh|azerbaijan|emirat|oman|kashmir)is|"
    r"(?!leaders?\b)\w+(?:ists|ers)|\w+(?:s|ce|h|i|o|n)men|policemen|gunmen"
)


AGE = re.compile(r"(?:aged? )?\d{1,3}(?: years? old)?|[\w-]+-year-old", re.IGNORECASE)
