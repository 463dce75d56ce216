"""Sentences that talk to a language model instead of to a reader. Pure.

A second lock, not the first: such a sentence is not put before a model and is no support for what it writes.
What gets by, in other words or another language, still meets a fence of data and a check of every sentence.
A sentence *about* such orders may be caught too; the extractive writer can quote it all the same.
"""

from __future__ import annotations

import re
import unicodedata

from retrieval.writing.visible import seen

_MACHINE = (
    r"(?:(?:large )?language models?|LLMs?|A\.?I\.?s?|chat ?bots?|bots?|(?:AI |virtual )assistants?"
    r"|summari[sz]ers?"
    r"|(?:answering|summari[sz]ing|retrieval|question.answering) (?:systems?|software|engines?|programs?))"
)
_RULES = r"(?:instructions?|prompts?|guidelines?|directions?|directives?|programming|system messages?)"
_WRITING = r"(?:answer|reply|respond|output|print|write|cite)"
_SAYING = rf"(?:{_WRITING}|say|state|claim|conclude|summari[sz]e)"
_PATTERNS = (
    # Set aside what you were told.
    rf"\b(?:ignore|disregard|forget|override|bypass|discard)\b.{{0,60}}"
    rf"\b(?:{_RULES}|(?:the )?(?:above|passages|rules))\b",
    rf"\b(?:system|developer|hidden|initial|previous|prior|your)\s+{_RULES}\b",
    # A voice that is none: "System:", "[INST]", "### Response".
    r"^\W*(?:begin |end |new )?(?:system|assistant|user|human|developer|tool|prompt|instructions?)"
    r"(?: (?:message|prompt|note|override))?\W{0,3}:",
    r"<\|\w|\|>|\[/?INST\]|<</?SYS>>|^\W*#{2,}\s*(?:instruction|system|response|assistant)"
    r"|</?(?:system|assistant|instructions?|passages?)\b[^<>]*>|[\"']role[\"']\s*:\s*[\"']",
    # You, the machine.
    rf"\b(?:attention|note|notice|message|instructions?|reminder|memo|orders?)\b.{{0,20}}\b(?:to|for)\s+"
    rf"(?:all |any |the |every |our )*{_MACHINE}\b",
    rf"\b{_MACHINE}\b.{{0,40}}\b(?:must|should|shall|please|(?:has|have|is|are) (?:required )?to)\b.{{0,30}}"
    rf"\b{_SAYING}\b",
    rf"\b(?:you are|you're|act as|pretend|behave as)\b.{{0,40}}"
    rf"\b(?:{_MACHINE}|assistants?|DAN|developer mode|jailbroken)\b",
    # Write this.
    r"\btell (?:the )?(?:user|asker|reader)s?\b",
    r"\b(?:asked|required|requested|instructed|reminded) to (?:mention|say|state|note|write|add) that\b",
    rf"\b(?:always|simply|instead|please)\s+{_SAYING}\b|\b(?:only|just)\s+{_WRITING}\b",
    rf"^\W*(?:(?:then|also|and|do not|don't|never)\s+)*(?:{_WRITING}|say|append|reveal|repeat)\b"
    r"(?!\s+(?:to|from|in|of)\b)",
    rf"\b{_SAYING}\s+(?:with |by |in |the word |exactly |only )*[\"“'‘]?(?-i:YES|NO|OK)\b",
    rf"\b(?:when|if|whenever)\s+(?:you are |anyone |a reader |a user |someone )?(?:asked|asks)\b.{{0,80}}"
    rf"\b{_WRITING}\b",
    r"\b(?:reveal|print|repeat|leak|output)\b.{0,30}\b(?:prompt|instructions|api key|password)\b",
    # The same in other languages.
    r"\b(?:ignor|oubli|olvid|vergiss|vergess|missacht|dimentic)\w*\b.{0,60}"
    r"\b(?:instru\w+|anweisung\w*|regeln|reglas|r[eè]gles|consignes|istruzioni|órdenes)",
    r"игнориру\w+.{0,40}(?:инструкци|указани|правил)|忽略.{0,20}(?:指令|指示|说明|规则)|指示を無視"
    r"|تجاهل.{0,40}(?:تعليمات|أوامر)",
)
_ORDER = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE)


def is_order(sentence: str) -> bool:
    """Whether a sentence seems to tell a language model what to do."""
    return bool(_ORDER.search(unicodedata.normalize("NFKC", seen(sentence))))
