"""Other looks at a passage: that it answers is surer when it seems so in each. Pure."""

from __future__ import annotations

from dataclasses import replace

from corpus import Passage
from retrieval.spans import ReadPassage


def other_looks(passage: Passage, read: ReadPassage) -> tuple[Passage, Passage]:
    """The passage without its headline, and the sentence that answers best alone under the headline.

    A reader is misled by the words around an answer that is none: by a headline that repeats the question, by
    a neighbour that holds its names. Each look lacks some of them. A new text has a new id.
    """
    bare = replace(passage, id=f"{passage.id}/bare", header="")
    if len(read.sentences) < 2:
        return bare, passage
    start, end = max(read.sentences, key=lambda sentence: sentence.score).span
    text = passage.text[start - passage.start : end - passage.start]
    alone = f"{passage.id}/{start}-{end}"
    return bare, replace(passage, id=alone, start=start, end=end, text=text, sentences=((start, end),))
