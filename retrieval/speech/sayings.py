"""Which words say that somebody says something, and in what way: the verbs and nouns of attribution. Pure."""

from __future__ import annotations

from enum import StrEnum


class Stance(StrEnum):
    """What kind of saying a sentence is."""

    FACT = "fact"
    """The outlet reports it in its own voice."""
    STATEMENT = "statement"
    """Somebody says it."""
    ALLEGATION = "allegation"
    """Somebody accuses, suspects or claims, or it is reported without being confirmed."""
    DENIAL = "denial"
    """Somebody says that it is not so."""
    CONFIRMATION = "confirmation"
    """Somebody confirms or admits it."""
    OPINION = "opinion"
    """Somebody believes, judges or hopes."""
    PLAN = "plan"
    """Somebody announces or promises it."""


_TABLE = {
    Stance.STATEMENT: """
inform informs informed
say says said tell tells told state stated add adds added warn warns warned explain explains explained note
noted insist insists insisted argue argues argued maintained stress stresses stressed emphasise emphasised
emphasize emphasized indicate indicates indicated reveal reveals revealed disclose disclosed assert asserts
asserted declare declares declared report reports reported recommend recommends recommended write writes
wrote tweet tweeted testify testifies testified remarked commented replied responded recall recalls
recalled mentioned cautioned caution cautions reiterated repeated clarified quipped joked urge urges urged
demand demands demanded estimate estimates estimated suggest suggested pointed observed concluded conclude
concludes quoted
""",
    Stance.ALLEGATION: """
allege alleges alleged accuse accuses accused suspect suspects suspected claim claims claimed contend
contends contended blame blames blamed purport purports purported
""",
    Stance.DENIAL: """
deny denies denied refute refutes refuted rebut rebuts rebutted reject rejects rejected dismiss dismisses
dismissed dispute disputes disputed repudiated repudiates disavowed
""",
    Stance.CONFIRMATION: """
confirm confirms confirmed acknowledge acknowledges acknowledged admit admits admitted concede concedes
conceded validated corroborated verified
""",
    Stance.OPINION: """
believe believes believed think thinks thought hope hopes hoped fear fears feared doubt doubts doubted
expect expects predict predicts predicted call calls called consider considers considered criticise
criticises criticised criticize criticizes criticized condemn condemns condemned denounce denounces
denounced praise praises praised welcome welcomes welcomed lamented complain complains complained regards
describe describes described lauded slammed
""",
    Stance.PLAN: """
announce announces announced pledge pledges pledged vow vows vowed promise promises promised plan plans
planned intend intends intended
""",
}
VERBS = {form: stance for stance, forms in _TABLE.items() for form in forms.split()}
# As in "…, accusing the firm of fraud": the subject of the clause before it speaks.
PARTICIPLES = {
    **dict.fromkeys(("saying", "adding", "stating", "warning", "insisting", "arguing"), Stance.STATEMENT),
    **dict.fromkeys(("accusing", "alleging", "claiming", "blaming"), Stance.ALLEGATION),
    **dict.fromkeys(("denying", "refuting"), Stance.DENIAL),
    **dict.fromkeys(("confirming", "acknowledging", "admitting"), Stance.CONFIRMATION),
    **dict.fromkeys(("calling", "describing", "criticising", "criticizing", "condemning"), Stance.OPINION),
    **dict.fromkeys(("announcing", "pledging", "vowing", "promising"), Stance.PLAN),
}
# "The reports", "several claims", "its plans": nouns where no subject stands before them.
_ALSO_NOUNS_WORDS = """
report reports claim claims plan plans hope hopes fear fears doubt doubts demand demands promise promises
pledge pledges vow vows call calls blame dispute disputes suspect suspects estimate estimates note state
caution cautions conclude repeated thought welcome praise
"""
ALSO_NOUNS = frozenset(_ALSO_NOUNS_WORDS.split())
# These need an object that is something said: one can reject a bid, dismiss a coach, verify a receipt.
_NEEDS_CLAIM_WORDS = """
reject rejects rejected dismiss dismisses dismissed dispute disputes disputed verified validated
"""
NEEDS_CLAIM = frozenset(_NEEDS_CLAIM_WORDS.split())
_CLAIM_NOUNS_WORDS = """
claim claims allegation allegations accusation accusations charge charges report reports suggestion
suggestions assertion assertions rumour rumours rumor rumors criticism insinuation insinuations statement
statements denial denials complaint complaints finding findings notion theory theories
"""
CLAIM_NOUNS = frozenset(_CLAIM_NOUNS_WORDS.split())
# These judge only with an "as" behind them: biologists describe a shrimp, critics describe it as useless.
_NEEDS_AS_WORDS = """
describe describes described regards
"""
NEEDS_AS = frozenset(_NEEDS_AS_WORDS.split())
# "Called for", "called on", "called in" are other verbs than "called it a disgrace".
_CALLED_WORDS = "for on in off up out at to from"
OTHER_VERBS = {
    **dict.fromkeys(("call", "calls", "called"), frozenset(_CALLED_WORDS.split())),
    **dict.fromkeys(("contend", "contends", "contended"), frozenset({"with"})),
    **dict.fromkeys(
        ("claim", "claims", "claimed"), frozenset({"responsibility", "credit", "victory", "victims"})
    ),
    **dict.fromkeys(("responded", "replied"), frozenset({"to", "with", "by"})),
}
REPORTEDLY = frozenset({"allegedly", "reportedly", "purportedly", "supposedly"})
ALLEGATIONS = frozenset({"allegation", "allegations", "accusation", "accusations"})
ALLEGED = frozenset({"alleged", "rumoured", "rumored"})
_PEOPLE_WORDS = """
officials official police investigators prosecutors analysts experts scientists researchers witnesses
residents critics authorities spokesman spokeswoman spokesperson minister president mayor governor sources
source diplomats lawyers doctors engineers activists campaigners protesters relatives observers economists
rescuers survivors parents teachers workers drivers farmers neighbours neighbors supporters opponents
lawmakers senators judges officers soldiers reporters media company government ministry agency board report
study statement coastguard union club league court army military family everyone nobody many some others
several both most opposition biologists historians builders organisers organizers passengers council
committee coach manager director chief executive
"""
PEOPLE = frozenset(_PEOPLE_WORDS.split())
