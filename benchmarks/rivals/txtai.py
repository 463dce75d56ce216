"""txtai, hybrid. It embeds what it is given, up to the model's 256 tokens: here each paragraph."""

from __future__ import annotations

from collections.abc import Mapping

from txtai import Embeddings

from benchmarks.rivals.contest import LIMIT, Ask, Place, contest


class _Txtai:
    """Indexes paragraphs under their article's link."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._store = str(place.store / "index")
        self._index = Embeddings(path=str(place.model), hybrid=True, content=True)
        if self._index.exists(self._store):
            self._index = Embeddings()
            self._index.load(self._store)
        self._index.batchtransform(["warm up"])

    def add(self) -> int:
        rows = []
        for one in self._place.read():
            parts = (one["title"], *one["text"].split("\n\n"))
            rows += [{"text": part.strip(), "url": one["url"]} for part in parts if part.strip()]
        self._index.index(rows)
        self._index.save(self._store)
        return len(rows)

    def asks(self) -> Mapping[str, Ask]:
        sql = f"select url, score from txtai where similar(:question) limit {LIMIT}"

        def ask(question: str) -> list[str]:
            return [row["url"] for row in self._index.search(sql, LIMIT, parameters={"question": question})]

        return {"hybrid": ask}


if __name__ == "__main__":
    contest(_Txtai)
