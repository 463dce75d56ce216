"""When a sentence is said to be one source's alone, and who says what a language model wrote."""

from __future__ import annotations

from dataclasses import replace

from corpus import Article
from retrieval.corroborate import attributed, corroborated
from retrieval.models import Citation, Hit, Sentence
from retrieval.speech.sayings import Stance
from tests.retrieval.newsroom import article, hit

CLAIM = "Greta Moss alleged that the tram company has a secret plan to cut 120 jobs."
STORY = article("Strike", CLAIM, "The Courier", day=3)
SILENT = article(
    "Strike ends", "Moss will meet the tram company over weekend shifts and cut fares.", "Valley Post", 4
)
SAYS_SO = article(
    "Jobs", "The tram company secretly plans to cut 120 jobs, Greta Moss alleged.", "Valley Post", 4
)


def alone(*others: Hit, focus: str = "", text: str = CLAIM, stance: Stance = Stance.ALLEGATION) -> bool:
    found = hit(replace(STORY, text=text))
    cited = Citation(1, text, 0, len(text), "p", found.article)
    start = text.index(focus)
    marked = ((start, start + len(focus)),) if focus else ()
    sentence = Sentence(text, (1,), marked, stance)
    (told,) = corroborated([sentence], [cited], [found, *others], lambda _: [])
    return told.single_source


def test_a_claim_that_another_publisher_leaves_out_is_one_sources_alone() -> None:
    assert alone(hit(SILENT, 1))


def test_a_claim_that_another_publisher_prints_too_is_not() -> None:
    assert not alone(hit(SAYS_SO, 1))


def test_nothing_is_said_where_nobody_else_writes_about_it() -> None:
    assert not alone()
    assert not alone(hit(article("Weather", "Snow fell in Boren on Friday night.", "Valley Post"), 1))


def test_another_report_of_the_same_publisher_is_no_second_source() -> None:
    assert alone(hit(replace(SAYS_SO, publisher="The Courier"), 1), hit(SILENT, 2))


def test_a_copy_is_no_second_source() -> None:
    copy = hit(replace(STORY, publisher="Northern Wire"), 1)
    copied = Hit(copy.passage, replace(copy.article, syndicated_from=f"{0:016x}"), 1.0)
    assert alone(copied, hit(SILENT, 2))
    sharing = Hit(copy.passage, replace(copy.article, shares_with=f"{0:016x}"), 1.0)
    assert alone(sharing, hit(SILENT, 2))


def test_a_report_of_another_month_says_nothing_of_it() -> None:
    assert not alone(hit(replace(SILENT, published_at=None), 1))
    late = SILENT.published_at.replace(month=6) if SILENT.published_at else None
    assert not alone(hit(replace(SILENT, published_at=late), 1))


def test_of_other_sayings_only_a_figure_that_answers_matters() -> None:
    said = CLAIM.replace("alleged", "said")
    assert alone(hit(SILENT, 1), text=said, stance=Stance.STATEMENT, focus="120 jobs")
    assert not alone(hit(SILENT, 1), text=said, stance=Stance.STATEMENT, focus="Greta Moss")
    assert not alone(hit(SILENT, 1), text=said, stance=Stance.FACT, focus="120 jobs")
    dated = said.replace("120 jobs", "jobs in May 2025")
    assert not alone(hit(SILENT, 1), text=dated, stance=Stance.STATEMENT, focus="May 2025")


def test_more_is_looked_for_only_where_it_matters() -> None:
    asked: list[str] = []

    def more(sentence: str) -> list[Hit]:
        asked.append(sentence)
        return [hit(SAYS_SO, 1)]

    cited = Citation(1, CLAIM, 0, len(CLAIM), "p", hit(STORY).article)
    sentences = [Sentence(CLAIM, (1,), (), stance) for stance in (Stance.FACT, Stance.ALLEGATION)]
    told = corroborated(sentences, [cited], [hit(SILENT, 2)], more)
    assert asked == [CLAIM]
    assert [sentence.single_source for sentence in told] == [False, False]


def test_what_a_model_wrote_has_the_attribution_of_what_it_cites() -> None:
    story = Article("Strike", f"Snow fell. {CLAIM} The company said no more.", "The Courier")
    cited = Citation(1, story.text, 0, len(story.text), "p", hit(story).article)
    (told,) = attributed([Sentence("120 jobs are to be cut by the tram company.", (1,))], [cited])
    assert (told.stance, told.speaker) == (Stance.ALLEGATION, "Greta Moss")
