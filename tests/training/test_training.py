"""The pure parts of training: offsets, windows, negatives, the mix, the schedule, the measures."""

import random
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from training import checkpoint
from training.cross_encoder import cross_encoder
from training.encode import crop, token_span
from training.examples import Example, all_occurrences, from_row, read_rows
from training.lexical import Lexical
from training.metrics import auc, best_threshold, exact, f1, refusal_recall
from training.mix import ANSWERED, FORBIDDEN, MADE, UNANSWERED, build_mix, dress, join_sentences
from training.model import Reader
from training.negatives import changed_detail, other_article, same_article
from training.news import holds
from training.predict import Reading
from training.score import ThreeLooks
from training.train import learning_rate

PASSAGE = "Ada Lovelace wrote notes in 1843. Charles Babbage drew the engine in London."


def example(question: str, words: str, passage: str = PASSAGE, group: str = "Engines") -> Example:
    """A question whose answer stands once in the passage."""
    start = passage.index(words)
    return Example(question, passage, ((start, start + len(words)),), True, group, group, "made")


def pools() -> dict[str, list[Example]]:
    """A few examples under each name the mix draws from."""
    made = {}
    for name in (*ANSWERED, *UNANSWERED):
        passages = [f"Person{i} of {name} met Friend{i} in {1900 + i}. It rained." for i in range(8)]
        made[name] = [
            example(f"When did Person{i} meet Friend{i}?", str(1900 + i), passage, f"article {i // 3}")
            for i, passage in enumerate(passages)
        ]
    return made


def test_an_answer_falls_on_the_tokens_that_touch_it() -> None:
    offsets = [(0, 3), (4, 8), (8, 12), (13, 18)]
    assert token_span(offsets, 4, 12) == (1, 2)
    assert token_span(offsets, 5, 9) == (1, 2)
    assert token_span(offsets, 13, 14) == (3, 3)


def test_an_answer_between_tokens_has_no_span() -> None:
    assert token_span([(0, 3), (4, 8)], 3, 4) is None
    assert token_span([(0, 3)], 20, 22) is None


@given(st.integers(1, 400), st.integers(1, 250), st.data())
def test_a_window_always_holds_the_answer_when_it_fits(count: int, size: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, count - 1))
    last = data.draw(st.integers(first, min(count - 1, first + size - 1)))
    begin, end = crop(count, (first, last), size, random.Random(data.draw(st.integers(0, 9))))
    assert 0 <= begin <= first <= last < end <= count
    assert end - begin == min(size, count)


@given(st.integers(1, 400), st.integers(1, 250), st.integers(0, 9))
def test_a_window_without_an_answer_lies_inside_the_passage(count: int, size: int, seed: int) -> None:
    begin, end = crop(count, None, size, random.Random(seed))
    assert 0 <= begin < end <= count
    assert end - begin == min(size, count)


def test_an_answer_longer_than_the_window_keeps_its_beginning() -> None:
    begin, end = crop(100, (20, 80), 30, random.Random(1))
    assert begin == 20
    assert end == 50


def test_a_row_becomes_an_example() -> None:
    row = {
        "question": " Who? ",
        "context": "It was Ada.",
        "answers": [{"text": "Ada", "answer_start": 7}],
        "title": "A_B",
    }
    made = from_row(row, "set")
    assert (made.question, made.header, made.answerable) == ("Who?", "A B", True)
    assert made.passage[slice(*made.spans[0])] == "Ada"


def test_sentences_without_a_headline_keep_their_article() -> None:
    row = {"question": "Who?", "context": "Ada.", "answers": [], "title": "Wiki1k:wikinews:762751:3:1"}
    made = from_row(row, "qamr_dev")
    assert (made.header, made.group) == ("", "Wiki1k:wikinews:762751")


def test_every_occurrence_of_an_answer_is_accepted() -> None:
    made = all_occurrences(example("Who?", "Ada", "Ada met Ada"))
    assert made.spans == ((0, 3), (8, 11))


def test_negatives_never_hold_the_answer() -> None:
    everything = [e for examples in pools().values() for e in examples]
    answers = {e.question: e.passage[slice(*e.spans[0])] for e in everything}
    made = same_article(everything, random.Random(1)) + other_article(everything, random.Random(1))
    assert made
    for negative in made:
        assert not negative.answerable
        assert answers[negative.question] not in negative.passage


def test_a_changed_name_or_year_is_new_to_the_passage() -> None:
    questions = [
        example("What did Charles Babbage draw?", "engine"),
        example("What happened in 1843?", "notes"),
    ]
    other = example("Where was Marie Curie born?", "Warsaw", "Marie Curie was born in Warsaw.", "Curie")
    made = changed_detail([*questions, other], random.Random(3))
    assert {e.source for e in made} == {"changed_detail"}
    for negative in made:
        assert negative.question not in {e.question for e in (*questions, other)}
        assert not negative.answerable
        assert not negative.spans


def test_joined_sentences_keep_the_answer_where_it_is() -> None:
    examples = [
        example(f"When {i}?", str(1900 + i), f"Event {i} was in {1900 + i}.", "article") for i in range(9)
    ]
    for before, after in zip(examples, join_sentences(examples, random.Random(5)), strict=True):
        assert after.passage[slice(*after.spans[0])] == before.passage[slice(*before.spans[0])]
        assert before.passage in after.passage


def test_the_mix_is_the_same_for_the_same_seed() -> None:
    assert build_mix(pools(), 7) == build_mix(pools(), 7)
    assert build_mix(pools(), 7) != build_mix(pools(), 8)


def test_the_mix_never_touches_the_other_side_of_the_split() -> None:
    assert not FORBIDDEN & {*ANSWERED, *UNANSWERED}


def test_between_a_third_and_two_fifths_of_the_mix_is_unanswerable() -> None:
    refused = sum(UNANSWERED.values()) + sum(MADE.values())
    assert 0.35 <= refused / (refused + sum(ANSWERED.values())) <= 0.41


def test_own_examples_are_taken_whole() -> None:
    own = [example("Own?", "Ada")]
    assert sum(e.question.rstrip("?") == "Own" for e in build_mix(pools(), 7, own)) == 1


def test_a_dressed_example_keeps_its_answer() -> None:
    made = example("Who wrote notes?", "Ada Lovelace")
    headers = {dress(made, random.Random(seed)).header for seed in range(60)}
    assert {"", "Engines"} < headers
    assert any(h.startswith("Engines — ") for h in headers)
    assert all(dress(made, random.Random(seed)).spans == made.spans for seed in range(9))


def test_the_learning_rate_warms_up_and_ends_at_nothing() -> None:
    assert learning_rate(1.0, 0.0) == 0.0
    assert learning_rate(1.0, 0.02) == pytest.approx(0.5)
    assert learning_rate(1.0, 0.04) == pytest.approx(1.0)
    assert learning_rate(1.0, 1.0) == 0.0
    assert learning_rate(1.0, 1.2) == 0.0


def test_a_checkpoint_comes_back_whole(tmp_path: Path) -> None:
    model = torch.nn.Linear(3, 2)
    optimizer = torch.optim.AdamW(model.parameters())
    model(torch.ones(1, 3)).sum().backward()
    optimizer.step()
    checkpoint.save(tmp_path / "last.pt", model, optimizer, checkpoint.Progress(5, 2.5, 160), {"seed": 7})
    other = torch.nn.Linear(3, 2)
    again = torch.optim.AdamW(other.parameters())
    assert checkpoint.load(tmp_path / "last.pt", other, again) == checkpoint.Progress(5, 2.5, 160)
    assert torch.equal(other.weight, model.weight)
    assert len(again.state) == len(optimizer.state)
    assert [f.name for f in tmp_path.iterdir()] == ["last.pt"]


def test_exact_match_and_f1_follow_squad() -> None:
    assert exact("The Cat!", ["cat"]) == 1
    assert exact("", []) == 1
    assert exact("cat", []) == 0
    assert f1("black cat", ["the cat"]) == pytest.approx(2 / 3)
    assert f1("", ["cat"]) == 0


def test_auc_counts_ties_half() -> None:
    assert auc([3, 2, 1], [True, False, False]) == 1
    assert auc([1, 1], [True, False]) == 0.5


def test_the_best_threshold_parts_answered_from_refused() -> None:
    limit = best_threshold([4, 3, 2, 1], [1, 1, 0, 0], [0, 0, 1, 1])
    assert 2 < limit < 3


def test_refusal_recall_allows_a_tenth_of_the_answerable_to_fall() -> None:
    scores = [*range(10, 20), 1, 2, 15]
    assert refusal_recall(scores, [True] * 10 + [False] * 3) == pytest.approx(2 / 3)


def test_rows_are_read_from_plain_and_compressed_files(tmp_path: Path) -> None:
    import lzma

    (tmp_path / "a.jsonl").write_text('{"n": 1}\n\n{"n": 2}\n', encoding="utf-8")
    (tmp_path / "a.jsonl.xz").write_bytes(lzma.compress(b'{"n": 3}\n'))
    assert [r["n"] for name in ("a.jsonl", "a.jsonl.xz") for r in read_rows(tmp_path / name)] == [1, 2, 3]


def test_bm25_puts_the_text_with_the_rare_words_first() -> None:
    texts = ["the cat sat on the mat", "the dog chased the cat", "a volcano erupted in Iceland"]
    assert Lexical(texts).best("which volcano erupted", 2)[0] == 2
    assert Lexical(texts).best("dogs or cats", 2) == [1, 0]


def test_an_answer_is_held_as_whole_words() -> None:
    assert holds("About 290 votes.", ["290"])
    assert not holds("About 1290 votes.", ["290"])


@pytest.mark.model
def test_the_cross_encoder_says_what_the_answer_head_says() -> None:
    torch.manual_seed(3)
    reader = Reader(start=None).eval()
    ids = torch.randint(1000, 20_000, (2, 16))
    types = torch.tensor([[0] * 6 + [1] * 10] * 2)
    mask = torch.ones_like(ids)
    with torch.no_grad():
        wanted = reader(ids, mask, types)[2]
        scored = cross_encoder(reader)(ids, mask, types).logits.squeeze(-1)
    assert torch.allclose(wanted, scored, atol=1e-5)


class Scripted:
    """Finds the first word surer without a header, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str]] = []

    def read(self, items: list[tuple[str, str, str]]) -> list[Reading]:
        self.asked += items
        found = (Reading(20, 24, 1.0, 3.0) if header else Reading(0, 3, 2.0, -99.0) for _, header, _ in items)
        return list(found)


def test_three_looks_take_the_surer_words_and_the_mean_of_what_they_say() -> None:
    scripted = Scripted()
    (reading,) = ThreeLooks(scripted).read([("Why?", "Ferry", "The ferry sank. The leak was old.")])
    assert scripted.asked == [
        ("Why?", "Ferry", "The ferry sank. The leak was old."),
        ("Why?", "", "The ferry sank. The leak was old."),
        ("Why?", "Ferry", "The leak was old."),
    ]
    assert reading == Reading(0, 3, 1.5, (3 - 8 + 3) / 3)
