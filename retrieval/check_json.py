"""A checked text as the JSON of the interface. Pure."""

from __future__ import annotations

from retrieval.check import Checked, CheckedClaim
from retrieval.json_shapes import Json, citation_json, searched_json


def check_json(checked: Checked) -> Json:
    """What `byline check --json` prints: the one claim, or a text with `claims`, each in the same shape.

    `claims` and `skipped` are there where the text is more, or less, than one claim.
    """
    if len(checked.claims) == 1 and not checked.skipped:
        return claim_json(checked.claims[0])
    return {
        "claim": checked.text,
        "verdict": checked.verdict.value,
        "supporting": [citation_json(citation) for citation in checked.supporting],
        "disputing": [citation_json(citation) for citation in checked.disputing],
        "searched": searched_json(checked.searched),
        "claims": [claim_json(claim) for claim in checked.claims],
        "skipped": [{"text": part.text, "reason": part.no_claim} for part in checked.skipped],
    }


def claim_json(claim: CheckedClaim) -> Json:
    """One claim; `reasons`: why each of `disputing` disputes it; `alleged`: which of `supporting` accuse."""
    return {
        "claim": claim.claim,
        "verdict": claim.verdict.value,
        "supporting": [citation_json(citation) for citation in claim.supporting],
        "disputing": [citation_json(citation) for citation in claim.disputing],
        "searched": searched_json(claim.searched),
        "reasons": list(claim.reasons),
        "alleged": list(claim.alleged),
    }
