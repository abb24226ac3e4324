"""All that a map shows of a published version, as data for a page that cannot ask for it.

Plain values only: how they get into a page is `standalone`'s.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

from geodata.catalogue import Alley, Catalogue
from geodata.catalogue.areas import AreaNames, area_names
from geodata.errors import DatasetError
from geodata.model import MapState
from geodata.names import fold_letters
from geodata.tiles.grid import tile_at
from geodata.vocab import read_vocab
from webmap.calendars import day_text
from webmap.i18n import gettext
from webmap.places import alley_place, honoured, old_name
from webmap.presentation import kind_before, local_digits, map_state_word
from webmap.signs import ZOOMS as SIGN_ZOOMS
from webmap.signs import SignTile, sign_tile, sign_tile_json

ZOOMS = range(9, 16)
"""Zooms of the tiles that go into the file; the map's are one more."""
MOST_TILES = 50_000
"""Of a country no single file can be made that a browser opens."""
_MOST_ALLEYS = 1_000_000


def embedded(catalogue: Catalogue) -> dict[str, Any]:
    """Return all a map shows of a catalogue, as plain values for JSON."""
    names = area_names(catalogue)
    alleys = list(_named_alleys(catalogue))
    return {
        "tiles": dict(_tiles(catalogue)),
        "signs": dict(_signs(catalogue)),
        "alleys": [_record(alley, names) for alley in alleys],
        "counts": {
            state.value: sum(alley.state == state.value for alley in alleys) for state in MapState
        },
        "folding": {
            letter: row["to"] for row in read_vocab("letters") for letter in row["letters"]
        },
    }


def _named_alleys(catalogue: Catalogue) -> Iterator[Alley]:
    for state in MapState:
        yield from catalogue.alleys_in(None, status=state.value, limit=_MOST_ALLEYS).alleys


def _tile_numbers(catalogue: Catalogue, zoom: int) -> Iterator[tuple[int, int]]:
    west, south, east, north = catalogue.info.bounds
    first_x, first_y = tile_at(zoom, west, north)
    last_x, last_y = tile_at(zoom, east, south)
    if (last_x - first_x + 1) * (last_y - first_y + 1) > MOST_TILES:
        raise DatasetError(
            "the network is too large for one HTML file; export a city, not a country",
            "این شبکه برای یک پروندهٔ HTML بیش از اندازه بزرگ است؛ یک شهر را برون‌بری کنید",
        )
    for x in range(first_x, last_x + 1):
        for y in range(first_y, last_y + 1):
            yield x, y


def _tiles(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield every tile that is not empty, gzipped as it is published."""
    for zoom in ZOOMS:
        for x, y in _tile_numbers(catalogue, zoom):
            content = catalogue.tile(zoom, x, y)
            if content:
                yield f"{zoom}/{x}/{y}", base64.b64encode(content).decode()


def _signs(catalogue: Catalogue) -> Iterator[tuple[str, dict[str, Any]]]:
    for zoom in SIGN_ZOOMS:
        for x, y in _tile_numbers(catalogue, zoom):
            found = sign_tile(catalogue, zoom, x, y)
            if found != SignTile((), (), ()):
                yield f"{zoom}/{x}/{y}", sign_tile_json(found)


def _record(alley: Alley, names: AreaNames) -> list[Any]:
    """What the card and the list say: id, place, name, words to find it by, sentences."""
    heading = honoured(alley) or local_digits(alley.name_fa or "")
    namings = [naming for naming in alley.namings if naming.on_map]
    formerly = dict.fromkeys(
        old_name(naming.old_name_fa, naming.main_street_fa or alley.parent_fa)
        for naming in namings
        if naming.old_name_fa
    )
    place = alley_place(alley, names)
    told = [
        place,
        *(gettext("پیش‌تر: %(name)s", name=name) for name in formerly),
        *(gettext("فرزند %(father)s", father=n.father_fa) for n in namings if n.father_fa),
        *(
            gettext("شهادت: %(date)s", date=day_text(n.martyrdom_date))
            for n in namings
            if n.martyrdom_date
        ),
        map_state_word(alley.state),
    ]
    words = fold_letters(" ".join((heading, alley.name_fa or "", place, *formerly)))
    return [
        alley.alley_id,
        round(alley.mouth_lon, 6),
        round(alley.mouth_lat, 6),
        kind_before(alley.kind),
        heading,
        "".join(words.split()).replace("\u200c", ""),
        [line for line in dict.fromkeys(told) if line],
    ]
