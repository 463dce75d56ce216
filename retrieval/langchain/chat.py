"""Any LangChain chat model by name: `openai:…`, `anthropic:…`, `ollama:…`, or what `langchain` knows."""

from __future__ import annotations

import importlib
import logging
import re
from collections.abc import Callable, Generator, Sequence
from typing import Any

from langchain_core.language_models import BaseChatModel

from retrieval.errors import ModelFailedError, ModelUnavailableError
from retrieval.prompt import Turn
from retrieval.settings import KNOWN_PROVIDERS, RetrievalSettings

_log = logging.getLogger(__name__)

# An answer has a few sentences; a model that thinks aloud first needs the rest.
MOST_TOKENS = 2_000
# Where an address needs no key, its client still wants one.
NO_KEY = "none"
# Models that think take no temperature.
_THINKING = re.compile(r"o\d|gpt-5")

_CLASSES = {
    "openai": ("langchain_openai", "ChatOpenAI"),
    "anthropic": ("langchain_anthropic", "ChatAnthropic"),
    "ollama": ("langchain_ollama", "ChatOllama"),
}
_STATUS = {
    401: "its server does not accept the API key",
    403: "its server does not allow this",
    404: "its server knows no such model or address",
    413: "the passages are too long for it",
    429: "its server is asked too often",
}


class LangChainModel:
    """A LangChain chat model as the writer uses it: a conversation in, pieces of text out."""

    def __init__(self, name: str, model: BaseChatModel) -> None:
        self.name = name
        self._model = model

    def stream(self, turns: Sequence[Turn]) -> Generator[str, None, None]:
        """The model's turn, piece by piece.

        Raises:
            ModelFailedError: whatever goes wrong.
        """
        try:
            for chunk in self._model.stream([(turn.role.value, turn.text) for turn in turns]):
                yield str(chunk.text)
        except Exception as error:
            if "No generation" in str(error):  # how LangChain takes it when a server ends without a word
                return
            _log.debug("%s failed", self.name, exc_info=error)
            raise failure(error) from error


def load_chat_model(settings: RetrievalSettings) -> LangChainModel:
    """The model that the settings name, ready to be asked; nothing is sent yet.

    Raises:
        ModelUnavailableError: its package is not installed, or it cannot be set up as told.
    """
    name = settings.answer_name or ""
    provider, _, model = name.partition(":")
    make = _make_known if provider in KNOWN_PROVIDERS else _make_other
    try:
        return LangChainModel(name, make(provider, model, settings))
    except ModelUnavailableError:
        raise
    except Exception as error:
        raise ModelUnavailableError(name, _first_line(error)) from error


def failure(error: Exception) -> ModelFailedError:
    """What a provider's error means, in words of ours: theirs may hold a key, or a page of HTML."""
    status = getattr(error, "status_code", None)
    kinds = " ".join(kind.__name__ for kind in type(error).__mro__)
    if isinstance(status, int) and status >= 400:
        reason = _STATUS.get(status, f"its server answered with error {status}")
        return ModelFailedError(
            reason, wait=_retry_after(error), again=status in (408, 409, 429) or status >= 500
        )
    if "Timeout" in kinds:
        return ModelFailedError("it took too long")
    if "Connect" in kinds or "Protocol" in kinds or "ReadError" in kinds:
        return ModelFailedError("its server cannot be reached or hung up", again=True)
    return ModelFailedError(f"it failed ({type(error).__name__})")


def _make_known(provider: str, model: str, settings: RetrievalSettings) -> BaseChatModel:
    package, kind = _CLASSES[provider]
    make: Callable[..., BaseChatModel] = getattr(_package(package, settings), kind)
    options: dict[str, Any] = {"model": model}
    if not _THINKING.match(model):
        options["temperature"] = 0
    if settings.answer_base_url:
        options["base_url"] = settings.answer_base_url
    if provider == "ollama":
        limits = {"num_predict": MOST_TOKENS, "client_kwargs": {"timeout": settings.answer_seconds}}
        return make(**options, **limits)
    key = settings.answer_key or (NO_KEY if settings.answer_base_url else None)
    if key:
        options["api_key"] = key
    # Retries are the writer's: a client's own would wait for as long as a server asks.
    return make(**options, max_tokens=MOST_TOKENS, timeout=settings.answer_seconds, max_retries=0)


def _make_other(provider: str, model: str, settings: RetrievalSettings) -> BaseChatModel:
    """Whatever else `langchain` can make; the options are those that every provider takes."""
    init: Callable[..., BaseChatModel] = _package("langchain.chat_models", settings).init_chat_model
    return init(model, model_provider=provider, temperature=0, max_tokens=MOST_TOKENS)


def _package(module: str, settings: RetrievalSettings) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError as error:
        package = module.split(".")[0].replace("_", "-")
        reason = f"a package is missing; install it with: pip install {package}"
        raise ModelUnavailableError(settings.answer_name or "", reason) from error


def _retry_after(error: Exception) -> float | None:
    """For how many seconds a server asks to be left alone; `None` where it does not say so in seconds."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except ValueError:
        return None


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
