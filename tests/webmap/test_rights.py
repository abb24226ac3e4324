"""Who may do what: every route of the site, asked by everybody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geodata.journal.accounts import Role
from geodata.journal.episode_records import Kind
from geodata.journal.episodes import reserve
from tests.webmap.staff import (
    MADE,
    deeds,
    enter,
    journal_of,
    photo,
    picture,
    post,
    report,
    token_of,
    worker,
)
from webmap.rights import ONLY_READ, WHOEVER_WORKS_HERE, needed_roles

VISITORS_MAY_SEND = {"corrections.send", "accounts.enter"}
"""Routes that change something and need no login. A new one is a decision: it belongs here, with
a reason, and keeps floods and robots out itself."""
ROLES_OF: dict[str, Role | tuple[Role, ...]] = {
    "accounts.leave": WHOEVER_WORKS_HERE,
    "accounts.own": WHOEVER_WORKS_HERE,
    "accounts.change_password": WHOEVER_WORKS_HERE,
    "accounts.end_others": WHOEVER_WORKS_HERE,
    "accounts.end_one": WHOEVER_WORKS_HERE,
    "desk.desk": WHOEVER_WORKS_HERE,
    "desk.audit": Role.STEWARD,
    "findings.accept": Role.STEWARD,
    "findings.withdraw": Role.STEWARD,
    "review.one": Role.PLANNER,
    "review.alternatives": Role.PLANNER,
    "review.rule": Role.STEWARD,
    "review.take_back": Role.STEWARD,
    "pictures.gallery": Role.STEWARD,
    "pictures.image": Role.STEWARD,
    "pictures.built_image": Role.STEWARD,
    "pictures.consent": Role.STEWARD,
    "pictures.take_down": Role.STEWARD,
    "pictures.put_back": Role.STEWARD,
    "reports.queue": Role.STEWARD,
    "reports.one": Role.STEWARD,
    "reports.contact": Role.STEWARD,
    "reports.photo": Role.STEWARD,
    "reports.small_photo": Role.STEWARD,
    "report_answers.refuse_report": Role.STEWARD,
    "report_answers.accept_task": Role.STEWARD,
    "report_answers.send_to_review": Role.STEWARD,
    "report_answers.record_plaque": Role.STEWARD,
    "report_answers.add_portrait": Role.STEWARD,
    "report_answers.take_down": Role.STEWARD,
    "report_answers.done": Role.STEWARD,
    "report_answers.open_again": Role.STEWARD,
    "intake.overview": Role.STEWARD,
    "intake.send": Role.STEWARD,
    "intake.job": Role.STEWARD,
    "intake.state": Role.STEWARD,
    "intake.abort": Role.STEWARD,
    "intake.again": Role.STEWARD,
    "intake.table": Role.STEWARD,
    "intake.versions": Role.STEWARD,
    "intake.publish": Role.ADMIN,
    "intake.restore": Role.ADMIN,
    "plaques.listed": Role.PLANNER,
    "plaques.sign": Role.PLANNER,
    "plaques.photo": Role.PLANNER,
    "plaques.record": Role.STEWARD,
    "plaques.withdraw": Role.STEWARD,
    "plaques_at_once.record": Role.STEWARD,
    "media_desk.listed": Role.MEDIA,
    "media_desk.reserve_one": Role.MEDIA,
    "media_desk.one": Role.MEDIA,
    "media_desk.deliver_one": Role.MEDIA,
    "media_desk.publish_one": Role.MEDIA,
    "media_desk.withdraw_one": Role.MEDIA,
    "media_desk.take_down": Role.STEWARD,
    "media_desk.put_back": Role.STEWARD,
    "media_desk.file": Role.MEDIA,
    "story_kit.person": Role.MEDIA,
    "story_kit.person_files": Role.MEDIA,
    "story_kit.still": Role.MEDIA,
    "story_kit.week": Role.MEDIA,
    "story_kit.week_files": Role.MEDIA,
    "field_mode.listed": Role.STEWARD,
    "field_mode.token": Role.STEWARD,
    "field_mode.events": Role.STEWARD,
    "tour_desk.overview": Role.STEWARD,
    "tour_desk.make": Role.STEWARD,
    "tour_desk.edit": Role.STEWARD,
    "tour_desk.change": Role.STEWARD,
    "tour_desk.add": Role.STEWARD,
    "tour_desk.change_one": Role.STEWARD,
    "tour_desk.move": Role.STEWARD,
    "tour_desk.remove": Role.STEWARD,
    "tour_desk.put_back": Role.STEWARD,
    "tour_desk.publish": Role.STEWARD,
    "tour_desk.withdraw": Role.STEWARD,
}
"""Routes that are not everybody's."""
BELOW = {
    Role.PLANNER: (Role.MEDIA,),
    Role.MEDIA: (Role.PLANNER,),
    Role.STEWARD: (Role.PLANNER, Role.MEDIA),
    Role.ADMIN: (Role.STEWARD,),
}
"""Who may least of all that may not do what one role may."""
ARGUMENTS = {
    "login_id": 1,
    "finding_id": "0123456789abcdef",
    "name": "0123456789abcdef.webp",
    "job_id": "20261125090000-0123abcd",
    "version": "000001-0123456789ab",
    "plaque_id": "P1",
}
NOT_THERE = {
    "pictures.built_image",
    "plaques.photo",
    "media_desk.file",
    "story_kit.person",
    "story_kit.person_files",
    "story_kit.still",
    "intake.job",
    "intake.state",
    "intake.table",
    "tour_desk.edit",
}
"""What the tiny city has none of: whoever may see it is told so."""
FOREIGN = (
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "http://[evil"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://localhost:81"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
)


def roles_of(endpoint: str) -> tuple[Role, ...]:
    roles = ROLES_OF[endpoint]
    return (roles,) if isinstance(roles, Role) else roles


def is_for(endpoint: str, role: Role) -> bool:
    return any(role.includes(one) for one in roles_of(endpoint))


def routes(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Endpoint, method and address of everything a request may ask for."""
    for rule in app.url_map.iter_rules():
        known = {name: ARGUMENTS.get(name, "1") for name in rule.arguments}
        address = app.url_map.bind("localhost").build(rule.endpoint, known)
        for method in rule.methods or ():
            yield rule.endpoint, method, address


def test_every_route_that_changes_something_wants_login_role_and_token(staffed: Flask) -> None:
    visitor = staffed.test_client()
    people = {role: worker(staffed, role.value) for role in Role}
    changing = {
        (endpoint, method, address)
        for endpoint, method, address in routes(staffed)
        if method not in ONLY_READ
    }
    assert {endpoint for endpoint, *_ in changing} > VISITORS_MAY_SEND
    before = deeds(staffed)
    for endpoint, method, address in changing:
        if endpoint in VISITORS_MAY_SEND:
            continue
        with staffed.app_context():
            roles = needed_roles(endpoint)
        assert roles, f"{endpoint} changes something and says not for whom"
        asked = visitor.open(address, method=method, data={"token": "0" * 64, "reason": "x"})
        assert asked.status_code == 303, endpoint
        assert asked.location.startswith("/login"), endpoint
        for token in ({}, {"token": "0" * 64}, {"token": token_of(people[Role.ADMIN])[::-1]}):
            refused = people[roles[0]].open(address, method=method, data={"reason": "x", **token})
            assert refused.status_code == 400, endpoint
        for role in () if roles == WHOEVER_WORKS_HERE else BELOW[roles[0]]:
            client = people[role]
            sent = {"token": token_of(client), "reason": "x"}
            assert client.open(address, method=method, data=sent).status_code == 403, endpoint
        client = people[roles[0]]
        for headers in FOREIGN:
            sent = {"token": token_of(client), "reason": "x"}
            refused = client.open(address, method=method, data=sent, headers=headers)
            assert refused.status_code == 403, (endpoint, headers)
    assert deeds(staffed) == before


def test_the_roles_of_routes_are_those_that_were_decided(staffed: Flask) -> None:
    with staffed.app_context():
        found = {name: needed_roles(name) for name in staffed.view_functions}
    assert {name: roles for name, roles in found.items() if roles} == {
        name: roles_of(name) for name in ROLES_OF
    }


def test_pages_of_the_desk_are_for_their_role_only(staffed: Flask) -> None:
    report(staffed, photo=photo())
    picture(staffed)
    reserve(journal_of(staffed), "DEMO-1", Kind.PORTRAIT, by="media", now=MADE)
    people = {role: worker(staffed, role.value) for role in Role}
    for endpoint, method, address in routes(staffed):
        if method != "GET" or endpoint not in ROLES_OF:
            continue
        asked = staffed.test_client().get(address)
        assert asked.status_code == 303
        assert asked.location == f"/login?next={address}"
        for role, client in people.items():
            # Let in, a page may still want to know what it is asked for.
            there = {404} if endpoint in NOT_THERE else {200, 400}
            expected = there if is_for(endpoint, role) else {403}
            assert client.get(address).status_code in expected, (address, role)


def test_a_view_that_forgets_to_say_for_whom_it_is_changes_nothing(staffed: Flask) -> None:
    done = []
    staffed.add_url_rule("/forgotten", "forgotten", lambda: done.append(1) or "", methods=["POST"])
    assert post(worker(staffed, "admin"), "/forgotten").status_code == 403
    assert done == []


def test_the_token_of_one_login_is_no_good_in_another(staffed: Flask) -> None:
    first, second = worker(staffed, "steward"), worker(staffed, "steward")
    answer = second.post("/logout", data={"token": token_of(first)})
    assert answer.status_code == 400
    assert second.get("/desk").status_code == 200
    assert post(second, "/logout").status_code == 303


@pytest.mark.parametrize("headers", FOREIGN)
def test_another_site_can_neither_log_somebody_in_nor_send_a_report(
    staffed: Flask, headers: dict[str, str]
) -> None:
    client = staffed.test_client()
    sent = {"name": "steward", "password": "x"}
    for address in ("/login", "/report"):
        assert client.post(address, data=sent, headers=headers).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://localhost"},
        {"Origin": "https://localhost"},  # a proxy in front speaks https
        {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_a_form_of_ours_is_taken(staffed: Flask, headers: dict[str, str]) -> None:
    client = worker(staffed, "steward")
    answer = client.post("/logout", data={"token": token_of(client)}, headers=headers)
    assert answer.status_code == 303


def test_the_public_address_is_ours_too(tiny_dataset: object, staffed: Flask) -> None:
    from dataclasses import replace

    staffed.config["SITE"] = replace(staffed.config["SITE"], public_url="https://kuche.example")
    client: FlaskClient = staffed.test_client()
    sent = {"name": "steward", "password": "x"}
    headers = {"Origin": "https://kuche.example"}
    assert client.post("/login", data=sent, headers=headers).status_code == 403
    assert enter(client, "steward").status_code == 303
