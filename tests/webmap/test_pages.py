"""What residents and planners read, page by page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.webmap.conftest import site

Ids = dict[str, int]


def text_of(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return answer.text


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/?q=کریمی",
        "/search",
        "/search?q=کریمی",
        "/search?q=",
        "/search?near=50.881,34.641",
        "/coverage",
        "/coverage?by=neighbourhood&sort=share_installed&order=desc",
        "/coverage?by=city",
        "/coverage/1",
        "/coverage/city",
        "/coverage/باجک (19 دی)",
        "/about",
    ],
)
def test_every_page_answers_in_persian_from_right_to_left(
    client: FlaskClient, address: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.content_type == "text/html; charset=utf-8"
    assert '<html lang="fa" dir="rtl">' in answer.text


@pytest.mark.parametrize("address", ["/", "/search?q=کریمی", "/coverage", "/about", "/nothing"])
def test_demo_data_says_so_on_every_page(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert "دادهٔ نمایشی؛ ساختگی" in answer.text
    assert answer.headers["X-Data"] == "demo"


def test_every_page_says_how_old_the_data_is_and_whose(client: FlaskClient) -> None:
    foot = text_of(client, "/about").split("<footer", 1)[1]
    assert re.search(r"داده‌ها تا [۰-۹]+ \w+ [۰-۹]{4}", foot)
    assert "دادهٔ ساختگی، بدون منبع بیرونی" in foot


def test_the_search_page_tells_two_people_of_one_name_apart(client: FlaskClient) -> None:
    page = text_of(client, "/search?q=علی کریمی")
    assert page.count("شهید علی کریمی") >= 2
    assert "فرزند حسن" in page
    assert "فرزند حسین" in page


def test_the_search_box_keeps_what_was_typed(client: FlaskClient) -> None:
    page = text_of(client, "/search?q=كريمي")
    assert 'value="كريمي"' in page


def test_a_naming_without_a_place_says_so_and_leads_to_the_person(
    client: FlaskClient, martyr_ids: Ids
) -> None:
    page = text_of(client, "/search?q=مرشدلو")
    assert "در دفتر هست، هنوز روی نقشه نیست" in page
    assert f'href="/martyrs/{martyr_ids["DEMO-3"]}"' in page


def test_a_miss_is_told_honestly(client: FlaskClient) -> None:
    page = text_of(client, "/search?q=ناپیداترین")
    assert "برای «ناپیداترین» چیزی پیدا نکردیم." in page
    assert "وجود ندارد" not in page


def test_the_fragment_holds_list_items_only(client: FlaskClient) -> None:
    fragment = text_of(client, "/search?q=کریمی&fragment=list")
    assert fragment.lstrip().startswith("<li")
    assert "<html" not in fragment
    assert "data-tally" in fragment


def test_the_fragment_for_an_empty_query_is_empty(client: FlaskClient) -> None:
    assert text_of(client, "/search?q=&fragment=list").strip() == ""


def test_a_hit_on_the_map_carries_its_place_for_the_map(
    client: FlaskClient, alley_ids: Ids
) -> None:
    fragment = text_of(client, "/search?q=ظفری&fragment=list")
    alley_id = alley_ids["حر ۹۰ + شهید ظفری"]
    assert re.search(
        rf'data-alley-id="{alley_id}" data-lon="50\.\d+" data-lat="34\.\d+" '
        r'data-bbox="50\.\d+,34\.\d+,50\.\d+,34\.\d+"',
        fragment,
    )


def test_nearby_alleys_come_with_their_distance(client: FlaskClient) -> None:
    page = text_of(client, "/search?near=50.881,34.641")
    assert re.search(r'class="hit-distance">[۰-۹]+ متر', page)


def test_the_map_page_lists_results_without_a_script(client: FlaskClient) -> None:
    page = text_of(client, "/?q=ظفری")
    results = page.split('id="results"', 1)[1].split("</ol>", 1)[0]
    assert "شهید سعید ظفری" in results


def test_the_map_page_shows_the_chosen_card_without_a_script(
    client: FlaskClient, alley_ids: Ids
) -> None:
    page = text_of(client, f"/?alley={alley_ids['هنرستان ۱۹']}")
    card = page.split('id="card"', 1)[1]
    assert not card.split(">", 1)[0].endswith("hidden")
    assert "شهید سردار علی کریمی" in card


def test_the_map_page_hides_an_empty_card(client: FlaskClient) -> None:
    assert re.search(r'id="card"[^>]* hidden>', text_of(client, "/"))


def test_the_map_reads_tiles_of_the_generation_shown(
    client: FlaskClient, tiny_catalogue: object
) -> None:
    dataset_id = client.get("/readyz").json["dataset"]  # type: ignore[index]
    assert f"/tiles/{dataset_id}/{{z}}/{{x}}/{{y}}.pbf" in text_of(client, "/")


def test_an_alley_page_says_whom_when_and_how_it_was_called(
    client: FlaskClient, alley_ids: Ids
) -> None:
    page = text_of(client, f"/alleys/{alley_ids['هنرستان ۱۹']}")
    assert "شهید سردار علی کریمی" in page
    assert "فرزند حسن" in page
    assert "۴ دی ۱۳۶۵" in page
    assert "سال ۱۳۴۳" in page
    assert "پیش‌تر: کوچه نوزدهم" in page
    assert "منطقه ۱" in page


def test_an_alley_page_shows_each_sign_with_state_and_date(
    client: FlaskClient, alley_ids: Ids
) -> None:
    page = text_of(client, f"/alleys/{alley_ids['هنرستان ۱۹']}")
    signs = page.split('class="plaque-list"', 1)[1].split("</ul>", 1)[0]
    assert "پلاک نصب شده" in signs
    assert "۱ مرداد ۱۴۰۲" in signs
    assert "پلاک آسیب دیده" in signs


def test_an_alley_page_explains_its_match(client: FlaskClient, alley_ids: Ids) -> None:
    page = text_of(client, f"/alleys/{alley_ids['هنرستان ۱۹']}")
    why = page.split("چرا این کوچه؟", 1)[1]
    assert "با نقشه برابر است" in why


@pytest.mark.parametrize("name", ["خیابان شهید مرشدلو", "لادن"])
def test_a_match_that_waits_for_review_is_no_fact(
    client: FlaskClient, alley_ids: Ids, name: str
) -> None:
    page = text_of(client, f"/alleys/{alley_ids[name]}")
    assert "/martyrs/" not in page
    assert "محمد مرشدلو" not in page
    assert "احمدی" not in page


def test_a_person_without_biography_gets_no_empty_rows(
    client: FlaskClient, martyr_ids: Ids
) -> None:
    page = text_of(client, f"/martyrs/{martyr_ids['DEMO-8']}")
    assert "ندارد" not in page
    assert "None" not in page
    assert "<dt>تولد" not in page


def test_a_person_page_leads_to_the_alley(
    client: FlaskClient, alley_ids: Ids, martyr_ids: Ids
) -> None:
    page = text_of(client, f"/martyrs/{martyr_ids['DEMO-2']}")
    assert f'href="/alleys/{alley_ids["حر ۹۰ + شهید ظفری"]}"' in page


def test_a_person_page_keeps_waiting_namings_off_the_map(
    client: FlaskClient, martyr_ids: Ids
) -> None:
    page = text_of(client, f"/martyrs/{martyr_ids['DEMO-4']}")
    assert "در دست بررسی" in page
    assert "/alleys/" not in page


def test_the_short_link_leads_to_the_alley(client: FlaskClient, alley_ids: Ids) -> None:
    alley_id = alley_ids["هنرستان ۱۹"]
    code = client.get(f"/api/alleys/{alley_id}").json["properties"]["code"]  # type: ignore[index]
    answer = client.get(f"/a/{code.lower()}")
    assert answer.status_code == 302
    assert answer.location == f"/alleys/{alley_id}"


def test_the_permanent_link_is_the_configured_address(tiny_dataset: Path, alley_ids: Ids) -> None:
    client = site(tiny_dataset, public_url="https://kuche.example").test_client()
    page = client.get(f"/alleys/{alley_ids['هنرستان ۱۹']}", headers={"Host": "evil.example"})
    assert "https://kuche.example/a/" in page.text
    assert "evil" not in page.text


def test_an_alley_that_vanished_is_gone_with_a_kind_page(
    changed_app: Flask, alley_ids: Ids
) -> None:
    page = text_of(changed_app.test_client(), f"/alleys/{alley_ids['خیابان ۱۵ خرداد']}", 410)
    assert "این کوچه دیگر" in page
    assert 'name="q"' in page


def test_coverage_prints_both_numbers_beside_every_share(client: FlaskClient) -> None:
    page = text_of(client, "/coverage")
    row = page.split('href="/coverage/1"', 1)[1].split("</tr>", 1)[0]
    assert "۴ از ۶ (۶۷٪)" in row
    assert "۲ از ۴ (۵۰٪)" in row


def test_coverage_keeps_rows_without_an_area_last_in_any_order(client: FlaskClient) -> None:
    for order in ("asc", "desc"):
        body = text_of(client, f"/coverage?sort=named&order={order}").split("<tbody>", 1)[1]
        rows = re.findall(r'<th scope="row">(.*?)</th>', body.split("</tbody>", 1)[0])
        assert rows[-1] == "نامشخص"


def test_coverage_sorts_as_the_address_says(client: FlaskClient) -> None:
    body = text_of(client, "/coverage?sort=installed&order=desc").split("<tbody>", 1)[1]
    assert re.findall(r'href="/coverage/(\d)"', body) == ["1", "2"]
    assert 'aria-sort="descending"' in text_of(client, "/coverage?sort=installed&order=desc")


def test_a_column_head_leads_to_the_other_order(client: FlaskClient) -> None:
    page = text_of(client, "/coverage?sort=installed&order=desc")
    assert "sort=installed&amp;order=asc" in page


def test_an_area_lists_its_neighbourhoods_and_named_alleys(
    client: FlaskClient, alley_ids: Ids
) -> None:
    page = text_of(client, "/coverage/1")
    assert "صفائیه" in page
    assert f'href="/alleys/{alley_ids["هنرستان ۱۹"]}"' in page
    assert f'href="/alleys/{alley_ids["لادن"]}"' not in page


def test_a_neighbourhood_lists_only_its_own_alleys(client: FlaskClient, alley_ids: Ids) -> None:
    page = text_of(client, "/coverage/باجک (19 دی)")
    assert f'href="/alleys/{alley_ids["کوچه ۱۲"]}"' in page
    assert f'href="/alleys/{alley_ids["هنرستان ۱۹"]}"' not in page


@pytest.mark.parametrize(
    "address", ["/", "/search?q=کریمی", "/coverage", "/about", "/api/coverage"]
)
def test_a_head_request_answers_like_a_get_without_a_body(
    client: FlaskClient, address: str
) -> None:
    answer = client.head(address)
    assert answer.status_code == 200
    assert answer.data == b""


def test_the_first_view_of_a_small_city_is_near(client: FlaskClient) -> None:
    assert '"zoom":16' in text_of(client, "/")


def test_a_map_that_is_not_from_openstreetmap_is_not_credited_to_it(client: FlaskClient) -> None:
    assert "OpenStreetMap" not in text_of(client, "/about")
