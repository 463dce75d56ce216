"""What processes that share a library and a server agree on: versions, leases, and who has applied what."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from corpus import Article, Corpus, CorpusSettings, Draft, Filters, Ingested, Library, Outcome, utc_now
from corpus.errors import IndexUnavailableError
from corpus.holder import has_ended, new_holder
from corpus.index import server
from corpus.ingest import ingest_drafts, remove_article
from corpus.library import BUILDING, IndexAction, IndexOperation
from tests.corpus.stories import EMBEDDER, save_story
from tests.fakes import WordEmbedder

LINK = "https://ledger.example/ferry"


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(CorpusSettings(tmp_path / "corpus"), EMBEDDER) as corpus:
        yield corpus


def add(corpus: Corpus, text: str, url: str = LINK) -> Ingested:
    (ingested,) = ingest_drafts([Draft("test", Article("Ferry", text, url=url))], corpus)
    return ingested


# Versions


def test_an_article_that_comes_again_with_other_words_is_found_by_those(corpus: Corpus) -> None:
    first = add(corpus, "A ferry ran aground off Port Ellery on Monday.")
    assert first.article_id
    (old,) = corpus.library.passages_of(first.article_id)
    remove_article(corpus, first.article_id)
    again = add(corpus, "The council passed a budget of forty million crowns.")
    assert (again.outcome, again.article_id) == (Outcome.ADDED, first.article_id)
    (new,) = corpus.library.passages_of(first.article_id)
    assert new.id != old.id
    ((found, cosine), *_) = corpus.index.nearest(EMBEDDER.embed([new.ranked_text])[0], 3)
    assert found == new.id
    assert cosine == pytest.approx(1)
    assert [one.version for one in corpus.library.versions(first.article_id)] == [2]
    remove_article(corpus, first.article_id)
    add(corpus, "A third story stands at the same address now.")
    assert corpus.library.article(first.article_id).version == 3


def test_who_still_has_the_model_before_adds_nothing_after_another_process_embedded_anew(
    corpus: Corpus,
) -> None:
    add(corpus, "A ferry ran aground off Port Ellery on Monday.")
    other = WordEmbedder("other-words")
    with Library.open(corpus.library.path.parent) as elsewhere:
        batches = [
            ([one.id for one in some], other.embed([one.ranked_text for one in some]))
            for some in elsewhere.all_passages(batch=64)
        ]
        elsewhere.replace_embeddings(batches, other.identity)
    late = add(
        corpus, "The council passed a budget of forty million crowns.", "https://ledger.example/budget"
    )
    assert late.outcome is Outcome.FAILED
    assert "other-words" in (late.reason or "")
    assert corpus.library.coverage().articles == 1


def test_a_word_that_was_asked_for_in_vain_is_found_as_soon_as_another_process_writes_it(
    library: Library, tmp_path: Path, library_url: str | None
) -> None:
    for number in range(60):
        save_story(library, number, size=1)
    assert library.lexical("word7x2x0", Filters(), 5) == []
    with Library.open(tmp_path, url=library_url) as other:
        (renewed,) = save_story(other, 7, version=2, size=1)
    assert [name for name, _ in library.lexical("word7x2x0", Filters(), 5)] == [renewed.id]


# Leases


NOW = utc_now()
MINUTE = timedelta(minutes=1)


@pytest.fixture
def library(tmp_path: Path, library_url: str | None) -> Iterator[Library]:
    with Library.open(tmp_path, url=library_url) as library:
        library.adopt(EMBEDDER.identity)
        yield library


def test_a_lease_is_one_holders_until_it_is_given_back_or_ends(library: Library) -> None:
    one, other = new_holder(), new_holder()
    assert library.leases.take("feeds", one, NOW, NOW + MINUTE)
    assert not library.leases.take("feeds", other, NOW, NOW + MINUTE)
    assert library.leases.take("feeds", one, NOW, NOW + 2 * MINUTE)
    assert library.leases.take("jobs", other, NOW, NOW + MINUTE)
    library.leases.give_back("feeds", other)
    assert not library.leases.take("feeds", other, NOW + MINUTE, NOW + 2 * MINUTE)
    assert library.leases.take("feeds", other, NOW + 2 * MINUTE, NOW + 3 * MINUTE)
    assert not library.leases.take("feeds", one, NOW + 2 * MINUTE, NOW + 3 * MINUTE)
    library.leases.give_back("feeds", other)
    assert library.leases.take("feeds", one, NOW + 2 * MINUTE, NOW + 3 * MINUTE)


def test_a_lease_of_another_time_keeps_nobody_waiting(library: Library) -> None:
    """As when the clock was set back."""
    assert library.leases.take("feeds", new_holder(), NOW, NOW + timedelta(days=400))
    assert library.leases.take("feeds", new_holder(), NOW, NOW + MINUTE)


def test_a_lease_of_a_process_that_has_ended_is_free_at_once(library: Library) -> None:
    code = "from corpus.holder import new_holder; print(new_holder())"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    gone = said.stdout.strip()
    assert has_ended(gone)
    assert library.leases.take("feeds", gone, NOW, NOW + MINUTE)
    assert library.leases.take("feeds", new_holder(), NOW, NOW + MINUTE)


def test_who_had_the_number_of_this_process_before_has_ended() -> None:
    """As in a container, whose program is number 1 after each start."""
    own = new_holder()
    assert not has_ended(own)
    assert has_ended(own[:-4] + "gone")


@pytest.mark.parametrize("holder", ["elsewhere - 4194999 x", "", "1 2", "a b c d"])
def test_who_cannot_be_seen_from_here_is_thought_to_live(holder: str) -> None:
    assert not has_ended(holder)
    assert not has_ended(new_holder())


# Several processes at one outbox and several builders, in every order. Each step is what one process does
# between two of the places where it may be overtaken, paused for an hour, or killed.


class Processes:
    """Two processes that follow the outbox and two that build, over one library."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.shared = library.shared_index
        self.collections: dict[str, set[str]] = {}
        self.versions: dict[int, int] = {}
        self.following: dict[int, tuple[str, list[IndexOperation]]] = {}
        self.building: dict[int, tuple[str, str, set[str] | None]] = {}
        self.now = utc_now()
        for _ in range(3):
            self.build(0)

    def write(self, process: int) -> None:
        """Somebody adds a story, or gives the first a newer version; every third time it is then removed."""
        story = 0 if process else len(self.versions) + 1
        version = self.versions[story] = self.versions.get(story, 0) + 1
        save_story(self.library, story, version, size=1)
        if version % 3 == 0:
            self.library.remove(f"{story:016x}")

    def follow(self, process: int) -> None:
        """Read the outbox or, if it was read, apply that and cross it out."""
        if process not in self.following:
            generation = self.counting
            self.following[process] = (generation, self.shared.pending(generation, 3))
            return
        generation, operations = self.following.pop(process)
        if generation not in self.collections:
            return  # it was dropped, and the server says so
        added = [one.passage_ids for one in operations if one.action is IndexAction.ADD]
        self.collections[generation].update(*added)
        if operations:
            self.shared.acknowledge(generation, [one.sequence for one in operations])
        else:
            self.shared.tidy(generation, self.now)

    def build(self, process: int) -> None:
        """Begin a generation; or read what goes into it; or let it count."""
        name, holder, ids = self.building.pop(process, ("", new_holder(), None))
        if not name:
            if self.library.leases.take(BUILDING, holder, self.now, self.now + MINUTE):
                name = f"g{len(self.collections)}{process}{holder[-4:]}"
                self.collections.pop(self.shared.begin(name) or "", None)
                self.collections[name] = set()
                self.building[process] = (name, holder, None)
        elif ids is None:
            held = {one for some, _ in self.library.embeddings() for one in some}
            self.building[process] = (name, holder, held)
        elif name in self.collections:
            before = self.shared.record()
            self.collections[name] |= ids
            if self.shared.keep(name, "about", holder) and before:
                self.collections.pop(before[0], None)
            self.library.leases.give_back(BUILDING, holder)

    def kill(self, process: int) -> None:
        """One that follows and one that builds are gone, and a minute later they are missed."""
        self.following.pop(process, None)
        self.building.pop(process, None)
        self.now += MINUTE

    def pause(self, process: int) -> None:
        """Everybody is slow: what was taken for a minute is free, and whoever has it does not know."""
        self.now += (1 + process) * MINUTE

    @property
    def counting(self) -> str:
        """The generation that counts."""
        written = self.shared.record()
        assert written is not None
        return written[0]

    def lost(self) -> set[str]:
        """What is live, is not in the generation that counts, and does not wait for it."""
        waiting = {one for each in self.shared.pending(self.counting, 1000) for one in each.passage_ids}
        live = {one for some, _ in self.library.embeddings() for one in some}
        return live - self.collections[self.counting] - waiting


_STEPS = [*["write"] * 8, *["follow"] * 16, *["build"] * 8, "kill", "pause"]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(_STEPS),
        st.integers(0, 1),
    ),
    min_size=30,
    max_size=60,
)


@examples(max_examples=15, deadline=None)
@given(STEPS)
def test_whatever_processes_do_in_whatever_order_nothing_is_lost(steps: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder)) as library:
        library.adopt(EMBEDDER.identity)
        processes = Processes(library)
        for step, process in steps:
            getattr(processes, step)(process)
            assert processes.lost() == set()
        # In the end somebody follows to the end: nothing waits, or is kept for a builder that is gone.
        processes.following.clear()
        processes.now += timedelta(hours=1)
        while library.shared_index.pending(processes.counting, 1):
            processes.follow(0)
        for _ in "read and tidy":
            processes.follow(0)
        assert library.figures.measure(processes.now).backlog == 0


@pytest.fixture
def processes(library: Library) -> Processes:
    return Processes(library)


def test_what_is_applied_while_another_generation_is_built_is_in_that_one_too(processes: Processes) -> None:
    for step in ("build", "build", "write", "follow", "follow", "build"):
        getattr(processes, step)(0)
    assert processes.collections == {processes.counting: set()}
    assert processes.lost() == set()
    processes.follow(0)
    processes.follow(0)
    assert len(processes.collections[processes.counting]) == 1
    assert processes.library.pending(1) == []


def test_a_builder_that_was_overtaken_changes_nothing(processes: Processes) -> None:
    processes.build(0)
    name, holder, _ = processes.building[0]
    processes.pause(0)
    processes.build(1)
    counting = processes.counting
    assert not processes.shared.keep(name, "about", holder)
    assert processes.counting == counting
    assert name not in processes.collections


def test_what_was_applied_to_a_generation_that_went_is_not_crossed_out(processes: Processes) -> None:
    for step in ("build", "build", "write", "follow"):
        getattr(processes, step)(0)
    generation, operations = processes.following[0]
    processes.build(0)
    assert not processes.shared.acknowledge(generation, [one.sequence for one in operations])
    assert processes.lost() == set()


def test_a_builder_that_was_missed_is_not_one_again(processes: Processes) -> None:
    """What was applied and crossed out after it was missed, the generation that it builds may lack."""
    for step in ("build", "build", "write", "follow", "follow"):
        getattr(processes, step)(0)
    name, holder, _ = processes.building[0]
    leases, now = processes.library.leases, processes.now
    assert leases.keep(BUILDING, holder, now + MINUTE)
    processes.pause(0)
    processes.shared.tidy(processes.counting, processes.now)
    assert processes.library.pending(1) == []
    assert not leases.keep(BUILDING, holder, processes.now + MINUTE)
    assert not processes.shared.keep(name, "about", holder)
    assert processes.lost() == set()


def test_who_builds_is_told_that_it_was_missed(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_SAY_SECONDS", -1)
    place, other = server.ServerPlace(CorpusSettings(tmp_path), library), new_holder()
    with place.building():
        place.go_on()
        later = utc_now() + 2 * MINUTE
        assert library.leases.take(BUILDING, other, later, later + MINUTE)
        library.leases.give_back(BUILDING, other)
        with pytest.raises(IndexUnavailableError, match="stood still"):
            place.go_on()


@pytest.mark.parametrize("builder_ends", [False, True])
def test_what_is_kept_for_a_builder_stays_until_it_is_gone(processes: Processes, builder_ends: bool) -> None:
    for step in ("build", "build", "write", "follow", "follow"):
        getattr(processes, step)(0)
    if builder_ends:
        processes.kill(0)
        processes.pause(0)
    processes.shared.tidy(processes.counting, processes.now)
    assert bool(processes.library.pending(1)) is not builder_ends
    processes.build(0)
    assert processes.lost() == set()
