BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE missed_search (
	folded TEXT NOT NULL, 
	typed TEXT NOT NULL, 
	times INTEGER NOT NULL, 
	last_day DATE NOT NULL, 
	CONSTRAINT pk_missed_search PRIMARY KEY (folded)
);
INSERT INTO "missed_search" VALUES('کریمی','كريمي',3,'2026-11-25');
COMMIT;
