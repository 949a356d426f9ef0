package dev.duet.deploy.config;

import static dev.duet.deploy.config.Wrong.appended;
import static dev.duet.deploy.config.Wrong.edit;
import static dev.duet.deploy.config.Wrong.whole;

import java.util.stream.Stream;

/// Wrong rules for conflicts, one mistake each.
final class WrongRules {
    private static final String FIELD = "entities.customer.fields.phone";
    private static final String ENTITY = "entities.customer.";

    private WrongRules() {}

    static Stream<Wrong> all() {
        return Stream.of(
                        systems(),
                        spellings(),
                        contradictions(),
                        versions(),
                        defaults(),
                        presence(),
                        deletes(),
                        nonOwners())
                .flatMap(s -> s);
    }

    /// The field `phone`, line 10, with more beside its columns.
    private static Wrong field(String title, String more) {
        return edit(
                title,
                "      phone: phone",
                "      phone: { crm: phone, erp: phone, " + more + " }");
    }

    private static Stream<Wrong> systems() {
        return Stream.of(
                field("an owner that is no system", "owner: wms")
                        .at(10, FIELD + ".owner", "'wms' is not a system")
                        .unseenBySchema(),
                field("a misspelt owner", "owner: cmr")
                        .at(10, FIELD + ".owner", "did you mean 'crm'? The systems are crm and erp")
                        .unseenBySchema(),
                field("an owner that is a list", "owner: [crm]")
                        .at(10, FIELD + ".owner", "such as owner: crm"),
                field("an owner without a value", "owner: ")
                        .at(10, FIELD + ".owner", "the key has no value"),
                field("a misspelt word of a field", "onwer: crm")
                        .at(10, FIELD + ".onwer", "did you mean 'owner'?"),
                field("a misspelt rule of a field", "on_conflict: latest")
                        .at(10, FIELD + ".on_conflict", "did you mean 'on-conflict'?"),
                field("a preferred system that is not there", "on-conflict: { prefer: pos }")
                        .at(10, FIELD + ".on-conflict.prefer", "the systems are crm and erp")
                        .unseenBySchema(),
                field("a misspelt preferred system in a text", "on-conflict: 'prefer: epr'")
                        .at(10, FIELD + ".on-conflict", "did you mean 'erp'?")
                        .unseenBySchema(),
                appended(
                                "a misspelt preferred system of the file",
                                "on-conflict: { prefer: epr }\n")
                        .at(11, "on-conflict.prefer", "did you mean 'erp'?")
                        .unseenBySchema(),
                appended("a misspelt owner of an entity", "    owner: crn\n")
                        .at(11, ENTITY + "owner", "did you mean 'crm'?")
                        .unseenBySchema());
    }

    private static Stream<Wrong> spellings() {
        return Stream.of(
                field("a misspelt rule", "on-conflict: lastest")
                        .at(10, FIELD + ".on-conflict", "did you mean 'latest'?"),
                field("an unknown rule", "on-conflict: newest-first")
                        .at(
                                10,
                                FIELD + ".on-conflict",
                                "write latest or max or min or sum or review or { prefer: crm } or"
                                        + " { version: <field> }"),
                field("prefer without a system", "on-conflict: prefer")
                        .at(10, FIELD + ".on-conflict", "write on-conflict: { prefer: crm }"),
                field("prefer with nothing after it", "on-conflict: { prefer: }")
                        .at(10, FIELD + ".on-conflict", "'prefer' does not say which"),
                field("version without a field", "on-conflict: version")
                        .at(10, FIELD + ".on-conflict", "write on-conflict: { version: <field> }"),
                field("latest with something after it", "on-conflict: { latest: true }")
                        .at(10, FIELD + ".on-conflict", "write on-conflict: latest"),
                field("sum with something after it", "on-conflict: 'sum: 5'")
                        .at(10, FIELD + ".on-conflict", "nothing belongs after 'sum'"),
                field("two rules", "on-conflict: { prefer: crm, version: name }")
                        .at(10, FIELD + ".on-conflict", "one rule is needed, not several"),
                field("no rule", "on-conflict: {}")
                        .at(10, FIELD + ".on-conflict", "there is no rule here"),
                field("a rule without a value", "on-conflict: ")
                        .at(10, FIELD + ".on-conflict", "the key has no value"),
                field("a rule that is a number", "on-conflict: 1")
                        .at(10, FIELD + ".on-conflict", "a rule is needed, not the number 1"),
                field("a rule that is a list", "on-conflict: [latest]")
                        .at(10, FIELD + ".on-conflict", "a rule is needed, not a list"),
                field("an owner as a rule", "on-conflict: { owner: crm }")
                        .at(10, FIELD + ".on-conflict", "write owner: <system> in place"),
                edit(
                                "a rule without brackets",
                                "      phone: phone",
                                "      phone:\n        crm: phone\n        erp: phone\n"
                                        + "        on-conflict: prefer: crm")
                        .at(13, "", "put a value with a colon in quotes")
                        .unseenBySchema());
    }

    private static Stream<Wrong> nonOwners() {
        return Stream.of(
                field("a non-owner that is a system", "owner: crm, non-owner: erp")
                        .at(
                                10,
                                FIELD + ".non-owner",
                                "'erp' is no rule here.  Mend: write revert or keep"),
                field("a misspelt word for the non-owner", "owner: crm, non-owner: keeep")
                        .at(10, FIELD + ".non-owner", "did you mean 'keep'?"),
                field("a non-owner of a field that nobody owns", "non-owner: keep")
                        .at(
                                10,
                                FIELD + ".non-owner",
                                "the field has no owner.  Mend: write owner: <system> beside it, or"
                                        + " remove it")
                        .unseenBySchema(),
                appended(
                                "a rejecting rule beside values that are kept",
                                "    owner: crm\n    non-owner: keep\n    validate:\n"
                                        + "      - { rule: \"name != ''\", severity: reject }\n")
                        .at(
                                14,
                                ENTITY + "validate",
                                "come to its owner.  Mend: write severity: quarantine, or"
                                        + " non-owner: revert")
                        .unseenBySchema(),
                appended(
                                "a part that is to be kept",
                                """
                                      first: { erp: first, owner: crm, non-owner: keep }
                                      whole: { crm: whole, derive: "first", inverse: { first: "whole" } }
                                """)
                        .at(
                                11,
                                ENTITY + "fields.first.non-owner",
                                "'first' is part of a derived field, whose column has the other"
                                        + " parts too.  Mend: write non-owner: revert at it")
                        .unseenBySchema(),
                appended("an owner without a column", "      rank: { crm: rank, owner: erp }\n")
                        .at(11, ENTITY + "fields.rank", "the field has no column for system 'erp'")
                        .unseenBySchema(),
                appended("a non-owner of an entity without owners", "    non-owner: keep\n")
                        .at(
                                11,
                                ENTITY + "non-owner",
                                "no field of the entity has an owner.  Mend: write owner: <system>"
                                        + " at the entity")
                        .unseenBySchema());
    }

    private static Stream<Wrong> contradictions() {
        return Stream.of(
                field("owner and on-conflict on a field", "owner: crm, on-conflict: latest")
                        .at(
                                10,
                                FIELD + ".on-conflict",
                                "contradict each other: an owned field has no conflicts.  Mend:"
                                        + " keep one of the two"),
                appended(
                                "owner and on-conflict on an entity",
                                "    owner: crm\n    on-conflict: latest\n")
                        .at(12, ENTITY + "on-conflict", "both are the default of the same fields"),
                edit(
                                "an owner in the key",
                                "erp: account_number }",
                                "erp: account_number, owner: crm }")
                        .at(7, ENTITY + "key.id.owner", "a key field takes no rule"),
                edit(
                                "a rule in the key",
                                "erp: account_number }",
                                "erp: account_number, on-conflict: max }")
                        .at(7, ENTITY + "key.id.on-conflict", "Mend: remove it"),
                edit(
                                "an owner of a table",
                                "{ crm: customer, erp: client }",
                                "{ crm: customer, erp: client, owner: crm }")
                        .at(6, ENTITY + "tables.owner", "'owner' is not a system"),
                whole("a system named as a rule", Samples.SMALL.replace("crm:", "on-conflict:"))
                        .at(2, "systems.on-conflict", "a word of Duet's own"));
    }

    private static Stream<Wrong> versions() {
        return Stream.of(
                field("a version that is no field", "on-conflict: { version: changed_at }")
                        .at(
                                10,
                                FIELD + ".on-conflict",
                                "there is no field 'changed_at' in the entity.  Mend: name a field"
                                        + " of the entity that is not in its key")
                        .unseenBySchema(),
                field("a misspelt version", "on-conflict: { version: nam }")
                        .at(10, FIELD + ".on-conflict", "did you mean 'name'?")
                        .unseenBySchema(),
                field("a version in the key", "on-conflict: { version: id }")
                        .at(10, FIELD + ".on-conflict", "'id' is in the key, which never differs")
                        .unseenBySchema(),
                appended("a version of an entity in its key", "    on-conflict: { version: id }\n")
                        .at(11, ENTITY + "on-conflict", "'id' is in the key")
                        .unseenBySchema(),
                appended("a version of the file that is no field", "on-conflict: 'version: rev'\n")
                        .at(
                                5,
                                "entities.customer",
                                "there is no field 'rev' in the entity, and on-conflict at line 11"
                                        + " names it.  Mend: give the entity an on-conflict of its"
                                        + " own")
                        .unseenBySchema(),
                field("a version that is a number", "on-conflict: { version: 7 }")
                        .at(10, FIELD + ".on-conflict.version", "a text is needed"));
    }

    private static Stream<Wrong> defaults() {
        return Stream.of(
                appended("sum for all fields of an entity", "    on-conflict: sum\n")
                        .at(11, ENTITY + "on-conflict", "write on-conflict: sum at each counter"),
                appended("sum for everything", "on-conflict: sum\n")
                        .at(11, "on-conflict", "'sum' is for single fields"),
                appended("a misspelt rule of the file", "on-conflict: lates\n")
                        .at(11, "on-conflict", "did you mean 'latest'?"),
                appended("a misspelt rule of an entity", "    on-conflict: revue\n")
                        .at(11, ENTITY + "on-conflict", "did you mean 'review'?"),
                appended("an owner of everything", "owner: crm\n")
                        .at(11, "owner", "the key 'owner' is not known here"));
    }

    private static Stream<Wrong> presence() {
        return Stream.of(
                appended("a misspelt update-vs-delete", "    update-vs-delete: updates\n")
                        .at(11, ENTITY + "update-vs-delete", "did you mean 'update'?"),
                appended("a misspelt on-trigger", "    on-trigger: carryback\n")
                        .at(11, ENTITY + "on-trigger", "did you mean 'carry-back'?"),
                appended("an unknown on-trigger", "    on-trigger: stop\n")
                        .at(11, ENTITY + "on-trigger", "write notice or ignore or carry-back"),
                appended("an unknown update-vs-delete", "    update-vs-delete: max\n")
                        .at(
                                11,
                                ENTITY + "update-vs-delete",
                                "write delete or update or latest or review or { prefer: crm }"),
                appended(
                                "update-vs-delete by a version",
                                "    update-vs-delete: { version: name }\n")
                        .at(11, ENTITY + "update-vs-delete", "'version' is no rule here"),
                appended("update-vs-delete for nobody", "    update-vs-delete: prefer\n")
                        .at(
                                11,
                                ENTITY + "update-vs-delete",
                                "write update-vs-delete: { prefer: crm }"),
                appended("update-vs-delete for a third", "    update-vs-delete: { prefer: wms }\n")
                        .at(11, ENTITY + "update-vs-delete.prefer", "'wms' is not a system")
                        .unseenBySchema(),
                appended("update-vs-delete is a truth value", "    update-vs-delete: true\n")
                        .at(11, ENTITY + "update-vs-delete", "not the truth value true"),
                appended("update-vs-delete of the file", "update-vs-delete: update\n")
                        .at(11, "update-vs-delete", "is not known here"));
    }

    private static Stream<Wrong> deletes() {
        return Stream.of(
                appended("soft deletes", "    deletes: soft\n")
                        .at(
                                11,
                                ENTITY + "deletes",
                                "'soft' is no rule here.  Mend: write propagate or ignore or"
                                        + " review"),
                appended("deletes with a rule for its system", "    deletes: { ignore: erp }\n")
                        .at(11, ENTITY + "deletes.ignore", "'ignore' is not a system")
                        .unseenBySchema(),
                appended("deletes in no system", "    deletes: {}\n")
                        .at(11, ENTITY + "deletes", "no system is named"),
                appended("deletes in a third system", "    deletes: { wms: ignore }\n")
                        .at(11, ENTITY + "deletes.wms", "'wms' is not a system")
                        .unseenBySchema(),
                appended("misspelt deletes", "    deletes: propagated\n")
                        .at(
                                11,
                                ENTITY + "deletes",
                                "'propagated' is no rule here.  Mend: did you mean 'propagate'?"),
                appended("misspelt deletes of a system", "    deletes: { erp: ignored }\n")
                        .at(11, ENTITY + "deletes.erp", "did you mean 'ignore'?"),
                appended("deletes without a value", "    deletes:\n")
                        .at(11, ENTITY + "deletes", "the key has no value"));
    }
}
