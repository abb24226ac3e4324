"""A line of a result list, from the rows of an alley and a naming."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geodata.catalogue.finding import Found
from geodata.catalogue.records import Hit, Naming
from geodata.names import martyr_title
from geodata.names.arabic import arabic_martyr, arabic_name
from geodata.names.latin import latin_martyr, latin_name


def hit_of(
    alley: Sequence[Any] | None, naming: Naming | None, found: Found, distance_m: float | None
) -> Hit:
    """Return a hit: an alley's own words where it is on the map, else the register's.

    Parameters
    ----------
    alley : sequence or None
        A row of the columns the catalogue reads of an alley.
    """
    name, parent, district, neighbourhood = (
        (alley[2], alley[5], alley[7], alley[8]) if alley else (None, None, None, None)
    )
    return Hit(
        alley_id=found.alley_id,
        naming_id=found.naming_id,
        martyr_id=naming.martyr_id if naming else None,
        title_fa=martyr_title(naming.honoree_fa) if naming else str(name),
        title_en=_latin(naming) if naming else latin_name(str(name)),
        title_ar=_arabic(naming) if naming else arabic_name(str(name)),
        honoree_fa=naming.honoree_fa if naming else None,
        father_fa=naming.father_fa if naming else None,
        old_name_fa=(naming.old_name_fa if naming else None) or (name if naming else None),
        district=district or (naming.district if naming else None),
        neighbourhood=neighbourhood or (naming.neighbourhood if naming else None),
        main_street_fa=parent or (naming.main_street_fa if naming else None),
        plaque_status=naming.plaque_status if naming else None,
        lon=alley[11] if alley else None,
        lat=alley[12] if alley else None,
        bbox=(alley[13], alley[14], alley[15], alley[16]) if alley else None,
        score=found.score,
        why_fa=found.why_fa,
        distance_m=distance_m,
    )


def _latin(naming: Naming) -> str:
    return latin_martyr(naming.honoree_fa, naming.latin_name)


def _arabic(naming: Naming) -> str:
    return arabic_martyr(naming.honoree_fa, naming.arabic_name)
