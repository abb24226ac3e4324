"""What one would otherwise search with: each as its documentation shows, on the texts as written.

Queries are trimmed of what the engine takes for its own syntax; nothing is folded, that being what
these engines do themselves.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

TEXTS = ("name", "old_name", "main_street", "neighbourhood", "district")


def text_of(doc: dict[str, str]) -> str:
    return " ".join(doc[column] for column in TEXTS if doc[column])


def words_of(query: str) -> list[str]:
    return ["".join(letter for letter in word if letter.isalnum()) for word in query.split()]


class _Sqlite:
    CREATE = ""

    @classmethod
    def build(cls, docs: list[dict[str, str]], folder: Path) -> None:
        with sqlite3.connect(folder / "search.sqlite") as database:
            database.execute(cls.CREATE)
            rows = [(number, text_of(doc)) for number, doc in enumerate(docs, start=1)]
            database.executemany("INSERT INTO doc (rowid, text) VALUES (?, ?)", rows)

    def __init__(self, folder: Path, ids: list[str]) -> None:
        self.database = sqlite3.connect(folder / "search.sqlite")
        self.ids = ids

    def ask(self, where: str, values: list[str]) -> list[str]:
        rows = self.database.execute(f"SELECT rowid FROM doc WHERE {where} LIMIT 5", values)  # nosec B608
        return [self.ids[number - 1] for (number,) in rows]


class Like(_Sqlite):
    """Every word somewhere in the text."""

    CREATE = "CREATE TABLE doc (text TEXT)"

    def search(self, query: str) -> list[str]:
        words = query.split()
        return self.ask(
            " AND ".join(["text LIKE ?"] * len(words)) or "0", [f"%{w}%" for w in words]
        )


class Fts5(_Sqlite):
    """Every word as a prefix, by rank."""

    CREATE = "CREATE VIRTUAL TABLE doc USING fts5(text, tokenize='unicode61', prefix='1 2 3')"

    def search(self, query: str) -> list[str]:
        match = " AND ".join(f'"{word}"*' for word in words_of(query) if word)
        return self.ask("doc MATCH ? ORDER BY rank", [match]) if match else []


class Trigram(_Sqlite):
    """Any three letters of any word, by rank."""

    CREATE = "CREATE VIRTUAL TABLE doc USING fts5(text, tokenize='trigram')"

    def search(self, query: str) -> list[str]:
        parts = {w[i : i + 3] for w in words_of(query) for i in range(len(w) - 2)}
        match = " OR ".join(f'"{part}"' for part in sorted(parts))
        return self.ask("doc MATCH ? ORDER BY rank", [match]) if match else []


class Fuzzy:
    """The most similar names of all, whatever the order of words."""

    docs: list[str]

    @classmethod
    def build(cls, docs: list[dict[str, str]], folder: Path) -> None:
        (folder / "names.txt").write_text("\n".join(doc["name"] for doc in docs), "utf-8")

    def __init__(self, folder: Path, ids: list[str]) -> None:
        self.names = (folder / "names.txt").read_text("utf-8").split("\n")
        self.ids = ids

    def search(self, query: str) -> list[str]:
        from rapidfuzz import fuzz, process

        found = process.extract(query, self.names, scorer=fuzz.WRatio, limit=5)
        return [self.ids[number] for _, _, number in found]


class Tantivy:
    """Every word exact, begun or with one edit; the engine's own ranking."""

    @classmethod
    def build(cls, docs: list[dict[str, str]], folder: Path) -> None:
        import tantivy

        schema = tantivy.SchemaBuilder()
        schema.add_text_field("text", stored=False)
        schema.add_integer_field("number", stored=True)
        index = tantivy.Index(schema.build(), path=str(folder))
        writer = index.writer()
        for number, doc in enumerate(docs):
            writer.add_document(tantivy.Document(text=text_of(doc), number=number))
        writer.commit()
        writer.wait_merging_threads()

    def __init__(self, folder: Path, ids: list[str]) -> None:
        import tantivy

        self.tantivy, self.ids = tantivy, ids
        self.index = tantivy.Index.open(str(folder))
        self.index.reload()
        self.searcher = self.index.searcher()

    def search(self, query: str) -> list[str]:
        words = " ".join(word for word in words_of(query) if word)
        if not words:
            return []
        asked = self.index.parse_query(words, ["text"], fuzzy_fields={"text": (True, 1, True)})
        hits = self.searcher.search(asked, 5).hits
        return [self.ids[self.searcher.doc(at)["number"][0]] for _, at in hits]
