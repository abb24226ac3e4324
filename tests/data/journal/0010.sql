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
INSERT INTO "account" VALUES(1,'zahra','$argon2id$v=19$m=19456,t=2,p=1$qkyereGuSmPJEJvXnj4nWw$TGwZTJeW0IG7kV4PPJPvrMeoIbniMaF7O8QQb5+lYXA','steward','2026-11-25 08:30:00.000001',NULL);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0010');
CREATE TABLE answer (
	answer_id INTEGER NOT NULL, 
	correction_id INTEGER NOT NULL, 
	outcome TEXT NOT NULL, 
	text TEXT NOT NULL, 
	note TEXT NOT NULL, 
	naming_id TEXT, 
	event_id INTEGER, 
	picture TEXT, 
	decided_by TEXT NOT NULL, 
	decided_at DATETIME NOT NULL, 
	done_by TEXT, 
	done_at DATETIME, 
	withdrawn_by TEXT, 
	withdrawn_at DATETIME, 
	CONSTRAINT pk_answer PRIMARY KEY (answer_id), 
	CONSTRAINT fk_answer_correction_id FOREIGN KEY(correction_id) REFERENCES correction (correction_id), 
	CONSTRAINT fk_answer_event_id FOREIGN KEY(event_id) REFERENCES plaque_event (event_id)
);
INSERT INTO "answer" VALUES(1,1,'refused','عکس خوانا نبود؛ اگر عکس دیگری دارید بفرستید','تار است',NULL,NULL,NULL,'zahra','2026-11-26 09:00:00.000003',NULL,NULL,NULL,NULL);
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
INSERT INTO "audit" VALUES(3,'2026-11-25 08:30:00.000001','zahra','finding_accepted','00112233445566aa','{"code":"one_name_near","reason":"دو خواهر"}','e4eaa25ff89464f3c10be9e821075d40f0fced41254b1e857fc740573a58a86a','d82290c62fac82743be69efb952666bebbcee81ce9e63b97d843f26bb42b1527');
INSERT INTO "audit" VALUES(4,'2026-11-25 09:00:00.000002','zahra','naming_decided','DEMO-1','{"choices":[{"alley_id":7227512058,"kind":"accept","lat":34.64,"lon":50.88}],"note":"بر نقشه پیداست"}','d82290c62fac82743be69efb952666bebbcee81ce9e63b97d843f26bb42b1527','09b658a74ce7c6c58b29c08f935715c5dcd398dab7c874a60e0ec73a8d9a013a');
INSERT INTO "audit" VALUES(5,'2026-11-25 09:00:00.000002','zahra','plaque_recorded','DEMO-1','{"on":"1405-09-04","plaque":"P-1","status":"installed"}','09b658a74ce7c6c58b29c08f935715c5dcd398dab7c874a60e0ec73a8d9a013a','e30db62b992f3bf594c7ba8c45886845b597124954f9bbc7be740385bd3d48bc');
INSERT INTO "audit" VALUES(6,'2026-11-26 09:00:00.000003','zahra','report_refused','report-1','{"answer":"عکس خوانا نبود؛ اگر عکس دیگری دارید بفرستید","naming":null,"note":"تار است","outcome":"refused","picture":null}','e30db62b992f3bf594c7ba8c45886845b597124954f9bbc7be740385bd3d48bc','7dd9f8ff7c95b64fe2053171875ed266019d7f81053a4d67babed11206b4c77e');
INSERT INTO "audit" VALUES(7,'2026-11-26 09:00:00.000003','zahra','picture_taken_down','0123456789abcdef.webp','{"naming":"DEMO-1","reason":"به خواست خانواده"}','7dd9f8ff7c95b64fe2053171875ed266019d7f81053a4d67babed11206b4c77e','2d9c0c0e76955c0e89cdcccad1831add5a29e37232c4eeb7c3ef695d646707c5');
INSERT INTO "audit" VALUES(8,'2026-11-26 10:00:00.000004','seda','episode_reserved','DEMO-1','{"kind":"portrait","naming":"DEMO-1"}','2d9c0c0e76955c0e89cdcccad1831add5a29e37232c4eeb7c3ef695d646707c5','d6dae942983350a4ea0eb4a1c2f2433fa02b8e934201a7fcb45fb25d5c58718a');
INSERT INTO "audit" VALUES(9,'2026-11-26 10:01:00.000004','seda','episode_delivered','DEMO-1','{"episode":1,"file":"0123456789abcdef0123456789abcdef.mp4","kind":"portrait","licence":"CC BY 4.0","link":null,"naming":"DEMO-1","title":"فیلم چهره"}','d6dae942983350a4ea0eb4a1c2f2433fa02b8e934201a7fcb45fb25d5c58718a','8b69a0e3a9fc23d69f765583be74b0a43bc5714dfb9008252791dacd7fc5e6bc');
INSERT INTO "audit" VALUES(10,'2026-11-26 10:02:00.000004','seda','episode_published','DEMO-1','{"consent":"given","episode":1,"file":"0123456789abcdef0123456789abcdef.mp4","kind":"portrait","naming":"DEMO-1","title":"فیلم چهره"}','8b69a0e3a9fc23d69f765583be74b0a43bc5714dfb9008252791dacd7fc5e6bc','fa4a3d39bca30b41f8dc0fa32a691ad2cbfeafffae1cf9d8ba9f7c4f9142b12e');
INSERT INTO "audit" VALUES(11,'2026-11-26 10:03:00.000004','seda','episode_reserved','DEMO-2','{"kind":"biography","naming":"DEMO-2"}','fa4a3d39bca30b41f8dc0fa32a691ad2cbfeafffae1cf9d8ba9f7c4f9142b12e','817a6914769ef857a0561bc27f940971e44b1cf65ec791cb143a44e19d877934');
INSERT INTO "audit" VALUES(12,'2026-11-26 10:04:00.000004','seda','episode_withdrawn','DEMO-2','{"episode":2,"kind":"biography","naming":"DEMO-2","reason":"به تعویق افتاد","title":""}','817a6914769ef857a0561bc27f940971e44b1cf65ec791cb143a44e19d877934','d23e31a8aa4e5c06834b3d3a87e5c874d541e0d3421bc0e8075cc00adb61aa1d');
INSERT INTO "audit" VALUES(13,'2026-11-28 09:00:00.000005','zahra','tour_made','tour-1','{"tour":"تور كوچه‌های امین"}','d23e31a8aa4e5c06834b3d3a87e5c874d541e0d3421bc0e8075cc00adb61aa1d','823693e2382ac519d550472feeac5226c882fa021af9e395ec266d086b3e441b');
INSERT INTO "audit" VALUES(14,'2026-11-28 09:00:00.000005','zahra','stop_added','tour-1','{"alley":1,"naming":"DEMO-1","stop":"شهید كريمي"}','823693e2382ac519d550472feeac5226c882fa021af9e395ec266d086b3e441b','c53be1d07a0f7536f526a5e21619a07d007c302170886dff93c49baae41a56ef');
INSERT INTO "audit" VALUES(15,'2026-11-28 09:00:00.000005','zahra','stop_added','tour-1','{"alley":2,"naming":null,"stop":"هنرستان ۱۹"}','c53be1d07a0f7536f526a5e21619a07d007c302170886dff93c49baae41a56ef','fd0fb07d636a6f15f78f2a19058da1442a4a7ea48ce97350cf8a7557d06d9849');
INSERT INTO "audit" VALUES(16,'2026-11-28 09:00:00.000005','zahra','tour_published','tour-1','{}','fd0fb07d636a6f15f78f2a19058da1442a4a7ea48ce97350cf8a7557d06d9849','ad9dc3fb69980fcc4b909037c6b7ab8c4e18c935124b0f3582f7ade4d6106ae1');
CREATE TABLE column_mapping (
	role TEXT NOT NULL, 
	header TEXT NOT NULL, 
	meaning TEXT NOT NULL, 
	set_by TEXT NOT NULL, 
	set_at DATETIME NOT NULL, 
	CONSTRAINT pk_column_mapping PRIMARY KEY (role, header)
);
INSERT INTO "column_mapping" VALUES('registry','گلزار','burial_place','zahra','2026-11-27 09:00:00.000004');
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
	answer TEXT NOT NULL, district TEXT, cleared_at DATETIME, 
	CONSTRAINT pk_correction PRIMARY KEY (correction_id), 
	CONSTRAINT uq_correction_code UNIQUE (code)
);
INSERT INTO "correction" VALUES(1,'2222229V','photo',7,NULL,'متن','',X'FFD8','2026-11-25 10:00:00.000000','rejected','عکس خوانا نبود؛ اگر عکس دیگری دارید بفرستید','4',NULL);
CREATE TABLE decision (
	decision_id INTEGER NOT NULL, 
	naming_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	alley_id BIGINT, 
	lon FLOAT, 
	lat FLOAT, 
	other_id TEXT, 
	person TEXT NOT NULL, 
	note TEXT NOT NULL, 
	decided_by TEXT NOT NULL, 
	decided_at DATETIME NOT NULL, 
	withdrawn_by TEXT, 
	withdrawn_at DATETIME, 
	CONSTRAINT pk_decision PRIMARY KEY (decision_id)
);
INSERT INTO "decision" VALUES(1,'DEMO-1','accept',7227512058,50.88,34.64,NULL,'علی کریمی','بر نقشه پیداست','zahra','2026-11-25 09:00:00.000002',NULL,NULL);
CREATE TABLE episode (
	episode_id INTEGER NOT NULL, 
	naming_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	state TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	credits TEXT NOT NULL, 
	licence TEXT NOT NULL, 
	link TEXT, 
	file TEXT, 
	size_bytes BIGINT, 
	poster TEXT, 
	captions TEXT, 
	reserved_by TEXT NOT NULL, 
	reserved_at DATETIME NOT NULL, 
	delivered_by TEXT, 
	delivered_at DATETIME, 
	published_by TEXT, 
	published_at DATETIME, 
	withdrawn_by TEXT, 
	withdrawn_at DATETIME, 
	reason TEXT NOT NULL, 
	CONSTRAINT pk_episode PRIMARY KEY (episode_id)
);
INSERT INTO "episode" VALUES(1,'DEMO-1','portrait','published',3,'فیلم چهره','گروه ساختگی','CC BY 4.0',NULL,'0123456789abcdef0123456789abcdef.mp4',1000,NULL,'fedcba9876543210fedcba9876543210.vtt','seda','2026-11-26 10:00:00.000004','seda','2026-11-26 10:01:00.000004','seda','2026-11-26 10:02:00.000004',NULL,NULL,'');
INSERT INTO "episode" VALUES(2,'DEMO-2','biography','withdrawn',2,'','','',NULL,NULL,NULL,NULL,NULL,'seda','2026-11-26 10:03:00.000004',NULL,NULL,NULL,NULL,'seda','2026-11-26 10:04:00.000004','به تعویق افتاد');
CREATE TABLE identity (
	issuer TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	account_id INTEGER NOT NULL, 
	role_from TEXT NOT NULL, 
	linked_by TEXT NOT NULL, 
	linked_at DATETIME NOT NULL, 
	CONSTRAINT pk_identity PRIMARY KEY (issuer, subject), 
	CONSTRAINT fk_identity_account_id FOREIGN KEY(account_id) REFERENCES account (account_id)
);
INSERT INTO "identity" VALUES('https://sso.example','248289761001',1,'here','command line','2026-11-27 10:00:00.000005');
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
INSERT INTO "login_session" VALUES(1,'8f74773cfe04a09feb5ce7d7acde95102e4e9ca4050f46e99e69870204e4915c',1,'2026-11-25 08:30:00.000001','2026-11-25 08:30:00.000001','2026-12-25 08:30:00.000001',NULL);
CREATE TABLE media (
	media_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	content BLOB NOT NULL, 
	naming_id TEXT, 
	credit TEXT NOT NULL, 
	consent TEXT NOT NULL, 
	added_by TEXT NOT NULL, 
	added_at DATETIME NOT NULL, 
	taken_down_by TEXT, 
	taken_down_at DATETIME, 
	CONSTRAINT pk_media PRIMARY KEY (media_id)
);
INSERT INTO "media" VALUES(1,'00ff','plaque',X'0001','DEMO-1','','own','zahra','2026-11-25 09:00:00.000002',NULL,NULL);
CREATE TABLE missed_search (
	folded TEXT NOT NULL, 
	typed TEXT NOT NULL, 
	times INTEGER NOT NULL, 
	last_day DATE NOT NULL, 
	CONSTRAINT pk_missed_search PRIMARY KEY (folded)
);
INSERT INTO "missed_search" VALUES('کریمی','كريمي',3,'2026-11-25');
CREATE TABLE plaque_event (
	event_id INTEGER NOT NULL, 
	event_key TEXT NOT NULL, 
	plaque_id TEXT NOT NULL, 
	naming_id TEXT NOT NULL, 
	"end" TEXT, 
	status TEXT NOT NULL, 
	happened_on TEXT NOT NULL, 
	lon FLOAT, 
	lat FLOAT, 
	note TEXT NOT NULL, 
	media_id INTEGER, 
	recorded_by TEXT NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	withdrawn_by TEXT, 
	withdrawn_at DATETIME, said_at DATETIME, 
	CONSTRAINT pk_plaque_event PRIMARY KEY (event_id), 
	CONSTRAINT uq_plaque_event_event_key UNIQUE (event_key), 
	CONSTRAINT fk_plaque_event_media_id FOREIGN KEY(media_id) REFERENCES media (media_id)
);
INSERT INTO "plaque_event" VALUES(1,'phone-1','P-1','DEMO-1','start','installed','1405-09-04',50.88,34.64,'بر دیوار شمالی',1,'zahra','2026-11-25 09:00:00.000002',NULL,NULL,'2026-11-25 09:00:00.000002');
CREATE TABLE setting (
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_setting PRIMARY KEY (name)
);
INSERT INTO "setting" VALUES('signing_key','a key of nobody');
INSERT INTO "setting" VALUES('audit_head','16:ad9dc3fb69980fcc4b909037c6b7ab8c4e18c935124b0f3582f7ade4d6106ae1');
CREATE TABLE take_down (
	take_down_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	taken_down_by TEXT NOT NULL, 
	taken_down_at DATETIME NOT NULL, 
	put_back_by TEXT, 
	put_back_at DATETIME, 
	CONSTRAINT pk_take_down PRIMARY KEY (take_down_id)
);
INSERT INTO "take_down" VALUES(1,'0123456789abcdef.webp','به خواست خانواده','zahra','2026-11-26 09:00:00.000003',NULL,NULL);
CREATE TABLE tour (
	tour_id INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	title_fa TEXT NOT NULL, 
	lead_fa TEXT NOT NULL, 
	meeting_point_fa TEXT NOT NULL, 
	open_days_fa TEXT NOT NULL, 
	opens_at TEXT, 
	closes_at TEXT, 
	group_size INTEGER, 
	made_by TEXT NOT NULL, 
	made_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	published_at DATETIME, 
	CONSTRAINT pk_tour PRIMARY KEY (tour_id)
);
INSERT INTO "tour" VALUES(1,'published',4,'تور كوچه‌های امین','از میدان تا حرم','میدان','شنبه تا چهارشنبه','09:00','12:30',15,'zahra','2026-11-28 09:00:00.000005','2026-11-28 09:00:00.000005','2026-11-28 09:00:00.000005');
CREATE TABLE tour_stop (
	stop_id INTEGER NOT NULL, 
	tour_id INTEGER NOT NULL, 
	place INTEGER NOT NULL, 
	naming_id TEXT, 
	alley_id BIGINT NOT NULL, 
	lon FLOAT NOT NULL, 
	lat FLOAT NOT NULL, 
	name_fa TEXT NOT NULL, 
	text_fa TEXT NOT NULL, 
	media_url TEXT NOT NULL, 
	minutes INTEGER NOT NULL, 
	removed_by TEXT, 
	removed_at DATETIME, 
	CONSTRAINT pk_tour_stop PRIMARY KEY (stop_id), 
	CONSTRAINT fk_tour_stop_tour_id FOREIGN KEY(tour_id) REFERENCES tour (tour_id)
);
INSERT INTO "tour_stop" VALUES(1,1,1,'DEMO-1',1,50.88,34.64,'شهید كريمي','گفتار','',5,NULL,NULL);
INSERT INTO "tour_stop" VALUES(2,1,2,NULL,2,50.881,34.641,'هنرستان ۱۹','','',5,NULL,NULL);
CREATE TABLE used_state (
	state_hash TEXT NOT NULL, 
	used_at DATETIME NOT NULL, 
	CONSTRAINT pk_used_state PRIMARY KEY (state_hash)
);
INSERT INTO "used_state" VALUES('9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08','2026-11-27 10:00:00.000005');
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
CREATE INDEX ix_audit_subject ON audit (subject);
CREATE INDEX ix_decision_naming_id ON decision (naming_id);
CREATE INDEX ix_media_naming_id ON media (naming_id);
CREATE INDEX ix_plaque_event_naming_id ON plaque_event (naming_id);
CREATE INDEX ix_plaque_event_plaque_id ON plaque_event (plaque_id);
CREATE INDEX ix_correction_queue ON correction (state, kind, district, sent_at);
CREATE INDEX ix_media_name ON media (name);
CREATE INDEX ix_media_shown ON media (kind, consent, taken_down_at);
CREATE INDEX ix_answer_correction_id ON answer (correction_id);
CREATE INDEX ix_answer_naming_id ON answer (naming_id);
CREATE UNIQUE INDEX uq_answer_in_force ON answer (correction_id) WHERE withdrawn_at IS NULL;
CREATE INDEX ix_take_down_name ON take_down (name);
CREATE UNIQUE INDEX uq_take_down_in_force ON take_down (name) WHERE put_back_at IS NULL;
CREATE INDEX ix_identity_account_id ON identity (account_id);
CREATE INDEX ix_episode_naming_id ON episode (naming_id);
CREATE UNIQUE INDEX uq_episode_in_force ON episode (naming_id, kind) WHERE withdrawn_at IS NULL;
CREATE INDEX ix_tour_stop_tour_id ON tour_stop (tour_id);
COMMIT;
