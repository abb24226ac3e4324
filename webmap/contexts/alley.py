"""One alley for its page and for the card on the map.

Only accepted matches are facts; whatever waits for a human is not shown here.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from geodata.catalogue.records import Alley, Hit, Naming, Plaque
from geodata.vocab import read_vocab
from webmap.contexts.site import site_url
from webmap.i18n import gettext, in_language
from webmap.places import honoured, old_name
from webmap.presentation import kind_before, local_name


@dataclass(frozen=True, slots=True)
class AlleyContext:
    """What people read about one alley.

    Parameters
    ----------
    kind_word : str
        «کوچهٔ» and the like, "" when the heading says it already.
    heading : str
        Whom it is named after, else what the map calls it.
    formerly : str or None
        How it was known before.
    namings : tuple of Naming
        Those that are joined to this alley as a fact.
    site_url : str
        Address people reach the site by, without a slash at the end.
    """

    alley: Alley
    kind_word: str
    heading: str
    formerly: str | None
    namings: tuple[Naming, ...]
    plaques: tuple[Plaque, ...]
    site_url: str
    neighbours: tuple[Hit, ...] = ()

    @property
    def permanent_url(self) -> str:
        """The short address that survives rebuilds, whole."""
        return self.site_url + url_for("residents.code", code=self.alley.code)

    @property
    def ways(self) -> tuple[tuple[str, str], ...]:
        """Names and addresses of the route planners people have, as plain links."""
        lon, lat = f"{self.alley.mouth_lon:.6f}", f"{self.alley.mouth_lat:.6f}"
        return (
            (gettext("نشان"), f"https://neshan.org/maps/@{lat},{lon},18z,0p"),
            (
                gettext("بلد"),
                f"https://balad.ir/location?latitude={lat}&longitude={lon}&zoom=17",
            ),
            (
                gettext("اوپن‌استریت‌مپ"),
                f"https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=18/{lat}/{lon}",
            ),
        )

    @property
    def persian(self) -> str:
        """The heading as the sign writes it, whatever the reader's language is."""
        with in_language("fa"):
            return _heading(self.alley)

    @property
    def title(self) -> str:
        """Kind and heading in one line."""
        return f"{self.kind_word} {self.heading}".strip()


def alley_context(alley: Alley, neighbours: tuple[Hit, ...] = ()) -> AlleyContext:
    """Return the context of one alley's page.

    Parameters
    ----------
    neighbours : tuple of Hit
        Other alleys off the same street.
    """
    namings = tuple(naming for naming in alley.namings if naming.on_map)
    heading = _heading(alley)
    return AlleyContext(
        alley=alley,
        kind_word="" if _says_kind(heading) else kind_before(alley.kind),
        heading=heading,
        formerly=_formerly(alley, namings),
        namings=namings,
        plaques=tuple(plaque for plaque in alley.plaques if plaque.status),
        site_url=site_url(),
        neighbours=neighbours,
    )


def _heading(alley: Alley) -> str:
    named = local_name(alley.name_fa) if alley.name_fa else gettext("بی‌نام")
    return honoured(alley) or named


def _says_kind(heading: str) -> bool:
    return heading.split(maxsplit=1)[0] in _KIND_WORDS


_KIND_WORDS = frozenset(row["word"] for row in read_vocab("kinds") if not row.get("initial"))


def _formerly(alley: Alley, namings: tuple[Naming, ...]) -> str | None:
    names = dict.fromkeys(
        old_name(naming.old_name_fa, naming.main_street_fa or alley.parent_fa)
        for naming in namings
        if naming.old_name_fa
    )
    return gettext("، ").join(names) or None
