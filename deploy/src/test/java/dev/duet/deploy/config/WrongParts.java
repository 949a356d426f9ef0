package dev.duet.deploy.config;

import static dev.duet.deploy.config.Wrong.appended;

import java.util.stream.Stream;

/// Wrong `part-of`, one mistake each. The part stands below [Samples#SMALL], from line 11 on.
final class WrongParts {
    private static final String PART =
            """
              contact:
                tables: { crm: customer, erp: client_contact }
                part-of: customer
                key: { id: { crm: customer_id, erp: client_id } }
                fields:
                  email: email
            """;
    private static final String PATH = "entities.contact.part-of";

    private WrongParts() {}

    static Stream<Wrong> all() {
        return Stream.of(
                of("a part of nothing", "part-of: customer", "part-of: custmer")
                        .at(13, PATH, "there is no entity 'custmer' further up")
                        .unseenBySchema(),
                of("a part of itself", "part-of: customer", "part-of: contact")
                        .at(13, PATH, "there is no entity 'contact' further up")
                        .unseenBySchema(),
                of("a part of a list", "part-of: customer", "part-of: [customer]")
                        .at(13, PATH, "not a list"),
                appended(
                                "a part of a part",
                                PART
                                        + PART.replace("contact:", "reach:")
                                                .replace("client_contact", "client_reach")
                                                .replace("part-of: customer", "part-of: contact")
                                                .replace("email: email", "fax: fax"))
                        .at(19, "entities.reach.part-of", "write part-of: customer")
                        .unseenBySchema(),
                of(
                                "no table in common",
                                "crm: customer, erp: client_contact",
                                "crm: contact, erp: client_contact")
                        .at(13, PATH, "it has no table together with 'customer'")
                        .unseenBySchema(),
                of("both tables in common", "erp: client_contact", "erp: client")
                        .at(13, PATH, "both its tables are those of 'customer'")
                        .unseenBySchema(),
                of("another key", "crm: customer_id, erp: client_id", "crm: nr, erp: client_id")
                        .at(13, PATH, "its key in crm is [nr], and that of 'customer' is")
                        .unseenBySchema(),
                of("a column of the whole", "email: email", "email: { crm: Phone, erp: email }")
                        .edited("crm: Phone", "crm: phone")
                        .at(13, PATH, "which is field 'email' here, belongs to entity 'customer'")
                        .unseenBySchema(),
                of("no field", "\n      email: email", " {}")
                        .at(13, PATH, "a part needs a field beside its key")
                        .unseenBySchema(),
                of("rows", "part-of: customer", "part-of: customer\n    rows: { email: a }")
                        .at(13, PATH, "'contact' has 'rows'")
                        .unseenBySchema(),
                of(
                                "soft-delete",
                                "part-of: customer",
                                "part-of: customer\n    soft-delete: { erp: { column: gone, live:"
                                        + " 0, deleted: 1 } }")
                        .at(13, PATH, "'contact' has 'soft-delete'")
                        .unseenBySchema(),
                of("rows of the whole", "  contact:\n", "    rows: { phone: a }\n  contact:\n")
                        .at(14, PATH, "take 'rows' out of 'customer'")
                        .unseenBySchema(),
                of(
                                "only-in of the shared table",
                                "part-of: customer",
                                "part-of: customer\n    only-in: { crm: [old] }")
                        .at(13, PATH, "write only-in of crm at 'customer'")
                        .unseenBySchema(),
                of(
                                "a counter",
                                "email: email",
                                "visits: { crm: visits, erp: visits, on-conflict: sum }")
                        .at(13, PATH, "a counter, such as 'visits', always has one")
                        .unseenBySchema(),
                of(
                                "an ignored field",
                                "email: email",
                                "seen: { crm: seen, erp: seen, ignore: true }")
                        .at(13, PATH, "'seen' is ignored")
                        .unseenBySchema(),
                of(
                                "a value that stays",
                                "email: email",
                                "email: { crm: email, erp: email, when-null: { erp: keep } }")
                        .at(13, PATH, "'when-null: keep' of 'email'")
                        .unseenBySchema(),
                of(
                                "a derived column",
                                "email: email",
                                "email: email\n      shown: { erp: shown, derive: \"email\" }")
                        .at(13, PATH, "'shown' is derived")
                        .unseenBySchema(),
                of(
                                "a rule that repairs",
                                "      email: email\n",
                                "      email: email\n"
                                    + "    validate:\n"
                                    + "      - { rule: \"email != ''\", severity: repair, set: {"
                                    + " email: \"null\" } }\n")
                        .at(13, PATH, "which repairs")
                        .unseenBySchema(),
                appended("a table twice without it", PART.replace("    part-of: customer\n", ""))
                        .at(12, "entities.contact.tables", "or write part-of: customer")
                        .unseenBySchema());
    }

    private static Wrong of(String title, String old, String replacement) {
        return appended("part: " + title, PART).edited(old, replacement);
    }
}
