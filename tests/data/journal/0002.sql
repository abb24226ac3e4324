BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
CREATE TABLE correction (
	correction_id INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	alley_id BIGINT, 
	martyr_id BIGINT, 
	text TEXT NOT NULL, 
	phone TEXT NOT NULL, 
	photo BLOB, 
	sent_at DATETIME NOT NULL, 
	state TEXT NOT NULL, 
	answer TEXT NOT NULL, 
	CONSTRAINT pk_correction PRIMARY KEY (correction_id), 
	CONSTRAINT uq_correction_code UNIQUE (code)
);
INSERT INTO "correction" VALUES(1,'2222229V','photo',7,NULL,'متن','',X'FFD8','2026-11-25 10:00:00.000000','new','');
CREATE TABLE missed_search (
	folded TEXT NOT NULL, 
	typed TEXT NOT NULL, 
	times INTEGER NOT NULL, 
	last_day DATE NOT NULL, 
	CONSTRAINT pk_missed_search PRIMARY KEY (folded)
);
INSERT INTO "missed_search" VALUES('کریمی','كريمي',3,'2026-11-25');
CREATE TABLE setting (
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_setting PRIMARY KEY (name)
);
INSERT INTO "setting" VALUES('signing_key','a key of nobody');
COMMIT;
