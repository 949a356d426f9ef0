package dev.duet.deploy.check.postgres;

import dev.duet.deploy.check.FindingCode;
import dev.duet.deploy.check.Severity;

/// Findings on PostgreSQL alone.
public enum PostgresCode implements FindingCode {
    TOO_OLD(
            "PG001",
            Severity.ERROR,
            "PostgreSQL is older than 14",
            "Logical decoding of older servers lacks what Duet relies on, and was not tested."),
    WAL_LEVEL(
            "PG002",
            Severity.ERROR,
            "wal_level is not logical",
            "The log holds no row changes, so nothing can be read from it."),
    NO_FREE_SLOT(
            "PG003",
            Severity.ERROR,
            "no replication slot is free",
            "'duet init' cannot make its slot."),
    NO_FREE_SENDER(
            "PG004",
            Severity.ERROR,
            "no WAL sender is free",
            "Duet cannot connect to read the log."),
    SENDER_TIMEOUT(
            "PG005",
            Severity.WARNING,
            "wal_sender_timeout is off or short",
            "Off, a dead connection holds the slot until somebody ends it; short, a healthy one is"
                    + " cut."),
    SLOT_KEEPS_LITTLE(
            "PG006",
            Severity.WARNING,
            "max_slot_wal_keep_size is small",
            "While Duet is down the server discards log that is still needed, and both sides must"
                    + " be compared anew."),
    IDLE_SLOT_TIMEOUT(
            "PG007",
            Severity.WARNING,
            "idle_replication_slot_timeout is set",
            "A pause of Duet longer than this loses the slot, and both sides must be compared"
                    + " anew."),
    FSYNC(
            "PG008",
            Severity.WARNING,
            "fsync is off",
            "A crash can destroy the database, committed rows and checkpoint included."),
    FULL_PAGE_WRITES(
            "PG009",
            Severity.WARNING,
            "full_page_writes is off",
            "A crash can leave torn pages in tables that both systems trust."),
    SYNCHRONOUS_COMMIT(
            "PG010",
            Severity.WARNING,
            "synchronous_commit is off",
            "A crash loses transactions that were reported as committed."),
    ENCODING(
            "PG011",
            Severity.ERROR,
            "the database's encoding is not UTF8",
            "Text from the other side cannot always be stored, and cannot be read from the log."),
    TIME_ZONE(
            "PG012",
            Severity.INFO,
            "the server's time zone is not UTC",
            "Defaults such as now() in columns without time zone mean another moment here than"
                    + " there."),
    STANDBY(
            "PG013",
            Severity.ERROR,
            "the server accepts no writes",
            "Changes from the other side cannot be applied here."),
    PUBLICATION_MISSING(
            "PG020",
            Severity.ERROR,
            "the publication is missing",
            "Reading the log fails as soon as it starts."),
    NOT_PUBLISHED(
            "PG021",
            Severity.ERROR,
            "a mapped table is not in the publication",
            "Its changes never reach the other side."),
    PUBLISHED_UNMAPPED(
            "PG022",
            Severity.WARNING,
            "the publication has a table that nobody maps",
            "Its changes are read and thrown away, which costs time and shows data to the reader."),
    OPERATIONS(
            "PG023",
            Severity.ERROR,
            "the publication leaves operations out",
            "These changes never reach the other side."),
    ROW_FILTER(
            "PG024",
            Severity.ERROR,
            "the publication filters rows",
            "Changes of filtered rows never reach the other side."),
    COLUMN_LIST(
            "PG025",
            Severity.ERROR,
            "the publication lists columns",
            "Updates of the table fail: with REPLICA IDENTITY FULL all columns must be published."),
    PARTITION_ROOT(
            "PG026",
            Severity.ERROR,
            "changes of partitions are published under the partition's name",
            "Nobody maps that name, so these changes never reach the other side."),
    SLOT_MISSING(
            "PG030",
            Severity.ERROR,
            "the replication slot is missing",
            "There is no place in the log to read from, and the server keeps none for Duet."),
    SLOT_FOREIGN(
            "PG031",
            Severity.ERROR,
            "the slot is not one of Duet's",
            "It reads another database or another format."),
    SLOT_LOST(
            "PG032",
            Severity.ERROR,
            "the slot is lost",
            "The server discarded log that was still needed: changes are missing on the other"
                    + " side."),
    SLOT_ACTIVE(
            "PG033",
            Severity.INFO,
            "somebody reads the slot",
            "If it is not Duet, its changes are taken away and acknowledged by another."),
    SLOT_AHEAD(
            "PG034",
            Severity.ERROR,
            "the slot is past what must be read again",
            "It was recreated or read by another: changes between are missing on the other side."),
    SLOT_BEHIND(
            "PG035",
            Severity.WARNING,
            "the log left for the slot runs out",
            "The server discards log that is still needed unless Duet catches up soon."),
    REPLICA_IDENTITY(
            "PG036",
            Severity.ERROR,
            "replica identity is not FULL",
            "Updates and deletes come without the old row, so changes on both sides cannot be told"
                    + " apart, and large values are missing."),
    UNLOGGED(
            "PG037",
            Severity.ERROR,
            "the table is not in the log",
            "An unlogged table's changes never reach the other side."),
    ROW_SECURITY(
            "PG038",
            Severity.ERROR,
            "row level security applies to a role",
            "Rows that a policy hides are not updated or deleted, without any error."),
    RULES(
            "PG039",
            Severity.WARNING,
            "rewrite rules change what is written",
            "A rule turns Duet's statement into another, so rows end up different from the other"
                    + " side's."),
    RIGHT_MISSING(
            "PG040",
            Severity.ERROR,
            "a right is missing",
            "Reading or applying fails at the first statement that needs it."),
    SUPERUSER(
            "PG041",
            Severity.WARNING,
            "the role is a superuser",
            "Whoever takes over Duet or its password owns the whole server."),
    ATTRIBUTE_EXCESS(
            "PG042",
            Severity.WARNING,
            "the role has attributes it does not need",
            "Whoever takes over Duet or its password may do more than sync."),
    RIGHT_EXCESS(
            "PG043",
            Severity.WARNING,
            "the role has rights it does not need",
            "Whoever takes over Duet or its password may read or change other data."),
    OWNER(
            "PG044",
            Severity.WARNING,
            "the role owns objects",
            "An owner may drop or alter them, which Duet never does."),
    MEMBERSHIP(
            "PG045",
            Severity.WARNING,
            "the role is a member of other roles",
            "It inherits rights that it does not need.");

    private final About about;

    PostgresCode(String id, Severity severity, String title, String risk) {
        this.about = new About(id, severity, title, risk);
    }

    @Override
    public About about() {
        return about;
    }
}
