"""The site: thin views over `geodata.catalogue`, Folium for the map, templates for the rest."""

from __future__ import annotations

import os

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from webmap import (
    accounts,
    anniversaries,
    anniversary_feeds,
    api,
    corrections,
    crawlers,
    desk,
    explore,
    exports,
    field_mode,
    fieldwork,
    findings,
    health,
    intake,
    live,
    media_desk,
    oembed,
    offline,
    ogc,
    oidc,
    pictures,
    planners,
    plaques,
    plaques_at_once,
    portraits,
    recordings,
    report_answers,
    reports,
    residents,
    review,
    sheets,
    story_kit,
    tiles,
    tour_desk,
    tours,
    walks,
    worklists,
)
from webmap.access import init_access
from webmap.account_commands import init_account_commands
from webmap.assets import init_assets
from webmap.calendars import init_calendars
from webmap.clearing import init_clearing
from webmap.compiled_templates import init_compiled_templates
from webmap.compression import init_compression
from webmap.config import SiteConfig
from webmap.contexts.site import init_site
from webmap.contexts.tours import init_tours
from webmap.converters import init_converters
from webmap.crawlers import init_crawlers
from webmap.dataset import init_dataset
from webmap.errors import init_errors
from webmap.i18n import init_i18n
from webmap.journal import init_journal
from webmap.logins import init_logins
from webmap.oidc import init_oidc
from webmap.places import init_places
from webmap.portraits import init_portraits
from webmap.presentation import init_presentation
from webmap.print_shop import init_print_shop
from webmap.recordings import init_recordings
from webmap.rights import init_rights
from webmap.security import init_security
from webmap.uploads import SiteRequest


def create_app(config: SiteConfig | None = None) -> Flask:
    """Return the site.

    Parameters
    ----------
    config : SiteConfig, optional
        Its settings; without them the environment is read, now and only now.
    """
    config = config or SiteConfig.from_environment(os.environ)
    # Static files have their own blueprint, under a content hash.
    app = Flask(__name__, static_folder=None)
    app.request_class = SiteRequest
    app.config.update(
        SITE=config,
        TRUSTED_HOSTS=list(config.trusted_hosts) or None,
        PROVIDE_AUTOMATIC_OPTIONS=False,
        MAX_CONTENT_LENGTH=64 * 1024,
    )
    init_compiled_templates(app)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    # A doubled slash is no address of ours; a redirect would repeat the host of the request.
    app.url_map.merge_slashes = False
    if config.proxies:
        # The host stays the one asked for: it is judged by what is trusted, not by a header.
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=config.proxies, x_proto=config.proxies, x_host=0
        )
    init_converters(app)
    init_journal(app, config)
    init_dataset(app, config)
    init_account_commands(app)
    init_clearing(app)
    init_i18n(app)
    init_presentation(app)
    init_calendars(app)
    init_places(app)
    init_portraits(app)
    init_recordings(app, config)
    init_print_shop(app)
    init_tours(app)
    init_crawlers(app)
    # What is done to answers runs in reverse: logged last, compressed after every header is set.
    init_access(app)
    init_rights(app)
    init_logins(app)
    init_oidc(app, config)
    init_compression(app)
    init_security(app)
    init_site(app)
    init_errors(app)
    init_assets(app)
    for blueprint in (
        residents.bp,
        sheets.bp,
        anniversaries.bp,
        anniversary_feeds.bp,
        corrections.bp,
        accounts.bp,
        desk.bp,
        explore.bp,
        exports.bp,
        field_mode.bp,
        fieldwork.bp,
        findings.bp,
        crawlers.bp,
        intake.bp,
        oembed.bp,
        offline.bp,
        ogc.bp,
        oidc.bp,
        planners.bp,
        plaques.bp,
        plaques_at_once.bp,
        portraits.bp,
        media_desk.bp,
        recordings.bp,
        story_kit.bp,
        pictures.bp,
        reports.bp,
        report_answers.bp,
        walks.bp,
        worklists.bp,
        review.bp,
        api.bp,
        tiles.bp,
        tours.bp,
        tour_desk.bp,
        live.bp,
        health.bp,
    ):
        app.register_blueprint(blueprint)
    return app
