package dev.duet.deploy.config;

import static dev.duet.deploy.config.Wrong.appended;
import static dev.duet.deploy.config.Wrong.edit;

import java.util.stream.Stream;

/// Wrong sayings about derived fields, one mistake each.
final class WrongDerivations {
    private static final String FIELD = "entities.customer.fields.";
    private static final String PARTS =
            """
                  first: { erp: first }
                  last: { erp: last }
            """;
    private static final String BACK = "inverse: { first: \"whole\", last: \"whole\" }";

    private WrongDerivations() {}

    static Stream<Wrong> all() {
        return Stream.of(expressions(), ways(), places()).flatMap(it -> it);
    }

    /// A field `label` at line 11 which says this of itself.
    private static Wrong label(String title, String says) {
        return appended(title, "      label: { erp: label, " + says + " }\n");
    }

    /// A field `whole` at line 13, made of two.
    private static Wrong whole(String title, String says) {
        return appended(title, PARTS + "      whole: { crm: whole, " + says + " }\n");
    }

    private static Stream<Wrong> expressions() {
        return Stream.of(
                label("an expression that is cut short", "derive: \"name + \"")
                        .at(11, FIELD + "label.derive", "(character")
                        .unseenBySchema(),
                label("a field that is not there", "derive: \"name + nmae\"")
                        .at(
                                11,
                                FIELD + "label.derive",
                                "'nmae' is neither a field that it can use nor a function"
                                    + " (character 8).  Mend: did you mean 'name'? Else the fields"
                                    + " are id, name, phone")
                        .unseenBySchema(),
                label("a text and a number", "derive: \"'a' + 1\"")
                        .at(11, FIELD + "label.derive", "'+' cannot be asked of (string, int)")
                        .unseenBySchema(),
                label("an expression without end", "derive: \"" + "name+".repeat(500) + "name\"")
                        .at(11, FIELD + "label.derive", "more than 2000 characters"),
                label(
                                "an expression too deep",
                                "derive: \"" + "(".repeat(90) + "name" + ")".repeat(90) + "\"")
                        .at(11, FIELD + "label.derive", "Mend:")
                        .unseenBySchema(),
                label("no expression", "derive: ")
                        .at(11, FIELD + "label.derive", "the key has no value"),
                label("a number for an expression", "derive: 5")
                        .at(11, FIELD + "label.derive", "put it in quotes"));
    }

    private static Stream<Wrong> ways() {
        return Stream.of(
                appended(
                                "a cycle",
                                """
                                      a: { erp: a, derive: "b + name" }
                                      b: { erp: b, derive: "a + name" }
                                """)
                        .at(12, FIELD + "b.derive", "it is derived from itself: a, b")
                        .unseenBySchema(),
                label("a field derived from itself", "derive: \"label + name\"")
                        .at(11, FIELD + "label.derive", "it is derived from itself: label")
                        .unseenBySchema(),
                appended(
                                "a part that is not given back",
                                """
                                      first: { erp: first }
                                      whole: { crm: whole, derive: "first + name" }
                                """)
                        .at(
                                11,
                                FIELD + "first",
                                "'whole', which is derived from it, does not give it back.  Mend:"
                                        + " write inverse: { first:")
                        .unseenBySchema(),
                whole("a part that is not used", "derive: \"first\", " + BACK)
                        .at(13, FIELD + "whole.inverse", "'last' is given back, and 'derive'")
                        .unseenBySchema(),
                whole("more than the parts", "derive: \"first + last + name\", " + BACK)
                        .at(13, FIELD + "whole.derive", "the fields are first, last")
                        .unseenBySchema(),
                whole(
                                "an inverse over other fields",
                                "derive: \"first + last\", inverse: { first: \"name\", last:"
                                        + " \"whole\" }")
                        .at(13, FIELD + "whole.inverse.first", "the fields are whole")
                        .unseenBySchema(),
                whole("inverse alone", BACK).at(13, FIELD + "whole", "nothing how it is made"),
                label("an inverse of nothing", "derive: \"name\", inverse: {}")
                        .at(11, FIELD + "label.inverse", "no field is given back"),
                label(
                                "an inverse of a field with both columns",
                                "derive: \"name\", inverse: { phone: \"label\" }")
                        .at(11, FIELD + "label.inverse.phone", "has a column of its own in erp")
                        .unseenBySchema(),
                label(
                                "an inverse of a field that is not there",
                                "derive: \"name\", inverse: { lost: \"label\" }")
                        .at(11, FIELD + "label.inverse.lost", "there is no field 'lost'")
                        .unseenBySchema(),
                appended(
                                "two inverses of one field",
                                PARTS
                                        + "      whole: { crm: whole, derive: \"first + last\", "
                                        + BACK
                                        + " }\n"
                                        + "      other: { crm: other, derive: \"first\", inverse: {"
                                        + " first: \"other\" } }\n")
                        .at(14, FIELD + "other", "'first' is given back by 'whole' already")
                        .unseenBySchema());
    }

    private static Stream<Wrong> places() {
        return Stream.of(
                edit("a derived key", "erp: account_number", "erp: account_number, derive: \"1\"")
                        .at(7, "entities.customer.key.id.derive", "a key field cannot be derived"),
                appended("a derived field without a column", "      label: { derive: \"name\" }\n")
                        .at(11, FIELD + "label", "the derived field has no column"),
                appended(
                                "a derived field with two columns",
                                "      label: { crm: a, erp: b, derive: \"name\" }\n")
                        .at(11, FIELD + "label", "has a column in both systems, and needs one"),
                label("a derived field with a rule", "derive: \"name\", owner: crm")
                        .at(11, FIELD + "label.owner", "a derived field is what the fields say"),
                label("a derived field with a form", "derive: \"name\", truncate: 5")
                        .at(11, FIELD + "label.truncate", "or in the expression"),
                appended(
                                "a part with a form",
                                """
                                      first: { erp: first, truncate: 5 }
                                      whole: { crm: whole, derive: "first", inverse: { first: "whole" } }
                                """)
                        .at(11, FIELD + "first.truncate", "by expressions"),
                appended(
                                "derived from a counter",
                                """
                                      visits: { crm: v, erp: v, on-conflict: sum }
                                      label: { erp: label, derive: "string(visits)" }
                                """)
                        .at(12, FIELD + "label.derive", "only what it is raised by goes over")
                        .unseenBySchema(),
                appended(
                                "derived from what may say nothing",
                                """
                                      nick: { crm: n, erp: n, when-null: { erp: keep } }
                                      label: { erp: label, derive: "nick" }
                                """)
                        .at(12, FIELD + "label.derive", "it may say nothing")
                        .unseenBySchema(),
                appended(
                                "derived from what is ignored",
                                """
                                      stamp: { crm: s, erp: s, ignore: true }
                                      label: { erp: label, derive: "stamp" }
                                """)
                        .at(12, FIELD + "label.derive", "its changes alone are not told")
                        .unseenBySchema(),
                appended("a column twice", "      label: { erp: phone, derive: \"name\" }\n")
                        .at(11, FIELD + "label.erp", "is mapped by 'phone' already")
                        .unseenBySchema());
    }
}
