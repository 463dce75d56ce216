"""What can go wrong with a question: one base, a plain sentence each.

RetrievalError
├─ EmptyQuestionError          nothing was asked
├─ QuestionTooLongError        more than anyone asks
├─ EmptyClaimError             there is nothing to check
├─ ClaimTooLongError(limit)    more than a paragraph or two to check
├─ EmptyTopicError             no topic was given for a timeline
├─ TopicTooLongError           a topic of more than a phrase
├─ CorpusEmptyError            there is no article yet
├─ DateError(text)             a date that cannot be read
├─ ModelUnavailableError(name) a configured model cannot be used
├─ ModelFailedError(reason)    a language model gave no answer this time
└─ QuestionFileError(path)     `byline eval` was given a file it cannot score
"""

from __future__ import annotations


class RetrievalError(Exception):
    """Anything this package refuses or fails to do; `str()` is a sentence for a person."""


class EmptyQuestionError(RetrievalError):
    """Nothing was asked."""

    def __init__(self) -> None:
        super().__init__("The question is empty. Ask something in words.")


class QuestionTooLongError(RetrievalError):
    """The question is longer than the bound."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"The question is longer than {limit:,} characters. Ask a shorter one.")
        self.limit = limit


class EmptyClaimError(RetrievalError):
    """There is nothing to check."""

    def __init__(self) -> None:
        super().__init__("The claim is empty. Write a sentence or paste a paragraph.")


class ClaimTooLongError(RetrievalError):
    """The text to check is longer than the bound."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"The text is longer than {limit:,} characters. Check a paragraph at a time.")
        self.limit = limit


class EmptyTopicError(RetrievalError):
    """No topic was given."""

    def __init__(self) -> None:
        super().__init__("The topic is empty. Name one in a few words.")


class TopicTooLongError(RetrievalError):
    """The topic is longer than the bound."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"The topic is longer than {limit:,} characters. Name it in a few words.")
        self.limit = limit


class CorpusEmptyError(RetrievalError):
    """There is no article to answer from yet."""

    def __init__(self) -> None:
        super().__init__("There are no articles yet. Add some first, for example: byline add story.txt")


class DateError(RetrievalError):
    """A date that cannot be read."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r} is not a date I can read. Write it like 2024-09-10.")
        self.text = text


class ModelUnavailableError(RetrievalError):
    """A configured model is missing or does not answer."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"The model {name} cannot be used: {reason}")
        self.name = name


class ModelFailedError(RetrievalError):
    """A language model gave no answer this time; the writer then quotes instead."""

    def __init__(self, reason: str, wait: float | None = None, again: bool = False) -> None:
        super().__init__(f"The language model gave no answer: {reason}.")
        self.reason = reason
        self.wait = wait
        """For how many seconds its server asks to be left alone; `None` where it does not say."""
        self.again = again
        """Whether it may work the next moment."""


class QuestionFileError(RetrievalError):
    """A question file that cannot be scored."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
