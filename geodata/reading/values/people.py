"""How many people a phrase names: "at least ten people were killed", "a mother and her two sons", "both pilots".

The learned reader finds the words that name casualties; this module reads the number that they state.
"""

from __future__ import annotations

import re

from geodata.reading.values.ages import names_with_ages
from geodata.reading.values.attackers import ATTACKERS, less_attackers
from geodata.reading.values.countable import counts_people
from geodata.reading.values.counts import Count, exactly, of, plus
from geodata.reading.values.cut_short import counted
from geodata.reading.values.enumerations import items
from geodata.reading.values.no_one import AFTER_NO, NOBODY, ONLY_NOT, were_spared
from geodata.reading.values.numbers import Number, find_numbers
from geodata.reading.values.one_person import ANOTHER, MANY_NOUN, ONE, TOLL, one_person
from geodata.reading.values.person_words import KIN, PEOPLE
from geodata.reading.values.special_counts import without_number
from geodata.vocabulary import Qualifier

# Phrases with the number of people that they name (low, high), and phrases that do not name a countable number.
YES: tuple[tuple[str, tuple[int | None, int | None]], ...] = (
    ("At least ten people were killed", (10, None)),
    ("killing two officers and three civilians", (5, 5)),
    ("13 dead, including two children", (13, 13)),
    ("Seven people, including the bomber, were killed", (6, 6)),
    ("a 92-year-old man died", (1, 1)),
    ("Ivan Petrov, 34, was killed", (1, 1)),
    ("killing Ann Lee, 35.", (1, 1)),
    ("Ann Lee (35) was killed", (1, 1)),
    ("killed Ann Lee, 40, her husband Bob, 42, and their sons Tim, 8, and Jim, 5.", (4, 4)),
    ("Ann Lee, 35; Bob Ray, 40; and Carl Poe, 51, were killed", (3, 3)),
    ("The victims were identified as Ann Lee, 35, and Bob Ray, 40.", (2, 2)),
    ("killed in Kharkiv (12), Odesa (5)", (12, 12)),
    ("shot to death two farmers and their wives", (4, 4)),
    ("Ann Lee, 30, and Bob Ray, 31, both of Reno, were killed", (2, 2)),
    ("Two people and three dogs were killed", (2, 2)),
    ("left two cattle farmers dead", (2, 2)),
    ("270 swine flu deaths", (270, 270)),
    ("wounding the principal and a teacher", (2, 2)),
    ("wounding another and two students", (3, 3)),
    ("wounded a vice principal and two students", (3, 3)),
    ("killing his supervisor, five employees", (6, 6)),
    ("killed his mother, stepfather, and grandmother", (3, 3)),
    ("killed his Mother, Father, Grandmother, brother", (4, 4)),
    ("killed his half-brother and stepson", (2, 2)),
    ("The driver of the van and four passengers were killed", (5, 5)),
    ("My six children, including four twins, and my wife were killed", (7, 7)),
    ("Ten men, including two guards, and wounding five", (10, 10)),
    ("Ten were killed, including two children, and 20 soldiers fled", (10, 10)),
    ("injuring a third", (1, 1)),
    ("the watchman and the lineman sacrificed their lives", (2, 2)),
    ("He survived with minor injuries", (1, 1)),
    ("killed his two children, his brother-in-law, sister-in-law, and their infant daughter", (5, 5)),
    ("The driver was not injured", (0, 0)),
    ("No women or children were hurt", (0, 0)),
    ("A mother and her two children were killed", (3, 3)),
    ("Flick, her husband Aaron and their daughter, Nina, 14, were killed", (3, 3)),
    ("killed his wife and four others", (5, 5)),
    ("killing herself and six people", (6, 6)),
    ("left the U.S. ambassador and three other Americans dead", (4, 4)),
    ("A state trooper and a suspected gunman died", (1, 1)),
    ("A family of five was killed", (5, 5)),
    ("Both pilots were killed", (2, 2)),
    ("Twins were killed", (2, 2)),
    ("A father and son were killed", (2, 2)),
    ("A 12-year-old and a 15-year-old were killed", (2, 2)),
    ("Charlotte, 8, and Austin, 10, died", (2, 2)),
    ("half of the 40 passengers", (20, 20)),
    ("all but two of the 16 crew", (14, 14)),
    ("the seventh death this year", (7, 7)),
    ("the fourth killed this week", (4, 4)),
    ("Second student dies", (2, 2)),
    ("the 11th person to have died", (11, 11)),
    ("the number of those killed on Wednesday is up to 27", (27, 27)),
    ("There were no casualties", (0, 0)),
    ("no one was hurt", (0, 0)),
    ("There were no reported injuries", (0, 0)),
    ("No direct casualties are reported", (0, 0)),
    ("came down without causing any casualties", (0, 0)),
    ("escaped unhurt", (0, 0)),
    ("two truck drivers died", (2, 2)),
    ("two policemen and as many civilians", (4, 4)),
    ("a father, mother and their two children", (4, 4)),
    ("more than half of the 120 inmates", (60, None)),
    ("In Kyiv, 15 were killed", (15, 15)),
    ("three children aged 5, 7 and 11 and their mother", (4, 4)),
    ("in September four inmates and three officers died", (7, 7)),
    ("killing hundreds in attacks on businesses", (200, None)),
    ("millions were displaced and 12 killed", (12, 12)),
    ("The death toll from the fire in Kentucky, United States, rises to 14", (14, 14)),
    ("the death toll in the strip passed 40,000 people", (40_000, None)),
    ("the 31st person killed", (31, 31)),
    ("the country's first death related to the virus", (1, 1)),
    ("a constable and son of a landowner was killed", (1, 1)),
    ("Ivan Petrov, son of the founder, was killed", (1, 1)),
    ("A Catholic priest and leader of the movement was killed", (1, 1)),
    ("Anna King, six, Elsie Dot Brown, seven, and Alice Silva Aguiar, nine, died", (3, 3)),
    ("Mr Brown, Mr Weiss, Mr Cooper and British-Israeli Jonas Popp had been killed", (4, 4)),
    ("Two members of the club, Adam Hill, 27, and Omar Said, 41, both from Leeds, were murdered", (2, 2)),
    ("at least two villagers – a man and a woman – were killed", (2, None)),
    ("a six-year-old was stabbed, his mother could not attend", (1, 1)),
    ("all 25 crew unharmed", (0, 0)),
    ("All the fishermen were picked up by the Chinese vessel alive", (0, 0)),
    ("No coalition troops were injured", (0, 0)),
    ("His two companions, aged 18 and 20, were not injured", (0, 0)),
    ("two were killed, none of the others hurt", (2, 2)),
    ("we have had no life loss", (0, 0)),
    ("A member of the army was killed", (1, 1)),
    ("the death of a 50-year-old Israeli", (1, 1)),
    ("death of 18-year-old Ivan Petrov", (1, 1)),
    ("death of Haqqani leader Omar", (1, 1)),
    ("the death of Petrov on Monday", (1, 1)),
    ("a further death was reported", (1, 1)),
    ("The couple's nine-year-old son is in hospital", (1, 1)),
    ("killed ISIS leader Omar Said", (1, 1)),
    ("At least 41 people, ten of which were children, are killed", (41, None)),
    ("Two soldiers, one of whom was a captain, died", (2, 2)),
    ("killing Petrov and 48 other people", (49, 49)),
    ("a helicopter operator and about 27 soldiers", (28, 28)),
    ("At least another six people were killed", (6, None)),
    ("At least three people are killed, including both perpetrators", (1, None)),
    ("Twenty people are killed, including 12 attackers", (8, 8)),
    ("leaving the van puller dead", (1, 1)),
    ("kill the vice principal", (1, 1)),
    ("Ivan's death", (1, 1)),
    ("Police killed him in a shootout", (1, 1)),
    ("his triple murder of a family", (3, 3)),
    ("the triple-murderer William Bell", (3, 3)),
    ("a double homicide", (2, 2)),
    ("An Indonesian and a man of dual nationality were killed", (2, 2)),
    ("Metropolitan Police sergeant Ivan Petrov", (1, 1)),
    ("killed him and two others", (3, 3)),
    ("killing him and his two sons", (3, 3)),
    ("killed a mother of three", (1, 1)),
    ("Couple, daughter killed", (3, 3)),
    ("Mother and four children killed", (5, 5)),
    ("A mother-of-five and four of her children were killed", (5, 5)),
    ("a captain and an officer of the Security and Civil Defence Corps were shot", (2, 2)),
    ("killed a U.S. soldier, a Romanian airman and at least 10 civilians", (12, None)),
    ("56 state, county and local officers have been shot", (56, 56)),
    ("A St. Louis police sergeant was shot", (1, 1)),
    ("assassinated the city's temporary security director", (1, 1)),
    ("a female schoolteacher and her daughter and a policeman were killed", (3, 3)),
    ("Ivan Petrov, 18, and the wife of a doctor were killed", (2, 2)),
    ("two others - Sagor, 22 and Kamrul, 23 - were hurt", (2, 2)),
    ("all 55 people on board survived", (0, 0)),
    ("all 12 on board survived the crash with injuries", (12, 12)),
    ("killing two in three of the 12 villages", (2, 2)),
    ("one in five of the 200 passengers", (40, 40)),
    ("shot her dead and wounded four people", (4, 4)),
    ("Ivan Petrov was an activist who was tortured to death", (1, 1)),
    ("seriously wounding another", (1, 1)),
    ("injuring the other", (1, 1)),
    ("another escapes injured", (1, 1)),
    ("one soldier was severely injured and another lightly wounded", (2, 2)),
    ("one soldier was killed and another wounded", (1, 1)),
    ("A second officer was injured, along with another person", (2, 2)),
    ("Two were detained and one was killed", (3, 3)),
    ("Five were captured and gunned down", (5, 5)),
    ("Two bodyguards and a bystander received minor injuries", (3, 3)),
    ("injured 73 passengers, two engineers and a conductor", (76, 76)),
    ("Shapla's husband and seven-year-old daughter received injuries", (2, 2)),
    ("killing the executive Omar Said, his family of four, and the pilot", (6, 6)),
    ("killed Islamic State (IS) leader Omar Said and his likely successor", (2, 2)),
    ("Tony Hill, 38, Pat King, 37 and Craig Brown, 26, were gunned down", (3, 3)),
    ("the wounded victims: A.J. Martin, Dan Hill, Tony King and Ray Brown", (4, 4)),
    ("5 dead, including officer and gunman", (4, 4)),
    ("left five people dead, including a police officer and himself", (4, 4)),
    ("no harm was caused", (0, 0)),
    ("No U.S. commandos were wounded", (0, 0)),
    ("no reports of other casualties", (0, 0)),
    ("People were not affected", (0, 0)),
    ("injuring 30, five seriously", (30, 30)),
    ("30 injured, five in critical condition", (30, 30)),
    ("12 were lightly wounded, 5 seriously", (17, 17)),
    ("three dead, 14 hurt", (3, 3)),
    ("two deaths and 30 injuries", (2, 2)),
    ("none of the 132 people on board survived", (132, 132)),
    ("neither of the two pilots survived", (2, 2)),
    ("a trio of fishermen drowned", (3, 3)),
    ("the pair died at the scene", (2, 2)),
    ("a pair of officers and three civilians were killed", (5, 5)),
    ("at least 30, possibly 40, people died", (30, 40)),
    ("killed two and 14-year-old Omar Said was hurt", (2, 2)),
    ("the death of a Palestinian", (1, 1)),
    ("the deaths of 12 Egyptians and a Sudanese", (13, 13)),
    ("most of the 50 guests", (25, None)),
    ("killed one-third of the 90 passengers", (30, 30)),
    ("more than 60 percent of the 150 passengers", (90, None)),
    ("A Woodburn police officer and state police bomb squad technician were killed", (2, 2)),
    ("A police officer and bomb technician was killed", (1, 1)),
    ("A seventh American, a civilian, was killed", (1, 1)),
    ("Ali Khan, his wife and two children", (4, 4)),
    ("A 69-year-old Portuguese Ivan Petrov is killed", (1, 1)),
    ("a 46-year old lawyer and father-of-two died", (1, 1)),
    ("Omar Said, a commander of the movement, and the most senior member to have been killed", (1, 1)),
    ("A blogger who became known on Instagram and TikTok has been killed", (1, 1)),
    ("A blogger who became known on TikTok and his wife were killed", (2, 2)),
    ("A blogger who became known on TikTok and Omar Said were killed", (2, 2)),
    ("American singer Adam Hill, Argentine actor Gaspi, Argentine filmmaker Omar A. Said, and three others died", (6, 6)),
    ("Omar Said, Mayor of Kyiv, and three others died", (4, 4)),
)
NO = (
    "children were killed", "civilians were among the dead", "deaths were reported", "casualties", "police were hurt",
    "from 2017 to 2019", "between 2017 and 2019", "killed his parents", "an unknown number of people", "Soldiers killed her parents", "the toll rises", "33 stitches in the leg", "double murders", "killed everyone on board",
    "two dogs injured", "270 swine deaths", "All of the sailors aboard died",
    "35 were rescued", "detained two", "One insurgent was detained", "a leader was also captured", "No damage",
    "damage was reported", "killing all but one of his family", "and killed a large number of",
    "12- and 14-year-old brothers were killed", "there were no survivors", "no one on board survived", "the death of a family", "the deaths of Haqqani leaders", "the death of Iranian protesters",
)  # fmt: skip
PART = re.compile(
    r"(?:, (?:[\w-]+ )?(?:of (?:them|whom|those|which))\b|,? ?\b(?:including|among (?:them|whom|those)|of (?:them|whom|those|which)|inclusive of|as well as the attackers?|most of them|mostly)\b"
    r"|\((?!(?-i:[A-Z][\w-]*)\)))",
    re.IGNORECASE,
)
# "my six children, including four twins, and my wife"
CLOSED = re.compile(r",? including [^,;.]{3,60}, (?:and|as well as) (?!\w+ing\b)")
BOTH = re.compile(r"both\b", re.IGNORECASE)  # adds no one to those named before
BOTH_OF = re.compile(r"\bboth of (?=[A-Z])")  # "both of Reno": where two people live
BEHIND = 80  # characters after a phrase to search for attackers among its dead
# "injuring 30, five seriously", but "12 were lightly wounded, five seriously"
SEVERELY = re.compile(
    r"[\w-]+ (?:of them )?(?:(?:critical|serious|severe|grave|bad|light|slight)ly\b"
    r"|(?:are |is )?in (?:an? )?(?:critical|serious|grave|stable)\b)",
    re.IGNORECASE,
)
SEVERE = re.compile(rf"(?<!ly)(?<!ly injured)(?<!ly wounded), (?:{SEVERELY.pattern})", re.IGNORECASE)
DASH = re.compile(r"\s[–—]\s")  # "at least two people – a man and a woman – were killed"
FAMILY = re.compile(r"\b(?:family|group|team|crew|party|household)(?: members)? of (?:at least )?(?P<n>\w+)", re.IGNORECASE)
PAIRS = re.compile(
    r"\b(?:(?P<two>(?<!of the )couple(?!['’]s)|twins|newlyweds|father and son|mother and (?:son|daughter|child|baby)|mother and her (?:son|daughter|child|baby)|husband and wife|brother and sister|"
    r"(?:man|woman|boy|girl) and (?:a |his |her )?(?:man|woman|boy|girl|wife|husband|son|daughter|child|mother|father|brother|sister|girlfriend|boyfriend)|"
    r"pilot and (?:co-?pilot|passenger)|driver and (?:his |her |a |the )?(?:passenger|conductor|helper|cleaner)))\b",
    re.IGNORECASE,
)


def count_people(sentence: str, start: int, end: int) -> Count | None:
    """Return how many people the phrase `sentence[start:end]` names; None if it does not name a countable number."""
    if (whole := counted(sentence, start, end)) is None:
        return None
    start, end = whole
    phrase = sentence[start:end]
    if is_negation := ONLY_NOT.fullmatch(phrase) is not None:
        phrase = sentence[start : end + AFTER_NO]
    if (nobody := NOBODY.search(phrase)) and (not find_numbers(lead := phrase[: nobody.start()]) or not VERB.search(lead)):
        return Count(0, 0, 0, Qualifier.NONE)
    if is_negation or were_spared(phrase):
        return None
    if special := without_number(sentence, start, end):
        return special
    numbers = [n for n in find_numbers(sentence) if start <= n.core < end and counts_people(sentence, n)]
    numbers = [
        n for i, n in enumerate(numbers) if not (BOTH.match(sentence, n.core) and (i or BOTH_OF.match(sentence, n.core)))
    ]
    counting = numbers
    parts = [m for pattern in (PART, DASH, SEVERE) if (m := pattern.search(phrase))]
    cut = next((m for m in parts if any(n.core < start + m.start() for n in numbers)), PART.search(phrase))
    stop = start + cut.start() if cut else end
    if any(n.core < stop for n in numbers):
        numbers = [n for n in numbers if n.core < stop]
    elif numbers:
        stop = end
    total = added(sentence, start, stop, numbers)
    if total is not None and (closed := CLOSED.match(sentence, stop, end)) and not VERB.search(sentence, start, stop):
        more = added(sentence, closed.end(), end, [n for n in counting if n.core >= closed.end()])
        total = plus(total, more) if more else total
    if total is None and (family := FAMILY.search(phrase)) and (found := find_numbers(family["n"])):
        total = of(found[0])
    named = max(names_with_ages(phrase), 2 if BOTH_OF.search(phrase) else 0)
    if total is not None and not numbers and named > max(1, total.best or 0):
        total = exactly(named, stated=False)
    return less_attackers(total, phrase, sentence[end : end + BEHIND]) if total else None


def added(sentence: str, start: int, stop: int, numbers: list[Number]) -> Count | None:
    """Return the sum of the people that a phrase joins: "two officers and three civilians", "a man and his son"."""
    if not numbers and PAIRS.search(sentence[start:stop]):
        return exactly(2, stated=False)
    total: Count | None = None
    before = ""
    for item, lead in items(sentence, start, stop, numbers):
        words = sentence[item.start : item.end]
        inside = [n for n in numbers if item.start <= n.core < item.end]
        if total is not None and VERB.search(before) and not suffers_too(before, words, sentence[item.before : item.start]):
            break
        by_number = bool(inside) and inside[0].start == item.start  # "three dead": the harm is what they suffered
        last, before = before, words if by_number else HARMED.sub("", words, count=1)
        if (
            inside
            and total is not None
            and inside[0].start - item.start > 1
            and not re.match(
                r"(?:the |another |other |all |his |her |their |its |killing |injuring |(?:family|group|crew|party) of )*$",
                sentence[item.start : inside[0].start],
            )
        ):
            continue
        if inside:
            count: Count | None = of(inside[0])
        elif numbers and total is None:
            others = OTHERS.match(sentence, numbers[0].end) is not None
            count = exactly(1) if is_one(HARMED.sub("", words, count=1), others) else None
        elif total is not None and AS_MANY.match(words):
            count = total
        elif total is not None and WITH_NAME.fullmatch(words) and others_follow(sentence, item.end, numbers):
            count = exactly(1)
        elif item.joined and WHO_OPENS.search(last) and NAME_ALONE.match(words):
            continue  # "a blogger known on Instagram and TikTok"
        else:
            count = one_person(
                words, lead, total is None, any(n.core < item.start for n in numbers), A_PERSON.match(last) is not None
            )
        if count is None or (item.joined and not inside and ATTACKERS.search(words)):
            continue
        total = count if total is None else plus(total, count)
    return total


def others_follow(sentence: str, end: int, numbers: list[Number]) -> bool:
    """Whether the first number of an enumeration comes after `end` and counts others."""
    return bool(numbers) and numbers[0].start >= end and OTHERS.match(sentence, numbers[0].end) is not None


A_PERSON = re.compile(r"\s*an? ")
WITH_NAME = re.compile(
    r"[A-Z][\w.'’-]*(?: (?!(?:of|from|in|at|for)\b)[\w.'’-]+){0,5} [A-Z][\w.'’-]*"
)  # "Argentine actor Gaspi"
WHO_OPENS = re.compile(r"\bwho\b")
NAME_ALONE = re.compile(r"[A-Z]\w+\b(?! [A-Z])")
AS_MANY = re.compile(r"as many\b(?! as\b)|their (?:wives|husbands|spouses)\b", re.IGNORECASE)
ALONG_WITH = re.compile(r"\b(?:along|together) with\s*$|\bas well as\s*$", re.IGNORECASE)
DEAD = re.compile(r"\b(?:kill\w*|die[ds]|dead|shot dead)\b", re.IGNORECASE)


def suffers_too(before: str, words: str, between: str) -> bool:
    """Whether words after a verb name one more person with the same fate: "one was hurt and another lightly wounded"."""
    if ALONG_WITH.search(between):
        return not VERB.search(words)
    if SEVERELY.match(words):
        return True
    same = bool(DEAD.search(before)) == bool(DEAD.search(words))
    return bool(ANOTHER.match(words.strip())) and same and VERB.search(words) is not None


def is_one(words: str, others: bool) -> bool:
    """Whether words before a number name one more person: "his wife and four others", "herself and six people". `others`:
    whether the number counts others."""
    words = OF_IT.sub("", words)
    if TOLL.search(words) or MANY_NOUN.match(words.strip()) or WHERE.match(words):
        return False
    if (others and ONE_NAME.fullmatch(words.strip())) or words.strip() in ("another", "the other"):
        return True
    return bool(
        ONE.fullmatch(words.strip())
        or re.fullmatch(KIN, words.strip(), re.IGNORECASE)
        or (
            re.fullmatch(
                r"(?:(?:the |a |an )?(?:[\w.'’-]+ ){0,4})?[A-Z][\w.'’-]+(?: \"[^\"]+\")?(?: [A-Z][\w.'’-]+)*", words.strip()
            )
            and re.search(rf"\b(?:{PEOPLE})\b|[A-Z]\w+ [A-Z]", words)
        )
    )


WHERE = re.compile(r"\s*(?:in|at|on|near|from|across|outside|around|among|of)\b", re.IGNORECASE)  # "In Kyiv, 15 were killed"
OF_IT = re.compile(r"\s+(?:of|in) (?:the|an?|his|her|their|its) [\w-]+\s*$", re.IGNORECASE)  # "the driver of the van"
OTHERS = re.compile(r"\s+(?:others?|more)\b", re.IGNORECASE)
ONE_NAME = re.compile(r"[A-Z][\w’'-]+")
HARMED = re.compile(
    r"^\s*(?:[\w-]+ )?(?:(?:was|were|have|has|had|been|be|being|are|is) )*(?:shot and |stabbed and )?(?:killed|kills?|killing|injured|injures?|injuring|"
    r"wounded|wounds?|wounding|hurts?|hurting|left|leaving|claimed|claiming|dead|died|murdered|murdering|slew|slaying|assassinated|executed|shot|stabbed|lost|losing)(?: dead)?\b",
    re.IGNORECASE,
)


VERB = re.compile(
    r"\b(?:killed|injured|wounded|hurt|died|dead|missing|injuring|wounding|killing|deaths(?! of\b)|fatalities|injuries)\b",
    re.IGNORECASE,
)
