package dev.duet.apply.conflict;

import static dev.duet.apply.conflict.Scene.changeKey;
import static dev.duet.apply.conflict.Scene.delete;
import static dev.duet.apply.conflict.Scene.insert;
import static dev.duet.apply.conflict.Scene.x;
import static dev.duet.apply.conflict.Scene.xy;
import static dev.duet.apply.conflict.Scene.y;

import dev.duet.apply.conflict.Scene.End;
import dev.duet.apply.conflict.Step.RowStep;
import dev.duet.apply.conflict.rules.EntityRules;
import dev.duet.apply.conflict.rules.FieldRule;
import dev.duet.apply.conflict.rules.PresenceRule;
import dev.duet.apply.conflict.rules.Side;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The tables of the page on conflicts: scenes, and the end that each must have. [ConflictPage]
/// shows them to people, [ConflictPageTest] plays every one of them.
final class ConflictScenes {
    private static final PresenceRule UPDATE = new PresenceRule.Update();
    private static final FieldRule LATEST = new FieldRule.Latest();
    private static final FieldRule PREFER_CRM = new FieldRule.Prefer(Side.A);
    private static final FieldRule OWNER_CRM = new FieldRule.Owner(Side.A, null);
    private static final FieldRule ERP_KEEPS = new FieldRule.Owner(Side.A, null, true);

    private ConflictScenes() {}

    /// A scene, and how it must end.
    ///
    /// @param text of the end, as the cell of the table has it
    record Cell(Scene scene, Function<End, String> text, String end) {}

    record Line(String head, String meaning, List<Cell> cells) {}

    static final List<Line> FIELDS =
            List.of(
                    field(LATEST, "the later change, by the databases' clocks", "20 (x: erp)"),
                    field(PREFER_CRM, "crm's value", "30 (x: crm)"),
                    field(new FieldRule.Prefer(Side.B), "erp's value", "20 (x: erp)"),
                    field(new FieldRule.Max(), "the greater value", "30 (x: crm)"),
                    field(new FieldRule.Min(), "the smaller value", "20 (x: erp)"),
                    new Line(
                            said(new FieldRule.Sum()),
                            "both differences; what both insert is added up",
                            List.of(
                                    // the model moves a counter by one less
                                    cell(new FieldRule.Sum(), true, x(21), x(11), "40"),
                                    cell(
                                            new FieldRule.Sum(),
                                            false,
                                            insert(30, 1),
                                            insert(20, 1),
                                            "50"))),
                    new Line(
                            said(new FieldRule.Version(2)),
                            "the change whose row has the greater y: crm's 3 against erp's 2",
                            List.of(
                                    cell(
                                            new FieldRule.Version(2),
                                            true,
                                            xy(30, 3),
                                            xy(20, 2),
                                            "30 (x: crm, y: crm)"),
                                    cell(
                                            new FieldRule.Version(2),
                                            false,
                                            insert(30, 3),
                                            insert(20, 2),
                                            "30 (x: crm, y: crm)"))),
                    new Line(
                            said(new FieldRule.Version(2)),
                            "the same y on both: the later change",
                            List.of(
                                    cell(
                                            new FieldRule.Version(2),
                                            true,
                                            xy(30, 2),
                                            xy(20, 2),
                                            "20 (x: erp)"),
                                    cell(
                                            new FieldRule.Version(2),
                                            false,
                                            insert(30, 2),
                                            insert(20, 2),
                                            "20 (x: erp)"))),
                    field(
                            new FieldRule.Review(),
                            "each side's own, until a person has decided",
                            "30 in crm, 20 in erp (x: waits)"),
                    field(OWNER_CRM, "crm's value; erp's is reverted", "30"),
                    field(
                            new FieldRule.Owner(Side.B, null),
                            "erp's value; crm's is reverted",
                            "20"),
                    field(
                            ERP_KEEPS,
                            "crm's value; erp's stays in erp until crm writes x",
                            "30 (x: crm in erp)"));

    static final List<Line> PRESENCE =
            List.of(
                    presence(
                            new PresenceRule.Delete(),
                            "gone (presence: erp in erp)",
                            "gone (presence: crm in crm)",
                            "gone (presence: erp)",
                            "gone (presence: crm)"),
                    presence(
                            UPDATE,
                            "stays (presence: crm)",
                            "stays (presence: erp)",
                            "stays (presence: crm)",
                            "stays (presence: erp)"),
                    presence(
                            new PresenceRule.Latest(),
                            "gone (presence: erp)",
                            "stays (presence: erp)",
                            "gone (presence: erp)",
                            "stays (presence: erp)"),
                    presence(
                            new PresenceRule.Prefer(Side.A),
                            "stays (presence: crm)",
                            "gone (presence: crm)",
                            "stays (presence: crm)",
                            "gone (presence: crm)"),
                    presence(
                            new PresenceRule.Prefer(Side.B),
                            "gone (presence: erp)",
                            "stays (presence: erp)",
                            "gone (presence: erp)",
                            "stays (presence: erp)"),
                    presence(
                            new PresenceRule.Review(),
                            "stays in crm, gone in erp (presence: waits)",
                            "gone in crm, stays in erp (presence: waits)",
                            "stays in crm, gone in erp (presence: waits)",
                            "gone in crm, stays in erp (presence: waits)"));

    static final List<Line> KEYS =
            List.of(
                    keys(
                            new PresenceRule.Delete(),
                            "new key (presence: crm in crm)",
                            "new key (presence: erp in erp)"),
                    keys(UPDATE, "both keys (presence: erp)", "both keys (presence: crm)"),
                    keys(
                            new PresenceRule.Latest(),
                            "both keys (presence: erp)",
                            "new key (presence: erp)"),
                    keys(
                            new PresenceRule.Prefer(Side.A),
                            "new key (presence: crm)",
                            "both keys (presence: crm)"),
                    keys(
                            new PresenceRule.Prefer(Side.B),
                            "both keys (presence: erp)",
                            "new key (presence: erp)"),
                    keys(
                            new PresenceRule.Review(),
                            "new key in crm, both keys in erp (presence: waits)",
                            "both keys in crm, new key in erp (presence: waits)"));

    static final List<Line> STORIES =
            List.of(
                    story(
                            PREFER_CRM,
                            "crm writes x = 30, erp writes y = 5: other fields are no conflict",
                            new Scene(
                                    rules(PREFER_CRM), true, false, List.of(x(30)), List.of(y(5))),
                            "x 30, y 5"),
                    story(
                            PREFER_CRM,
                            "both write x = 20: the same value is no conflict",
                            new Scene(
                                    rules(PREFER_CRM), true, false, List.of(x(20)), List.of(x(20))),
                            "x 20, y 1"),
                    story(
                            PREFER_CRM,
                            "crm writes x = 30; it arrives in erp, which then writes x = 20: a"
                                    + " change that has seen the other is no conflict",
                            new Scene(
                                    rules(PREFER_CRM), true, true, List.of(x(30)), List.of(x(20))),
                            "x 20, y 1"),
                    story(
                            PREFER_CRM,
                            "crm writes x = 30 and then 10 again, erp writes x = 20: what was"
                                    + " changed back was changed",
                            new Scene(
                                    rules(PREFER_CRM),
                                    true,
                                    false,
                                    List.of(x(30), x(10)),
                                    List.of(x(20))),
                            "x 10, y 1 (x: crm)"),
                    story(
                            new FieldRule.Max(),
                            "crm writes x = 30 and then 15, erp writes x = 20: the last value of"
                                    + " each side counts",
                            new Scene(
                                    rules(new FieldRule.Max()),
                                    true,
                                    false,
                                    List.of(x(30), x(15)),
                                    List.of(x(20))),
                            "x 20, y 1 (x: erp in crm; x: crm, x: erp in erp)"),
                    story(
                            LATEST,
                            "both delete",
                            new Scene(
                                    rules(LATEST),
                                    true,
                                    false,
                                    List.of(delete()),
                                    List.of(delete())),
                            "gone"),
                    story(
                            OWNER_CRM,
                            "erp alone writes x = 20: it is reverted in erp",
                            new Scene(rules(OWNER_CRM), true, false, List.of(), List.of(x(20))),
                            "x 10, y 1"),
                    story(
                            OWNER_CRM,
                            "erp alone writes x = 20 and y = 5: y arrives, x is reverted",
                            new Scene(rules(OWNER_CRM), true, false, List.of(), List.of(xy(20, 5))),
                            "x 10, y 5"),
                    story(
                            OWNER_CRM,
                            "erp alone inserts the record with x = 20: x begins as NULL, or as zero"
                                    + " or empty where a column is NOT NULL",
                            new Scene(
                                    rules(OWNER_CRM),
                                    false,
                                    false,
                                    List.of(),
                                    List.of(insert(20, 1))),
                            "x null, y 1"),
                    story(
                            OWNER_CRM,
                            "erp alone deletes the record: fields are owned, records are not",
                            new Scene(rules(OWNER_CRM), true, false, List.of(), List.of(delete())),
                            "gone"),
                    story(
                            ERP_KEEPS,
                            "erp alone writes x = 20 and y = 5: y arrives, x stays in erp",
                            new Scene(rules(ERP_KEEPS), true, false, List.of(), List.of(xy(20, 5))),
                            "x 10, y 5 in crm, x 20, y 5 in erp (x: crm in erp)"),
                    story(
                            ERP_KEEPS,
                            "crm writes y = 5, erp writes x = 20: a change that does not touch x"
                                    + " leaves what is kept there",
                            new Scene(rules(ERP_KEEPS), true, false, List.of(y(5)), List.of(x(20))),
                            "x 10, y 5 in crm, x 20, y 5 in erp (x: crm in erp)"),
                    story(
                            ERP_KEEPS,
                            "erp alone inserts the record with x = 20: in crm x begins as for any"
                                    + " owner",
                            new Scene(
                                    rules(ERP_KEEPS),
                                    false,
                                    false,
                                    List.of(),
                                    List.of(insert(20, 1))),
                            "x null, y 1 in crm, x 20, y 1 in erp (x: crm in erp)"));

    static List<Line> all() {
        List<Line> all = new ArrayList<>(FIELDS);
        all.addAll(PRESENCE);
        all.addAll(KEYS);
        all.addAll(STORIES);
        return all;
    }

    private static Line field(FieldRule rule, String meaning, String end) {
        return new Line(
                said(rule),
                meaning,
                List.of(
                        cell(rule, true, x(30), x(20), end),
                        cell(rule, false, insert(30, 1), insert(20, 1), end)));
    }

    private static Cell cell(FieldRule rule, boolean begins, RowStep crm, RowStep erp, String end) {
        return new Cell(
                new Scene(rules(rule), begins, false, List.of(crm), List.of(erp)), End::field, end);
    }

    private static Line presence(PresenceRule rule, String... ends) {
        return new Line(
                said(rule),
                "",
                List.of(
                        cell(rule, List.of(x(30)), List.of(delete()), ends[0]),
                        cell(rule, List.of(delete()), List.of(x(20)), ends[1]),
                        cell(rule, List.of(delete(), insert(30, 1)), List.of(delete()), ends[2]),
                        cell(rule, List.of(delete()), List.of(delete(), insert(20, 1)), ends[3])));
    }

    private static Line keys(PresenceRule rule, String... ends) {
        return new Line(
                said(rule),
                "",
                List.of(
                        cell(rule, List.of(changeKey()), List.of(x(20)), ends[0]),
                        cell(rule, List.of(x(30)), List.of(changeKey()), ends[1]),
                        cell(rule, List.of(changeKey()), List.of(delete()), "new key"),
                        cell(rule, List.of(changeKey()), List.of(changeKey()), "new key")));
    }

    private static Cell cell(PresenceRule rule, List<RowStep> crm, List<RowStep> erp, String end) {
        return new Cell(
                new Scene(Scene.rules(LATEST, LATEST, rule), true, false, crm, erp),
                End::records,
                end);
    }

    private static Line story(FieldRule rule, String what, Scene scene, String end) {
        return new Line(said(rule), what, List.of(new Cell(scene, End::fields, end)));
    }

    /// With `max` for y, as a version should have it.
    private static EntityRules rules(FieldRule x) {
        return Scene.rules(x, new FieldRule.Max(), UPDATE);
    }

    /// As the file has it.
    private static String said(FieldRule rule) {
        return switch (rule) {
            case FieldRule.Owner owner ->
                    "`owner: "
                            + name(owner.side())
                            + (owner.keeps() ? ", non-owner: keep" : "")
                            + "`";
            case FieldRule.Prefer prefer ->
                    "`on-conflict: { prefer: " + name(prefer.side()) + " }`";
            case FieldRule.Version _ -> "`on-conflict: { version: y }`";
            case FieldRule.Latest _,
                    FieldRule.Max _,
                    FieldRule.Min _,
                    FieldRule.Sum _,
                    FieldRule.Review _ ->
                    "`on-conflict: " + rule.text() + "`";
        };
    }

    private static String said(PresenceRule rule) {
        return rule instanceof PresenceRule.Prefer prefer
                ? "`update-vs-delete: { prefer: " + name(prefer.side()) + " }`"
                : "`update-vs-delete: " + rule.text() + "`";
    }

    private static String name(Side side) {
        return switch (side) {
            case A -> "crm";
            case B -> "erp";
        };
    }
}
