"""Files and folders in pieces that can be read elsewhere: whole files, and some lines of bulk ones."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.files import LARGEST_FILE, each_file, guarded, kind_at, read_whole
from corpus.kinds import Kind
from corpus.models import Draft, Hints, Ingested
from corpus.records import LONGEST_LINE, each_line, read_lines, refuse_single

LINES, BYTES = 64, 500_000
"""The most lines of a piece, and about how many bytes: some milliseconds' reading."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What can be read by whoever has never seen the disk that it is from."""

    target: str
    """The file, as results name it."""
    name: str
    """What the file is called; its ending may say what it is."""
    data: bytes
    hints: Hints
    first: int | None = None
    """The number of the first of these lines in their file; `None` of a file that is here as a whole."""

    @property
    def place(self) -> str:
        """What results call it, as far as it is one article's."""
        return self.target if self.first is None else f"{self.target}:{self.first}"


def cut(targets: Iterable[str], hints: Hints) -> Iterator[Piece | Ingested]:
    """All that `read_target` would read, in its order; what cannot be opened is a result already."""
    for target in targets:
        yield from each_file(target, hints, _cut_file)


def read_piece(piece: Piece) -> list[Draft | Ingested]:
    """The drafts in a piece, named as if the whole file were here."""
    if piece.first is None:
        return list(
            guarded(piece.target, lambda: read_whole(piece.name, piece.target, piece.data, piece.hints))
        )
    return list(read_lines(piece.target, io.BytesIO(piece.data), piece.hints, piece.first))


def single_lines(piece: Piece) -> list[Piece]:
    """Each line of a piece by itself; nothing of a file that is here as a whole."""
    if piece.first is None:
        return []
    numbered = enumerate(each_line(io.BytesIO(piece.data)), start=piece.first)
    return [replace(piece, data=line, first=number) for number, line in numbered]


def _cut_file(target: str, path: Path, hints: Hints) -> Iterator[Piece]:
    with path.open("rb") as stream:
        if kind_at(path.name, stream) is not Kind.LINES:
            yield Piece(target, path.name, stream.read(LARGEST_FILE + 1), hints)
            return
        refuse_single(target, hints)
        first, lines = 1, list[bytes]()
        for number, line in enumerate(each_line(stream), start=1):
            lines.append(line)
            # What is left of a line that is too long would run into the next: it is the last of its piece.
            if len(lines) == LINES or sum(map(len, lines)) >= BYTES or len(line) > LONGEST_LINE:
                yield Piece(target, path.name, b"".join(lines), hints, first)
                first, lines = number + 1, []
        if lines:
            yield Piece(target, path.name, b"".join(lines), hints, first)
