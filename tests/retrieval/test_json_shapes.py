"""The JSON that scripts rely on, field by field."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from corpus import Article, Coverage, Filters, Passage, StoredArticle
from retrieval.json_shapes import answer_json, search_json, sentence_json
from retrieval.models import Answer, Citation, Disagreement, Hit, Searched, Sentence, Side, Status
from retrieval.speech.sayings import Stance

TEXT = "The dam broke at dawn. Nobody was hurt."
PUBLISHED = datetime(2024, 9, 10, 14, 2, tzinfo=UTC)
STORED = StoredArticle(
    "00ff00ff00ff00ff",
    Article("Dam breaks", TEXT, "The Courier", None, "https://example.org/dam", PUBLISHED),
    version=1,
)
PASSAGE = Passage("00ff00ff00ff00ff-1-0", STORED.id, 0, 0, len(TEXT), TEXT, "Dam breaks", ((0, 22), (23, 39)))
SEARCHED = Searched(
    Coverage(3, 5, ("The Courier",), PUBLISHED, PUBLISHED), Filters(("The Courier",), since=PUBLISHED)
)
CITATION = Citation(1, TEXT[:22], 0, 22, PASSAGE.id, STORED)


def test_an_answer_has_every_field_of_the_interface() -> None:
    sides = (Side("one", (1,), Stance.DENIAL, "Iran"), Side("two", (1,)))
    answer = Answer(
        "What broke?",
        Status.ANSWERED,
        "extractive",
        (Sentence(TEXT[:22], (1,), ((4, 7), (14, 21)), Stance.DENIAL, "Iran", True),),
        (CITATION,),
        (Disagreement("what", sides),),
        (),
        SEARCHED,
        0.0414,
        0.75,
    )
    assert json.loads(json.dumps(answer_json(answer))) == {
        "question": "What broke?",
        "status": "answered",
        "writer": "extractive",
        "sentences": [
            {
                "text": "The dam broke at dawn.",
                "citations": [1],
                "focus": [[4, 7], [14, 21]],
                "attribution": {"speaker": "Iran", "stance": "denial"},
                "voices": [],
                "single_source": True,
            }
        ],
        "citations": [
            {
                "number": 1,
                "quote": "The dam broke at dawn.",
                "article_id": "00ff00ff00ff00ff",
                "passage_id": "00ff00ff00ff00ff-1-0",
                "start": 0,
                "end": 22,
                "title": "Dam breaks",
                "publisher": "The Courier",
                "author": None,
                "published_at": "2024-09-10T14:02:00+00:00",
                "url": "https://example.org/dam",
                "deep_link": "https://example.org/dam#:~:text=The%20dam%20broke%20at%20dawn.",
            }
        ],
        "disagreements": [
            {
                "about": "what",
                "sides": [
                    {
                        "text": "one",
                        "citations": [1],
                        "attribution": {"speaker": "Iran", "stance": "denial"},
                        "voices": [],
                    },
                    {"text": "two", "citations": [1], "attribution": None, "voices": []},
                ],
            }
        ],
        "updates": [],
        "related": [],
        "searched": {
            "articles": 3,
            "publishers": 1,
            "from": "2024-09-10",
            "to": "2024-09-10",
            "filters": {"publishers": ["The Courier"], "since": "2024-09-10T14:02:00+00:00", "until": None},
            "widened": False,
            "silent": [],
            "unanswered": [],
            "unknown_publishers": [],
        },
        "newest_source": "2024-09-10T14:02:00+00:00",
        "independent_sources": 1,
        "seconds": 0.0414,
        "confidence": 0.75,
        "asked": None,
    }


def test_hits_are_ranked_from_one_and_carry_their_own_offsets() -> None:
    shape = search_json("dam", [Hit(PASSAGE, STORED, 0.5)], SEARCHED)
    assert shape["query"] == "dam"
    assert shape["hits"] == [
        {
            "rank": 1,
            "score": 0.5,
            "passage_id": "00ff00ff00ff00ff-1-0",
            "article_id": "00ff00ff00ff00ff",
            "title": "Dam breaks",
            "publisher": "The Courier",
            "published_at": "2024-09-10T14:02:00+00:00",
            "url": "https://example.org/dam",
            "start": 0,
            "end": 39,
            "text": TEXT,
        }
    ]


def test_what_the_outlet_reports_itself_and_what_nobody_looked_at_has_no_attribution() -> None:
    for stance in (Stance.FACT, None):
        assert sentence_json(Sentence("It rained.", (1,), (), stance))["attribution"] is None
