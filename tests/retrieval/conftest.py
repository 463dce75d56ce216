"""Three stories by three publishers, two of them on one event."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.retrieval.newsroom import Newsroom, article

STORIES = (
    article(
        "Dam breaks above Arlen",
        "The dam above Arlen broke at dawn on Friday. Mayor Ada Brandt ordered everyone out of the low town."
        "\n\nShe said seventeen people were treated in hospital. Nobody was killed, the fire service said.",
        "The Courier",
        day=1,
        url="https://courier.example/dam",
    ),
    article(
        "Lower town flooded as dam fails",
        "The dam above Arlen broke at dawn on Friday. Engineers had warned of a crack in the wall in January."
        "\n\nThe regional government promised money for new houses.",
        "Valley Post",
        day=3,
        url="https://post.example/dam",
    ),
    article(
        "Orchestra names first woman conductor",
        "The Harbour Orchestra named Lena Okoye its conductor on Monday. Okoye, 41, has led choirs in Lisbon."
        "\n\nHer first concert is planned for October because the hall is being repaired.",
        "The Courier",
        day=20,
        url="https://courier.example/orchestra",
    ),
)


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    room = Newsroom(tmp_path, STORIES)
    yield room
    room.library.close()
