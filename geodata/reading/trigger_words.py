"""The vocabulary of incidents: which words tell of which kind."""

from __future__ import annotations

from geodata.vocabulary import IncidentType as T

NOUNS: dict[str, T | None] = {
    "airstrike": T.AIR_STRIKE, "airstrikes": T.AIR_STRIKE, "air-strike": T.AIR_STRIKE, "shelling": T.SHELLING,
    "bombardment": T.SHELLING, "barrage": T.SHELLING, "salvo": T.SHELLING, "cannonade": T.SHELLING,
    "bombing": T.EXPLOSION_DEVICE, "bombings": T.EXPLOSION_DEVICE, "explosion": None, "blast": None, "detonation": None,
    "shooting": T.SHOOTING, "shootings": T.SHOOTING, "gunfire": T.SHOOTING, "shootout": T.SHOOTING, "shoot-out": T.SHOOTING,
    "fusillade": T.SHOOTING, "stabbing": T.STABBING, "stabbings": T.STABBING, "ramming": T.VEHICLE_RAMMING,
    "attack": T.ATTACK_OTHER, "assault": T.ATTACK_OTHER, "raid": T.ATTACK_OTHER, "massacre": T.ATTACK_OTHER, "killing": T.ATTACK_OTHER,
    "killings": T.ATTACK_OTHER, "murder": T.ATTACK_OTHER, "homicide": T.ATTACK_OTHER, "assassination": T.ATTACK_OTHER,
    "slaying": T.ATTACK_OTHER, "kidnapping": T.ATTACK_OTHER, "abduction": T.ATTACK_OTHER, "beheading": T.ATTACK_OTHER,
    "hijacking": T.ATTACK_OTHER, "arson": T.ATTACK_OTHER, "strike": None, "ambush": T.ARMED_CLASH, "clash": T.ARMED_CLASH, "battle": T.ARMED_CLASH,
    "fighting": T.ARMED_CLASH, "firefight": T.ARMED_CLASH, "gunbattle": T.ARMED_CLASH, "skirmish": T.ARMED_CLASH,
    "combat": T.ARMED_CLASH, "offensive": T.ARMED_CLASH, "hostilities": T.ARMED_CLASH,
    "riot": T.PROTEST_RIOT, "rioting": T.PROTEST_RIOT, "riots": T.PROTEST_RIOT, "unrest": T.PROTEST_RIOT, "looting": T.PROTEST_RIOT,
    "protest": T.PROTEST_RIOT, "demonstration": T.PROTEST_RIOT,
    "crash": T.TRANSPORT_ACCIDENT, "collision": T.TRANSPORT_ACCIDENT, "derailment": T.TRANSPORT_ACCIDENT, "pileup": T.TRANSPORT_ACCIDENT,
    "pile-up": T.TRANSPORT_ACCIDENT, "shipwreck": T.TRANSPORT_ACCIDENT, "sinking": T.TRANSPORT_ACCIDENT, "wreck": T.TRANSPORT_ACCIDENT,
    "capsizing": T.TRANSPORT_ACCIDENT, "accident": T.TRANSPORT_ACCIDENT,
    "fire": T.FIRE, "fires": T.FIRE, "blaze": T.FIRE, "wildfire": T.FIRE, "bushfire": T.FIRE, "inferno": T.FIRE, "conflagration": T.FIRE,
    "collapse": T.STRUCTURE_COLLAPSE, "cave-in": T.STRUCTURE_COLLAPSE, "stampede": T.CROWD_CRUSH, "crush": T.CROWD_CRUSH,
    "earthquake": T.EARTHQUAKE, "quake": T.EARTHQUAKE, "tremor": T.EARTHQUAKE, "temblor": T.EARTHQUAKE, "tsunami": T.EARTHQUAKE,
    "aftershock": T.EARTHQUAKE,
    "flood": T.STORM_FLOOD, "flooding": T.STORM_FLOOD, "storm": T.STORM_FLOOD, "hurricane": T.STORM_FLOOD, "typhoon": T.STORM_FLOOD,
    "cyclone": T.STORM_FLOOD, "tornado": T.STORM_FLOOD, "landslide": T.STORM_FLOOD, "mudslide": T.STORM_FLOOD, "avalanche": T.STORM_FLOOD,
    "snowstorm": T.STORM_FLOOD, "thunderstorm": T.STORM_FLOOD, "blizzard": T.STORM_FLOOD, "monsoon": T.STORM_FLOOD,
    "outbreak": T.EPIDEMIC, "epidemic": T.EPIDEMIC,
    "incident": None, "tragedy": None, "disaster": None, "violence": None, "catastrophe": None, "carnage": None, "bloodshed": None,
}  # fmt: skip
GENERIC_NOUNS = frozenset(
    """
        incident tragedy disaster violence catastrophe carnage bloodshed attack assault accident killing killings strike
        explosion blast raid fighting combat offensive murder unrest hostilities
    """.split()
)
TWO_WORDS: dict[str, T | None] = {
    "air strike": T.AIR_STRIKE, "air raid": T.AIR_STRIKE, "drone strike": T.AIR_STRIKE, "drone attack": T.AIR_STRIKE, "air attack": T.AIR_STRIKE,
    "aerial bombardment": T.AIR_STRIKE, "aerial bombing": T.AIR_STRIKE, "aerial attack": T.AIR_STRIKE, "bombing raid": T.AIR_STRIKE,
    "missile strike": T.MISSILE_STRIKE, "missile attack": T.MISSILE_STRIKE, "missile assault": T.MISSILE_STRIKE,
    "missile barrage": T.MISSILE_STRIKE, "rocket attack": T.SHELLING, "rocket fire": T.SHELLING, "rocket strike": T.SHELLING,
    "mortar attack": T.SHELLING, "mortar fire": T.SHELLING, "artillery fire": T.SHELLING, "artillery attack": T.SHELLING,
    "artillery strike": T.SHELLING, "artillery shelling": T.SHELLING, "cluster munition": T.SHELLING, "cluster bomb": T.SHELLING,
    "car bomb": T.EXPLOSION_DEVICE, "truck bomb": T.EXPLOSION_DEVICE, "suicide bomb": T.EXPLOSION_DEVICE, "suicide bombing": T.EXPLOSION_DEVICE,
    "suicide attack": T.EXPLOSION_DEVICE, "suicide bomber": T.EXPLOSION_DEVICE, "bomb attack": T.EXPLOSION_DEVICE, "bomb blast": T.EXPLOSION_DEVICE,
    "bomb explosion": T.EXPLOSION_DEVICE, "roadside bomb": T.EXPLOSION_DEVICE, "grenade attack": T.EXPLOSION_DEVICE, "letter bomb": T.EXPLOSION_DEVICE,
    "gun battle": T.ARMED_CLASH, "fire fight": T.ARMED_CLASH, "armed clash": T.ARMED_CLASH, "ground assault": T.ARMED_CLASH,
    "street battle": T.ARMED_CLASH, "exchange fire": T.ARMED_CLASH, "cross fire": T.ARMED_CLASH, "ground offensive": T.ARMED_CLASH,
    "mass shooting": T.SHOOTING, "gun attack": T.SHOOTING, "gun violence": T.SHOOTING, "school shooting": T.SHOOTING,
    "piracy attempt": T.ATTACK_OTHER, "piracy attack": T.ATTACK_OTHER, "pirate attack": T.ATTACK_OTHER, "hijack attempt": T.ATTACK_OTHER,
    "hijacking attempt": T.ATTACK_OTHER, "robbery attempt": T.ATTACK_OTHER, "piracy bid": T.ATTACK_OTHER,
    "knife attack": T.STABBING, "knife rampage": T.STABBING, "machete attack": T.STABBING,
    "shooting spree": T.SHOOTING, "shooting rampage": T.SHOOTING,
    "plane crash": T.TRANSPORT_ACCIDENT, "car crash": T.TRANSPORT_ACCIDENT, "train crash": T.TRANSPORT_ACCIDENT, "bus crash": T.TRANSPORT_ACCIDENT,
    "road toll": T.TRANSPORT_ACCIDENT, "road death": T.TRANSPORT_ACCIDENT, "traffic death": T.TRANSPORT_ACCIDENT, "traffic fatality": T.TRANSPORT_ACCIDENT,
    "road accident": T.TRANSPORT_ACCIDENT, "traffic accident": T.TRANSPORT_ACCIDENT, "train accident": T.TRANSPORT_ACCIDENT,
    "crowd crush": T.CROWD_CRUSH, "gas explosion": T.EXPLOSION_ACCIDENT, "gas blast": T.EXPLOSION_ACCIDENT, "gas leak": T.EXPLOSION_ACCIDENT,
    "storm surge": T.STORM_FLOOD, "flash flood": T.STORM_FLOOD, "mud slide": T.STORM_FLOOD, "food poisoning": T.OTHER,
    "catch fire": T.FIRE, "blow up": T.EXPLOSION_DEVICE, "house fire": T.FIRE, "forest fire": T.FIRE,
}  # fmt: skip
VERBS: dict[str, T | None] = {
    "bomb": T.EXPLOSION_DEVICE, "bombard": T.SHELLING, "shell": T.SHELLING, "detonate": T.EXPLOSION_DEVICE, "explode": None,
    "dynamite": T.EXPLOSION_DEVICE, "shoot": T.SHOOTING, "fire": T.SHOOTING, "open": T.SHOOTING, "launch": None, "rain": None, "pour": None,
    "riddle": T.SHOOTING, "machinegun": T.SHOOTING, "stab": T.STABBING, "knife": T.STABBING, "ram": T.VEHICLE_RAMMING, "plow": T.VEHICLE_RAMMING, "plough": T.VEHICLE_RAMMING,
    "drive": T.VEHICLE_RAMMING, "run": T.VEHICLE_RAMMING,
    "attack": T.ATTACK_OTHER, "assault": T.ATTACK_OTHER, "raid": T.ATTACK_OTHER, "ambush": T.ARMED_CLASH, "kidnap": T.ATTACK_OTHER,
    "abduct": T.ATTACK_OTHER, "target": T.ATTACK_OTHER, "storm": T.ARMED_CLASH, "torch": T.ATTACK_OTHER, "ransack": T.ATTACK_OTHER,
    "throw": T.EXPLOSION_DEVICE, "hurl": T.EXPLOSION_DEVICE, "lob": T.EXPLOSION_DEVICE, "toss": T.EXPLOSION_DEVICE, "plant": T.EXPLOSION_DEVICE,
    "place": T.EXPLOSION_DEVICE, "put": T.EXPLOSION_DEVICE, "down": T.MISSILE_STRIKE, "bring": T.MISSILE_STRIKE,
    "clash": T.ARMED_CLASH, "battle": T.ARMED_CLASH, "fight": T.ARMED_CLASH, "expel": T.ARMED_CLASH, "overrun": T.ARMED_CLASH,
    "repel": T.ARMED_CLASH, "retake": T.ARMED_CLASH,
    "repulse": T.ATTACK_OTHER, "ward": T.ATTACK_OTHER, "fend": T.ATTACK_OTHER, "hijack": T.ATTACK_OTHER, "commandeer": T.ATTACK_OTHER,
    "riot": T.PROTEST_RIOT, "loot": T.PROTEST_RIOT,
    "crash": T.TRANSPORT_ACCIDENT, "collide": T.TRANSPORT_ACCIDENT, "derail": T.TRANSPORT_ACCIDENT, "overturn": T.TRANSPORT_ACCIDENT,
    "capsize": T.TRANSPORT_ACCIDENT, "sink": T.TRANSPORT_ACCIDENT, "plunge": T.TRANSPORT_ACCIDENT, "hit": None, "strike": None,
    "catch": T.FIRE, "burn": T.FIRE, "set": T.ATTACK_OTHER, "collapse": T.STRUCTURE_COLLAPSE, "stampede": T.CROWD_CRUSH,
    "flood": T.STORM_FLOOD, "damage": None, "destroy": None, "shatter": None, "obliterate": None, "level": None,
}  # fmt: skip
# Verbs of harm; those that name a deed rather than an outcome carry its type.
HARM_VERBS: dict[str, T | None] = {
    "kill": None, "die": None, "injure": None, "wound": None, "hurt": None, "drown": None, "perish": None, "suffocate": None,
    "hospitalize": None, "hospitalise": None, "slay": T.ATTACK_OTHER, "murder": T.ATTACK_OTHER, "assassinate": T.ATTACK_OTHER,
    "execute": T.ATTACK_OTHER, "massacre": T.ATTACK_OTHER, "behead": T.ATTACK_OTHER, "slaughter": T.ATTACK_OTHER, "lynch": T.ATTACK_OTHER,
    "strangle": T.ATTACK_OTHER,
}  # fmt: skip
MISSILES = frozenset(["missile", "ballistic", "cruise"])
ARTILLERY = frozenset(
    ["artillery", "mortar", "rocket", "shell", "howitzer", "cluster", "munition", "grad", "katyusha", "shelling", "tank"]
)
AIRCRAFT = frozenset(
    """
        drone warplane aircraft jet plane helicopter airstrike air aerial bomber fighter-jet f-16 uav
    """.split()
)
VEHICLES = frozenset(
    """
        car bus truck lorry train plane aircraft jet helicopter boat ship ferry vehicle van motorcycle bike tanker
        trailer minibus coach motorcyclist motorist driver rider tram airliner locomotive vessel yacht dinghy suv pickup taxi semi tractor flight airplane
        motorbike cyclist
    """.split()
)
BUILDINGS = frozenset(
    """
        building house home bridge road roof wall tower dam tunnel mine ceiling stand balcony scaffolding apartment
        block school church mosque hospital shop store market hotel factory plant warehouse structure stage office
        station embassy temple window infrastructure crane rise residential neighbourhood neighborhood village property
        floor garage barn hangar depot refinery
    """.split()
)
LABOUR = frozenset(
    """
        worker union hunger labor labour rail teacher nurse employee pay wage staff walkout general driver doctor miner
        pilot trade
    """.split()
)
CONTEXT_WORDS = {
    "economy": frozenset(["market", "economy", "economic", "stock", "bank", "talk", "talks", "price", "currency", "government", "deal", "regime", "soviet", "computer", "financial", "coalition", "party", "site", "website"]),
    "figurative": frozenset(["criticism", "controversy", "cold", "heat", "furnace", "past", "protest", "perfect", "political", "social", "media", "party", "twitter", "praise"]),
    "violence": frozenset(["violent", "police", "tear", "gas", "clash", "kill", "injure", "wound", "riot", "fire", "shoot", "shot", "dead", "arrest", "loot", "burn", "stone", "rubber", "turn", "baton"]),
    "contest": frozenset(["legal", "court", "custody", "political", "election", "electoral", "cancer", "price", "bidding", "against-cancer", "copyright", "trade", "war-of-words", "presidential", "senate", "supremacy", "title"]),
    "bomb": frozenset(["bomb", "bomber", "bombing", "suicide", "device", "grenade", "explosive", "ied", "mine", "landmine", "terrorist", "militant", "attack", "attacker", "dynamite", "booby", "detonate", "terror", "car-bomb", "twin", "insurgent", "rebel", "guerrilla"]),
    "industry": frozenset(["gas", "factory", "plant", "boiler", "mine", "refinery", "fireworks", "pipeline", "chemical", "warehouse", "tanker", "fuel", "propane", "leak", "coal", "fertilizer", "fertiliser", "oil", "depot", "cylinder", "furnace"]),
    "armed": frozenset(["troop", "force", "rebel", "army", "militant", "fighter", "soldier", "militia", "guerrilla", "insurgent", "separatist", "gunman", "police", "gang", "military", "tribe", "armed", "defender"]),
}  # fmt: skip
NO_EVENT_AFTER = frozenset({
    ("fire", "department"), ("fire", "service"), ("fire", "official"), ("fire", "chief"), ("fire", "crew"), ("fire", "brigade"), ("fire", "marshal"),
    ("fire", "officer"), ("fire", "station"), ("fire", "engine"), ("fire", "truck"), ("fire", "alarm"), ("fire", "safety"), ("fire", "code"),
    ("fire", "truce"), ("shooting", "star"), ("shooting", "guard"), ("fire", "power"), ("fire", "sale"), ("fire", "escape"), ("fire", "rescue"),
    ("battle", "ground"), ("storm", "water"), ("crash", "course"), ("strike", "force"), ("attack", "helicopter"), ("assault", "rifle"),
    ("assault", "weapon"), ("murder", "charge"), ("murder", "trial"), ("murder", "suspect"), ("assault", "charge"), ("attack", "dog"), ("bombing", "suspect"),
    ("earthquake", "drill"), ("fire", "drill"), ("flood", "light"), ("accident", "notification"), ("fire", "extinguisher"), ("flood", "insurance"),
    ("crash", "probe"), ("accident", "investigator"), ("terror", "attack-drill"), ("fire", "ban"), ("fire", "hydrant"),
})  # fmt: skip
NO_EVENT_BEFORE = frozenset({
    ("fire", "cease"), ("attack", "heart"), ("attack", "panic"), ("attack", "asthma"), ("strike", "hunger"), ("strike", "lightning"), ("battle", "court"),
    ("attack", "verbal"), ("attack", "cyber"), ("attack", "personal"), ("crash", "market"), ("attack", "counter"), ("shooting", "film"), ("outbreak", "the"),
    ("killing", "mercy"), ("accident", "happy"), ("assault", "sexual"), ("assault", "verbal"), ("storm", "political"), ("strike", "first"),
    ("fire", "camp"), ("storm", "perfect"), ("fire", "return"), ("battle", "legal"), ("wreck", "nervous"),
}) - {("outbreak", "the")}  # fmt: skip
UNREAL_VERBS = frozenset(
    """
        threaten plan plot fear warn prevent avoid avert foil thwart want intend vow prepare discuss urge call seek try
        attempt consider deny rehearse simulate train practise practice imagine suppose predict expect hope pledge stop
        deter protect conspire ask demand oppose ban prohibit anticipate worry
    """.split()
)
PLOTS = frozenset(
    """
        plan threat plot fear risk danger possibility drill exercise simulation warning prospect potential prevention
        film movie novel book series conspiracy attempt ability effort campaign allegation likelihood chance protection
        insurance
    """.split()
)
