"""Stories of any size for tests of what is derived from the library; each passage has words of its own."""

from __future__ import annotations

from corpus import Article, Library, Passage, StoredArticle
from tests.fakes import WordEmbedder

EMBEDDER = WordEmbedder()


def passages_of_story(number: int, version: int = 1, size: int = 3) -> tuple[StoredArticle, list[Passage]]:
    """The story with this number: `size` sentences, each a passage."""
    sentences = [f"Word{number}x{version}x{part} harbour{number} ferry." for part in range(size)]
    text, identity, passages, start = " ".join(sentences), f"{number:016x}", [], 0
    for part, sentence in enumerate(sentences):
        end = start + len(sentence)
        passages.append(
            Passage(
                f"{identity}-{version}-{part}", identity, part, start, end, sentence, "Ferry", ((start, end),)
            )
        )
        start = end + 1
    return StoredArticle(identity, Article(f"Ferry {number}", text), version), passages


def save_story(library: Library, number: int, version: int = 1, size: int = 3) -> list[Passage]:
    """Put the story into the library; its passages."""
    stored, passages = passages_of_story(number, version, size)
    library.save(stored, passages, EMBEDDER.embed([passage.ranked_text for passage in passages]))
    return passages


def main() -> None:
    """Save, supersede and index stories without end, telling each number once it is indexed: to be killed."""
    import sys
    from pathlib import Path

    from corpus import CorpusSettings, Index

    directory, first = Path(sys.argv[1]), int(sys.argv[2])
    with Library.open(directory) as library, Index.open(CorpusSettings(directory), library) as index:
        for number in range(first, first + 10_000):
            save_story(library, number, size=40)
            if number % 3 == 0:
                save_story(library, number, version=2, size=40)
            index.catch_up()
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
