package dev.duet.deploy.config;

import static dev.duet.deploy.config.Wrong.appended;
import static dev.duet.deploy.config.Wrong.edit;

import java.util.stream.Stream;

/// Wrong sayings about how the values of a field go over, one mistake each.
final class WrongForms {
    private static final String FIELD = "entities.customer.fields.phone";

    private WrongForms() {}

    static Stream<Wrong> all() {
        return Stream.of(
                        values(),
                        units(),
                        zones(),
                        texts(),
                        nulls(),
                        lookups(),
                        others(),
                        contradictions(),
                        crosswalks())
                .flatMap(s -> s);
    }

    /// The field `phone`, line 10, with more beside its columns.
    private static Wrong field(String title, String more) {
        return edit(
                title,
                "      phone: phone",
                "      phone: { crm: phone, erp: phone, " + more + " }");
    }

    private static Stream<Wrong> values() {
        return Stream.of(
                field("two values for one", "values: { active: A, enabled: A }")
                        .at(
                                10,
                                FIELD + ".values.enabled",
                                "'A' stands for 'active' already, at line 10: on the way back"
                                        + " nobody could tell")
                        .unseenBySchema(),
                field("a value twice", "values: { active: A, active: B }")
                        .at(10, FIELD + ".values.active", "the key stands here a second time")
                        .unseenBySchema(),
                field("no values", "values: {}")
                        .at(10, FIELD + ".values", "write values: { <crm's>: <erp's>, ... }"),
                field("values that are a list", "values: [A, B]")
                        .at(10, FIELD + ".values", "a group of keys is needed, not a list"),
                field("a value without a value", "values: { active: }")
                        .at(10, FIELD + ".values.active", "the key has no value"),
                field("unmapped without values", "unmapped: pass")
                        .at(10, FIELD + ".unmapped", "there is no 'values'"),
                field("an unknown unmapped", "values: { a: b }, unmapped: skip")
                        .at(10, FIELD + ".unmapped", "write refuse or pass or { default:"),
                field("a default that is no value", "values: { a: b }, unmapped: { default: c }")
                        .at(10, FIELD + ".unmapped.default", "name one of a")
                        .unseenBySchema());
    }

    private static Stream<Wrong> units() {
        return Stream.of(
                field("convert without a unit", "convert: { rounding: half-up }")
                        .at(10, FIELD + ".convert", "nothing says how to convert"),
                field("two units", "convert: { cents: 2, currency: NZD }")
                        .at(10, FIELD + ".convert", "one conversion is needed, not several"),
                field("cents that are no number", "convert: { cents: two }")
                        .at(10, FIELD + ".convert.cents", "a whole number is needed, not 'two'"),
                field("a misspelt unit", "convert: { cent: 2 }")
                        .at(10, FIELD + ".convert.cent", "did you mean 'cents'?"),
                field("multiply without a side", "convert: { multiply: 1000 }")
                        .at(
                                10,
                                FIELD + ".convert.multiply",
                                "write convert: { multiply: 1000, into: crm }"),
                field("a factor of nothing", "convert: { multiply: 0, into: erp }")
                        .at(10, FIELD + ".convert.multiply", "a number above 0 is needed"),
                field("a factor in words", "convert: { multiply: thousand, into: erp }")
                        .at(10, FIELD + ".convert.multiply", "such as 1000 or 0.3048"),
                field("a side that is no system", "convert: { multiply: 10, into: wms }")
                        .at(10, FIELD + ".convert.into", "'wms' is not a system")
                        .unseenBySchema(),
                field("an unknown currency", "convert: { currency: NZX }")
                        .at(10, FIELD + ".convert.currency", "'NZX' is no currency")
                        .unseenBySchema(),
                field("a currency without digits", "convert: { currency: XAU }")
                        .at(10, FIELD + ".convert.currency", "such as NZD or EUR")
                        .unseenBySchema(),
                field("an unknown rounding", "convert: { cents: 2, rounding: halfup }")
                        .at(10, FIELD + ".convert.rounding", "did you mean 'half-up'?"));
    }

    private static Stream<Wrong> zones() {
        return Stream.of(
                field("an unknown time zone", "timezone: Pacific/Aukland")
                        .at(10, FIELD + ".timezone", "did you mean 'Pacific/Auckland'?")
                        .unseenBySchema(),
                field("an unknown time zone of a system", "timezone: { erp: Mars/Olympus }")
                        .at(10, FIELD + ".timezone.erp", "'Mars/Olympus' is no time zone")
                        .unseenBySchema(),
                field("a time zone of no system", "timezone: { wms: UTC }")
                        .at(10, FIELD + ".timezone.wms", "'wms' is not a system")
                        .unseenBySchema(),
                field("no time zone", "timezone: {}")
                        .at(10, FIELD + ".timezone", "no system is named"));
    }

    private static Stream<Wrong> texts() {
        return Stream.of(
                field("nothing to normalize", "normalize: {}")
                        .at(10, FIELD + ".normalize", "nothing is to be normalized"),
                field("an unknown normal form", "normalize: { trimmed: true }")
                        .at(10, FIELD + ".normalize.trimmed", "did you mean 'trim'?"),
                field("a truth value in words", "normalize: { trim: always }")
                        .at(10, FIELD + ".normalize.trim", "write trim: true"),
                field("an unknown case", "normalize: { case: title }")
                        .at(10, FIELD + ".normalize.case", "write lower or upper"),
                field("an unknown form of Unicode", "normalize: { unicode: nfd }")
                        .at(10, FIELD + ".normalize.unicode", "write nfc"),
                field("an unknown region", "normalize: { phone: XX }")
                        .at(10, FIELD + ".normalize.phone", "'XX' is no region with telephones")
                        .unseenBySchema(),
                field("a country in words", "normalize: { phone: Aotearoa }")
                        .at(10, FIELD + ".normalize.phone", "such as NZ or DE"),
                field("a number in lower case", "normalize: { phone: NZ, case: lower }")
                        .at(10, FIELD + ".normalize.case", "a number is not text"),
                field("an address in upper case", "normalize: { email: true, case: upper }")
                        .at(10, FIELD + ".normalize.case", "addresses are in lower case")
                        .unseenBySchema(),
                field("truncate to nothing", "truncate: 0")
                        .at(10, FIELD + ".truncate", "0 is not within 1 to 1000000"),
                field("truncate in words", "truncate: true")
                        .at(10, FIELD + ".truncate", "a whole number is needed"));
    }

    private static Stream<Wrong> nulls() {
        return Stream.of(
                field("null without a system", "when-null: keep")
                        .at(10, FIELD + ".when-null", "write when-null: { crm: keep }"),
                field("null of no system", "when-null: { wms: keep }")
                        .at(10, FIELD + ".when-null.wms", "'wms' is not a system")
                        .unseenBySchema(),
                field("an unknown policy", "when-null: { erp: skip }")
                        .at(
                                10,
                                FIELD + ".when-null.erp",
                                "write write, keep, reject or { default:"),
                field("a default without a value", "when-null: { erp: default }")
                        .at(10, FIELD + ".when-null.erp", "'default' does not say which value"),
                field("keep with something after it", "when-null: { erp: { keep: it } }")
                        .at(10, FIELD + ".when-null.erp", "nothing belongs after 'keep'"));
    }

    private static Stream<Wrong> lookups() {
        String right = "table: country, key: id, value: iso";
        return Stream.of(
                field("lookup without a system", "lookup: country")
                        .at(
                                10,
                                FIELD + ".lookup",
                                "write lookup: { erp: { table: <table>, key: <column>, value:"
                                        + " <column> } }"),
                field("lookup in no system", "lookup: { wms: { " + right + " } }")
                        .at(10, FIELD + ".lookup.wms", "'wms' is not a system")
                        .unseenBySchema(),
                field("lookup without a value", "lookup: { erp: { table: country, key: id } }")
                        .at(10, FIELD + ".lookup.erp", "the key 'value' is missing"),
                field("lookup with a misspelt word", "lookup: { erp: { " + right + ", ttl: 1m } }")
                        .at(10, FIELD + ".lookup.erp.ttl", "is not known"),
                field("lookup of the key", "lookup: { erp: { table: a, key: id, value: id } }")
                        .at(10, FIELD + ".lookup.erp.value", "it is the key itself")
                        .unseenBySchema(),
                field(
                                "lookup in a table of the database's own",
                                "lookup: { erp: { table: mysql.user, key: id, value: iso } }")
                        .at(10, FIELD + ".lookup.erp.table", "belongs to the database itself")
                        .unseenBySchema(),
                field("lookup that never expires", "lookup: { erp: { " + right + ", expire: 0s } }")
                        .at(10, FIELD + ".lookup.erp.expire", "0s is not within 1s to 24h")
                        .unseenBySchema(),
                field("lookup of a counter", "on-conflict: sum, lookup: { erp: { " + right + " } }")
                        .at(10, FIELD + ".lookup", "'sum' and 'lookup' contradict each other")
                        .unseenBySchema(),
                field("lookup of what is cut", "truncate: 2, lookup: { erp: { " + right + " } }")
                        .at(10, FIELD + ".lookup", "the reference table says"),
                field(
                                "lookup and a default key",
                                "when-null: { erp: { default: 1 } }, lookup: { erp: { "
                                        + right
                                        + " } }")
                        .at(10, FIELD + ".when-null", "its column holds keys")
                        .unseenBySchema());
    }

    private static Stream<Wrong> others() {
        return Stream.of(
                field("ignore in words", "ignore: sometimes")
                        .at(10, FIELD + ".ignore", "write ignore: true, or leave it out"),
                edit(
                                "values of a key field",
                                "erp: account_number",
                                "erp: account_number, values: { 1: 2 }")
                        .at(7, "entities.customer.key.id.values", "a key field goes over as it is"),
                appended("only-in of no system", "    only-in: { wms: [a] }\n")
                        .at(11, "entities.customer.only-in.wms", "'wms' is not a system")
                        .unseenBySchema(),
                appended("only-in that is no list", "    only-in: { crm: a }\n")
                        .at(11, "entities.customer.only-in.crm", "a list of columns is needed"),
                appended("only-in of a mapped column", "    only-in: { crm: [phone] }\n")
                        .at(
                                11,
                                "entities.customer.only-in.crm",
                                "is mapped by 'phone' already, at line 10")
                        .unseenBySchema(),
                appended("rows by no field", "    rows: { mail: x }\n")
                        .at(11, "entities.customer.rows.mail", "name one of")
                        .unseenBySchema(),
                appended("leaving without rows", "    leaving: ignore\n")
                        .at(11, "entities.customer.leaving", "without 'rows' or 'sends'")
                        .unseenBySchema(),
                appended(
                                "leaving that asks a person",
                                "    rows: { phone: [a] }\n    leaving: { erp: review }\n")
                        .at(12, "entities.customer.leaving.erp", "write propagate or ignore"),
                appended("sends of no system", "    sends: { wms: { phone: a } }\n")
                        .at(11, "entities.customer.sends.wms", "'wms' is not a system")
                        .unseenBySchema(),
                appended(
                                "sends of both systems, and of one by no field",
                                "    sends: { crm: { phone: a }, erp: { mail: b } }\n")
                        .at(11, "entities.customer.sends.erp.mail", "name one of")
                        .unseenBySchema(),
                appended("sends of nothing", "    sends: { crm: {} }\n")
                        .at(11, "entities.customer.sends.crm", "no field is asked for"),
                appended("sends by no field", "    sends: { crm: { mail: x } }\n")
                        .at(11, "entities.customer.sends.crm.mail", "name one of")
                        .unseenBySchema(),
                appended(
                                "sends beside rows",
                                "    sends: { crm: { phone: a } }\n    rows: { phone: a }\n")
                        .at(11, "entities.customer.sends", "does not go with 'rows'")
                        .unseenBySchema(),
                appended(
                                "sends beside what becomes of deletes",
                                "    sends: { crm: { phone: a } }\n    deletes: ignore\n")
                        .at(11, "entities.customer.sends", "write deletes: propagate")
                        .unseenBySchema(),
                appended(
                                "sends beside what triggers are to do",
                                "    sends: { crm: { phone: a } }\n    on-trigger: ignore\n")
                        .at(11, "entities.customer.sends", "write on-trigger: notice")
                        .unseenBySchema(),
                appended(
                                "sends of owned fields",
                                "    owner: crm\n    sends: { crm: { phone: a } }\n")
                        .at(12, "entities.customer.sends", "or be put back")
                        .unseenBySchema(),
                appended("soft-delete without a system", "    soft-delete: { column: gone }\n")
                        .at(11, "entities.customer.soft-delete.column", "is not a system")
                        .unseenBySchema(),
                appended(
                                "soft-delete without values",
                                "    soft-delete: { erp: { column: gone } }\n")
                        .at(11, "entities.customer.soft-delete.erp", "live"),
                appended(
                                "soft-delete that nobody could tell",
                                "    soft-delete: { erp: { column: gone, live: 0, deleted: 0 } }\n")
                        .at(11, "entities.customer.soft-delete.erp.deleted", "look like one")
                        .unseenBySchema(),
                appended(
                                "soft-delete by a field's column",
                                "    soft-delete: { erp: { column: phone, live: ~, deleted: now }"
                                        + " }\n")
                        .at(11, "entities.customer.soft-delete.erp.column", "is mapped by")
                        .unseenBySchema(),
                appended("rows of nothing", "    rows: {}\n")
                        .at(11, "entities.customer.rows", "no field is asked for"),
                appended("rows without a value", "    rows: { phone: [] }\n")
                        .at(11, "entities.customer.rows.phone", "no value fits"),
                appended("rows within no limits", "    rows: { phone: {} }\n")
                        .at(11, "entities.customer.rows.phone", "it has no limit"),
                appended("rows within a misspelt limit", "    rows: { phone: { mim: 1 } }\n")
                        .at(11, "entities.customer.rows.phone.mim", "did you mean 'min'"),
                appended("rows by values that are groups", "    rows: { phone: [{ a: b }] }\n")
                        .at(11, "entities.customer.rows.phone", "write rows:"),
                appended("rows by an owned field", "    owner: crm\n    rows: { phone: [a] }\n")
                        .at(12, "entities.customer.rows.phone", "the field has an owner")
                        .unseenBySchema(),
                edit(
                                "rows by a counter",
                                "      phone: phone",
                                "      phone: { crm: phone, erp: phone, on-conflict: sum }\n"
                                        + "    rows: { phone: 1 }")
                        .at(11, "entities.customer.rows.phone", "may be none of the values")
                        .unseenBySchema());
    }

    private static Stream<Wrong> contradictions() {
        return Stream.of(
                field("values and convert", "values: { a: b }, convert: { cents: 2 }")
                        .at(10, FIELD + ".convert", "a value goes over in one way"),
                field("values and normalize", "values: { a: b }, normalize: { trim: true }")
                        .at(10, FIELD + ".normalize", "keep one of the two"),
                field("timezone and truncate", "timezone: UTC, truncate: 5")
                        .at(10, FIELD + ".truncate", "contradict each other"),
                field("a counter of values", "on-conflict: sum, values: { 1: 2 }")
                        .at(10, FIELD + ".values", "'sum' and 'values' contradict each other")
                        .unseenBySchema(),
                field("a counter with a null", "on-conflict: sum, when-null: { erp: keep }")
                        .at(10, FIELD + ".when-null", "a counter is raised on both sides")
                        .unseenBySchema(),
                field(
                                "a rounded counter",
                                "on-conflict: sum, convert: { cents: 2, rounding: down }")
                        .at(10, FIELD + ".convert", "'sum' and 'rounding' contradict each other")
                        .unseenBySchema());
    }

    /// Of the key, line 7.
    private static Wrong key(String title, String more) {
        return edit(
                title,
                "{ crm: customer_id, erp: account_number }",
                "{ crm: customer_id, erp: account_number, " + more + " }");
    }

    private static Stream<Wrong> crosswalks() {
        String id = "entities.customer.key.id";
        return Stream.of(
                key("a crosswalk that is a word", "crosswalk: yes please")
                        .at(7, id + ".crosswalk", "true or false is needed"),
                key("a crosswalk that pairs by nothing", "crosswalk: { pair-by: [] }")
                        .at(7, id + ".crosswalk.pair-by", "a list of fields is needed"),
                key("a crosswalk without a word", "crosswalk: {}")
                        .at(7, id + ".crosswalk", "'pair-by' is missing"),
                key("pairs by a field that is not there", "crosswalk: { pair-by: [mail] }")
                        .at(
                                7,
                                id + ".crosswalk.pair-by",
                                "pair by fields of the entity: name, phone")
                        .unseenBySchema(),
                key("a key of its own and of another", "crosswalk: true, references: customer")
                        .at(7, id + ".references", "contradict each other"),
                edit(
                                "a crosswalk of two fields",
                                "{ id: { crm: customer_id, erp: account_number } }",
                                "{ id: { crm: customer_id, erp: account_number, crosswalk: true },"
                                        + " line: line }")
                        .at(7, "entities.customer.key", "is one number, and this one has 2 fields")
                        .unseenBySchema(),
                field("a crosswalk beside the key", "crosswalk: true")
                        .at(10, FIELD + ".crosswalk", "write references: <entity>"),
                field("a reference to nothing", "references: custmer")
                        .at(10, FIELD + ".references", "write references: customer")
                        .unseenBySchema(),
                edit(
                                "a reference to a key of two fields",
                                "{ id: { crm: customer_id, erp: account_number } }",
                                "{ id: { crm: customer_id, erp: account_number, references:"
                                        + " customer }, line: line }")
                        .at(7, id + ".references", "the key of 'customer' has 2 fields")
                        .unseenBySchema(),
                field("a reference with a conversion", "references: customer, values: { 1: 2 }")
                        .at(10, FIELD + ".references", "contradict each other"));
    }
}
