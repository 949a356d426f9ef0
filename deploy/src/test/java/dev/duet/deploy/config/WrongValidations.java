package dev.duet.deploy.config;

import static dev.duet.deploy.config.Wrong.appended;
import static dev.duet.deploy.config.Wrong.edit;

import java.util.stream.Stream;

/// Wrong rules for records, one mistake each.
final class WrongValidations {
    private static final String PATH = "entities.customer.validate";
    private static final String ITEM = PATH + "[0]";

    private WrongValidations() {}

    static Stream<Wrong> all() {
        return Stream.of(places(), rules(), shorthands(), links(), severities()).flatMap(it -> it);
    }

    /// An entity whose only rule, at line 12, says this.
    private static Wrong item(String title, String says) {
        return appended(title, "    validate:\n      - { " + says + " }\n");
    }

    private static Stream<Wrong> places() {
        return Stream.of(
                appended("a rule that is no list", "    validate: { rule: \"name != ''\" }\n")
                        .at(11, PATH, "a list of rules is needed, not a group of keys"),
                appended("no rules", "    validate: []\n").at(11, PATH, "there is no rule"),
                appended("a rule that is no group", "    validate: [\"name != ''\"]\n")
                        .at(11, ITEM, "a group of keys is needed"),
                item("a rule of nothing", "message: a").at(12, ITEM, "what it asks for"),
                item("two rules in one", "rule: \"name != ''\", required: [name]")
                        .at(12, ITEM, "it asks for 'rule' and for 'required'"),
                item("an unknown word", "rule: \"name != ''\", severty: warn")
                        .at(12, ITEM + ".severty", "did you mean 'severity'?"),
                edit(
                                "a rule at a field",
                                "phone: phone",
                                "phone: { crm: phone, erp: tel, validate: a }")
                        .at(
                                10,
                                "entities.customer.fields.phone.validate",
                                "rules for records stand at the entity"));
    }

    private static Stream<Wrong> rules() {
        return Stream.of(
                item("a misspelt field", "rule: \"nmae != ''\"")
                        .at(
                                12,
                                ITEM + ".rule",
                                "'nmae' is neither a field that it can use nor a function"
                                        + " (character 1).  Mend: did you mean 'name'? Else the"
                                        + " fields are id, name, phone")
                        .unseenBySchema(),
                item("a rule that is cut short", "rule: \"name != \"")
                        .at(12, ITEM + ".rule", "(character")
                        .unseenBySchema(),
                item("a rule that is a number", "rule: \"name.size() + 1\"")
                        .at(
                                12,
                                ITEM + ".rule",
                                "its result is a int, and a rule holds or does not.  Mend: write a"
                                        + " comparison")
                        .unseenBySchema(),
                item("a rule about no field", "rule: \"1 > 0\"")
                        .at(12, ITEM + ".rule", "it names no field")
                        .unseenBySchema(),
                item("a rule about a counter", "rule: \"visits > 0\"")
                        .edited(
                                "      phone: phone",
                                "      phone: phone\n      visits: { crm: v,"
                                        + " erp: v, on-conflict: sum }")
                        .at(13, ITEM + ".rule", "of a counter only what it is raised by")
                        .unseenBySchema(),
                item("a rule about an ignored field", "required: [seen]")
                        .edited(
                                "      phone: phone",
                                "      phone: phone\n      seen: { crm: v,"
                                        + " erp: v, ignore: true }")
                        .at(13, ITEM + ".required", "may differ between the sides")
                        .unseenBySchema(),
                item("a name with blanks", "rule: \"name != ''\", name: a b")
                        .at(12, ITEM + ".name", "is not a name for a rule"),
                appended(
                                "two rules of one name",
                                """
                                    validate:
                                      - { rule: "name != ''" }
                                      - { rule: "name != 'x'" }
                                """)
                        .at(13, PATH + "[1]", "there is a rule 'name' already, at line 12")
                        .unseenBySchema(),
                item("an empty message", "rule: \"name != ''\", message: \"\"")
                        .at(12, ITEM + ".message", "the text is empty"));
    }

    private static Stream<Wrong> shorthands() {
        return Stream.of(
                item("a required field that is not there", "required: [nmae]")
                        .at(
                                12,
                                ITEM + ".required",
                                "'nmae' is not a field of the entity.  Mend: did you mean 'name'?")
                        .unseenBySchema(),
                item("required fields that are no list", "required: name")
                        .at(12, ITEM + ".required", "a list of fields is needed"),
                item("nothing required", "required: []")
                        .at(12, ITEM + ".required", "no field is asked for"),
                item("a format that is none", "format: { phone: \"(\" }")
                        .at(12, ITEM + ".format.phone", "is not a regular expression")
                        .unseenBySchema(),
                item("a format of an unknown field", "format: { phoen: \"a\" }")
                        .at(12, ITEM + ".format.phoen", "did you mean 'phone'?")
                        .unseenBySchema(),
                item("a range without limits", "range: { name: {} }")
                        .at(12, ITEM + ".range.name", "it has no limit"),
                item("a range the wrong way round", "range: { name: { min: 5, max: 1 } }")
                        .at(12, ITEM + ".range.name", "no number is from 5 to 1")
                        .unseenBySchema(),
                item("a range of texts", "range: { name: { min: a } }")
                        .at(12, ITEM + ".range.name.min", "a number is needed"));
    }

    private static Stream<Wrong> links() {
        return Stream.of(
                item("a link of a field that names nothing", "references: [phone]")
                        .at(
                                12,
                                ITEM + ".references",
                                "'phone' does not say which entity it references.  Mend: write"
                                        + " references: <entity> at the field")
                        .unseenBySchema(),
                item("a link of an unknown field", "references: [phoen]")
                        .at(12, ITEM + ".references", "did you mean 'phone'?")
                        .unseenBySchema(),
                item("links that are no list", "references: phone")
                        .at(12, ITEM + ".references", "a list of fields is needed"),
                item("a link of the key", "references: [id]")
                        .at(12, ITEM + ".references", "'id' is part of the key")
                        .unseenBySchema(),
                item("a link to a key that each side makes up", "references: [boss]")
                        .edited("erp: account_number }", "erp: account_number, crosswalk: true }")
                        .edited(
                                "      phone: phone",
                                "      phone: phone\n"
                                        + "      boss: { crm: b, erp: b, references: customer }")
                        .at(13, ITEM + ".references", "each system makes up the keys of 'customer'")
                        .unseenBySchema(),
                item("a repaired link without a word", "references: [boss], severity: repair")
                        .edited(
                                "      phone: phone",
                                "      phone: phone\n"
                                        + "      boss: { crm: b, erp: b, references: customer }")
                        .at(13, ITEM, "it does not say what 'boss' is set to"));
    }

    private static Stream<Wrong> severities() {
        return Stream.of(
                item("an unknown severity", "rule: \"name != ''\", severity: refuse")
                        .at(12, ITEM + ".severity", "write quarantine or reject or warn or repair"),
                item("a repair of nothing", "rule: \"name != ''\", severity: repair")
                        .at(12, ITEM, "it does not say what 'name' is set to"),
                item("a repair that is empty", "rule: \"name != ''\", severity: repair, set: {}")
                        .at(12, ITEM + ".set", "it does not say what is set"),
                item("a set without a repair", "rule: \"name != ''\", set: { name: \"'x'\" }")
                        .at(12, ITEM + ".set", "'set' says what 'severity: repair' does"),
                item(
                                "a repair of the key",
                                "rule: \"name != ''\", severity: repair, set: { id: \"1\" }")
                        .at(12, ITEM + ".set.id", "a field of the key says which record it is")
                        .unseenBySchema(),
                item(
                                "a repair of an unknown field",
                                "rule: \"name != ''\", severity: repair, set: { nam: \"'x'\" }")
                        .at(12, ITEM + ".set.nam", "'nam' is not a field of the entity")
                        .unseenBySchema(),
                item(
                                "a repair by an unknown field",
                                "rule: \"name != ''\", severity: repair, set: { name: \"phoen\" }")
                        .at(12, ITEM + ".set.name", "did you mean 'phone'?")
                        .unseenBySchema(),
                item(
                                "a repair that forgets a field",
                                "required: [name, phone], severity: repair, set: { name: \"'x'\" }")
                        .at(12, ITEM, "it does not say what 'phone' is set to")
                        .unseenBySchema(),
                item(
                                "a repair of what is not asked for",
                                "required: [name], severity: repair, set: { name: \"'x'\", phone:"
                                        + " \"'y'\" }")
                        .at(12, ITEM + ".set", "'phone' is set, and is not asked for")
                        .unseenBySchema(),
                item(
                                "a repair of what rows asks for",
                                "rule: \"name != ''\", severity: repair, set: { name: \"'x'\" }")
                        .edited("    validate:", "    rows: { name: x }\n    validate:")
                        .at(13, ITEM + ".set.name", "'rows' asks that field")
                        .unseenBySchema());
    }
}
