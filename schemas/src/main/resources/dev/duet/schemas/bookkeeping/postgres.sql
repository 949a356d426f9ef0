-- What Duet keeps in PostgreSQL. Every statement may be run again.
CREATE SCHEMA IF NOT EXISTS duet;

-- One row: who this database is. A database that was rebuilt has another incarnation.
CREATE TABLE IF NOT EXISTS duet.system (
    name        text PRIMARY KEY,
    incarnation text NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now()
);

-- One row for each peer: up to where its log is in this database. Its change in this database's own log is the marker
-- by which Duet knows its own transactions.
CREATE TABLE IF NOT EXISTS duet.checkpoint (
    source                 text PRIMARY KEY,
    position               text NOT NULL,
    clock                  bigint NOT NULL,
    counter                bigint NOT NULL,
    source_resume_position text NOT NULL,
    source_resume_clock    bigint NOT NULL,
    source_resume_seen     text,
    target_resume_position text NOT NULL,
    target_resume_clock    bigint NOT NULL,
    target_resume_seen     text,
    source_clean           text NOT NULL,
    target_clean           text NOT NULL,
    incarnation            text NOT NULL,
    fencing_token          bigint NOT NULL,
    written_at             timestamptz NOT NULL DEFAULT now()
);

-- Who may write: one instance at a time, under a token that only grows.
CREATE TABLE IF NOT EXISTS duet.lease (
    name       text PRIMARY KEY,
    holder     text NOT NULL,
    token      bigint NOT NULL,
    expires_at timestamptz NOT NULL
);

-- Changes that could not be applied to this database, with the later changes of the same records, in order.
CREATE TABLE IF NOT EXISTS duet.quarantine (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source       text NOT NULL,
    entity       text NOT NULL,
    record_key   text NOT NULL,
    operation    text NOT NULL,
    before_image text,
    after_image  text,
    code         text NOT NULL,
    reason       text NOT NULL,
    position     text NOT NULL,
    transaction  text NOT NULL,
    status       text NOT NULL DEFAULT 'held',
    held_at      timestamptz NOT NULL DEFAULT now(),
    settled_at   timestamptz,
    settled_by   text
);
CREATE INDEX IF NOT EXISTS quarantine_held ON duet.quarantine (source, entity, status);

-- What lost: every value that Duet did not write, or wrote over, because both sides had changed the record.
CREATE TABLE IF NOT EXISTS duet.conflict (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source         text NOT NULL,
    entity         text NOT NULL,
    record_key     text NOT NULL,
    operation      text NOT NULL,
    before_image   text,
    after_image    text,
    existing_image text,
    winner         text NOT NULL,
    rule           text NOT NULL,
    position       text NOT NULL,
    transaction    text NOT NULL,
    clock          bigint NOT NULL,
    seen           text,
    field           text,
    reason          text,
    source_value    text,
    target_value    text,
    target_position text,
    target_clock    bigint,
    decided_at     timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS conflict_pair ON duet.conflict (clock, target_clock);

-- Records that are held since this database refused their write: what clients do to them on either side is passed over
-- until they are released. Keys are in the terms of the system listed first.
CREATE TABLE IF NOT EXISTS duet.hold (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    first_system text NOT NULL,
    entity       text NOT NULL,
    record_key   text NOT NULL,
    read_first   bigint NOT NULL,
    read_second  bigint NOT NULL,
    is_over      boolean NOT NULL DEFAULT false,
    held_at      timestamptz NOT NULL DEFAULT now()
);

-- Where, in which log, a record was released.
CREATE TABLE IF NOT EXISTS duet.hold_end (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    first_system text NOT NULL,
    entity       text NOT NULL,
    record_key   text NOT NULL,
    on_first     boolean NOT NULL,
    position     bigint NOT NULL,
    is_over      boolean NOT NULL DEFAULT false,
    ended_at     timestamptz NOT NULL DEFAULT now()
);

-- Records that people let go, with what this database holds of them (no image: no row). Duet reads it from the log.
CREATE TABLE IF NOT EXISTS duet.release (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entity     text NOT NULL,
    record_key text NOT NULL,
    row_image  text,
    decided_by text NOT NULL,
    decided_at timestamptz NOT NULL DEFAULT now()
);

-- What people did about conflicts afterwards, in the database that was written to: a row for each entry.
CREATE TABLE IF NOT EXISTS duet.conflict_action (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    conflict_system text NOT NULL,
    conflict_id     bigint NOT NULL,
    entity          text NOT NULL,
    record_key      text NOT NULL,
    field           text,
    action          text NOT NULL,
    written         text,
    reason          text NOT NULL,
    acted_by        text NOT NULL,
    acted_at        timestamptz NOT NULL DEFAULT now()
);

-- What `duet compare --repair` and `duet replay` have written into this database: a row for each record, as it was and as it
-- is (no image: no row), by which rules, why and by whom.
CREATE TABLE IF NOT EXISTS duet.repair (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entity       text NOT NULL,
    record_key   text NOT NULL,
    before_image text,
    after_image  text,
    rules        text NOT NULL,
    reason       text NOT NULL,
    repaired_by  text NOT NULL,
    repaired_at  timestamptz NOT NULL DEFAULT now()
);

-- Whether the direction from that source into this database may write, and who said so: no row means yes. An instance
-- that runs looks at it every second, and notes the turn that it has obeyed.
CREATE TABLE IF NOT EXISTS duet.control (
    source      text PRIMARY KEY,
    turn        bigint NOT NULL,
    obeyed_turn bigint NOT NULL DEFAULT 0,
    state       text NOT NULL,
    changed_by  text NOT NULL,
    reason      text NOT NULL,
    brake       text,
    counted     bigint NOT NULL DEFAULT 0,
    allowance   bigint NOT NULL DEFAULT 0,
    changed_at  timestamptz NOT NULL DEFAULT now()
);

-- How often something was refused, mended or left out on its way from a source into this database (no entity: whole
-- transactions). Written every few seconds.
CREATE TABLE IF NOT EXISTS duet.counter (
    source   text NOT NULL,
    entity   text NOT NULL,
    what     text NOT NULL,
    rule     text NOT NULL,
    counted  bigint NOT NULL,
    first_at timestamptz NOT NULL DEFAULT now(),
    last_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (source, entity, what, rule)
);

-- What a transaction of Duet's says of itself where triggers may have done more: which records it wrote, and what became
-- of them. Always empty: its rows are for the log alone, and are deleted in the transaction that inserts them. Either
-- the keys of records that were written to, or one record as it was written and as it is (no image: no row).
CREATE TABLE IF NOT EXISTS duet.manifest (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entity        text NOT NULL,
    record_keys   text,
    record_key    text,
    written_image text,
    row_image     text
);

-- How often triggers of this database did something to what Duet wrote (no field: to the row as a whole).
CREATE TABLE IF NOT EXISTS duet.trigger_effect (
    entity   text NOT NULL,
    field    text NOT NULL,
    effect   text NOT NULL,
    happened bigint NOT NULL,
    first_at timestamptz NOT NULL DEFAULT now(),
    last_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (entity, field, effect)
);

-- Which row of this database is which record of the peer, for entities whose keys each system makes up: the key that the
-- peer gave the record, and the one that it got here. Records that were made here have no row. A row stays for good.
CREATE TABLE IF NOT EXISTS duet.identity (
    entity    text NOT NULL,
    peer_key  bigint NOT NULL,
    own_key   bigint NOT NULL,
    paired_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (entity, peer_key),
    UNIQUE (entity, own_key)
);

-- What the running instance has of the file, and whether a person asks it to read that anew. One row, in the system listed
-- first.
CREATE TABLE IF NOT EXISTS duet.reload (
    id          smallint PRIMARY KEY CHECK (id = 1),
    in_force    text NOT NULL,
    fingerprint text NOT NULL,
    turn        bigint NOT NULL DEFAULT 0,
    asked_for   text NOT NULL DEFAULT '',
    asked_by    text NOT NULL DEFAULT '',
    done_turn   bigint NOT NULL DEFAULT 0,
    refusal     text NOT NULL DEFAULT '',
    changed_at  timestamptz NOT NULL DEFAULT now()
);

-- How far `duet load` has come with an entity of a source, in the database that it fills: written with each chunk, so a
-- load that was ended goes on behind the last one. The last load that began is the holder; another one ends itself.
CREATE TABLE IF NOT EXISTS duet.load (
    source     text NOT NULL,
    entity     text NOT NULL,
    holder     text NOT NULL,
    state      text NOT NULL,
    last_key   text,
    rows_read  bigint NOT NULL DEFAULT 0,
    inserted   bigint NOT NULL DEFAULT 0,
    already    bigint NOT NULL DEFAULT 0,
    refused    bigint NOT NULL DEFAULT 0,
    waiting    bigint NOT NULL DEFAULT 0,
    started_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (source, entity)
);

-- What `duet resync` has made of a source whose log was lost, in the database that receives from it: from where its log
-- is read anew, and whether both sides have been brought to the same since.
CREATE TABLE IF NOT EXISTS duet.resync (
    source      text PRIMARY KEY,
    lost_from   text NOT NULL,
    reads_from  text NOT NULL,
    is_done     boolean NOT NULL,
    reason      text NOT NULL,
    asked_by    text NOT NULL,
    anchored_at timestamptz NOT NULL DEFAULT now()
);

-- Where the log ended when, as far back as it is kept to be replayed: the anchor slot is moved on to the place that is as
-- old as that. Here alone: MySQL keeps its log for a time by itself.
CREATE TABLE IF NOT EXISTS duet.anchor (
    noted_at timestamptz PRIMARY KEY DEFAULT clock_timestamp(),
    position pg_lsn NOT NULL
);

-- Places in this database's own log that people have named: `duet replay` goes back to them.
CREATE TABLE IF NOT EXISTS duet.save_point (
    name     text PRIMARY KEY,
    position text NOT NULL,
    saved_by text NOT NULL,
    saved_at timestamptz NOT NULL DEFAULT now()
);

-- What the last comparison of each entity beside the sync has found, in the system listed first: written once a round. No
-- end: none has come to its end yet. The error is why the last one said nothing; then the numbers are those of the one before.
CREATE TABLE IF NOT EXISTS duet.verification (
    entity         text PRIMARY KEY,
    rows_compared  bigint NOT NULL DEFAULT 0,
    rows_equal     bigint NOT NULL DEFAULT 0,
    rows_differing bigint NOT NULL DEFAULT 0,
    took_millis    bigint NOT NULL DEFAULT 0,
    ended_at       timestamptz,
    error          text NOT NULL DEFAULT '',
    tried_at       timestamptz NOT NULL DEFAULT now()
);

-- Which entities people, or a change of a table's structure, have paused, in the system listed first: no row means none of it.
-- Of one that resumes the records are mended that were parked. An instance that runs looks at it every second, and notes
-- the turn that it has obeyed. What waits: why records are parked still.
CREATE TABLE IF NOT EXISTS duet.pause (
    entity      text PRIMARY KEY,
    turn        bigint NOT NULL,
    obeyed_turn bigint NOT NULL DEFAULT 0,
    state       text NOT NULL,
    cause       text NOT NULL,
    reason      text NOT NULL,
    changed_by  text NOT NULL,
    waits       text NOT NULL DEFAULT '',
    changed_at  timestamptz NOT NULL DEFAULT now()
);

-- Which records of a paused entity clients of a source have touched, and which fields last: not how. Up to what place in the
-- source's log their changes had been carried over before. A row goes when both sides have the record alike again.
CREATE TABLE IF NOT EXISTS duet.parked (
    source     text NOT NULL,
    entity     text NOT NULL,
    key_hash   text NOT NULL,
    record_key text NOT NULL,
    since      bigint NOT NULL,
    touched    text NOT NULL,
    parked_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (source, entity, key_hash)
);
