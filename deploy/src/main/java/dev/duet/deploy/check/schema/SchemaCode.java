package dev.duet.deploy.check.schema;

import dev.duet.deploy.check.FindingCode;
import dev.duet.deploy.check.Severity;

/// Findings on tables, and on the two tables of an entity beside each other.
public enum SchemaCode implements FindingCode {
    TABLE_MISSING(
            "SC001", Severity.ERROR, "a mapped table is missing", "The entity cannot be synced."),
    COLUMN_MISSING(
            "SC002", Severity.ERROR, "a mapped column is missing", "The entity cannot be synced."),
    NOT_A_KEY(
            "SC003",
            Severity.ERROR,
            "the key does not identify rows",
            "Without a primary key or a unique key of NOT NULL columns over exactly the key's"
                    + " columns one change could hit several rows."),
    TYPES_REFUSED(
            "SC004",
            Severity.ERROR,
            "two types cannot be kept in step",
            "The sync refuses to start."),
    TYPES_NARROW(
            "SC005",
            Severity.WARNING,
            "one column holds less than the other",
            "A value that does not fit is refused, and its record quarantined."),
    TYPES_CONVERT(
            "SC006",
            Severity.INFO,
            "values change their form",
            "The conversion comes back the same; tools that compare texts will see a difference."),
    NULLABILITY(
            "SC007",
            Severity.WARNING,
            "one column takes NULL, the other does not",
            "A row with NULL is refused on the other side, and its record quarantined."),
    REQUIRED_UNMAPPED(
            "SC008",
            Severity.ERROR,
            "a column needs a value and nobody maps it",
            "Every insert from the other side fails."),
    GENERATED_MAPPED(
            "SC009",
            Severity.ERROR,
            "a mapped column is computed by the database",
            "It cannot be written."),
    UNIQUE_ONE_SIDE(
            "SC010",
            Severity.WARNING,
            "a unique key exists on one side only",
            "Rows that one side accepts are refused by the other, and their records quarantined."),
    TRIGGER(
            "SC011",
            Severity.WARNING,
            "a trigger fires when Duet applies",
            "What the trigger does was done on the other side already, or is never told to it: the"
                    + " sides drift."),
    FOREIGN_KEY_ONE_SIDE(
            "SC012",
            Severity.WARNING,
            "a foreign key exists on one side only",
            "Rows that one side accepts or deletes are refused by the other, and their records"
                    + " quarantined."),
    FOREIGN_KEY_UNMAPPED(
            "SC013",
            Severity.WARNING,
            "a foreign key refers to a table that nobody maps",
            "Rows whose parent is missing here are refused, and their records quarantined."),
    FOREIGN_KEY_ACTIONS(
            "SC014",
            Severity.WARNING,
            "foreign key actions differ",
            "A delete or key change moves other rows on one side than on the other."),
    REFERRED_BY_UNMAPPED(
            "SC015",
            Severity.WARNING,
            "a table that nobody maps refers to a mapped one",
            "A delete from the other side is refused here, or takes rows with it that the other"
                    + " side does not know."),
    KEYS_OVERLAP(
            "SC016",
            Severity.WARNING,
            "both sides generate the same keys",
            "Two different records get one key, and one of them is lost as a conflict."),
    KEY_COLLATION(
            "SC017",
            Severity.WARNING,
            "the sides disagree on which keys are equal",
            "Two rows on one side are one on the other, which refuses or overwrites the second."),
    ALWAYS_IDENTITY(
            "SC018",
            Severity.WARNING,
            "a mapped identity column is GENERATED ALWAYS",
            "PostgreSQL refuses to change its value, so a key change from the other side fails."),
    UNMENTIONED(
            "SC019",
            Severity.INFO,
            "columns that the file does not mention",
            "They stay as they are, and inserts from the other side leave them at their defaults."),
    CHECK_ONE_SIDE(
            "SC020",
            Severity.INFO,
            "check constraints",
            "Rows that the other side accepts may be refused here, and their records quarantined."),
    SELF_UPDATING(
            "SC021",
            Severity.INFO,
            "a mapped column changes by itself",
            "It changes with every update that clients make here, and is carried over like any"
                    + " change. Duet's own updates set it to what the other side has."),
    SUM_TYPE(
            "SC022",
            Severity.ERROR,
            "a sum over values that are neither whole numbers nor decimals",
            "The sync refuses to start."),
    SUM_NULLABLE(
            "SC023",
            Severity.WARNING,
            "a counter takes NULL",
            "NULL counts as 0, and becomes 0 on both sides when the counter is next changed."),
    NO_ORDER(
            "SC024",
            Severity.ERROR,
            "max, min or version over values without an order",
            "The sync refuses to start."),
    ORDER_OF_TEXT(
            "SC025",
            Severity.WARNING,
            "max, min or version over texts",
            "They are compared by their characters' codes, whatever the collation: '9' is greater"
                    + " than '10', and 'a' than 'Z'."),
    VERSION_FALLS(
            "SC026",
            Severity.WARNING,
            "a version follows a rule of its own",
            "After a conflict it may stand below the version that has won, and an older change wins"
                    + " the next one."),
    OWNER_NO_ZERO(
            "SC027",
            Severity.WARNING,
            "an owned column must hold a value, and no value fits every column of its type",
            "A record that the other system inserts has no value for it yet: it is refused and"
                    + " quarantined."),
    OWNER_UNIQUE(
            "SC028",
            Severity.WARNING,
            "an owned column that must hold a value is in a unique key",
            "Records that the other system inserts begin with one and the same value: the second is"
                    + " refused and quarantined."),
    LONE_MISSING(
            "SC029",
            Severity.INFO,
            "only-in names a column that is not there",
            "Nothing by itself: it was dropped, or its name is misspelt."),
    DERIVE_REFUSED(
            "SC030",
            Severity.ERROR,
            "an expression does not fit the types of its columns",
            "The sync refuses to start."),
    VALIDATION_REFUSED(
            "SC031",
            Severity.ERROR,
            "a rule of validate does not fit the types of its fields",
            "The sync refuses to start."),
    SOFT_DELETE(
            "SC032",
            Severity.ERROR,
            "soft-delete does not fit its column",
            "The sync refuses to start."),
    LOOKUP_MISSING(
            "SC033",
            Severity.ERROR,
            "a reference table or a column of it is missing",
            "The sync refuses to start."),
    LOOKUP_NOT_UNIQUE(
            "SC034",
            Severity.WARNING,
            "a reference table need not be one to one",
            "A key or value that stands in several rows is refused, and its records wait under"
                    + " NO_REFERENCE."),
    NO_GENERATOR(
            "SC035",
            Severity.ERROR,
            "a key that each system is to make up, and one does not",
            "Records that the other system inserts cannot be inserted here: the direction stops."),
    PART_NOT_NULL(
            "SC036",
            Severity.ERROR,
            "a column of a part cannot be emptied",
            "The sync refuses to start."),
    PART_STAYS(
            "SC037",
            Severity.WARNING,
            "a part's own table has no foreign key to the entity that it is part of",
            "Where applications delete one without the other, or change its key, the part stays"
                    + " there and is gone in the shared row: the sides drift."),
    REFERENCE_TYPE(
            "SC038",
            Severity.ERROR,
            "a column that holds another entity's key by the file's word, and is of another type",
            "The sync refuses to start."),
    LINK_DECLARED(
            "SC039",
            Severity.WARNING,
            "a rule lets records go over without what they name, and a foreign key does not",
            "The database refuses such a record, which is held (23503).");

    private final About about;

    SchemaCode(String id, Severity severity, String title, String risk) {
        this.about = new About(id, severity, title, risk);
    }

    @Override
    public About about() {
        return about;
    }
}
