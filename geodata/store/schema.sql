-- The serving database of one published dataset. Read-only once written.
CREATE TABLE alley (
    alley_id      INTEGER PRIMARY KEY,
    code          TEXT NOT NULL UNIQUE,
    name_fa       TEXT,
    kind          TEXT NOT NULL,
    road_class    TEXT NOT NULL,
    parent_fa     TEXT,
    number        INTEGER,
    district      TEXT,
    neighbourhood TEXT,
    length_m      REAL NOT NULL,
    eligible      INTEGER NOT NULL,       -- 1: the plan may name it
    state         TEXT,
    mouth_lon     REAL NOT NULL,
    mouth_lat     REAL NOT NULL,
    west REAL NOT NULL, south REAL NOT NULL, east REAL NOT NULL, north REAL NOT NULL,
    source_ids    TEXT NOT NULL,          -- joined by |
    parent_id     INTEGER,
    geometry      BLOB NOT NULL           -- WKB, EPSG:4326
);
CREATE INDEX alley_by_district ON alley (district, alley_id);
CREATE INDEX alley_by_parent ON alley (parent_id, number) WHERE parent_id IS NOT NULL;
CREATE INDEX alley_by_state ON alley (state, alley_id) WHERE state IS NOT NULL;
CREATE VIRTUAL TABLE alley_box USING rtree (alley_id, west, east, south, north);

CREATE TABLE retired (alley_id INTEGER PRIMARY KEY, successor_id INTEGER);

-- When anything said of an alley last changed; an empty fingerprint: it is gone.
CREATE TABLE change (
    alley_id    INTEGER PRIMARY KEY,
    fingerprint BLOB NOT NULL,
    changed_at  TEXT NOT NULL            -- ISO 8601, UTC: of the build that saw it
);
CREATE INDEX change_by_time ON change (changed_at, alley_id);

CREATE TABLE naming (
    naming_id        TEXT PRIMARY KEY,
    martyr_id        INTEGER NOT NULL,
    honoree_fa       TEXT NOT NULL,
    title_fa         TEXT,
    father_fa        TEXT,
    old_name_fa      TEXT,
    new_name_fa      TEXT,
    main_street_fa   TEXT,
    district         TEXT,
    neighbourhood    TEXT,
    neighbourhood_id TEXT,                -- of the area the register's word stands for
    birth_date       TEXT,
    martyrdom_date   TEXT,
    martyrdom_place  TEXT,
    burial_place     TEXT,
    biography        TEXT,
    portrait         TEXT,                -- file below portraits/, shown with consent only
    photo_credit     TEXT,
    media_url        TEXT,
    latin_name       TEXT,                -- as the register writes it; NULL: by rule
    arabic_name      TEXT,
    decree_no        TEXT,
    decree_date      TEXT,
    plaque_status    TEXT,
    verdict          TEXT NOT NULL,
    method           TEXT NOT NULL,
    score            REAL,
    reason_fa        TEXT NOT NULL,
    alley_id         INTEGER,             -- in review: the best alternative, never shown as a fact
    further          TEXT NOT NULL,       -- JSON [alley_id, …]: the alleys beside it that carry it
    alternatives     TEXT NOT NULL,       -- JSON [[alley_id, score], …]
    joined           TEXT,                -- JSON of the match without what the journal says, if other
    extras           TEXT NOT NULL        -- JSON of the columns we do not know
);
CREATE INDEX naming_by_alley ON naming (alley_id, naming_id);
CREATE INDEX naming_by_martyr ON naming (martyr_id, naming_id);
CREATE INDEX naming_by_verdict ON naming (verdict, naming_id);

-- What a list of namings is filtered, counted and sorted by: a row for each alley that carries one.
CREATE TABLE listing (
    naming_id     TEXT NOT NULL,
    place         INTEGER NOT NULL,    -- 0, and of a naming on several alleys 1, 2, …
    alley_id      INTEGER,             -- of accepted namings only
    family_key    TEXT NOT NULL,
    family_fa     TEXT NOT NULL,
    by_name       TEXT NOT NULL,       -- sorts as Persian dictionaries do
    district      TEXT,
    neighbourhood TEXT,
    state         TEXT NOT NULL,       -- installed, damaged, named; unmapped: no alley yet
    year          INTEGER,             -- of martyrdom, Jalali
    has_portrait  INTEGER NOT NULL,
    has_biography INTEGER NOT NULL,
    once          INTEGER NOT NULL,    -- 1 for one naming of each alley, as coverage counts them
    mapped        INTEGER NOT NULL,
    made          INTEGER NOT NULL,    -- what the most telling sign of its alley is
    installed     INTEGER NOT NULL,
    verified      INTEGER NOT NULL,
    damaged       INTEGER NOT NULL,
    missing       INTEGER NOT NULL,
    PRIMARY KEY (naming_id, place)
);
CREATE INDEX listing_by_alley ON listing (alley_id, naming_id) WHERE alley_id IS NOT NULL;
CREATE INDEX listing_by_family ON listing (family_key, by_name);
CREATE INDEX listing_by_name ON listing (by_name, naming_id);
CREATE INDEX listing_by_neighbourhood ON listing (neighbourhood, by_name);

CREATE TABLE plaque (
    plaque_id TEXT PRIMARY KEY,
    naming_id TEXT,
    status    TEXT,
    date      TEXT,
    end_fa    TEXT,
    text_fa   TEXT,
    note_fa   TEXT,
    lon       REAL,
    lat       REAL
);
CREATE INDEX plaque_by_naming ON plaque (naming_id, plaque_id);

CREATE TABLE area (
    area_id  TEXT NOT NULL,
    kind     TEXT NOT NULL,
    name_fa  TEXT NOT NULL,
    district TEXT,
    west REAL, south REAL, east REAL, north REAL,
    PRIMARY KEY (kind, area_id)
) WITHOUT ROWID;

-- Mosques, shrines and schools with a name, which one may ask around.
CREATE TABLE place (
    position INTEGER PRIMARY KEY,
    kind     TEXT NOT NULL,
    name_fa  TEXT NOT NULL,
    lon      REAL NOT NULL,
    lat      REAL NOT NULL
);

CREATE TABLE coverage (
    position       INTEGER PRIMARY KEY,
    area_id        TEXT NOT NULL,
    name_fa        TEXT NOT NULL,
    kind           TEXT NOT NULL,
    district       TEXT,
    eligible       INTEGER NOT NULL,
    named          INTEGER NOT NULL,
    matched        INTEGER NOT NULL,
    made           INTEGER NOT NULL,
    installed      INTEGER NOT NULL,
    verified       INTEGER NOT NULL,
    damaged        INTEGER NOT NULL,
    missing        INTEGER NOT NULL,
    length_m       REAL NOT NULL,
    named_length_m REAL NOT NULL,
    made_length_m      REAL NOT NULL,
    installed_length_m REAL NOT NULL,
    verified_length_m  REAL NOT NULL,
    damaged_length_m   REAL NOT NULL,
    missing_length_m   REAL NOT NULL,
    near_named     INTEGER NOT NULL,   -- eligible alleys within a short walk of a named one
    near_installed INTEGER NOT NULL,
    median_m       REAL,               -- way to the nearest plaque, NULL: none to walk to
    p90_m          REAL
);

-- How far the plan was at this build and at those before it.
CREATE TABLE trend (
    built_at  TEXT NOT NULL,
    kind      TEXT NOT NULL,
    area_id   TEXT NOT NULL,
    eligible  INTEGER NOT NULL,
    named     INTEGER NOT NULL,
    matched   INTEGER NOT NULL,
    installed INTEGER NOT NULL,
    verified  INTEGER NOT NULL,
    PRIMARY KEY (kind, area_id, built_at)
) WITHOUT ROWID;

CREATE TABLE finding (
    position      INTEGER PRIMARY KEY,
    finding_id    TEXT NOT NULL UNIQUE,
    code          TEXT NOT NULL,
    severity      TEXT NOT NULL,
    title_fa      TEXT NOT NULL,
    message_fa    TEXT NOT NULL,
    naming_id     TEXT,
    alley_id      INTEGER,
    district      TEXT,
    neighbourhood TEXT
);
CREATE INDEX finding_by_code ON finding (code, position);

-- What waits for somebody's work; see `geodata.worklists.row`.
CREATE TABLE work (
    position      INTEGER PRIMARY KEY,
    list          TEXT NOT NULL,
    reason        TEXT NOT NULL,
    title_fa      TEXT NOT NULL,
    by_name       TEXT NOT NULL,
    street_fa     TEXT,
    old_name_fa   TEXT,
    district      TEXT,
    neighbourhood TEXT,
    naming_id     TEXT,
    alley_id      INTEGER,
    plaque_id     TEXT,
    message_fa    TEXT,
    lon           REAL,
    lat           REAL,
    score         REAL,
    candidates    TEXT NOT NULL          -- JSON [[alley_id, naming_id, score, distance_m], …]
);
CREATE INDEX work_by_name ON work (list, by_name, position);

CREATE TABLE issue (
    position INTEGER PRIMARY KEY,
    source TEXT NOT NULL, row INTEGER, field TEXT, code TEXT NOT NULL, severity TEXT NOT NULL,
    value TEXT, message_fa TEXT NOT NULL, message_en TEXT NOT NULL
);

-- One entry per naming, and one per named alley that no accepted naming speaks for; its words
-- are in the search index, where it has the number entry_id - 1.
CREATE TABLE entry (
    entry_id  INTEGER PRIMARY KEY,
    alley_id  INTEGER,
    naming_id TEXT
);
CREATE INDEX entry_by_alley ON entry (alley_id);
CREATE INDEX entry_by_naming ON entry (naming_id COLLATE NOCASE);
