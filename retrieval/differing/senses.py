"""One form for words of one meaning: "died" and "death", "won" and "winner", "set up" and "founded". Pure."""

from __future__ import annotations

from functools import lru_cache

from retrieval.differing.claims import COMMON_WORDS, WORD, stem

# Irregular forms, and the few words of plain English that news uses for one another. First the sense.
_CLASS_LINES = """
die died dies dead death deaths dying killed kill kills killing
birth born
wed married marry marries marriage wedding spouse
found founded founder founders founding establish established establishment formed inception
build built builds building construct constructed erected
begin began begun begins beginning start started starts commence commenced
end ended ends finish finished conclude concluded
win won wins winner winning
lose lost loses losing
hold held holds holding
take took taken takes taking
make made makes maker
write wrote written writes writer author authored
sing sang sung sings singer
choose chose chosen chooses
leave left leaves leaving departed depart
come came comes coming arrive arrived
go went gone goes
give gave given gives
sell sold sells
lead led leads leader
buy bought buys acquire acquired purchase purchased
pay paid pays payment
find discovered discover discovery
shoot shot shoots shooting
strike struck strikes hit hits
fall fell fallen falls
rise rose risen rises
sink sank sunk sinks sinking
break broke broken breaks
speak spoke spoken speaks
see saw seen sees
fly flew flown flies
steal stole stolen steals theft
send sent sends
spend spent spends
catch caught catches
fight fought fights
run ran runs running
grow grew grown grows growth
drive drove driven drives driver
know knew known knows
throw threw thrown throws
draw drew drawn draws
blow blew blown blows
wear wore worn wears
bring brought brings
stand stood stands
keep kept keeps
feel felt feels
meet met meets meeting
sit sat sits
swim swam swum swims
drink drank drunk drinks
hide hid hidden hides
ride rode ridden rides rider
freeze froze frozen freezes
swear swore sworn swears
forbid forbade forbidden forbids
withdraw withdrew withdrawn withdraws withdrawal
attend attended attends attendance
attack attacked attacks
direct directed directs director directors
compose composed composer
produce produced producer
manage managed manager
design designed designer architect
own owned owner owns
play played player plays
teach taught teacher
host hosted hosts
open opened opening opens inaugurated
close closed closing closes shut
release released releases launch launched
locate located location situated
base based headquartered headquarters
publish published publisher
perform performed performer performances performance
elect elected election
arrest arrested arrests detained
injure injured injuries wounded hurt
name named names called
join joined joins
"""
_SENSES = {word: line.split()[0] for line in _CLASS_LINES.splitlines() for word in line.split()}


@lru_cache(maxsize=50_000)
def sense(word: str) -> str:
    """The sense of a word; its stem where it is in no class."""
    folded = word.casefold().strip(".’'-")
    return _SENSES.get(folded) or _SENSES.get(stem(folded)) or stem(folded)


@lru_cache(maxsize=10_000)
def senses(text: str) -> frozenset[str]:
    """The senses of the words that carry what a text is about."""
    return frozenset(name for name, _, _ in placed_senses(text))


def placed_senses(text: str) -> list[tuple[str, int, int]]:
    """Each word of substance in its order: its sense, and where it stands."""
    return [
        (sense(match.group()), match.start(), match.end())
        for match in WORD.finditer(text)
        if match.group().casefold().strip(".’'") not in COMMON_WORDS and len(match.group()) > 1
    ]
