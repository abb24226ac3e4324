"""Importing in the browser: sent, looked at, confirmed by an admin, and taken back."""

from __future__ import annotations

import errno
import html
import io
import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geodata.input_roles import InputRole
from geodata.intake.order import End, Ending, write_ending, write_order
from geodata.intake.ordering import Sent, Wish, give_order
from geodata.intake.spool import Job, Spool
from geodata.intake.supervisor import run
from geodata.intake.words import (
    COLUMN_FA,
    MEANINGS_FA,
    OUTCOME_FA,
    ROLE_FA,
    SEVERITY_FA,
    SINCE_FA,
)
from geodata.journal import open_journal
from geodata.journal.accounts import Role
from geodata.journal.column_meanings import column_meanings
from geodata.pipeline import build
from geodata.store.directory import CATALOGUE, DatasetDirectory
from tests.conftest import TINY, tiny_inputs
from tests.webmap.conftest import site
from tests.webmap.staff import MADE, deeds, hire, journal_of, token_of, worker
from webmap import create_app
from webmap.config import SiteConfig
from webmap.contexts.intake_words import FROM_THE_LIBRARY
from webmap.server import limits_of
from webmap.site_imports import site_directory, site_limits, site_spool

REGISTER = (TINY / "registry.csv").read_text(encoding="utf-8")
DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(scope="session")
def kept_city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("kept") / "dataset"
    build(tiny_inputs(), out, keep_copies=True)
    return out


@pytest.fixture(scope="session")
def analysis(kept_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an analysis in which one cell of the register has become a formula."""
    place = tmp_path_factory.mktemp("analysis")
    register = place / "دفتر.csv"
    register.write_text(REGISTER.replace("شلمچه", "=1+1"), encoding="utf-8")
    version = DatasetDirectory(kept_city).current()
    assert version is not None
    spool = Spool(place / "imports")
    spool.make()
    wish = Wish({InputRole.REGISTRY: Sent(register, register.name)}, before=version / CATALOGUE)
    with closing(open_journal(str(place / "journal.sqlite"))) as journal:
        job = give_order(spool, kept_city, version, wish, journal, by="steward", now=MADE)
    assert run(job).end is End.READY
    return job.path


@pytest.fixture
def ready(app: Flask, analysis: Path, tmp_path: Path) -> Job:
    """The same in the spool of this site."""
    job = Job(Path(shutil.copytree(analysis, tmp_path / "imports" / analysis.name)))
    dataset = str(Path(app.config["SITE"].dataset).resolve())
    write_order(job.path / "order.json", replace(job.order, dataset=dataset))
    return job


@pytest.fixture
def app(kept_city: Path, tmp_path: Path) -> Iterator[Flask]:
    """A site that imports may change."""
    shutil.copytree(kept_city, tmp_path / "dataset", symlinks=True)
    app = site(tmp_path / "dataset", journal=str(tmp_path / "journal.sqlite"))
    for role in Role:
        hire(app, role.value, role)
    yield app
    spool = Spool(tmp_path / "imports")
    for job in spool.jobs():  # nothing goes on behind a test's back
        job.abort()
    while spool.running() is not None:
        time.sleep(0.05)


@pytest.fixture
def steward(app: Flask) -> FlaskClient:
    return worker(app, "steward")


@pytest.fixture
def admin(app: Flask) -> FlaskClient:
    return worker(app, "admin")


def send(client: FlaskClient, files: dict[str, tuple[str, str]], **fields: Any) -> Any:
    """Send files by role: (name, content)."""
    data: dict[str, Any] = {"token": token_of(client), **fields}
    for role, (name, content) in files.items():
        data[role] = (io.BytesIO(content.encode()), name)
    return client.post("/import", data=data, content_type="multipart/form-data")


def changed(*changes: tuple[str, str], name: str = "دفتر.csv") -> dict[str, tuple[str, str]]:
    text = REGISTER
    for was, now in changes:
        assert was in text
        text = text.replace(was, now)
    return {"registry": (name, text)}


def analysed(client: FlaskClient, answer: Any) -> str:
    """Follow an order to its end; return the job's address."""
    assert answer.status_code == 303, answer.text
    address = str(answer.location)
    for _ in range(600):
        if client.get(f"{address}/state.json").get_json()["ended"]:
            return address
        time.sleep(0.05)
    raise AssertionError("the analysis never ended")


def post(client: FlaskClient, address: str, **fields: str) -> Any:
    return client.post(address, data={"token": token_of(client), **fields})


def text_of(client: FlaskClient, address: str) -> str:
    """A page's text, without its markup."""
    page = client.get(address)
    assert page.status_code == 200
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text)))


def version(app: Flask) -> str:
    found = DatasetDirectory(Path(app.config["SITE"].dataset)).current()
    assert found is not None
    return found.name


def test_the_page_says_what_the_city_was_built_of(steward: FlaskClient) -> None:
    text = text_of(steward, "/import")
    assert "اکنون ۹ ردیف از \u2068registry.csv\u2069؛ اگر پرونده‌ای نفرستید همین می‌ماند" in text
    assert "همه با هم تا ۶۴ مگابایت" in text


def test_a_changed_register_is_looked_at_and_nothing_is_published(
    app: Flask, steward: FlaskClient, ready: Job
) -> None:
    before, address = version(app), f"/import/{ready.job_id}"
    text = text_of(steward, address)
    assert "چه چیزی عوض می‌شود" in text
    assert "محل شهادت" in text
    assert "=1+1" in text.translate(DIGITS)
    assert "انتشار کار مدیر است" in text
    assert version(app) == before
    assert post(steward, f"{address}/publish").status_code == 403
    assert version(app) == before


def test_an_admin_publishes_and_the_site_shows_it_at_once(
    app: Flask, steward: FlaskClient, admin: FlaskClient
) -> None:
    sent = changed(("DEMO-6,حسین,کریمی", "DEMO-6,حسین,نوروزیان"))
    address = analysed(steward, send(steward, sent))
    assert "حسین نوروزیان" not in text_of(admin, "/search?q=نوروزیان")
    answer = post(admin, f"{address}/publish")
    assert (answer.status_code, answer.location) == (303, address)
    assert "حسین نوروزیان" in text_of(steward, "/search?q=نوروزیان")
    assert "منتشر شد" in text_of(steward, address)
    assert deeds(app)[-2:] == [("admin", "signed_in"), ("admin", "dataset_published")]
    audit = text_of(steward, "/audit")
    assert "انتشار نسخهٔ تازه" in audit
    assert "دفتر نام‌گذاری: دفتر.csv" in audit


def test_an_admin_goes_back_to_an_older_version(
    app: Flask, steward: FlaskClient, admin: FlaskClient
) -> None:
    first = version(app)
    address = analysed(steward, send(steward, changed(("حسین,کریمی", "حسین,نوروزیان"))))
    post(admin, f"{address}/publish")
    second = version(app)
    listed = text_of(steward, "/import/versions")
    assert listed.index(second) < listed.index(first)
    assert "خط فرمان" in listed
    assert post(steward, f"/import/versions/{first}/restore").status_code == 403
    answer = post(admin, f"/import/versions/{first}/restore")
    assert answer.status_code == 303
    assert version(app)[6:] == first[6:]
    assert "حسین نوروزیان" not in text_of(steward, "/search?q=نوروزیان")
    listed = text_of(steward, "/import/versions")
    assert f"بازگشت به \u2068{first}\u2069" in listed
    assert deeds(app)[-1] == ("admin", "dataset_restored")


def test_what_was_looked_at_beside_an_older_version_is_not_published(
    app: Flask, steward: FlaskClient, admin: FlaskClient, ready: Job
) -> None:
    address = f"/import/{ready.job_id}"
    build(tiny_inputs(), Path(app.config["SITE"].dataset), keep_copies=True)
    between = version(app)
    assert "نسخهٔ دیگری منتشر شده" in text_of(admin, address)
    answer = post(admin, f"{address}/publish")
    assert answer.status_code == 409
    assert "یک بار دیگر تحلیل کنید" in answer.text
    assert version(app) == between
    again = analysed(steward, post(steward, f"{address}/again"))
    assert post(admin, f"{again}/publish").status_code == 303
    assert version(app) != between


def test_rows_at_fault_are_told_with_row_and_column(steward: FlaskClient) -> None:
    address = analysed(steward, send(steward, changed(("65/10/4", "65/13/4"))))
    text = text_of(steward, address)
    assert "این ورودی منتشر نمی‌شود" in text
    assert re.search(r"دفتر نام‌گذاری ۳ تاریخ شهادت خطا 65/13/4", text)
    again = analysed(steward, post(steward, f"{address}/again", keep_going="1"))
    assert "۱ خطا در ردیف‌هاست" in text_of(steward, again)


def test_a_refused_file_is_called_what_its_sender_calls_it(steward: FlaskClient) -> None:
    files = {"registry": ("سال نو.csv", "آن بزرگوار,پدر\nعلی کریمی,حسن\n")}
    text = text_of(steward, analysed(steward, send(steward, files)))
    assert "دفتر نام‌گذاری (\u2068سال نو.csv\u2069): ستون نام شهید نیست" in text
    assert "سرستون‌های پرونده: آن بزرگوار، پدر" in text
    assert "registry.csv" not in text


def test_half_a_register_is_told_loudly(steward: FlaskClient) -> None:
    lines = REGISTER.splitlines(keepends=True)
    files = {"registry": ("r.csv", "".join(lines[:5]))}
    address = analysed(steward, send(steward, files))
    page = steward.get(address).text
    alarms = page[page.index('class="alarms"') :]
    assert "۵ ردیف از ۹ ردیف دفتر دیگر نیست." in alarms


def test_a_header_nobody_knows_is_explained_once(app: Flask, steward: FlaskClient) -> None:
    files = changed(("نام,نام خانوادگی", "اسم کوچک,نام خانوادگی"))
    address = analysed(steward, send(steward, files))
    page = steward.get(address).text
    labels = re.findall(r'<label for="(meaning-\d+)">.*?<bdi>(.*?)</bdi>', page)
    names = {header: name for name, header in labels}
    assert {"اسم کوچک", "ملاحظات"} == set(names)
    fields = {names["اسم کوچک"]: "first_name", names["ملاحظات"]: "", "meaning-99": "title"}
    again = analysed(steward, post(steward, f"{address}/again", **fields))
    text = text_of(steward, again)
    assert "چه چیزی عوض می‌شود" in text
    with journal_of(app).reading() as connection:
        assert column_meanings(connection) == {"registry": {"اسم کوچک": "first_name"}}
    assert deeds(app)[-1] == ("steward", "column_explained")
    assert "اسم کوچک: نام" in text_of(steward, "/audit")
    # The next file with such a header is understood without asking.
    third = analysed(steward, send(steward, files))
    assert re.search(r'value="first_name" selected', steward.get(third).text)


def test_a_header_means_a_column_there_is_or_nothing(
    app: Flask, steward: FlaskClient, ready: Job
) -> None:
    for chosen in ("nonsense", "plaque_id", "<b>"):
        post(steward, f"/import/{ready.job_id}/again", **{"meaning-0": chosen})
        with journal_of(app).reading() as connection:
            assert column_meanings(connection) == {}


@pytest.mark.parametrize(
    ("files", "fields", "sentence"),
    [
        ({}, {}, "پرونده‌ای نفرستاده‌اید"),
        ({"registry": ("r.exe", "x")}, {}, "دفتر نام‌گذاری: پرونده‌ای با یکی از این پسوندها"),
        ({"streets": ("s.shp", "x")}, {}, "شبکهٔ معابر: پرونده‌ای با یکی از این پسوندها"),
        ({"decisions": ("d.csv", "x")}, {}, "پرونده‌ای نفرستاده‌اید"),
        ({}, {"without": "streets"}, "پرونده‌ای نفرستاده‌اید"),
    ],
)
def test_what_cannot_be_analysed_is_told_above_the_form(
    steward: FlaskClient, files: dict[str, tuple[str, str]], fields: dict[str, str], sentence: str
) -> None:
    answer = send(steward, files, **fields)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert "/import/2" not in answer.text


def test_an_input_may_be_left_out(steward: FlaskClient) -> None:
    address = analysed(steward, send(steward, {}, without="plaques"))
    text = text_of(steward, address)
    assert "از ۳ پلاک تنها ۰ می‌ماند." in text


def test_names_of_files_are_shown_and_never_believed(steward: FlaskClient, tmp_path: Path) -> None:
    name = "../../../<img src=x onerror=alert(1)>.csv"
    address = analysed(steward, send(steward, changed(name=name)))
    page = steward.get(address).text
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;.csv" in page
    job = Spool(tmp_path / "imports").job(address.rpartition("/")[2])
    assert job is not None
    kept = {path.name for path in job.inputs.iterdir()}
    assert kept == {
        "registry.csv", "streets.geojson", "districts.geojson", "neighbourhoods.geojson",
        "plaques.csv",
    }  # fmt: skip


def test_what_files_say_is_hostile_until_escaped(steward: FlaskClient) -> None:
    sent = changed(("شلمچه", HOSTILE), ("ملاحظات", HOSTILE), ("DEMO-9,", f"{HOSTILE},"))
    address = analysed(steward, send(steward, sent))
    page = steward.get(address).text
    assert "alert(1)" in page
    assert HOSTILE not in page


def test_a_table_is_taken_away_whole(steward: FlaskClient, ready: Job) -> None:
    address = f"/import/{ready.job_id}"
    with steward.get(f"{address}/changed.csv") as answer:
        assert answer.mimetype == "text/csv"
        assert "attachment" in answer.headers["Content-Disposition"]
        assert "'=1+1" in answer.data.decode("utf-8-sig").translate(DIGITS)
    for name in ("outcome", "preview", "nothing", "..%2forder"):
        assert steward.get(f"{address}/{name}.csv").status_code == 404


def test_a_running_analysis_says_how_far_it_is_and_can_be_stopped(steward: FlaskClient) -> None:
    answer = send(steward, changed())
    page = steward.get(answer.location).text
    assert "متوقف کردن" in page
    assert '<meta http-equiv="refresh"' in page
    state = steward.get(f"{answer.location}/state.json").get_json()
    assert 0 <= state["share"] <= 100
    assert re.search("[\u0600-\u06ff]", state["stage"])
    busy = send(steward, changed())
    assert busy.status_code in (423, 303)
    assert post(steward, f"{answer.location}/abort").status_code == 303
    analysed(steward, answer)


def test_while_one_analysis_runs_no_other_is_begun(steward: FlaskClient, tmp_path: Path) -> None:
    spool = Spool(tmp_path / "imports")
    spool.make()
    other = Job(spool.path / "20260101000000-00000000")
    with spool.alone(other):
        answer = send(steward, changed())
    assert answer.status_code == 423
    assert "تحلیل دیگری در جریان است" in answer.text
    assert [path.name for path in spool.path.iterdir()] == [".lock"]


def test_more_than_the_limit_is_refused_in_words_and_nothing_stays(
    app: Flask, tmp_path: Path
) -> None:
    app.config["SITE"] = replace(app.config["SITE"], upload_mb=1)
    client = worker(app, "steward")
    head = 'Content-Disposition: form-data; name="registry"; filename="r.csv"'
    body = f"--b\r\n{head}\r\n\r\n{'x' * (1 << 20)}\r\n--b--\r\n".encode()
    answer = client.post("/import", data=body, content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 413
    assert "همه با هم بیش از ۱ مگابایت پذیرفته نمی‌شود" in answer.text
    assert list((tmp_path / "imports").iterdir()) == []


def test_a_form_that_is_cut_off_leaves_nothing(app: Flask, tmp_path: Path) -> None:
    client = worker(app, "steward")
    head = 'Content-Disposition: form-data; name="registry"; filename="r.csv"'
    body = f"--b\r\n{head}\r\n\r\n{'x' * 300_000}".encode()
    answer = client.post("/import", data=body, content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 400
    assert list((tmp_path / "imports").iterdir()) == []


def test_every_other_route_keeps_its_small_limit(steward: FlaskClient) -> None:
    data = {"token": token_of(steward), "reason": "x" * 100_000}
    answer = steward.post("/findings/0123456789abcdef/accept", data=data)
    assert answer.status_code == 413
    assert steward.post("/import/20260101000000-00000000/again", data=data).status_code == 413


def test_who_may_not_send_has_nothing_read(app: Flask, tmp_path: Path) -> None:
    planner = worker(app, "planner")
    answer = send(planner, {"registry": ("r.csv", "x" * 1000)})
    assert answer.status_code == 403
    assert not (tmp_path / "imports").exists()


def test_of_a_city_built_without_copies_it_says_what_is_missing(
    tiny_dataset: Path, tmp_path: Path
) -> None:
    shutil.copytree(tiny_dataset, tmp_path / "dataset", symlinks=True)
    app = site(tmp_path / "dataset", journal=str(tmp_path / "journal.sqlite"))
    hire(app, "steward", Role.STEWARD)
    client = worker(app, "steward")
    text = text_of(client, "/import")
    assert "از این پرونده‌ها رونوشتی نیست: streets.geojson" in text
    assert "--keep-inputs" in text
    answer = send(client, changed())
    assert answer.status_code == 400
    assert "شبکهٔ معابر لازم است و رونوشتی از آن نیست" in answer.text
    streets = (TINY / "streets.geojson").read_text(encoding="utf-8")
    both = changed() | {"streets": ("s.geojson", streets)}
    answer = send(client, both)
    assert answer.status_code == 400
    assert "«منطقه‌ها» ساخته شده و رونوشتی از آن نیست" in answer.text
    left = ["districts", "neighbourhoods", "plaques"]
    address = analysed(client, send(client, both, without=left))
    assert "چه چیزی عوض می‌شود" in text_of(client, address)


def test_a_manifest_of_long_ago_says_at_least_the_names(kept_city: Path, tmp_path: Path) -> None:
    shutil.copytree(kept_city, tmp_path / "dataset", symlinks=True)
    manifest = tmp_path / "dataset" / "current" / "dataset.json"
    told = json.loads(manifest.read_text(encoding="utf-8"))
    del told["kept_inputs"], told["id_field"]
    for one in told["inputs"]:
        del one["role"]
    manifest.write_text(json.dumps(told), encoding="utf-8")
    app = site(tmp_path / "dataset", journal=str(tmp_path / "journal.sqlite"))
    hire(app, "steward", Role.STEWARD)
    assert "رونوشتی نیست: streets.geojson" in text_of(worker(app, "steward"), "/import")


def test_the_first_city_of_all_is_imported(tmp_path: Path) -> None:
    app = site(tmp_path / "dataset", journal=str(tmp_path / "journal.sqlite"))
    hire(app, "admin", Role.ADMIN)
    client = worker(app, "admin")
    streets = (TINY / "streets.geojson").read_text(encoding="utf-8")
    files = changed() | {"streets": ("s.geojson", streets)}
    address = analysed(client, send(client, files, city="قم‌نمونه"))
    assert post(client, f"{address}/publish").status_code == 303
    assert "قم‌نمونه" in client.get("/").text


ENDINGS = {
    End.CPU: "پردازش خواست",
    End.MEMORY: "حافظه خواست",
    End.TIME: "طول کشید",
    End.CRASHED: "از کار انداخت",
    End.UNSAFE: "کنار گذاشته شد",
    End.UNREADABLE: "برایش پیامی نیست",
    End.INTERRUPTED: "نیمه‌کاره ماند",
    End.BUSY: "این یکی آغاز نشد",
}


def test_every_ending_has_its_words(steward: FlaskClient, ready: Job) -> None:
    address = f"/import/{ready.job_id}"
    (ready.work / "preview.json").write_text("{}")
    # Ready, but what would change cannot be read: that is as good as unsafe.
    for end, sentence in {**ENDINGS, End.READY: ENDINGS[End.UNSAFE]}.items():
        write_ending(ready.path / "ending.json", Ending(end))
        text = text_of(steward, address)
        assert sentence in text, end
        assert "چیزی عوض نشد" in text
        assert "تأیید و انتشار" not in text
        if end is not End.READY:
            assert sentence in text_of(steward, "/import")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALLEYS_UPLOAD_MB", "0"),
        ("ALLEYS_UPLOAD_MB", "۶۴"),
        ("ALLEYS_KEPT_VERSIONS", "many"),
        ("ALLEYS_IMPORT_MEMORY_MB", "100"),
        ("ALLEYS_IMPORT_CPU_S", "9" * 5000),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_by_its_name(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=name):
        SiteConfig.from_environment({name: value})


def test_settings_reach_the_server_the_spool_and_the_worker(tmp_path: Path) -> None:
    told = {
        "ALLEYS_UPLOAD_MB": "200",
        "ALLEYS_MEDIA_MB": "50",
        "ALLEYS_SPOOL": str(tmp_path / "spool"),
        "ALLEYS_KEPT_VERSIONS": "4",
        "ALLEYS_IMPORT_MEMORY_MB": "1000",
        "ALLEYS_IMPORT_CPU_S": "60",
    }
    config = SiteConfig.from_environment(told)
    assert limits_of(config)["max_request_body_size"] == 201 << 20
    assert limits_of(SiteConfig(upload_mb=1, media_mb=1))["max_request_body_size"] == 32 << 20
    assert limits_of(SiteConfig(upload_mb=1))["max_request_body_size"] == 522 << 20
    with create_app(config).app_context():
        assert site_spool().path == tmp_path / "spool"
        assert site_directory().kept == 4
        assert (site_limits().memory_mb, site_limits().cpu_s) == (1000, 60)


def test_what_is_sent_twice_or_empty_is_told(steward: FlaskClient, tmp_path: Path) -> None:
    text = io.BytesIO(REGISTER.encode()), "a.csv"
    other = io.BytesIO(REGISTER.encode()), "b.csv"
    data = {"token": token_of(steward), "registry": [text, other]}
    answer = steward.post("/import", data=data, content_type="multipart/form-data")
    assert answer.status_code == 400
    assert "دفتر نام‌گذاری: تنها یک پرونده بفرستید." in answer.text
    empty = send(steward, {"registry": ("r.csv", "")})
    assert empty.status_code == 400
    assert "دفتر نام‌گذاری: این پرونده تهی است." in empty.text
    assert list((tmp_path / "imports").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("ن" * 5000 + ".CSV", "ن" * 115 + "…" + ".csv"),
        ("دفتر\u202eفتاح\x07\x1b[31m‌نو\x85.csv", "دفترفتاح[31m‌نو.csv"),
        ("C:\\\\Users\\\\x\\\\r.csv", "r.csv"),
    ],
)
def test_a_name_is_shown_in_one_line(
    steward: FlaskClient, tmp_path: Path, name: str, shown: str
) -> None:
    kept = send(steward, changed(name=name))
    assert kept.status_code == 303
    job = Spool(tmp_path / "imports").job(kept.location.rpartition("/")[2])
    assert job is not None
    job.abort()
    told = job.order.input(InputRole.REGISTRY)
    assert told is not None
    assert told.name == shown


def test_a_client_that_goes_away_leaves_nothing(app: Flask, tmp_path: Path) -> None:
    client = worker(app, "steward")
    head = b'--b\r\nContent-Disposition: form-data; name="registry"; filename="r.csv"\r\n\r\n'

    class Broken(io.RawIOBase):
        """A connection that ends after some of what it promised."""

        left = head + b"x" * 700_000

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            if not self.left:
                raise OSError("connection reset by peer")
            part, self.left = self.left[: len(buffer)], self.left[len(buffer) :]
            buffer[: len(part)] = part
            return len(part)

    answer = client.post(
        "/import",
        environ_overrides={"wsgi.input": Broken(), "CONTENT_LENGTH": "5000000"},
        content_type="multipart/form-data; boundary=b",
    )
    assert answer.status_code >= 400
    assert list((tmp_path / "imports").iterdir()) == []


def test_a_full_disk_is_told_as_such(
    app: Flask, steward: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("geodata.intake.ordering.write_order", full)
    answer = send(steward, changed())
    assert answer.status_code == 507
    assert "جایی برای نوشتن نمانده است" in answer.text
    assert list((tmp_path / "imports").iterdir()) == []


def test_an_analysis_that_vanishes_takes_no_page_with_it(steward: FlaskClient, ready: Job) -> None:
    (ready.path / "order.json").write_text("{}")
    assert steward.get("/import").status_code == 200
    assert steward.get(f"/import/{ready.job_id}").status_code == 404
    assert post(steward, f"/import/{ready.job_id}/again").status_code == 404


def test_what_was_sent_a_while_ago_is_sent_again(
    steward: FlaskClient, ready: Job, tmp_path: Path
) -> None:
    os.utime(ready.path / "order.json", (0, 0))
    answer = post(steward, f"/import/{ready.job_id}/again")
    assert answer.status_code == 303
    (job,) = Spool(tmp_path / "imports").jobs()
    assert answer.location.endswith(job.job_id)
    analysed(steward, answer)
    shutil.rmtree(job.inputs)
    gone = post(steward, f"/import/{job.job_id}/again")
    assert gone.status_code == 404
    assert "پرونده‌های این تحلیل دیگر نیست" in gone.text


@pytest.mark.parametrize(
    "told",
    [
        {"alarms": [{"code": "rows_gone", "words": {}}]},
        {"alarms": [{"code": "rows_gone", "words": {"message": "x", "count": 1e300}}]},
        {"alarms": [{"code": "<b>", "words": {"string": HOSTILE}}]},
        {"alarms": [{"code": "column_emptied", "words": {"column": "\ud800"}}]},
        {"coverage": [{"kind": "../..", "area_id": "\n", "name_fa": HOSTILE, "before": None,
                       "after": [1, 2, 3, -4]}]},
        {"numbers": {"new": -(10**4000), "register_before": 1, "register_after": True}},
        {"numbers": {"new": "1" * 5000}},
        {"sheets": {"new": {"total": 1, "rows": [[{"a": 1}, [2], 1.5, True, None, "", HOSTILE]]}}},
        {"headers": [{"role": "plaques", "header": HOSTILE, "meaning": "x", "samples": ["\x00"]}]},
    ],
)  # fmt: skip
def test_whatever_a_worker_tells_is_a_page(
    steward: FlaskClient, ready: Job, told: dict[str, Any]
) -> None:
    note = json.loads((ready.work / "preview.json").read_text(encoding="utf-8"))
    (ready.work / "preview.json").write_text(json.dumps(note | told), encoding="utf-8")
    for address in (f"/import/{ready.job_id}", f"/import/{ready.job_id}/state.json", "/import"):
        answer = steward.get(address)
        assert answer.status_code == 200
        assert HOSTILE not in answer.text


def test_what_was_tampered_with_is_not_published_and_the_page_says_so(
    admin: FlaskClient, app: Flask, ready: Job
) -> None:
    before = version(app)
    with (ready.version / CATALOGUE).open("ab") as file:
        file.write(b"x")
    answer = post(admin, f"/import/{ready.job_id}/publish")
    assert answer.status_code == 409
    assert "همان نیست که بررسی شده بود؛ چیزی منتشر نشد" in answer.text
    assert version(app) == before


def test_an_analysis_that_is_not_there_is_not_found(steward: FlaskClient) -> None:
    for address in ("20260101000000-00000000", "20260101000000-00000000/state.json", "x"):
        assert steward.get(f"/import/{address}").status_code == 404
    assert post(steward, "/import/20260101000000-00000000/abort").status_code == 404


def test_a_shared_spool_shows_only_the_analyses_of_its_own_dataset(
    steward: FlaskClient, ready: Job, kept_city: Path, tmp_path: Path
) -> None:
    assert "تحلیل‌های اخیر" in text_of(steward, "/import")
    shutil.copytree(kept_city, tmp_path / "other", symlinks=True)
    other = site(
        tmp_path / "other",
        journal=str(tmp_path / "journal.sqlite"),
        spool=str(tmp_path / "imports"),
    )
    client = worker(other, "steward")
    assert client.get(f"/import/{ready.job_id}").status_code == 404
    assert "تحلیل‌های اخیر" not in text_of(client, "/import")


def test_every_word_of_the_library_can_be_translated() -> None:
    words = {
        *COLUMN_FA.values(), *OUTCOME_FA.values(), *SEVERITY_FA.values(), *SINCE_FA.values(),
        *ROLE_FA.values(), *(w for table in MEANINGS_FA.values() for w in table.values()),
    }  # fmt: skip
    assert words == set(FROM_THE_LIBRARY)
    assert set(ROLE_FA) == set(InputRole)


def test_the_pages_are_there_in_the_other_languages(steward: FlaskClient, ready: Job) -> None:
    address = f"/import/{ready.job_id}"
    for language in ("ar", "en"):
        for page in ("/import", address, "/import/versions"):
            text = steward.get(f"{page}?lang={language}").text
            assert f'<html lang="{language}"' in text
            assert "انتشار کار مدیر است" not in text
