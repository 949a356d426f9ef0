package dev.duet.deploy.config;

import static dev.duet.deploy.config.Wrong.appended;
import static dev.duet.deploy.config.Wrong.edit;
import static dev.duet.deploy.config.Wrong.whole;

import java.util.stream.Stream;

/// Files that are not the YAML that Duet takes. No schema sees them, for editors do not get that
/// far.
final class WrongFiles {
    private WrongFiles() {}

    static Stream<Wrong> all() {
        return Stream.concat(notYaml(), notForUs()).map(Wrong::unseenBySchema);
    }

    private static Stream<Wrong> notYaml() {
        return Stream.of(
                edit("a tab", "    fields:", "\tfields:")
                        .at(8, "", "a tab stands where YAML wants spaces"),
                edit("an open bracket", "erp: client_name }", "erp: client_name")
                        .at(10, "", "it began at line 9"),
                edit("open quotes", "\"${env:CRM_PASSWORD}\"", "\"${env:CRM_PASSWORD}")
                        .at(3, "", "Mend: "),
                edit("quotes to the end", "      phone: phone", "      phone: \"phone")
                        .at(11, "", "the file ends inside quotes (it began at line 10)"),
                edit("a bare reference", "\"${env:CRM_PASSWORD}\"", "${env:CRM_PASSWORD}")
                        .at(2, "", "put the reference in double quotes"),
                edit("a colon in a value", "      phone: phone", "      phone: a: b")
                        .at(10, "", "put a value with a colon in quotes"),
                edit("wrong indentation", "    fields:", "   fields:")
                        .at(8, "", "same indentation"),
                edit("a line without a colon", "      phone: phone", "      phone\n      tel: tel")
                        .at(10, "", "Mend: "),
                edit("a reserved character", "      phone: phone", "      phone: @phone")
                        .at(10, "", "put the value in quotes"),
                edit("a control character", "      phone: phone", "      phone: pho\u0007ne")
                        .at(10, "", "U+0007 is not allowed"),
                whole("closing brackets only", "}}}").at(1, "", "Mend: "));
    }

    private static Stream<Wrong> notForUs() {
        return Stream.of(
                whole("empty", "").at(1, "", "the file is empty"),
                whole("comments only", "# nothing\n\n# here\n").at(1, "", "the file is empty"),
                whole("a word", "duet").at(1, "", "a group of keys is needed, not 'duet'"),
                whole("a list", "- a\n- b\n").at(1, "", "not a list"),
                appended("a second document", "---\nsystems: {}\n").at(11, "", "a second document"),
                edit("an anchor", "fields:\n", "fields: &f\n").at(8, "", "anchors"),
                appended("an alias", "  order: *f\n").at(11, "", "write the value out here"),
                edit("a tag", "      phone: phone", "      phone: !!java.net.URL phone")
                        .at(10, "", "YAML tags"),
                whole("an anchor and its alias", "a: &a [x]\nb: [*a]\n").at(1, "", "aliases"),
                whole("deep brackets", "[".repeat(1000)).at(1, "", "more than 12 deep"),
                whole("deep groups", "{a: ".repeat(1000)).at(1, "", "more than 12 deep"));
    }
}
