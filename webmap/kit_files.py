"""The story kit as files: words, subtitles, codes and stills in a ZIP that is the same every time.

File names are ours: numbers and words of ASCII, nothing that the register says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from geodata.catalogue import Catalogue
from geodata.recordings.captions import as_srt, as_vtt
from webmap.contexts.story_kit import Kit
from webmap.i18n import gettext
from webmap.paper.qr import qr_png, qr_svg
from webmap.paper.stills import TALL, WIDE, still_png
from webmap.presentation import local_number

BEFORE_ALL = (1980, 1, 1, 0, 0, 0)
"""The first moment a ZIP knows: files carry no time of their own."""
STILLS = {"map-1920x1080.png": WIDE, "map-1080x1920.png": TALL}


def kit_files(kit: Kit, catalogue: Catalogue) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a kit with their names: words, subtitles, pictures of each alley."""
    yield "facts.txt", facts_text(kit).encode()
    if not kit.is_possible:
        return
    yield "subtitles.srt", as_srt(kit.cues).encode()
    yield "subtitles.vtt", as_vtt(kit.cues).encode()
    yield "lines.txt", ("\n".join(cue.text for cue in kit.cues) + "\n").encode()
    for page in kit.alleys:
        folder = f"alley-{page.alley.code}"
        yield f"{folder}/qr.svg", qr_svg(page.permanent_url).encode()
        yield f"{folder}/qr.png", qr_png(page.permanent_url)
        for name, size in STILLS.items():
            yield f"{folder}/{name}", still_png(page, catalogue, size, has_place=kit.has_place)


def facts_text(kit: Kit) -> str:
    """Return the facts with their sources as plain text; what is in doubt is not among them."""
    lines = [gettext("دادهٔ نمایشی؛ ساختگی")] if kit.is_demo else []
    if not kit.is_possible:
        lines.append(gettext("از این شهید هنوز چیز راستی‌آزمایی‌شده‌ای برای روایت نیست."))
    else:
        lines += [gettext("واقعیت‌های راستی‌آزمایی‌شده"), ""]
        for fact in kit.facts:
            lines += [
                f"{fact.label}: {fact.value}",
                gettext("    منبع: %(source)s", source=fact.source),
            ]
        lines += ["", gettext("صفحهٔ شهید: %(link)s", link=kit.page_url)]
    lines.append(gettext("داده‌ها تا %(date)s (%(id)s)", date=kit.as_of, id=kit.dataset_id))
    if kit.doubts and kit.is_possible:
        lines.append(
            gettext(
                "%(count)s نکتهٔ تأییدنشده در این بسته نیامده است؛ آن‌ها را در میز صداوسیما ببینید.",
                count=local_number(len(kit.doubts)),
            )
        )
    return "\n".join(lines) + "\n"


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return files as a ZIP whose bytes depend on nothing but them."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, content in files:
            entry = ZipInfo(name, BEFORE_ALL)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()
