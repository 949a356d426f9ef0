-- What Duet keeps in MySQL. Every statement may be run again.
CREATE DATABASE IF NOT EXISTS duet CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin;

-- One row: who this database is. A database that was rebuilt has another incarnation.
CREATE TABLE IF NOT EXISTS duet.`system` (
    name        varchar(64) PRIMARY KEY,
    incarnation varchar(64) NOT NULL,
    created_at  timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
) ENGINE = InnoDB;

-- One row for each peer: up to where its log is in this database. Its change in this database's own log is the marker
-- by which Duet knows its own transactions.
CREATE TABLE IF NOT EXISTS duet.checkpoint (
    source                 varchar(64) PRIMARY KEY,
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
    incarnation            varchar(64) NOT NULL,
    fencing_token          bigint NOT NULL,
    written_at             timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)
) ENGINE = InnoDB;

-- Who may write: one instance at a time, under a token that only grows.
CREATE TABLE IF NOT EXISTS duet.lease (
    name       varchar(64) PRIMARY KEY,
    holder     varchar(255) NOT NULL,
    token      bigint NOT NULL,
    expires_at timestamp(6) NOT NULL
) ENGINE = InnoDB;

-- Changes that could not be applied to this database, with the later changes of the same records, in order.
CREATE TABLE IF NOT EXISTS duet.quarantine (
    id           bigint AUTO_INCREMENT PRIMARY KEY,
    source       varchar(64) NOT NULL,
    entity       varchar(255) NOT NULL,
    record_key   text NOT NULL,
    operation    varchar(16) NOT NULL,
    before_image longtext,
    after_image  longtext,
    code         varchar(64) NOT NULL,
    reason       text NOT NULL,
    position     text NOT NULL,
    transaction  varchar(255) NOT NULL,
    status       varchar(16) NOT NULL DEFAULT 'held',
    held_at      timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    settled_at   timestamp(6) NULL,
    settled_by   varchar(255),
    KEY quarantine_held (source, entity, status)
) ENGINE = InnoDB;

-- What lost: every value that Duet did not write, or wrote over, because both sides had changed the record.
CREATE TABLE IF NOT EXISTS duet.conflict (
    id             bigint AUTO_INCREMENT PRIMARY KEY,
    source         varchar(64) NOT NULL,
    entity         varchar(255) NOT NULL,
    record_key     text NOT NULL,
    operation      varchar(16) NOT NULL,
    before_image   longtext,
    after_image    longtext,
    existing_image longtext,
    winner         varchar(64) NOT NULL,
    rule           varchar(255) NOT NULL,
    position       text NOT NULL,
    transaction    varchar(255) NOT NULL,
    clock          bigint NOT NULL,
    seen           text,
    field           varchar(255),
    reason          text,
    source_value    longtext,
    target_value    longtext,
    target_position text,
    target_clock    bigint,
    decided_at     timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    KEY conflict_pair (clock, target_clock)
) ENGINE = InnoDB;

-- What people did about conflicts afterwards, in the database that was written to: a row for each entry.
CREATE TABLE IF NOT EXISTS duet.conflict_action (
    id              bigint AUTO_INCREMENT PRIMARY KEY,
    conflict_system varchar(64) NOT NULL,
    conflict_id     bigint NOT NULL,
    entity          varchar(255) NOT NULL,
    record_key      text NOT NULL,
    field           varchar(255),
    action          varchar(16) NOT NULL,
    written         longtext,
    reason          text NOT NULL,
    acted_by        varchar(255) NOT NULL,
    acted_at        timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
) ENGINE = InnoDB;

-- What the log reader knows of the tables' structure at each point of the log.
CREATE TABLE IF NOT EXISTS duet.schema_history (
    id     bigint AUTO_INCREMENT PRIMARY KEY,
    record longtext NOT NULL
) ENGINE = InnoDB;

-- Records that are held since this database refused their write: what clients do to them on either side is passed over
-- until they are released. Keys are in the terms of the system listed first.
CREATE TABLE IF NOT EXISTS duet.hold (
    id           bigint AUTO_INCREMENT PRIMARY KEY,
    first_system varchar(64) NOT NULL,
    entity       varchar(255) NOT NULL,
    record_key   text NOT NULL,
    read_first   bigint NOT NULL,
    read_second  bigint NOT NULL,
    is_over      boolean NOT NULL DEFAULT false,
    held_at      timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
) ENGINE = InnoDB;

-- Where, in which log, a record was released.
CREATE TABLE IF NOT EXISTS duet.hold_end (
    id           bigint AUTO_INCREMENT PRIMARY KEY,
    first_system varchar(64) NOT NULL,
    entity       varchar(255) NOT NULL,
    record_key   text NOT NULL,
    on_first     boolean NOT NULL,
    position     bigint NOT NULL,
    is_over      boolean NOT NULL DEFAULT false,
    ended_at     timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
) ENGINE = InnoDB;

-- Records that people let go, with what this database holds of them (no image: no row). Duet reads it from the log.
CREATE TABLE IF NOT EXISTS duet.release (
    id         bigint AUTO_INCREMENT PRIMARY KEY,
    entity     varchar(255) NOT NULL,
    record_key text NOT NULL,
    row_image  longtext,
    decided_by varchar(255) NOT NULL,
    decided_at timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
) ENGINE = InnoDB;

-- What `duet compare --repair` and `duet replay` have written into this database: a row for each record, as it was and as it
-- is (no image: no row), by which rules, why and by whom.
CREATE TABLE IF NOT EXISTS duet.repair (
    id           bigint AUTO_INCREMENT PRIMARY KEY,
    entity       varchar(255) NOT NULL,
    record_key   text NOT NULL,
    before_image longtext,
    after_image  longtext,
    rules        text NOT NULL,
    reason       text NOT NULL,
    repaired_by  varchar(255) NOT NULL,
    repaired_at  timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
) ENGINE = InnoDB;

-- Whether the direction from that source into this database may write, and who said so: no row means yes. An instance
-- that runs looks at it every second, and notes the turn that it has obeyed.
CREATE TABLE IF NOT EXISTS duet.control (
    source      varchar(64) PRIMARY KEY,
    turn        bigint NOT NULL,
    obeyed_turn bigint NOT NULL DEFAULT 0,
    state       varchar(16) NOT NULL,
    changed_by  varchar(255) NOT NULL,
    reason      text NOT NULL,
    brake       varchar(16),
    counted     bigint NOT NULL DEFAULT 0,
    allowance   bigint NOT NULL DEFAULT 0,
    changed_at  timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
) ENGINE = InnoDB;

-- How often something was refused, mended or left out on its way from a source into this database (no entity: whole
-- transactions). Written every few seconds.
CREATE TABLE IF NOT EXISTS duet.counter (
    source   varchar(64) NOT NULL,
    entity   varchar(255) NOT NULL,
    what     varchar(16) NOT NULL,
    rule     varchar(100) NOT NULL,
    counted  bigint NOT NULL,
    first_at timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    last_at  timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (source, entity, what, rule)
) ENGINE = InnoDB;

-- What a transaction of Duet's says of itself where triggers may have done more: which records it wrote, and what became
-- of them. Always empty: its rows are for the log alone, and are deleted in the transaction that inserts them. Either
-- the keys of records that were written to, or one record as it was written and as it is (no image: no row).
CREATE TABLE IF NOT EXISTS duet.manifest (
    id            bigint AUTO_INCREMENT PRIMARY KEY,
    entity        varchar(255) NOT NULL,
    record_keys   longtext,
    record_key    text,
    written_image longtext,
    row_image     longtext
) ENGINE = InnoDB;

-- How often triggers of this database did something to what Duet wrote (no field: to the row as a whole).
CREATE TABLE IF NOT EXISTS duet.trigger_effect (
    entity   varchar(255) NOT NULL,
    field    varchar(255) NOT NULL,
    effect   varchar(16) NOT NULL,
    happened bigint NOT NULL,
    first_at timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    last_at  timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (entity, field, effect)
) ENGINE = InnoDB;

-- Which row of this database is which record of the peer, for entities whose keys each system makes up: the key that the
-- peer gave the record, and the one that it got here. Records that were made here have no row. A row stays for good.
CREATE TABLE IF NOT EXISTS duet.identity (
    entity    varchar(255) NOT NULL,
    peer_key  bigint NOT NULL,
    own_key   bigint NOT NULL,
    paired_at timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (entity, peer_key),
    UNIQUE (entity, own_key)
) ENGINE = InnoDB;

-- What the running instance has of the file, and whether a person asks it to read that anew. One row, in the system listed
-- first.
CREATE TABLE IF NOT EXISTS duet.reload (
    id          smallint PRIMARY KEY CHECK (id = 1),
    in_force    mediumtext NOT NULL,
    fingerprint varchar(64) NOT NULL,
    turn        bigint NOT NULL DEFAULT 0,
    asked_for   varchar(64) NOT NULL DEFAULT '',
    asked_by    varchar(255) NOT NULL DEFAULT '',
    done_turn   bigint NOT NULL DEFAULT 0,
    refusal     varchar(4000) NOT NULL DEFAULT '',
    changed_at  timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
) ENGINE = InnoDB;

-- How far `duet load` has come with an entity of a source, in the database that it fills: written with each chunk, so a
-- load that was ended goes on behind the last one. The last load that began is the holder; another one ends itself.
CREATE TABLE IF NOT EXISTS duet.load (
    source     varchar(64) NOT NULL,
    entity     varchar(255) NOT NULL,
    holder     varchar(255) NOT NULL,
    state      varchar(20) NOT NULL,
    last_key   text,
    rows_read  bigint NOT NULL DEFAULT 0,
    inserted   bigint NOT NULL DEFAULT 0,
    already    bigint NOT NULL DEFAULT 0,
    refused    bigint NOT NULL DEFAULT 0,
    waiting    bigint NOT NULL DEFAULT 0,
    started_at timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    updated_at timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (source, entity)
) ENGINE = InnoDB;

-- What `duet resync` has made of a source whose log was lost, in the database that receives from it: from where its log
-- is read anew, and whether both sides have been brought to the same since.
CREATE TABLE IF NOT EXISTS duet.resync (
    source      varchar(64) NOT NULL PRIMARY KEY,
    lost_from   text NOT NULL,
    reads_from  text NOT NULL,
    is_done     boolean NOT NULL,
    reason      text NOT NULL,
    asked_by    varchar(255) NOT NULL,
    anchored_at timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
) ENGINE = InnoDB;

-- Places in this database's own log that people have named: `duet replay` goes back to them.
CREATE TABLE IF NOT EXISTS duet.save_point (
    name     varchar(100) PRIMARY KEY,
    position text NOT NULL,
    saved_by varchar(255) NOT NULL,
    saved_at timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
) ENGINE = InnoDB;

-- What the last comparison of each entity beside the sync has found, in the system listed first: written once a round. No
-- end: none has come to its end yet. The error is why the last one said nothing; then the numbers are those of the one before.
CREATE TABLE IF NOT EXISTS duet.verification (
    entity         varchar(255) PRIMARY KEY,
    rows_compared  bigint NOT NULL DEFAULT 0,
    rows_equal     bigint NOT NULL DEFAULT 0,
    rows_differing bigint NOT NULL DEFAULT 0,
    took_millis    bigint NOT NULL DEFAULT 0,
    ended_at       timestamp(6) NULL,
    error          varchar(4000) NOT NULL DEFAULT '',
    tried_at       timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
) ENGINE = InnoDB;

-- Which entities people, or a change of a table's structure, have paused, in the system listed first: no row means none of it.
-- Of one that resumes the records are mended that were parked. An instance that runs looks at it every second, and notes
-- the turn that it has obeyed. What waits: why records are parked still.
CREATE TABLE IF NOT EXISTS duet.pause (
    entity      varchar(255) PRIMARY KEY,
    turn        bigint NOT NULL,
    obeyed_turn bigint NOT NULL DEFAULT 0,
    state       varchar(20) NOT NULL,
    cause       varchar(20) NOT NULL,
    reason      text NOT NULL,
    changed_by  varchar(255) NOT NULL,
    waits       varchar(4000) NOT NULL DEFAULT '',
    changed_at  timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
) ENGINE = InnoDB;

-- Which records of a paused entity clients of a source have touched, and which fields last: not how. Up to what place in the
-- source's log their changes had been carried over before. A row goes when both sides have the record alike again.
CREATE TABLE IF NOT EXISTS duet.parked (
    source     varchar(64) NOT NULL,
    entity     varchar(255) NOT NULL,
    key_hash   char(64) CHARACTER SET ascii NOT NULL,
    record_key text NOT NULL,
    since      bigint NOT NULL,
    touched    mediumtext NOT NULL,
    parked_at  timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (source, entity, key_hash)
) ENGINE = InnoDB;
