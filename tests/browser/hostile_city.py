"""A city in which everything somebody may write is an attack: map, register, plaques, journal."""

from __future__ import annotations

import csv
import json
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from pathlib import Path

from flask import Flask
from sqlalchemy import update
from werkzeug.datastructures import FileStorage

from geodata.catalogue import Alley, CatalogueSource
from geodata.input_roles import InputRole
from geodata.intake.ordering import Sent, Wish, give_order
from geodata.intake.spool import Job, Spool
from geodata.intake.supervisor import run
from geodata.journal import open_journal
from geodata.journal.accounts import Role, all_accounts
from geodata.journal.episode_records import Kind, episode_of
from geodata.journal.episodes import Delivery, deliver, publish, reserve
from geodata.journal.logins import log_in
from geodata.journal.misses import count_miss
from geodata.journal.tables import account
from geodata.journal.tour_stops import StopFacts, StopPlace, add_stop
from geodata.journal.tours import TourFacts, make_tour, publish_tour
from geodata.pipeline import build
from geodata.store.directory import CATALOGUE, DatasetDirectory
from tests.conftest import TINY, tiny_inputs
from tests.webmap.conftest import site
from tests.webmap.staff import MADE, hire, journal_of, photo, picture, post, report, worker
from tests.webmap.test_plaques import record
from webmap.logins import utc_now

ATTACKS = (
    '"><img src=x onerror=alert(a)>',
    "</script><script>alert(b)</script>",
    "<svg onload=alert(c)>",
    "'-alert(d)-'",
    '";alert(e);//',
    "${alert(f)}{{constructor.constructor('alert(f)')()}}`+alert(f)+`",
    "javascript:alert(g)",
    "<iframe srcdoc='<script>parent.alert(h)</script>'></iframe>",
    '<a href="javascript:alert(i)" autofocus onfocus=alert(i)>x</a>',
    "<details open ontoggle=alert(j)>x</details>",
    "<style onload=alert(k)>@import 'javascript:alert(k)';</style>",
    "--><script>alert(l)</script><!--",
    "]]><script>alert(m)</script><![CDATA[",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(n)>",
    "</title></textarea></noscript><img src=x onerror=alert(o)>",
    "\" onfocus=alert(p) autofocus tabindex=1 x='",
    "data:text/html,<script>alert(q)</script>",
    "\\u003cimg src=x onerror=alert(r)\\u003e",
    "&lt;img src=x onerror=alert(s)&gt;",
    "%3Cimg%20src=x%20onerror=alert(t)%3E",
    '=HYPERLINK("javascript:alert(u)")',
    "@SUM(1)+cmd|' /C calc'!A0",
)
"""Each calls `alert` with a letter of its own: digits would reach some pages as Persian ones."""
FIELDS = ("نام", "نام پدر", "عنوان", "محل شهادت", "زندگی‌نامه", "خیابان اصلی", "نام جدید",
          "شماره مصوبه", "ملاحظات", "محل دفن", "صوت و تصویر", "نام لاتین", "نام عربی",
          "عکس", "منبع عکس")  # fmt: skip
STREETS = (4, 6, 8, 11, 15, 16)
"""Which of the tiny city's streets the map has attacks for, some of them each."""
FILE_NAME = "<img src=x onerror=alert(a)>'-alert(d)-'.csv"
ACCOUNT = "<svg onload=alert(c)>"


@dataclass(frozen=True)
class HostileCity:
    """The site and what its addresses need.

    Attributes
    ----------
    token : str
        Of an admin's login whose name is an attack too.
    alley : Alley
        The one that every attack of the register is a name of.
    """

    app: Flask
    dataset: Path
    token: str
    alley: Alley
    job: Job
    codes: tuple[str, ...]
    family: str

    def places(self) -> dict[str, str | int]:
        """What stands for the arguments of routes."""
        version = DatasetDirectory(self.dataset).current()
        assert version is not None
        return {
            "alley_id": self.alley.alley_id, "martyr_id": self.alley.namings[0].martyr_id,
            "job_id": self.job.path.name, "version": version.name, "report_id": 1, "media_id": 1,
            "tour_id": 1, "ref": 1, "plaque_id": "P1", "area_id": "1", "name": self.family,
            "code": self.codes[0],
        }  # fmt: skip


def make_city(root: Path, like: Path) -> HostileCity:
    """Build it, and let people write into its journal what they like.

    Parameters
    ----------
    like : Path
        The tiny city's dataset, whose alley that the attacks are names of has the same id.
    """
    dataset = root / "dataset"
    _write_inputs(root)
    first = _alley_named(like, "هنرستان ۱۹")
    decisions = root / "decisions.csv"
    half = range(0, len(ATTACKS), 2)
    rows = [f"DEMO-H{n},accept,{first.alley_id},{_quoted(ATTACKS[n])},1405-01-01" for n in half]
    head = "naming_id,decision,alley_id,decided_by,decided_on"
    decisions.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    inputs = replace(tiny_inputs(root), decisions=decisions)
    build(inputs, dataset, keep_going=True, keep_copies=True)
    alley = CatalogueSource(dataset).current().alley(first.alley_id)
    assert isinstance(alley, Alley)
    app = site(dataset, journal=str(root / "journal.sqlite"), spool=str(root / "imports"))
    hire(app, "admin", Role.ADMIN)
    codes = _say_everything(app, alley)
    job = _import(root, dataset)
    token = _enter_as_attacker(root / "journal.sqlite")
    families = CatalogueSource(dataset).current().listings.families
    return HostileCity(app, dataset, token, alley, job, codes, families[0].key)


def _write_inputs(root: Path) -> None:
    for source in TINY.iterdir():
        (root / source.name).write_bytes(source.read_bytes())
    streets = root / "streets.geojson"
    network = json.loads(streets.read_text(encoding="utf-8"))
    for at, index in enumerate(STREETS):
        properties = network["features"][index]["properties"]
        name = " ".join(ATTACKS[at :: len(STREETS)])
        properties["old_name"], properties["name"] = properties["name"], name
    streets.write_text(json.dumps(network), encoding="utf-8")
    with (TINY / "registry.csv").open(encoding="utf-8-sig") as file:
        head = next(csv.reader(file))
    _write_register(root / "registry.csv", [*dict.fromkeys((*head, *FIELDS))])
    with (root / "plaques.csv").open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for number, attack in enumerate(ATTACKS):
            writer.writerow([f"H{number}", f"DEMO-H{number}", "installed", "1402/5/1", attack,
                             50.881, 34.64, attack, attack])  # fmt: skip


def _write_register(path: Path, columns: list[str], note: str = "") -> None:
    rows = []
    for number, attack in enumerate(ATTACKS):
        row = dict.fromkeys(columns, "") | {name: attack for name in FIELDS if name in columns}
        row |= {"شناسه": f"DEMO-H{number}", "نام خانوادگی": "آزمون", "منطقه": "1"}
        row |= {"نام قدیم": "هنرستان ۱۹", "خیابان اصلی": "", "نام جدید": "", "عنوان": ""}
        row["تاریخ شهادت"] = "1365/9/4"  # the journal's day, so that anniversaries have them too
        rows.append(row | {"محل شهادت": attack + note})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _alley_named(dataset: Path, name: str) -> Alley:
    page = CatalogueSource(dataset).current().alleys_in(None, limit=999)
    return next(alley for alley in page.alleys if alley.name_fa == name)


def _say_everything(app: Flask, alley: Alley) -> tuple[str, ...]:
    """Reports, answers, pictures, decisions and plaque events; return the codes of the reports."""
    admin, codes = worker(app, "admin"), []
    for number, attack in enumerate(ATTACKS):
        naming = f"DEMO-H{number}"
        picture(app, naming_id=naming, credit=attack, name=f"{number:016x}.webp")
        about = {"alley_id": alley.alley_id, "photo": photo()}
        codes.append(report(app, text=attack, phone=attack[:20], **about))
        sent = {"answer": attack, "note": attack, "seen": "0"}
        assert post(admin, f"/reports/{number + 1}/task", **sent).status_code == 303
        if number % 2:
            ruling = {"naming": naming, "choice": "register_error", "note": attack, "seen": "0"}
            assert post(admin, "/review", **ruling).status_code == 303
        else:
            taken = FileStorage(BytesIO(photo()), f"{attack}.jpg")
            told = record(admin, f"H{number}", status="verified", note=attack, photo=taken)
            assert told.status_code == 303, told.text
    _film(app)
    _tour(app, alley)
    post(admin, f"/pictures/{1:016x}.webp/take-down", reason=ATTACKS[1])
    with closing(open_journal(str(app.config["SITE"].journal))) as journal:
        for attack in ATTACKS:
            count_miss(journal, attack, day=MADE.date())
    return tuple(codes)


def _film(app: Flask) -> None:
    """Films of everybody whose titles, credits and licences are attacks, shown to everybody."""
    journal = journal_of(app)
    for number, attack in enumerate(ATTACKS):
        made = reserve(journal, f"DEMO-H{number}", Kind.PORTRAIT, by=attack, now=MADE)
        link = f"https://tv.example/{number}" if number % 2 else None
        file = None if link else f"{number:032x}.mp4"
        brought = Delivery(attack, attack, attack, link=link, file=file, size_bytes=9)
        for step in (partial(deliver, delivery=brought), publish):
            with journal.reading() as connection:
                found = episode_of(connection, made)
            step(journal, found, by=attack, now=MADE)


def _tour(app: Flask, alley: Alley) -> None:
    """A published tour in which everything anybody writes is an attack."""
    journal, first = journal_of(app), ATTACKS[0]
    facts = TourFacts(first, first, first, first)
    tour_id = make_tour(journal, facts, by=first, now=MADE)
    for number, attack in enumerate(ATTACKS):
        at = (alley.alley_id + number % 2, alley.mouth_lon, alley.mouth_lat)
        place = StopPlace(None if number < 2 else f"{attack}{number}", *at, attack)
        told = StopFacts(attack, attack, 5)
        add_stop(journal, tour_id, place, told, seen=number + 1, by=attack, now=MADE)
    publish_tour(journal, tour_id, seen=len(ATTACKS) + 1, by=first, now=MADE)


def _import(root: Path, dataset: Path) -> Job:
    """An analysed upload whose name, headers and cells are attacks."""
    place = root / "sent"
    place.mkdir()
    with (root / "registry.csv").open(encoding="utf-8") as file:
        columns = next(csv.reader(file))
    _write_register(place / "registry.csv", [*columns, *ATTACKS[:4]], note=ATTACKS[2])
    version = DatasetDirectory(dataset).current()
    assert version is not None
    spool = Spool(root / "imports")
    spool.make()
    sent = Sent(place / "registry.csv", FILE_NAME)
    wish = Wish({InputRole.REGISTRY: sent}, before=version / CATALOGUE)
    with closing(open_journal(str(root / "journal.sqlite"))) as journal:
        job = give_order(spool, dataset, version, wish, journal, by=ACCOUNT, now=MADE)
    run(job)
    return job


def _enter_as_attacker(file: Path) -> str:
    """Rename the admin to an attack, as somebody with the database in hand could, and log in."""
    with closing(open_journal(str(file))) as journal:
        with journal.writing() as connection:
            connection.execute(update(account).values(name=ACCOUNT))
        return log_in(journal, all_accounts(journal)[0], now=utc_now())
