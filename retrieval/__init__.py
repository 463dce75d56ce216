"""Questions in, cited answers out: the front door of retrieval."""

from typing import TYPE_CHECKING

from corpus import open_when_asked

if TYPE_CHECKING:
    from retrieval.answerer import Answerer
    from retrieval.build import build_answerer
    from retrieval.chart import draw_chart
    from retrieval.check import Checked, CheckedClaim, Checker, ClaimVerdict
    from retrieval.check_json import check_json
    from retrieval.conversation import Completer, Conversations
    from retrieval.dates import day, period
    from retrieval.deeplink import deep_link
    from retrieval.errors import (
        ClaimTooLongError,
        CorpusEmptyError,
        DateError,
        EmptyClaimError,
        EmptyQuestionError,
        EmptyTopicError,
        ModelFailedError,
        ModelUnavailableError,
        QuestionFileError,
        QuestionTooLongError,
        RetrievalError,
        TopicTooLongError,
    )
    from retrieval.json_shapes import answer_json, citation_json, hit_json, search_json, searched_json
    from retrieval.marks import marks_of
    from retrieval.models import (
        Answer,
        Citation,
        Disagreement,
        Hit,
        Query,
        Searched,
        Sentence,
        Side,
        Status,
        UnknownPublisher,
        Updated,
    )
    from retrieval.publishers import spoken_unknown
    from retrieval.refusal import Strictness
    from retrieval.retriever import HybridRetriever
    from retrieval.settings import RetrievalSettings
    from retrieval.speech.sayings import Stance
    from retrieval.spent import measured
    from retrieval.telling.tally import Tally, describe_chart, tally
    from retrieval.timeline import Chronicler, Entry, Report, Timeline, build_chronicler
    from retrieval.timeline_json import timeline_json
    from retrieval.understanding.constraints import Constraints, constraints_of
    from retrieval.understanding.followup import Turn, complete
    from retrieval.understanding.outlets import aliases_of
    from retrieval.updates import Update, updates

__all__ = [
    "Answer",
    "Answerer",
    "Checked",
    "CheckedClaim",
    "Checker",
    "Chronicler",
    "Citation",
    "ClaimTooLongError",
    "ClaimVerdict",
    "Completer",
    "Constraints",
    "Conversations",
    "CorpusEmptyError",
    "DateError",
    "Disagreement",
    "EmptyClaimError",
    "EmptyQuestionError",
    "EmptyTopicError",
    "Entry",
    "Hit",
    "HybridRetriever",
    "ModelFailedError",
    "ModelUnavailableError",
    "Query",
    "QuestionFileError",
    "QuestionTooLongError",
    "Report",
    "RetrievalError",
    "RetrievalSettings",
    "Searched",
    "Sentence",
    "Side",
    "Stance",
    "Status",
    "Strictness",
    "Tally",
    "Timeline",
    "TopicTooLongError",
    "Turn",
    "UnknownPublisher",
    "Update",
    "Updated",
    "aliases_of",
    "answer_json",
    "build_answerer",
    "build_chronicler",
    "check_json",
    "citation_json",
    "complete",
    "constraints_of",
    "day",
    "deep_link",
    "describe_chart",
    "draw_chart",
    "hit_json",
    "marks_of",
    "measured",
    "period",
    "search_json",
    "searched_json",
    "spoken_unknown",
    "tally",
    "timeline_json",
    "updates",
]

# The same names as above; tests/test_architecture.py compares them.
open_when_asked(
    "retrieval",
    {
        "retrieval.answerer": "Answerer",
        "retrieval.build": "build_answerer",
        "retrieval.chart": "draw_chart",
        "retrieval.check": "Checked CheckedClaim Checker ClaimVerdict",
        "retrieval.check_json": "check_json",
        "retrieval.conversation": "Completer Conversations",
        "retrieval.dates": "day period",
        "retrieval.deeplink": "deep_link",
        "retrieval.errors": (
            "ClaimTooLongError CorpusEmptyError DateError EmptyClaimError EmptyQuestionError "
            "EmptyTopicError ModelFailedError ModelUnavailableError QuestionFileError "
            "QuestionTooLongError RetrievalError TopicTooLongError"
        ),
        "retrieval.json_shapes": "answer_json citation_json hit_json search_json searched_json",
        "retrieval.marks": "marks_of",
        "retrieval.models": (
            "Answer Citation Disagreement Hit Query Searched Sentence Side Status UnknownPublisher Updated"
        ),
        "retrieval.publishers": "spoken_unknown",
        "retrieval.refusal": "Strictness",
        "retrieval.retriever": "HybridRetriever",
        "retrieval.settings": "RetrievalSettings",
        "retrieval.speech.sayings": "Stance",
        "retrieval.spent": "measured",
        "retrieval.telling.tally": "Tally describe_chart tally",
        "retrieval.timeline": "Chronicler Entry Report Timeline build_chronicler",
        "retrieval.timeline_json": "timeline_json",
        "retrieval.understanding.constraints": "Constraints constraints_of",
        "retrieval.understanding.followup": "Turn complete",
        "retrieval.understanding.outlets": "aliases_of",
        "retrieval.updates": "Update updates",
    },
)
