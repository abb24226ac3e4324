"""Our own index, built and asked as the site does."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from geodata.designation import parse_street_name
from geodata.names import fold_key, latin
from geodata.search.engine import rank
from geodata.search.entries import Entry, alley_name
from geodata.search.fields import Field
from geodata.search.index import SearchIndex
from geodata.search.index_writer import IndexWriter
from geodata.search.query import clean_query

FIELDS = {
    "name": Field.TITLE,
    "old_name": Field.OLD_NAME,
    "main_street": Field.STREET,
    "neighbourhood": Field.NEIGHBOURHOOD,
    "district": Field.DISTRICT,
}


UNSEEN = [
    "پورمحمدی",
    "گلپایگانی",
    "ساوجی",
    "کوهی",
    "پاکزاد",
    "دارابی",
    "زاهدی",
    "ضیایی",
    "غیاثی",
    "قائمی",
    "وفایی",
    "مشهدی",
    "خلج",
    "بیگدلی",
    "صفایی",
    "شاهی",
    "کریم\u200cزاده",
    "علی\u200cپور",
    "محمدپور",
    "عبداللهی",
    "گیلانی",
    "نجاتی",
    "سروری",
    "جهانگیری",
    "حقیقی",
]
"""The surnames of the class latin_oov, which is to say how names outside the dictionary fare."""


class Ours:
    """As `geodata.catalogue` asks it, without reading the records."""

    @staticmethod
    def build(docs: list[dict[str, str]], folder: Path) -> None:
        for name in UNSEEN:
            latin._dictionary().pop(fold_key(name), None)
        writer = IndexWriter()
        for number, doc in enumerate(docs):
            texts = tuple((field, doc[column]) for column, field in FIELDS.items() if doc[column])
            weight = 1.0 if parse_street_name(doc["name"]).honorees else 0.6
            words = alley_name(doc["name"])
            writer.add(Entry(number, None, words, texts, district=doc["district"], weight=weight))
        writer.write(folder / "search.idx")

    def __init__(self, folder: Path, ids: list[str]) -> None:
        self.index = SearchIndex(folder / "search.idx")
        self.ids = ids

    def search(self, query: str) -> list[str]:
        return [self.ids[one.entry] for one in rank(self.index, clean_query(query)).entries[:5]]
