package dev.duet.deploy.config;

import static dev.duet.deploy.config.Wrong.appended;
import static dev.duet.deploy.config.Wrong.edit;

import java.util.stream.Stream;

/// Wrong `entities`, one mistake each.
final class WrongEntities {
    private static final String NAME = "name: { crm: full_name, erp: client_name }";
    private static final String KEY = "{ id: { crm: customer_id, erp: account_number } }";

    private WrongEntities() {}

    static Stream<Wrong> all() {
        return Stream.of(shape(), tables(), key(), fields(), later()).flatMap(s -> s);
    }

    private static Stream<Wrong> shape() {
        return Stream.of(
                edit("no entities", Samples.SMALL.substring(Samples.SMALL.indexOf("entities:")), "")
                        .at(1, "", "'entities' is missing"),
                edit(
                                "entities is empty",
                                Samples.SMALL.substring(Samples.SMALL.indexOf("entities:")),
                                "entities: {}\n")
                        .at(4, "entities", "there is no entity"),
                edit("bad entity name", "  customer:\n", "  1customer:\n")
                        .at(5, "entities.1customer", "is not a name for an entity"),
                edit("no tables", "    tables: { crm: customer, erp: client }\n", "")
                        .at(5, "entities.customer", "'tables' is missing"),
                edit("no key", "    key: " + KEY + "\n", "")
                        .at(5, "entities.customer", "'key' is missing"),
                edit("no fields", Samples.SMALL.substring(Samples.SMALL.indexOf("    fields:")), "")
                        .at(5, "entities.customer", "fields: {} when the key is all"),
                edit("misspelt key of an entity", "    tables:", "    table:")
                        .at(6, "entities.customer.table", "did you mean 'tables'"),
                appended("an entity that is a list", "  order: [a]\n")
                        .at(11, "entities.order", "a group of keys is needed, not a list"));
    }

    private static Stream<Wrong> tables() {
        return Stream.of(
                edit("tables is a word", "{ crm: customer, erp: client }", "customer")
                        .at(
                                6,
                                "entities.customer.tables",
                                "write tables: { crm: <table>, erp: <table> }"),
                edit(
                                "a table for one side only",
                                "{ crm: customer, erp: client }",
                                "{ crm: customer }")
                        .at(6, "entities.customer.tables", "no table for system 'erp'"),
                edit("a table of a third system", "erp: client }", "erp: client, wms: client }")
                        .at(6, "entities.customer.tables.wms", "'wms' is not a system"),
                edit("too many dots", "crm: customer,", "crm: a.b.customer,")
                        .at(6, "entities.customer.tables.crm", "has a dot in it")
                        .unseenBySchema(),
                edit("a table in quotes of SQL", "crm: customer,", "crm: 'public.\"Customer\"',")
                        .at(6, "entities.customer.tables.crm", "has quotes in it")
                        .unseenBySchema(),
                edit("a schema without a table", "crm: customer,", "crm: public.,")
                        .at(6, "entities.customer.tables.crm", "is empty")
                        .unseenBySchema(),
                edit("a long table", "erp: client }", "erp: " + "t".repeat(65) + " }")
                        .at(
                                6,
                                "entities.customer.tables.erp",
                                "65 characters long, MySQL allows 64")
                        .unseenBySchema(),
                edit("a table of Duet's own", "crm: customer,", "crm: duet.checkpoint,")
                        .at(6, "entities.customer.tables.crm", "to Duet")
                        .unseenBySchema(),
                edit("a system table", "erp: client }", "erp: mysql.user }")
                        .at(6, "entities.customer.tables.erp", "belongs to the database itself")
                        .unseenBySchema(),
                appended(
                                "two entities on one table",
                                "  twin:\n"
                                        + "    tables: { crm: public.customer, erp: other }\n"
                                        + "    key: { id: id }\n"
                                        + "    fields: {}\n")
                        .at(
                                12,
                                "entities.twin.tables",
                                "belongs to entity 'customer' already, at line 5")
                        .unseenBySchema());
    }

    private static Stream<Wrong> key() {
        return Stream.of(
                edit("an empty key", KEY, "{}")
                        .at(7, "entities.customer.key", "the key has no field"),
                edit("a key that is a column", KEY, "customer_id")
                        .at(7, "entities.customer.key", "write key: { <field>: <column> }"),
                edit("a key that is a list", KEY, "[customer_id]")
                        .at(7, "entities.customer.key", "not a list"),
                edit("a key field for one side", KEY, "{ id: { crm: customer_id } }")
                        .at(
                                7,
                                "entities.customer.key.id",
                                "write id: { crm: customer_id, erp: <column> }"),
                edit("a key field among the fields", "      phone: phone", "      id: nr")
                        .at(10, "entities.customer.fields.id", "stands in the key already")
                        .unseenBySchema(),
                edit(
                                "a key column mapped again",
                                "      phone: phone",
                                "      phone: { crm: customer_id, erp: phone }")
                        .at(
                                10,
                                "entities.customer.fields.phone.crm",
                                "mapped by 'id' already, at line 7")
                        .unseenBySchema());
    }

    private static Stream<Wrong> fields() {
        return Stream.of(
                edit("bad field name", "      phone: phone", "      phone-no: phone")
                        .at(10, "entities.customer.fields.phone-no", "is not a name for a field"),
                edit("a field twice", "      phone: phone", "      phone: phone\n      phone: tel")
                        .at(11, "entities.customer.fields.phone", "a second time, first at line 10")
                        .unseenBySchema(),
                edit("a field without a column", "      phone: phone", "      phone:")
                        .at(10, "entities.customer.fields.phone", "has no value"),
                edit("a field for one side", "      phone: phone", "      phone: { erp: phone }")
                        .at(10, "entities.customer.fields.phone", "no column for system 'crm'")
                        .unseenBySchema(),
                edit(
                                "a field of a misspelt system",
                                NAME,
                                "name: { cmr: full_name, erp: client_name }")
                        .at(9, "entities.customer.fields.name.cmr", "did you mean 'crm'")
                        .unseenBySchema(),
                edit("a field that is a list", "      phone: phone", "      phone: [phone, tel]")
                        .at(10, "entities.customer.fields.phone", "not a list"),
                edit("a column that is a group", NAME, "name: { crm: { a: b }, erp: client_name }")
                        .at(9, "entities.customer.fields.name.crm", "a text is needed"),
                edit(
                                "a column with its table",
                                NAME,
                                "name: { crm: customer.full_name, erp: client_name }")
                        .at(9, "entities.customer.fields.name.crm", "has a dot in it"),
                edit(
                                "a column ends with a space",
                                NAME,
                                "name: { crm: 'full_name ', erp: client_name }")
                        .at(9, "entities.customer.fields.name.crm", "ends with a space")
                        .unseenBySchema(),
                edit(
                                "a long column",
                                NAME,
                                "name: { crm: " + "c".repeat(64) + ", erp: client_name }")
                        .at(
                                9,
                                "entities.customer.fields.name.crm",
                                "64 bytes long, PostgreSQL allows 63")
                        .unseenBySchema(),
                edit(
                                "a column mapped twice",
                                "      phone: phone",
                                "      phone: { crm: full_name, erp: phone }")
                        .at(
                                10,
                                "entities.customer.fields.phone.crm",
                                "mapped by 'name' already, at line 9")
                        .unseenBySchema(),
                edit(
                                "a column that MySQL takes for the same",
                                "      phone: phone",
                                "      phone: { crm: phone, erp: Client_Name }")
                        .at(10, "entities.customer.fields.phone.erp", "mapped by 'name' already")
                        .unseenBySchema(),
                edit(
                                "a column with a line break",
                                "      phone: phone",
                                "      phone: \"pho\\nne\"")
                        .at(10, "entities.customer.fields.phone", "line break or control character")
                        .unseenBySchema(),
                edit(
                                "fields is a list",
                                "fields:\n      " + NAME + "\n      phone: phone",
                                "fields: [phone]")
                        .at(
                                8,
                                "entities.customer.fields",
                                "a group of keys is needed, not a list"));
    }

    private static Stream<Wrong> later() {
        return Stream.of(
                appended("a transport", "transport: kafka\n")
                        .at(11, "transport", "not supported by this version"));
    }
}
