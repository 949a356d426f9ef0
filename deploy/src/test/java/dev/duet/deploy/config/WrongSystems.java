package dev.duet.deploy.config;

import static dev.duet.deploy.config.Wrong.edit;
import static dev.duet.deploy.config.Wrong.whole;

import java.util.Arrays;
import java.util.stream.Stream;

/// Wrong `systems`, one mistake each.
final class WrongSystems {
    private static final String CRM_PASSWORD = "\"${env:CRM_PASSWORD}\"";

    private WrongSystems() {}

    static Stream<Wrong> all() {
        return Stream.of(shape(), address(), credentials(), protection(), log()).flatMap(s -> s);
    }

    private static Stream<Wrong> shape() {
        String[] lines = Samples.SMALL.split("\n");
        String entities = String.join("\n", Arrays.copyOfRange(lines, 3, lines.length));
        return Stream.of(
                whole("no systems", entities).at(1, "", "'systems' is missing"),
                whole("systems is a list", "systems: [a, b]\n" + entities)
                        .at(1, "systems", "a group of keys is needed, not a list"),
                whole("systems is empty", "systems:\n" + entities)
                        .at(1, "systems", "a group of keys is needed, not nothing"),
                whole("one system", "systems:\n" + lines[1] + "\n" + entities)
                        .at(1, "systems", "two systems are needed, not 1"),
                whole(
                                "three systems",
                                "systems:\n"
                                        + lines[1]
                                        + "\n"
                                        + lines[2]
                                        + "\n"
                                        + lines[2].replace("erp:", "old:")
                                        + "\n"
                                        + entities)
                        .at(1, "systems", "two systems are needed, not 3"),
                edit("both of one kind", "type: mysql", "type: postgres")
                        .at(3, "systems.erp", "both systems are of type postgres")
                        .unseenBySchema(),
                edit(
                                "a system is a word",
                                "{ type: mysql, host: db2, database: erp, user: duet, password:"
                                        + " \"${file:/run/secrets/erp}\" }",
                                "db2")
                        .at(3, "systems.erp", "a group of keys is needed, not 'db2'"),
                whole("bad system name", Samples.SMALL.replace("crm:", "Crm-1:"))
                        .at(2, "systems.Crm-1", "is not a name for a system"),
                whole("reserved system name", Samples.SMALL.replace("crm:", "owner:"))
                        .at(2, "systems.owner", "a word of Duet's own"),
                edit("no type", "type: mysql, ", "").at(3, "systems.erp", "'type' is missing"),
                edit("nearly a type", "type: postgres", "type: postgresql")
                        .at(2, "systems.crm.type", "did you mean 'postgres'"),
                edit("an unknown type", "type: mysql", "type: oracle")
                        .at(3, "systems.erp.type", "write postgres or mysql"),
                edit("misspelt key", "database: crm", "databse: crm")
                        .at(2, "systems.crm.databse", "did you mean 'database'"),
                edit(
                                "unknown key",
                                "user: duet, password: " + CRM_PASSWORD,
                                "user: duet, flavour: x, password: " + CRM_PASSWORD)
                        .at(2, "systems.crm.flavour", "known here are type, host"),
                edit("a key twice", "host: db1", "host: db1, host: db3")
                        .at(2, "systems.crm.host", "a second time, first at line 2")
                        .unseenBySchema(),
                edit("a list as key", "host: db1", "host: db1, [a]: b")
                        .at(2, "systems.crm", "a key is one word, not a list")
                        .unseenBySchema());
    }

    private static Stream<Wrong> address() {
        return Stream.of(
                edit("a JDBC URL", "host: db1", "host: db1, url: \"jdbc:postgresql://db1/crm\"")
                        .at(2, "systems.crm.url", "write host, port, database and tls"),
                edit("a JDBC URL by its other name", "host: db2", "host: db2, jdbc-url: x")
                        .at(3, "systems.erp.jdbc-url", "JDBC URLs are not accepted"),
                edit("no host", "host: db1, ", "").at(2, "systems.crm", "'host' is missing"),
                edit("host with port", "host: db1", "host: \"db1:5432\"")
                        .at(2, "systems.crm.host", "its port as port: <number>")
                        .unseenBySchema(),
                edit("host is a URL", "host: db1", "host: \"jdbc:postgresql://db1/crm\"")
                        .at(2, "systems.crm.host", "is not a host")
                        .unseenBySchema(),
                edit("host without a value", "host: db1", "host: ")
                        .at(2, "systems.crm.host", "has no value"),
                edit("host is a number", "host: db1", "host: 1921")
                        .at(2, "systems.crm.host", "put it in quotes"),
                edit("port too large", "host: db1", "host: db1, port: 65536")
                        .at(2, "systems.crm.port", "65536 is not within 1 to 65535"),
                edit("port zero", "host: db1", "host: db1, port: 0")
                        .at(2, "systems.crm.port", "0 is not within 1 to 65535"),
                edit("port in quotes", "host: db1", "host: db1, port: \"5432\"")
                        .at(2, "systems.crm.port", "without quotes"),
                edit("port is a group", "host: db1", "host: db1, port: { a: 1 }")
                        .at(2, "systems.crm.port", "not a group of keys"),
                edit("port with a fraction", "host: db1", "host: db1, port: 54.32")
                        .at(2, "systems.crm.port", "not the number 54.32"),
                edit("no database", "database: crm, ", "")
                        .at(2, "systems.crm", "'database' is missing"),
                edit("database in quotes of SQL", "database: crm", "database: '`crm`'")
                        .at(2, "systems.crm.database", "has quotes in it")
                        .unseenBySchema());
    }

    private static Stream<Wrong> credentials() {
        return Stream.of(
                edit("no credentials", ", user: duet, password: " + CRM_PASSWORD, "")
                        .at(2, "systems.crm", "no credentials"),
                edit("no password", ", password: " + CRM_PASSWORD, "")
                        .at(2, "systems.crm", "'password' is missing"),
                edit("a password in the file", CRM_PASSWORD, "hunter2")
                        .at(2, "systems.crm.password", "never written into the file"),
                edit("a number as password", CRM_PASSWORD, "12345")
                        .at(2, "systems.crm.password", "never written into the file"),
                edit("a reference that is none", CRM_PASSWORD, "\"${vault:crm}\"")
                        .at(2, "systems.crm.password", "not a reference that Duet can read"),
                edit("a reference with more around it", CRM_PASSWORD, "\"x${env:CRM}\"")
                        .at(2, "systems.crm.password", "${env:NAME}"),
                edit("a key without its space", "password: " + CRM_PASSWORD, "password:hunter2")
                        .at(2, "systems.crm.password...", "with a space after the colon"),
                edit(
                                "both forms of credentials",
                                "user: duet, password: " + CRM_PASSWORD,
                                "user: duet, password: "
                                        + CRM_PASSWORD
                                        + ", reader: { user: r, password: "
                                        + CRM_PASSWORD
                                        + " }, writer: { user: w, password: "
                                        + CRM_PASSWORD
                                        + " }")
                        .at(2, "systems.crm.reader", "keep either user and password"),
                edit(
                                "only a reader",
                                "user: duet, password: " + CRM_PASSWORD,
                                "reader: { user: r, password: " + CRM_PASSWORD + " }")
                        .at(2, "systems.crm", "'writer' is missing"),
                edit(
                                "a reader is a word",
                                "user: duet, password: " + CRM_PASSWORD,
                                "reader: r, writer: { user: w, password: " + CRM_PASSWORD + " }")
                        .at(2, "systems.crm.reader", "a group of keys is needed"),
                edit(
                                "user is yes",
                                "host: db1, database: crm, user: duet",
                                "host: db1, database: crm, user: true")
                        .at(2, "systems.crm.user", "the truth value true"));
    }

    private static Stream<Wrong> protection() {
        return Stream.of(
                edit("tls misspelt", "host: db1", "host: db1, tls: verify_full")
                        .at(2, "systems.crm.tls", "did you mean 'verify-full'"),
                edit("tls off", "host: db1", "host: db1, tls: false")
                        .at(2, "systems.crm.tls", "write disabled or require"),
                edit("tls that may fall back", "host: db1", "host: db1, tls: prefer")
                        .at(2, "systems.crm.tls", "is not known here"),
                edit("sslmode", "host: db1", "host: db1, sslmode: disable")
                        .at(2, "systems.crm.sslmode", "write tls: verify-full"),
                edit(
                                "a CA that nobody looks at",
                                "host: db1",
                                "host: db1, tls: require, tls-ca: ca.pem")
                        .at(2, "systems.crm.tls-ca", "no use with tls: require"));
    }

    private static Stream<Wrong> log() {
        return Stream.of(
                edit("slot on MySQL", "host: db2", "host: db2, slot: duet")
                        .at(3, "systems.erp.slot", "only for systems of type postgres"),
                edit("server id on PostgreSQL", "host: db1", "host: db1, server-id: 7")
                        .at(2, "systems.crm.server-id", "only for systems of type mysql"),
                edit("bad slot", "host: db1", "host: db1, slot: Duet-1")
                        .at(2, "systems.crm.slot", "use 1 to 63 of a-z, 0-9 and _"),
                edit("long publication", "host: db1", "host: db1, publication: " + "p".repeat(64))
                        .at(2, "systems.crm.publication", "64 bytes long"),
                edit("server id too large", "host: db2", "host: db2, server-id: 4294967296")
                        .at(3, "systems.erp.server-id", "not within 1 to 4294967295"),
                edit(
                                "server id far too large",
                                "host: db2",
                                "host: db2, server-id: " + "9".repeat(30))
                        .at(3, "systems.erp.server-id", "too large"),
                edit("server id in hex", "host: db2", "host: db2, server-id: 0x10")
                        .at(3, "systems.erp.server-id", "not decimal")
                        .unseenBySchema());
    }
}
