"""A saved page says where it is from, in whichever order it writes its attributes."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.saved import saved_from

LINK = "https://courier.example/news?id=1&page=2"
WRITTEN = "https://courier.example/news?id=1&amp;page=2"


@pytest.mark.parametrize(
    "head",
    [
        f'<link rel="canonical" href="{WRITTEN}">',
        f'<link href="{WRITTEN}" rel="canonical"/>',
        f'<link data-rh="true" data-hid="i18n-can" rel=canonical itemprop="url" href={WRITTEN}>',
        f"<LINK REL='Canonical'\n HREF='{WRITTEN}'>",
        f'<meta content="{WRITTEN}" property="og:url">',
        f'<meta property="og:url" content="https://other.example/"><link rel="canonical" href="{WRITTEN}">',
        f"<!-- saved from url=(0040){WRITTEN} -->",
        f"<!--\n Page saved with SingleFile \n url: {WRITTEN} \n saved date: Sat Mar 02 2024\n-->",
        f"<!-- saved from url=(0040){WRITTEN} --><link rel='canonical' href='https://elsewhere.example/2'>",
        f"<!-- saved from url=(0044){WRITTEN}&amp;utm=1 --><link rel='canonical' href='{WRITTEN}'>",
    ],
)
def test_the_address_is_found(head: str) -> None:
    assert saved_from(f"<!DOCTYPE html>\n{head}<p>Told.</p>".encode()) == LINK


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="canonical" href="/news">',
        '<link rel="canonical" href="javascript:alert(1)">',
        f'<link rel="alternate" href="{LINK}">',
        '<link rel="canonical" href="https://courier.example/a b">',
        f"<p>saved from url=(0040){LINK}</p>",
        "",
    ],
)
def test_what_is_no_address_of_the_page_is_not_taken(head: str) -> None:
    assert saved_from(head.encode()) is None


@given(st.binary(max_size=300))
def test_any_bytes_are_read(data: bytes) -> None:
    saved_from(b"<link rel=canonical href=https://a.example/" + data)
    saved_from(b"<!-- saved from url=(0001)http://" + data)


def test_a_hostile_head_is_read_in_bounded_time() -> None:
    started = time.process_time()
    for piece in (b"<link ", b"<meta a=", b"<!-- ", b"<link rel='"):
        saved_from(piece * 200_000)
    assert time.process_time() - started < 5
