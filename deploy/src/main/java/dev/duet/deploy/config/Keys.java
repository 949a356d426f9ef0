package dev.duet.deploy.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The keys that one part of the file knows, in the order in which messages list them.
///
/// @param accepted what may stand there
/// @param later words of the mapping language that this version does not have yet
/// @param refused keys that people try, and what to say to them
record Keys(List<String> accepted, List<String> later, Map<String, Refusal> refused) {

    Keys {
        accepted = List.copyOf(accepted);
        later = List.copyOf(later);
        refused = Map.copyOf(refused);
    }

    /// What is wrong with a key, and what to write instead.
    record Refusal(String what, String mend) {}

    private static final List<String> SYSTEM_COMMON =
            List.of(
                    "type",
                    "host",
                    "port",
                    "database",
                    "user",
                    "password",
                    "reader",
                    "writer",
                    "tls",
                    "tls-ca");
    private static final List<String> POSTGRES_ONLY = List.of("slot", "publication");
    private static final List<String> MYSQL_ONLY = List.of("server-id");
    private static final Refusal URL =
            new Refusal(
                    "JDBC URLs are not accepted, they hide settings that Duet must know",
                    "write host, port, database and tls, each as its own key");
    private static final Refusal SSL =
            new Refusal(
                    "the protection of connections is set with 'tls'",
                    "write tls: verify-full (or verify-ca, require, disabled)");
    private static final Map<String, Refusal> SYSTEM_REFUSED =
            Map.of(
                    "url",
                    URL,
                    "jdbc-url",
                    URL,
                    "jdbcUrl",
                    URL,
                    "jdbc_url",
                    URL,
                    "dsn",
                    URL,
                    "ssl",
                    SSL,
                    "sslmode",
                    SSL,
                    "ssl-mode",
                    SSL);

    static final Keys ROOT =
            of("systems", "on-conflict", "entities", "settings").withLater("transport");

    /// A file of which the entities are yet to be proposed.
    static final Keys WITHOUT_ENTITIES =
            of("systems", "settings")
                    .refusing(
                            List.of("entities", "on-conflict"),
                            new Refusal(
                                    "the mapping is what 'duet scaffold' proposes",
                                    "name a file that has systems: and settings: alone"));

    static final Keys SYSTEM = system(List.of("slot", "publication", "server-id"));
    static final Keys POSTGRES = system(POSTGRES_ONLY).refusing(MYSQL_ONLY, "mysql");
    static final Keys MYSQL = system(MYSQL_ONLY).refusing(POSTGRES_ONLY, "postgres");
    static final Keys CREDENTIALS = of("user", "password");
    static final Keys ENTITY =
            of(
                    "tables",
                    "part-of",
                    "key",
                    "fields",
                    "only-in",
                    "rows",
                    "sends",
                    "leaving",
                    "owner",
                    "non-owner",
                    "on-conflict",
                    "update-vs-delete",
                    "deletes",
                    "soft-delete",
                    "on-trigger",
                    "validate");

    /// One item of `validate`.
    static final Keys VALIDATION =
            of(
                    "rule",
                    "required",
                    "format",
                    "range",
                    "references",
                    "name",
                    "message",
                    "severity",
                    "set");

    static final Keys SOFT_DELETE = of("column", "live", "deleted");
    static final Keys RANGE = of("min", "max");
    private static final Refusal VALIDATED =
            new Refusal(
                    "rules for records stand at the entity, for they may be about several fields",
                    "write validate: at the entity, beside fields, with the rule below it");
    private static final List<String> RULE = List.of("owner", "non-owner", "on-conflict");
    private static final List<String> FORM =
            List.of(
                    "values",
                    "unmapped",
                    "convert",
                    "timezone",
                    "normalize",
                    "truncate",
                    "when-null",
                    "ignore",
                    "lookup");

    private static final String CROSSWALK_WORD = "crosswalk";
    private static final String REFERENCES = "references";
    private static final List<String> DERIVATION = List.of("derive", "inverse");
    private static final Refusal DERIVED =
            new Refusal(
                    "a derived field is what the fields say that it is derived from",
                    "say it at these fields, or in the expression");

    /// What may stand beside the one system of a derived field.
    static final Keys DERIVED_FIELD =
            new Keys(DERIVATION, List.of(), Map.of())
                    .refusing(List.of("validate"), VALIDATED)
                    .refusing(RULE, DERIVED)
                    .refusing(FORM, DERIVED);

    /// What may stand beside the one system of a field that is part of a derived one.
    static final Keys PART_FIELD =
            new Keys(RULE, List.of(), Map.of())
                    .refusing(List.of("validate"), VALIDATED)
                    .refusing(
                            FORM,
                            new Refusal(
                                    "the field goes over as part of a derived one, by expressions",
                                    "say it in derive and inverse"));

    /// What may stand beside the systems in a field.
    static final Keys FIELD =
            new Keys(
                            Stream.of(RULE, FORM, List.of(REFERENCES))
                                    .flatMap(List::stream)
                                    .toList(),
                            List.of(),
                            Map.of())
                    .refusing(List.of("validate"), VALIDATED)
                    .refusing(
                            List.of(CROSSWALK_WORD),
                            new Refusal(
                                    "'crosswalk' is for a record's own key",
                                    "write references: <entity> at a field that names another"
                                            + " record"));

    /// The key is what makes two rows one record, so it is the same on both sides.
    static final Keys KEY_FIELD =
            of(CROSSWALK_WORD, REFERENCES)
                    .refusing(List.of("validate"), VALIDATED)
                    .refusing(
                            DERIVATION,
                            new Refusal(
                                    "a key field cannot be derived: two records that come to one"
                                            + " key on the other side could not be told apart",
                                    "map the key's columns; another field may be derived from"
                                            + " them"))
                    .refusing(
                            RULE,
                            new Refusal(
                                    "a key field takes no rule: the sides have one record only"
                                            + " where its value is the same",
                                    "remove it"))
                    .refusing(
                            FORM,
                            new Refusal(
                                    "a key field goes over as it is: two records that come to one"
                                            + " key on the other side could not be told apart",
                                    "remove it"));

    static final Keys CROSSWALK = of("pair-by");
    static final Keys NORMALIZE = of("trim", "case", "unicode", "email", "phone");

    /// A system's entry in `lookup`.
    static final Keys LOOKUP = of("table", "key", "value", "expire");

    static final Keys CONVERT = of("cents", "multiply", "currency", "into", "rounding");

    /// Nothing but the systems.
    static final Keys SYSTEMS_ONLY = of();

    /// The words of the fields, which no system may have as its name.
    static final List<String> FIELD_WORDS =
            Stream.of(FIELD.accepted, DERIVATION, List.of("validate", CROSSWALK_WORD))
                    .flatMap(List::stream)
                    .toList();

    static final Keys SETTINGS =
            of(
                    "heartbeat",
                    "lease",
                    "batch",
                    "queue",
                    "spill",
                    "retry",
                    "quarantine",
                    "brakes",
                    "loops",
                    "verify",
                    "clock-skew",
                    "poll-interval",
                    "replay-window",
                    "replay-size",
                    "timeouts");
    static final Keys LEASE = of("ttl");
    static final Keys BATCH = of("max-rows", "max-bytes", "max-transactions");
    static final Keys QUEUE = of("max-rows", "max-bytes");
    static final Keys SPILL = of("after-rows", "after-bytes", "folder");
    static final Keys RETRY = of("initial", "max");
    static final Keys QUARANTINE = of("budget", "window");
    static final Keys BRAKES = of("deletes", "conflicts");
    static final Keys BRAKE = of("budget", "percent", "window");
    static final Keys LOOPS = of("most", "window");
    static final Keys VERIFY = of("rows-per-second", "pause");
    static final Keys TIMEOUTS = of("connect", "statement", "socket");

    private static Keys of(String... accepted) {
        return new Keys(List.of(accepted), List.of(), Map.of());
    }

    private static Keys system(List<String> ofOneKind) {
        List<String> accepted = Stream.concat(SYSTEM_COMMON.stream(), ofOneKind.stream()).toList();
        return new Keys(accepted, List.of(), SYSTEM_REFUSED);
    }

    private Keys withLater(String... words) {
        return new Keys(accepted, List.of(words), refused);
    }

    private Keys refusing(List<String> words, String kind) {
        Keys keys = this;
        for (String word : words) {
            String what = "'" + word + "' is only for systems of type " + kind;
            keys = keys.refusing(List.of(word), new Refusal(what, "remove it"));
        }
        return keys;
    }

    private Keys refusing(List<String> words, Refusal refusal) {
        Map<String, Refusal> more = new HashMap<>(refused);
        words.forEach(word -> more.put(word, refusal));
        return new Keys(accepted, later, more);
    }
}
