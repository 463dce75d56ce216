"""What went wrong with a link, in a sentence for a person. Pure; nothing that a site wrote is repeated."""

from __future__ import annotations

import ssl
from http import HTTPStatus

import httpcore

_MEANINGS = {
    401: "The site shows this page only to those who have logged in (401).",
    402: "The site shows this page only to those who pay (402).",
    403: "The site does not let programs read this page (403).",
    404: "The site has no page at this address (404).",
    410: "The page is gone for good (410).",
    429: "The site is asked too often at the moment (429). Please try again later.",
    451: "The site may not show this page for legal reasons (451).",
}


def of_status(status: int) -> str:
    """A sentence about an answer that is no page."""
    if status in _MEANINGS:
        return _MEANINGS[status]
    if status // 100 == 5:
        return f"The site has a problem of its own at the moment ({status}). Please try again later."
    known = {one.value: one.phrase for one in HTTPStatus}
    return f"The site answered {status} {known.get(status, '')}".strip() + "."


def of_error(error: Exception) -> str:
    """A sentence about what broke on the way."""
    # httpcore hands the cause on as the argument of its own error, and cuts the chain.
    for cause in error.args:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"The site's certificate is not valid: {cause.verify_message}."
        if isinstance(cause, ssl.SSLError):
            return "The site does not speak a secure connection that can be trusted."
    if isinstance(error, httpcore.ConnectError):
        return "The site cannot be reached."
    return "The site broke off or answered in a way that cannot be read."


def of_rest(seconds: float) -> str:
    """A sentence about a site that asked to be left alone."""
    minutes = max(1, round(seconds / 60))
    return f"The site is busy and asked to be left alone for {minutes} minute{'s' * (minutes != 1)}."
