"""Language models of the tests: LangChain's own fakes, speaking from a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatResult

from retrieval.langchain.chat import LangChainModel

_PASSAGE = re.compile(r'<passage number="(\d+)" key="(\w+)"')


class Speaker(GenericFakeChatModel):
    """Says its next line; `{1}` in it becomes the key of the first passage that it was shown."""

    asked: list[list[BaseMessage]] = []  # noqa: RUF012 - pydantic copies it
    """Every conversation so far."""

    def _generate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        self.asked.append(messages)
        result = super()._generate(messages, *args, **kwargs)
        keys = dict(_PASSAGE.findall(str(messages[-1].content)))
        message = result.generations[0].message
        message.content = re.sub(r"\{(\d+)\}", lambda n: keys.get(n[1], "z9z9"), str(message.content))
        return result


def speaker(*lines: str) -> Speaker:
    """A fake that says these lines, one a question, the last for ever."""
    return Speaker(messages=_said(lines))


def model(*lines: str) -> LangChainModel:
    """The same behind the one door."""
    return LangChainModel("fake:speaker", speaker(*lines))


def _said(lines: tuple[str, ...]) -> Iterator[AIMessage]:
    for line in lines:
        yield AIMessage(content=line)
    while True:
        yield AIMessage(content=lines[-1])
