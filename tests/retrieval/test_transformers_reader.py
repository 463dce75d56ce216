"""Any question-answering model of Hugging Face's reads passages, or is refused in words."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import Article, Passage
from retrieval.errors import ModelUnavailableError
from retrieval.spans import IMPOSSIBLE
from retrieval.transformers_reader import TransformersReader
from tests.retrieval.newsroom import article, hit
from tests.retrieval.tiny import write_bert, write_roberta

pytestmark = [
    pytest.mark.model,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
QUESTION = "How many passengers were hurt?"
FERRY = article(
    "Ferry strikes a rock",
    "The “Aurora” left Port Ellery at dawn, 90 people on board. 🚢 It struck a rock — an hour later.\n\n"
    "Seventeen passengers were hurt, the coast guard said. Captain Ána Brandt blamed a broken rudder.",
)
BUDGET = article("Budget", "The council met late. Seventeen members voted. The mayor objected.")
LONG = article("Long", " ".join(f"Sentence number {n} says nothing at all." for n in range(200)))


WRITERS = {"bert": write_bert, "roberta": write_roberta}


@pytest.fixture(scope="module", params=list(WRITERS))
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny model of random weights in a folder."""
    write: Callable[[Path], Path] = WRITERS[request.param]
    return write(tmp_path_factory.mktemp(request.param))


@pytest.fixture(scope="module")
def reader(model: Path) -> TransformersReader:
    return TransformersReader(str(model))


def passage_of(story: Article) -> Passage:
    return hit(story).passage


def best_by_hand(model: Path, story: Article) -> dict[tuple[int, int], tuple[str, float]]:
    """What each sentence's best words are, by the model itself and every pair of tokens."""
    from transformers import AutoModelForQuestionAnswering, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(model)
    network = AutoModelForQuestionAnswering.from_pretrained(model).eval().requires_grad_(False)
    passage = passage_of(story)
    encoded = tokenizer(QUESTION, passage.ranked_text, return_offsets_mapping=True, return_tensors="pt")
    given_to = {name: encoded[name] for name in ("input_ids", "attention_mask")}
    if network.config.type_vocab_size == 2:
        given_to["token_type_ids"] = encoded["token_type_ids"]
    scored = network(**given_to)
    starts, ends = scored.start_logits[0].tolist(), scored.end_logits[0].tolist()
    body, text = len(passage.header) + 1, passage.ranked_text
    tokens = []
    for at, (a, b) in enumerate(encoded["offset_mapping"][0].tolist()):
        a += len(text[a:b]) - len(text[a:b].lstrip())
        if encoded.sequence_ids(0)[at] == 1 and a >= body and text[a:b].strip():
            tokens.append((at, a - body + passage.start, b - body + passage.start))
    best = {}
    for sentence in passage.sentences:
        inside = [t for t in tokens if sentence[0] <= t[1] < sentence[1]]
        score, a, b = max(
            (starts[i] + ends[j] - starts[0] - ends[0], a, b)
            for n, (i, a, _) in enumerate(inside)
            for j, _, b in inside[n : n + 30]
        )
        best[sentence] = (story.text[a:b], score)
    return best


@pytest.mark.parametrize("story", [FERRY, BUDGET], ids=["ferry", "budget"])
def test_the_words_and_scores_are_the_model_s_own(
    reader: TransformersReader, model: Path, story: Article
) -> None:
    expected = best_by_hand(model, story)
    (read,) = reader.read(QUESTION, [passage_of(story)])
    assert [sentence.span for sentence in read.sentences] == list(expected)
    for sentence in read.sentences:
        words, score = expected[sentence.span]
        assert story.text[slice(*sentence.answer)] == words
        assert sentence.score == pytest.approx(score, abs=1e-4)
    assert read.answerable == max(sentence.score for sentence in read.sentences)


def test_passages_are_read_in_order_and_the_same_in_any_company(reader: TransformersReader) -> None:
    stories = [FERRY, BUDGET, LONG, FERRY]
    together = reader.read(QUESTION, [passage_of(story) for story in stories])
    alone = [reader.read(QUESTION, [passage_of(story)])[0] for story in stories]
    assert together == alone


def test_no_passages_give_no_readings(reader: TransformersReader) -> None:
    assert reader.read(QUESTION, []) == []


def test_what_does_not_fit_is_cut_at_the_passage_s_end(reader: TransformersReader) -> None:
    story = article("Long", " ".join(f"Number {n} is it." for n in range(400)))
    spans, at = [], 0
    for part in story.text.split(". "):
        spans.append((at, min(len(story.text), at + len(part) + 1)))
        at = spans[-1][1] + 1
    passage = Passage("p", "a", 0, 0, len(story.text), story.text, "Long — Courier", tuple(spans))
    (read,) = reader.read(QUESTION, [passage])
    scores = [sentence.score for sentence in read.sentences]
    assert len(scores) == len(spans)
    assert scores[0] > IMPOSSIBLE
    assert scores[-1] == IMPOSSIBLE


@pytest.mark.parametrize("header", ["", "Long headline " * 300])
@pytest.mark.parametrize("question", ["", "why " * 2_000])
def test_a_long_question_or_headline_leaves_room_for_the_passage(
    reader: TransformersReader, question: str, header: str
) -> None:
    text = "Seventeen passengers were hurt."
    passage = Passage("p", "a", 0, 7, 7 + len(text), text, header, ((7, 7 + len(text)),))
    ((sentence,),) = [read.sentences for read in reader.read(question, [passage])]
    assert sentence.score > IMPOSSIBLE
    assert 7 <= sentence.answer[0] < sentence.answer[1] <= 7 + len(text)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(text=st.text(min_size=1, max_size=200), start=st.integers(0, 500), question=st.text(max_size=60))
def test_every_answer_lies_inside_its_sentence(
    reader: TransformersReader, text: str, start: int, question: str
) -> None:
    passage = Passage("p", "a", 0, start, start + len(text), text, "Head", ((start, start + len(text)),))
    ((sentence,),) = [read.sentences for read in reader.read(question, [passage])]
    assert start <= sentence.answer[0] <= sentence.answer[1] <= start + len(text)


@pytest.mark.parametrize("kind", ["BertModel", "BertForSequenceClassification"])
def test_a_model_without_a_trained_head_for_answers_is_refused(tmp_path: Path, kind: str) -> None:
    with pytest.raises(ModelUnavailableError, match="question answering"):
        TransformersReader(str(write_bert(tmp_path, kind)))


def test_a_tokenizer_that_is_not_the_model_s_is_refused(tmp_path: Path) -> None:
    write_bert(tmp_path, vocab_size=100)
    with pytest.raises(ModelUnavailableError, match="tokenizer"):
        TransformersReader(str(tmp_path))


def test_a_folder_without_a_tokenizer_is_refused(tmp_path: Path) -> None:
    for file in write_bert(tmp_path).glob("tokenizer*"):
        file.unlink()
    with pytest.raises(ModelUnavailableError, match="tokenizer"):
        TransformersReader(str(tmp_path))


@pytest.mark.parametrize(
    "config", [None, "{", "{}", json.dumps({"model_type": "clip"}), json.dumps({"model_type": "bert"})]
)
def test_a_folder_without_a_model_is_refused_in_one_line(tmp_path: Path, config: str | None) -> None:
    if config is not None:
        (tmp_path / "config.json").write_text(config)
    with pytest.raises(ModelUnavailableError, match="question-answering model") as refused:
        TransformersReader(str(tmp_path))
    assert "\n" not in str(refused.value)


def test_a_name_of_the_hub_without_a_network_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ModelUnavailableError, match="give the path of a folder"):
        TransformersReader("nobody/no-such-reader")


def test_a_reader_without_its_libraries_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "transformers", None)
    with pytest.raises(ModelUnavailableError, match=r"pip install 'byline\[models\]'"):
        TransformersReader(str(tmp_path))
