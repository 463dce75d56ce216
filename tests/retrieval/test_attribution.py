"""Who says a sentence, and how: sentences of our own, each with the speaker as printed and the stance."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import split_sentences
from retrieval.attribution import Attribution, attribute
from retrieval.speech.sayings import VERBS, Stance

FACT, SAYS, ALLEGES = Stance.FACT, Stance.STATEMENT, Stance.ALLEGATION
DENIES, CONFIRMS, THINKS, PLANS = Stance.DENIAL, Stance.CONFIRMATION, Stance.OPINION, Stance.PLAN

ALONE = [
    # Said before, behind and in the middle of it.
    ("The bridge is safe, the road office said.", "the road office", SAYS),
    ("The road office said that the bridge is safe.", "The road office", SAYS),
    ("The bridge, the road office said on Monday, is safe.", "the road office", SAYS),
    ("The bridge is safe, said Ada Brandt, who runs the road office.", "Ada Brandt", SAYS),
    ("“The bridge is safe,” said the mayor, Ada Brandt.", "Ada Brandt", SAYS),
    ("“The bridge is safe,” the mayor, Ada Brandt, told reporters.", "Ada Brandt", SAYS),
    ('"The bridge is safe," Brandt told The Courier.', "Brandt", SAYS),
    ("Ada Brandt, mayor of Arlen, said the bridge was safe.", "Ada Brandt", SAYS),
    ("Ada Brandt of the road office said the bridge was safe.", "Ada Brandt", SAYS),
    ("Ada Brandt (Greens) said the bridge was safe.", "Ada Brandt", SAYS),
    ("On Tuesday the road office warned of cracks in the bridge.", "the road office", SAYS),
    ("In March, Okoye wrote that the choir would sing in Lisbon.", "Okoye", SAYS),
    ("Officials say the water is clean again.", "Officials", SAYS),
    ("Two officers who saw the crash said that the lorry skidded.", "Two officers", SAYS),
    ("The Bakers' Union said that bread would cost more.", "The Bakers' Union", SAYS),
    ("Arlen and Boren have said that they will share the costs.", "Arlen and Boren", SAYS),
    ("Its spokeswoman said that no train was late.", "Its spokeswoman", SAYS),
    ("The mill shut in May and, its owner said, will not open again.", "its owner", SAYS),
    # According to.
    ("According to the police, the lorry skidded.", "the police", SAYS),
    ("The lorry skidded, according to Lena Okoye of the police.", "Lena Okoye", SAYS),
    ("Nine people, according to a report by the council, lost their homes.", "a report by the council", SAYS),
    ("The choir sang, according to plan, in Lisbon.", None, FACT),
    # Quoted by others.
    ("Brandt was quoted as saying that the wall had cracked.", "Brandt", SAYS),
    ("Okoye was quoted by The Courier as saying she would leave.", "Okoye", SAYS),
    # Allegation.
    ("Arlen accused Boren of stealing its water.", "Arlen", ALLEGES),
    ("Boren was accused by Arlen of stealing its water.", "Arlen", ALLEGES),
    ("Boren was accused of stealing the water.", None, ALLEGES),
    ("The union alleges that wages were withheld.", "The union", ALLEGES),
    ("Brandt claimed that nobody had warned her.", "Brandt", ALLEGES),
    ("Police suspect that the fire was laid.", "Police", ALLEGES),
    ("The council told residents that it suspects the mill of dumping oil.", "The council", ALLEGES),
    ("Farmers blame the dam for the drought.", "Farmers", ALLEGES),
    ("The clerk allegedly took the money.", None, ALLEGES),
    ("The choir has reportedly been dissolved.", None, ALLEGES),
    ("The firm sued its rival, accusing it of copying a lamp.", "The firm", ALLEGES),
    ("The allegations against Brandt have split the council.", None, ALLEGES),
    # Denial.
    ("Boren denies that it took any water.", "Boren", DENIES),
    ("The company flatly denied taking any water.", "The company", DENIES),
    ("Brandt rejected the allegations.", "Brandt", DENIES),
    ("The claim was rejected by the ministry.", "the ministry", DENIES),
    ("The claim was rejected.", None, DENIES),
    ("Okoye dismissed the report as “gossip”.", "Okoye", DENIES),
    ("The council said that it disputes the figure in the report.", "The council", DENIES),
    ("The council rejected the new stadium by nine votes to four.", None, FACT),
    ("Brandt dismissed the coach after four defeats.", None, FACT),
    ("The tourists were denied entry to the cathedral.", None, FACT),
    # Confirmation.
    ("The ministry confirmed that talks had begun.", "The ministry", CONFIRMS),
    ("Brandt admitted to reporters that the wall had cracked.", "Brandt", CONFIRMS),
    ("The death was confirmed by the hospital.", "the hospital", CONFIRMS),
    ("The ministry neither confirmed nor denied the talks.", None, FACT),
    ("The ministry did not confirm the talks.", None, FACT),
    ("There are 21 confirmed cases in the district.", None, FACT),
    # Opinion.
    ("Okoye called the hall “a barn with chairs”.", "Okoye", THINKS),
    ("Residents hope that the school will stay.", "Residents", THINKS),
    ("Brandt believes the dam will hold.", "Brandt", THINKS),
    ("Critics described the plan as a gift to drivers.", "Critics", THINKS),
    ("Moss praised the rescuers.", "Moss", THINKS),
    ("Brandt called for a new bridge.", None, FACT),
    ("The shrimp, called Blindfish by divers, has no eyes.", None, FACT),
    # Announcement.
    ("The ministry announced a fund for the families.", "The ministry", PLANS),
    ("Brandt vowed to rebuild the bridge.", "Brandt", PLANS),
    ("The orchestra plans to play in Lisbon.", "The orchestra", PLANS),
    ("The mill told its workers that it intends to close.", "The mill", PLANS),
    # The outlet's own voice.
    ("Heavy rain fell in Boren.", None, FACT),
    ("The United States states are fifty.", None, FACT),
    ("The report has 40 pages.", None, FACT),
    ("She did not say how many had been hurt.", None, FACT),
    ("The agreement says nothing of the farmers.", None, FACT),
    ("The talks came a day after Arlen said that it would sue.", None, FACT),
    ("Okoye, who told friends that she was tired, sang for two hours.", "Okoye", SAYS),
    # Headlines.
    ("Mayor denies knowing of cracks in dam", "Mayor", DENIES),
    ("Dam was cracked for years, engineers say", "engineers", SAYS),
    ("Brandt: “Nobody warned us”", "Brandt", SAYS),
]


def told(text: str, sentence: str) -> Attribution:
    start = text.index(sentence)
    return attribute(text, (start, start + len(sentence)))


@pytest.mark.parametrize(("sentence", "speaker", "stance"), ALONE)
def test_a_sentence_tells_by_itself_who_says_it_and_how(
    sentence: str, speaker: str | None, stance: Stance
) -> None:
    found = attribute(sentence, (0, len(sentence)))
    assert (found.speaker, found.stance) == (speaker, stance)
    assert found.span == (0, len(sentence))


QUOTED = (
    "Ada Brandt, mayor of Arlen, spoke at night. “The wall held for years. It held in the flood,” she said."
    " “Nobody can blame the engineers.”\n\n"
    "“We will build it again. We will build it better.”\n\n"
    "Snow fell in Boren. The mayor of Boren, Tom Vale, denied that his town was late. He promised two cranes."
)


@pytest.mark.parametrize(
    ("sentence", "speaker", "stance", "names"),
    [
        ("“The wall held for years.", "Ada Brandt", SAYS, "It held in the flood,” she said."),
        ("It held in the flood,” she said.", "Ada Brandt", SAYS, "Ada Brandt, mayor"),
        ("“Nobody can blame the engineers.”", "Ada Brandt", SAYS, "It held in the flood,” she said."),
        ("“We will build it again.", "Ada Brandt", SAYS, "It held in the flood,” she said."),
        ("We will build it better.”", "Ada Brandt", SAYS, "It held in the flood,” she said."),
        ("Snow fell in Boren.", None, FACT, "Snow fell in Boren."),
        ("The mayor of Boren, Tom Vale, denied that his town was late.", "Tom Vale", DENIES, "The mayor of"),
        ("He promised two cranes.", "Tom Vale", PLANS, "The mayor of"),
    ],
)
def test_speech_goes_on_over_sentences_and_paragraphs(
    sentence: str, speaker: str | None, stance: Stance, names: str
) -> None:
    found = told(QUOTED, sentence)
    assert (found.speaker, found.stance) == (speaker, stance)
    assert QUOTED[found.span[0] : found.span[1]].startswith(names)


def test_a_name_earlier_in_the_sentence_is_whom_he_stands_for() -> None:
    text = "The ministry said nothing new. Although Vale came late, he warned of new floods."
    assert told(text, "Although Vale came late, he warned of new floods.").speaker == "Vale"


def test_he_and_she_are_no_ministry() -> None:
    text = "The ministry said it had no money. He warned of new floods."
    assert told(text, "He warned of new floods.").speaker == "He"


def test_of_two_who_take_sides_the_one_is_meant_whose_words_matter() -> None:
    text = "Arlen accused Boren of theft, and Boren denies it."
    assert attribute(text, (0, len(text)), text.index("theft")).stance is ALLEGES
    denial = attribute(text, (0, len(text)), text.index("denies it") + 7)
    assert (denial.speaker, denial.stance) == ("Boren", DENIES)


def test_what_comes_before_who_said_is_not_theirs() -> None:
    text = "The mill was built in 1890 and belongs to Vale Brothers, which said that it would close."
    assert attribute(text, (0, len(text)), text.index("1890")).stance is FACT
    assert attribute(text, (0, len(text)), text.index("close")).speaker == "Vale Brothers"


INTERVIEW = (
    "Lena Okoye conducts the Harbour Orchestra.\n\n((The Courier)) Why Lisbon?\n\n"
    "((Lena Okoye))  They told us that the hall was free. I hope that we return.\n\nWe sang every night.\n\n"
)


def test_the_lines_of_an_interview_belong_to_their_label() -> None:
    assert told(INTERVIEW, "Why Lisbon?").speaker == "The Courier"
    assert told(INTERVIEW, "They told us that the hall was free.").speaker == "Lena Okoye"
    assert told(INTERVIEW, "I hope that we return.").stance is THINKS
    assert told(INTERVIEW, "We sang every night.").speaker == "Lena Okoye"
    assert told(INTERVIEW, "Lena Okoye conducts the Harbour Orchestra.").stance is FACT


def test_names_before_colons_are_speakers_where_a_text_is_a_talk() -> None:
    talk = "Courier: Why Lisbon?\nOkoye: The hall was free.\n"
    assert told(talk, "The hall was free.").speaker == "Okoye"
    assert told("Image: The hall was free.", "The hall was free.").stance is FACT


words = st.sampled_from(
    [
        *sorted(VERBS)[::7],
        "said", "told", "denied", "accused", "according", "to", "by", "was", "that", "who", "and", "he",
        "she", "it", "Ada", "Brandt", "the mayor", "officials", "reportedly", "allegations", ",", ".", ":",
        "—", "(", ")", "“", "”", '"', "‘", "’", "\n", "\n\n", "((", "))", "U.S.", "Dr.", "1986", "é", "漢字",
        "¤", "🙂",
    ]
)  # fmt: skip
texts = st.one_of(
    st.lists(words, max_size=40).map(" ".join),
    st.lists(words, max_size=40).map("".join),
    st.text(max_size=80),
)


@given(texts, st.integers(-5, 200))
def test_any_text_has_an_attribution_inside_it(text: str, about: int) -> None:
    for span in split_sentences(text):
        found = attribute(text, span, about)
        start, end = found.span
        assert 0 <= start < end <= len(text)
        if found.speaker is not None:
            assert found.speaker
            assert found.speaker in " ".join(text.split())


@given(texts, st.data())
def test_any_part_of_any_text_has_an_attribution(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = attribute(text, (start, end))
    assert 0 <= found.span[0] <= found.span[1] <= len(text)
