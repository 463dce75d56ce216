"""A process of `benchmarks.server`: adds stories, or asks for them, each result a line of JSON."""

from __future__ import annotations

import json
import random
import sys
import time
from pathlib import Path
from threading import Thread
from typing import Any

from benchmarks.bulk_add import HashedWords
from benchmarks.crash_work import address, marker, text_of
from corpus import Article, Corpus, CorpusSettings, Draft, Embedder, ingest_drafts, load_embedder
from retrieval import Query, RetrievalSettings, build_answerer

PORT = 80


def say(**told: Any) -> None:
    """One line for whoever started the process."""
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def add(corpus: Corpus, stories: int, worker: int) -> None:
    """Two thirds of the stories, others for each worker; some in a second revision after the first."""
    keys = [key for key in range(stories) if key % 3 != worker % 3]
    random.Random(worker).shuffle(keys)
    work = [(key, 0) for key in keys] + [(key, 1) for key in keys if key % 5 == 0]
    drafts = (
        Draft(f"{key}/{revision}", Article(f"Story {key}", text_of(key, revision), url=address(key, PORT)))
        for key, revision in work
    )
    for result in ingest_drafts(drafts, corpus):
        say(target=result.target, outcome=result.outcome.value, reason=result.reason, at=time.time())


def ask(corpus: Corpus, stories: int, worker: int) -> None:
    """Search for stories by their own words, until standard input ends."""
    answerer = build_answerer(corpus, RetrievalSettings())
    chance, over = random.Random(worker), Thread(target=sys.stdin.read, daemon=True)
    over.start()
    while over.is_alive():
        key = chance.randrange(stories)
        held = corpus.library.known(Article("", text_of(key, 0), url=address(key, PORT))).same_link
        if held is None:
            time.sleep(0.02)
            continue
        began = time.perf_counter()
        try:
            hits = answerer.search(Query(f"the story {marker(key, 0)} {marker(key, 1)}"), 5)
            found = held.id in {hit.article.id for hit in hits}
            seconds, now = time.perf_counter() - began, corpus.library.article(held.id).version
            versions = f"version {held.version} before, {now} after"
            say(seconds=seconds, found=found, key=key, versions=versions, at=time.time())
        except Exception as error:  # noqa: BLE001 (told, and counted as wrong)
            say(error=f"{type(error).__name__}: {error}", at=time.time())
        time.sleep(0.02)


def main() -> None:
    """What to do, the folder, the server, how many stories, which worker, the embedder, a PostgreSQL."""
    what, directory, url, stories, worker, model, *library = sys.argv[1:]
    embedder: Embedder = load_embedder() if model == "model" else HashedWords()
    settings = CorpusSettings(Path(directory), chroma_url=url, library_url=next(iter(library), None))
    with Corpus.open(settings, embedder) as corpus:
        say(open=True, at=time.time())
        (add if what == "add" else ask)(corpus, int(stories), int(worker))
        corpus.index.catch_up()


if __name__ == "__main__":
    main()
