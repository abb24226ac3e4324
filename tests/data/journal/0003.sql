BEGIN TRANSACTION;
CREATE TABLE accepted_finding (
	acceptance_id INTEGER NOT NULL, 
	finding_id TEXT NOT NULL, 
	code TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	accepted_by TEXT NOT NULL, 
	accepted_at DATETIME NOT NULL, 
	withdrawn_by TEXT, 
	withdrawn_at DATETIME, 
	CONSTRAINT pk_accepted_finding PRIMARY KEY (acceptance_id)
);
INSERT INTO "accepted_finding" VALUES(1,'00112233445566aa','one_name_near','دو خواهر','zahra','2026-11-25 08:30:00.000001',NULL,NULL);
CREATE TABLE account (
	account_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	password_hash TEXT NOT NULL, 
	role TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	disabled_at DATETIME, 
	CONSTRAINT pk_account PRIMARY KEY (account_id), 
	CONSTRAINT uq_account_name UNIQUE (name)
);
INSERT INTO "account" VALUES(1,'zahra','$argon2id$v=19$m=19456,t=2,p=1$mldtrgJWtCVEfgxjVB2GFg$psy/Ve6REXCOnLJUMD2M8yFu7nDQDWDEuhcYty4wyac','steward','2026-11-25 08:30:00.000001',NULL);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0003');
CREATE TABLE audit (
	sequence INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	actor TEXT NOT NULL, 
	action TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	details TEXT NOT NULL, 
	previous_hash TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	CONSTRAINT pk_audit PRIMARY KEY (sequence)
);
INSERT INTO "audit" VALUES(1,'2026-11-25 08:30:00.000001','command line','account_made','zahra','{"role":"steward"}','0000000000000000000000000000000000000000000000000000000000000000','07dbdbd1afb455043cbc974cbf8457a071e3215418f837ebefb773b42218b89b');
INSERT INTO "audit" VALUES(2,'2026-11-25 08:30:00.000001','zahra','signed_in','zahra','{}','07dbdbd1afb455043cbc974cbf8457a071e3215418f837ebefb773b42218b89b','e4eaa25ff89464f3c10be9e821075d40f0fced41254b1e857fc740573a58a86a');
INSERT INTO "audit" VALUES(3,'2026-11-25 08:30:00.000001','zahra','finding_accepted','00112233445566aa','{"code":"one_name_near","finding":"کوچهٔ دیگری با همین نام در ۱۲۰ متری است","reason":"دو خواهر"}','e4eaa25ff89464f3c10be9e821075d40f0fced41254b1e857fc740573a58a86a','cd39250377dee95f80da508fd488765908cf8e3c662dd8c0c60b5bae33b5ee4c');
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
CREATE TABLE login_failure (
	failure_id INTEGER NOT NULL, 
	name_hash TEXT NOT NULL, 
	address_hash TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_login_failure PRIMARY KEY (failure_id)
);
CREATE TABLE login_session (
	login_id INTEGER NOT NULL, 
	token_hash TEXT NOT NULL, 
	account_id INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	seen_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	revoked_at DATETIME, 
	CONSTRAINT pk_login_session PRIMARY KEY (login_id), 
	CONSTRAINT uq_login_session_token_hash UNIQUE (token_hash), 
	CONSTRAINT fk_login_session_account_id FOREIGN KEY(account_id) REFERENCES account (account_id)
);
INSERT INTO "login_session" VALUES(1,'4335d2f6e7a01a1aa5ffce8f1246c6aaf2f9a70c7719d1bafbe191d66194695b',1,'2026-11-25 08:30:00.000001','2026-11-25 08:30:00.000001','2026-12-25 08:30:00.000001',NULL);
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
INSERT INTO "setting" VALUES('audit_head','3:cd39250377dee95f80da508fd488765908cf8e3c662dd8c0c60b5bae33b5ee4c');
CREATE INDEX ix_login_session_account_id ON login_session (account_id);
CREATE INDEX ix_login_failure_name_hash ON login_failure (name_hash);
CREATE INDEX ix_login_failure_address_hash ON login_failure (address_hash);
CREATE TRIGGER audit_is_not_updated BEFORE UPDATE ON audit
       BEGIN SELECT RAISE(ABORT, 'the audit is only ever added to'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
       BEGIN SELECT RAISE(ABORT, 'the audit is only ever added to'); END;
CREATE TRIGGER audit_is_not_replaced BEFORE INSERT ON audit
       WHEN EXISTS (SELECT 1 FROM audit WHERE sequence = NEW.sequence)
       BEGIN SELECT RAISE(ABORT, 'the audit is only ever added to'); END;
CREATE UNIQUE INDEX uq_accepted_finding_in_force ON accepted_finding (finding_id) WHERE withdrawn_at IS NULL;
COMMIT;
