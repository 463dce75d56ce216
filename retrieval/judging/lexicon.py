"""Which English words mean the same, and which the opposite, as far as a short list can tell. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from retrieval.words import stem

# Each line is one verb: its forms that the stemmer does not bring together.
_IRREGULAR = """
be am is are was were been being| have has had having| do does did done| go goes went gone| say said| tell
told| take took taken taking| make made making| give gave given giving| come came coming| become became| get
got gotten| find found| hold held| lead led| leave left leaving| lose lost losing loss losses| win won
winning winner winners| beat beaten| strike struck striking| rise rose risen rising| fall fell fallen| break
broke broken breaking| bring brought| buy bought| sell sold sale sales| send sent| spend spent| pay paid|
meet met meeting| speak spoke spoken| choose chose chosen| drive drove driven| fight fought| fly flew flown|
grow grew grown| hear heard| keep kept| know knew known| run ran running| see saw seen| seek sought| shoot
shot shooting| show shown| sing sang sung| sink sank sunk| sit sat| stand stood| steal stole stolen| swear
swore sworn| swim swam| teach taught| think thought| throw threw thrown| understand understood| wear wore
worn| write wrote written writing| build built| catch caught| draw drew drawn| feel felt| lend lent| ride
rode riding| begin began begun| withdraw withdrew withdrawn| arise arose| bear bore| blow blew blown| forbid
forbade forbidden| forget forgot| freeze froze frozen| hide hid hidden| lay laid| lie lay lain| mean meant|
overtake overtook| sleep slept| slide slid| spread spread| stick stuck| sweep swept| man men| woman women|
child children| person persons people| foot feet| life lives| wife wives| company companies| country
countries| city cities| party parties| body bodies| study studies| lie lied| die died dying dies| use used
"""
# Each line is one meaning: news uses these words for one another.
_SAME = """
kill killed kills killing die died dies dying dead death deaths fatal fatality fatalities perish perished
slain| hurt injure injured injures injuring injury injuries wound wounded wounding wounds| missing
unaccounted| arrest arrested arrests detain detained custody apprehended| say says said tell told state
stated states| announce announced announces announcement unveil unveiled| begin began begun begins start
started starts commence commenced launched launch launches| end ends ended finish finished conclude
concluded| buy bought purchase purchased acquire acquired| rise rose risen rises rising increase increased
increases increasing climb climbed grew grow grown raise raised raises raising| fall fell fallen falls drop
dropped drops decrease decreased decline declined shrank cut cuts lower lowered lowers lowering reduce
reduced reduces| hit hits struck strike collide collided collision crash crashed crashes rammed| approve
approved approves approval pass passed endorse endorsed ratify ratified adopt adopted carried| reject
rejected rejects rejection deny denied denies denial refute refuted dismiss dismissed| accuse accused
accuses accusation accusations allege alleged alleges allegation allegations| appoint appointed appoints
name named names| job jobs post posts| quit resign resigned resigns resignation| victory win won wins
winning winner winners| beat beaten beats defeat defeated defeats beating| vote voted votes voting| plan
plans planned planning intend intends intended| help helped helps aid assist assisted| child children kid
kids| people person persons| car cars vehicle vehicles| doctor doctors physician physicians| police officer
officers policeman policemen| government administration| company companies firm firms| ship ships vessel
vessels boat boats ferry ferries| aircraft plane planes airplane airplanes jet jets| attack attacks attacked
attacking assault assaulted| blast explosion exploded explode explosions| blaze fire fires| quake earthquake
earthquakes| demonstrate demonstrated protest protested protests protesters rally| demand demanded demands
urge urged urges| warn warned warns warning caution cautioned| show showed shown shows reveal revealed
reveals| find found finds discover discovered discovers discovery| close closed closes closing closure
closures shut shuts| halt halted stop stopped stops stopping suspend suspended| talks negotiations
discussions| agree agreed agreement agreements deal deals pact| treaty treaties| big large huge| small
little| town towns city cities| nation nations country countries| chief head heads| leader leaders| movie
film films movies| university college| hospital hospitals| hire hired hires hiring recruit recruited| build
built construct constructed building| cost costs costing price priced prices fee fees charge| pay paid pays
paying| make made makes making produce produced produces| give gave given gives giving provide provided
provides| send sent sends sending ship shipped shipping supply supplied supplies supplying transfer
transferred transferring deliver delivered delivers delivery handed| near nearby| month months| year years|
week weeks| day days| hour hours| minute minutes| ban banned bans prohibit prohibited outlawed forbid
forbade forbidden| allow allowed allows permit permitted permits| probe investigation investigations inquiry
investigate investigated investigators investigator| evacuate evacuated| rescue rescued| search searched
searches| storm storms hurricane| law laws legislation| worker workers employee employees staff| pupil
pupils student students| cause caused causes causing| work works worked working| leave left leaves leaving
depart departed| arrive arrived arrives arrival| trip journey voyage| house houses home homes| road roads
street streets| money funds fund| operate operated operates run runs ran| sign signed signs| plan plans
planned| last lasted| third| half| defence defense| labour labor| centre center| programme program|
kilometre kilometer kilometres kilometers| metre meter metres meters| litre liter litres liters| percent
pct| new newly brand-new| describe described describes depict depicted| criticise criticised criticize
criticized condemn condemned| cancel cancelled canceled cancels scrap scrapped| delay delayed postpone
postponed| destroy destroyed demolished ruined| choose chose chosen chooses elect elected elects picked|
want wants wanted seek seeks sought| use used uses using| get gets got receive received receives obtain
obtained| expect expected expects forecast| try tries tried trying attempt attempted attempts| need needs
needed require required requires| reach reached reaches| earn earned| fire fired sacked dismissal| teach
taught| teacher teachers schoolteacher schoolteachers| baby babies infant infants| lawmaker lawmakers
legislator legislators mps deputies| soldier soldiers troops| judge judges| jail jailed prison imprisoned|
guilty| court courts tribunal| ill sick illness disease diseases| virus viruses| vaccine vaccines
vaccination| jump jumped soar soared surge surged| plunge plunged slump slumped| clash clashed clashes fight
fought fighting| flee fled escape escaped| kidnap kidnapped abduct abducted| steal stole stolen theft|
damage damaged damages| power electricity| weapon weapons arms| firm businesses business| talk talks talked|
speak spoke spoken speaks| rely relies relied depend depends depended| official officially formal formally|
equalise equalised equalize equalized level levelled leveled tie tied| score scored scores| entire whole
total| purpose aim goal| obtain| resident residents inhabitant inhabitants| border borders frontier| sack|
ticket tickets| chair chaired chairs preside presided| promise promised promises pledge pledged vow vowed|
publish published publishes release released releases| propose proposed proposes proposal suggest suggested
suggests| quarrel dispute disputes row| former ex-| own owned owns| visit visited visits| replace replaced
replaces succeed succeeded| join joined joins| return returned returns| stay stayed stays remain remained
remains| carry carrying aboard| fund funded funds finance financed| prevent prevented
"""
_OPPOSITES = """
accept reject| approve reject| confirm reject| support oppose| back oppose| favour oppose| favor oppose|
praise criticise| praise criticize| rise fall| win lose| beat lose| begin end| open close| resume stop|
continue stop| before after| more fewer| more less| most least| above below| over under| first last| up
down| north south| east west| northern southern| eastern western| guilty innocent| guilty acquitted| convict
acquit| convicted acquitted| alive dead| arrest release| allow ban| hire fire| join leave| arrive leave| buy
sell| lend borrow| enter leave| large small| largest smallest| highest lowest| high low| old young| oldest
youngest| early late| earlier later| male female| man woman| men women| husband wife| brother sister| son
daughter| father mother| boy girl| public private| legal illegal| lawful unlawful| safe dangerous| likely
unlikely| possible impossible| able unable| strong weak| stronger weaker| rich poor| best worst| better
worse| increase fall| add remove| success failure| succeed fail| attack defend| strengthen weaken| widen
narrow| gain lose| profit loss| ally enemy| positive negative| majority minority| maximum minimum| hot cold|
wet dry| day night| summer winter| morning evening| inside outside| present absent| present absence| build
demolish| create destroy| love hate| remember forget| agree disagree| satisfied dissatisfied| happy unhappy|
import export| imports exports| local foreign| urban rural| tighten ease| tightened eased| impose lift|
imposed lifted| live dead| thank blame| thanked blamed| denied admitted| deny admit| denied admits| keep
close| freeze raise| frozen raised| welcome condemn| welcomed condemned
"""

# Turns of phrase, each with the word that it stands for.
_PHRASES = """
lost their lives:killed| lost his life:killed| lost her life:killed| took place:happened| takes
place:happen| take place:happen| stepped down:resigned| step down:resign| turned down:rejected| ruled
out:rejected| called off:cancelled| put off:delayed| walked out:strike| walk out:strike| went on
strike:strike| set up:founded| carried out:did| put forward:proposed| taken to hospital:hospitalised| set on
fire:burned| shot dead:killed| passed away:died| took over:succeeded| broke out:began| gave birth:bore|
found guilty:convicted| called on:urged| spoke out:protested| came into force:began| take effect:begin|
takes effect:begin| took effect:began| broke down:failed| pulled out:withdrew| handed over:delivered| laid
off:fired| went up:rose| go up:rise| went down:fell| go down:fall| came down:fell| stood still:stopped|
stand still:stop| came to a halt:stopped| ground to a halt:stopped| came to a standstill:stopped| struck a
deal:agreed| strike a deal:agree| reached a deal:agreed| reached an agreement:agreed| reach a deal:agree|
reach an agreement:agree| signed off on:approved| gave the green light to:approved| threw out:rejected|
voted down:rejected| shot down:rejected| bring down:reduce| scaled back:cut| cut back:cut|
went missing:missing| got under way:began| kicked off:began| came to an end:ended| drew to a close:ended|
caught fire:burned| burst into flames:burned| took to the streets:protested| were laid off:fired
"""


def _groups(table: str) -> list[list[str]]:
    return [line.split() for line in table.split("|") if line.strip()]


_LEMMAS = {form: stem(group[0]) for group in _groups(_IRREGULAR) for form in group}
_MEANINGS: dict[str, str] = {}
for _group in _groups(_SAME):
    for _word in _group:
        _MEANINGS.setdefault(_word, _group[0])
_FULL_STOP = re.compile(r"[’']s?$|\.$")


@lru_cache(maxsize=50_000)
def meaning(word: str) -> str:
    """A form that the inflections of a word share with the words that news uses in its place."""
    folded = _FULL_STOP.sub("", word.casefold())
    return _MEANINGS.get(folded) or _LEMMAS.get(folded) or stem(folded)


@lru_cache(maxsize=1)
def phrases() -> dict[tuple[str, ...], str]:
    """Turns of phrase and the meaning of each: "lost their lives" is what "killed" is."""
    pairs = (" ".join(pair.split()).split(":") for pair in _PHRASES.split("|") if pair.strip())
    return {tuple(words.split()): meaning(stands_for) for words, stands_for in pairs}


@lru_cache(maxsize=1)
def _opposites() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for group in _groups(_OPPOSITES):
        one, other = map(meaning, group)
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in found.items()}


def opposites(word: str) -> frozenset[str]:
    """The meanings that a meaning cannot be true beside; mostly none."""
    return _opposites().get(word, frozenset())


_PAST_TENSE = frozenset(
    form
    for group in _groups(_IRREGULAR)
    for form in group[1:]
    if not form.endswith(("s", "ing")) and form not in {"men", "women", "children", "people", "feet"}
) | frozenset(["beat", "hit", "cut", "put", "set", "let", "shut", "quit", "spread", "rid", "split", "burst"])


def is_past(word: str) -> bool:
    """Whether a word looks like a past tense or a participle."""
    folded = word.casefold()
    return folded in _PAST_TENSE or (folded.endswith("ed") and len(folded) > 3)
