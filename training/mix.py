"""The seeded mix of one epoch: how many examples of which kind, dressed as production dresses them."""

import random
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from training.examples import Example, read_set
from training.negatives import changed_detail, other_article, same_article

ANSWERED = {
    "squad11_train": 60_000,
    "qamr_dev": 12_500,
    "qamr_test": 12_500,
    "squadshifts_new_wiki": 7_938,
    "nq_oracle_dev": 2_655,
    "qed_nq_dev": 1_355,
    "nq_swap_train": 3_000,
    "fairytaleqa_train": 2_000,
    "boolq": 3_270,
}
UNANSWERED = {"squad2_train_unanswerable": 42_927, "clapnq": 600}
MADE = {"same_article": 13_000, "changed_detail": 9_000, "other_article": 5_000}
"""Examples an epoch takes of each set: about 39 % unanswerable, three in four of those near misses."""

FORBIDDEN = frozenset({"squad11_dev", "squad2_dev", "xquad"})
"""The other side of the split: never trained on."""

_PUBLISHERS = (
    "Reuters",
    "AP",
    "BBC News",
    "Wikinews",
    "The Guardian",
    "Al Jazeera",
    "CNN",
    "Daily Courier",
    "Le Monde",
)


def read_pools(folder: Path) -> dict[str, list[Example]]:
    """Every set the mix draws from, whole."""
    return {name: read_set(folder, name) for name in (*ANSWERED, *UNANSWERED)}


def build_mix(
    pools: dict[str, list[Example]], seed: int, extra: list[Example] | None = None
) -> list[Example]:
    """One epoch in its order; the same pools and seed always give the same list."""
    rng = random.Random(seed)
    answered = {
        name: join_sentences(pools[name], rng) if "qamr" in name else pools[name] for name in ANSWERED
    }
    base = [e for examples in answered.values() for e in examples]
    made = {
        "same_article": same_article(base, rng),
        "changed_detail": changed_detail(base, rng),
        "other_article": other_article(base, rng),
    }
    mix = list(extra or [])
    for examples, wanted in (
        *((answered[name], wanted) for name, wanted in ANSWERED.items()),
        *((pools[name], wanted) for name, wanted in UNANSWERED.items()),
        *((made[name], wanted) for name, wanted in MADE.items()),
    ):
        mix.extend(rng.sample(examples, min(wanted, len(examples))))
    rng.shuffle(mix)
    return [dress(example, rng) for example in mix]


def join_sentences(examples: list[Example], rng: random.Random) -> list[Example]:
    """One-sentence contexts set among up to five other sentences of their article."""
    articles: dict[str, list[str]] = defaultdict(list)
    for example in examples:
        if example.passage not in articles[example.group]:
            articles[example.group].append(example.passage)
    joined = []
    for example in examples:
        others = [s for s in articles[example.group] if s != example.passage]
        others = rng.sample(others, min(len(others), rng.randrange(6)))
        place = rng.randrange(len(others) + 1)
        before = "".join(s + " " for s in others[:place])
        after = "".join(" " + s for s in others[place:])
        spans = tuple((a + len(before), b + len(before)) for a, b in example.spans)
        joined.append(replace(example, passage=before + example.passage + after, spans=spans))
    return joined


def dress(example: Example, rng: random.Random) -> Example:
    """Headline, publisher and date in front as in production, dropped at random; the question mark too."""
    header = example.header if rng.random() < 0.7 else ""
    if header and " — " not in header and rng.random() < 0.7:
        day = date(2008, 1, 1) + timedelta(days=rng.randrange(6500))
        header = f"{header} — {rng.choice(_PUBLISHERS)}, {day.day} {day:%B %Y}"
    question = example.question.rstrip(" ?") if rng.random() < 0.3 else example.question
    return replace(example, header=header, question=question)
