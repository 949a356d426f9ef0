package dev.duet.apply.conflict;

import java.util.List;

/// Renders the page on conflicts, `deploy/docs/conflicts.md`, from the scenes that
/// [ConflictPageTest] plays.
final class ConflictPage {
    private static final String HEAD =
            """
            # Conflicts

            A conflict is two changes of one record, one on each side, neither of which had seen the other. Whether it had is
            read off the two logs, not off clocks: each side's log shows, by Duet's markers, what of the other side's it had when
            a change was made. A change that has seen the other simply comes after it.

            This page is made from scenes that a test plays with the real decisions between two model databases, each in six
            orders of reading and writing, one of them with a restart; both databases must end as it says here. In every scene
            the file lists `crm` first and `erp` second, and what erp does it does later. Brackets hold what is recorded in
            `duet.conflict` of both databases, and who won it; without brackets nothing is. An entry names the record, the field,
            the rule, both changes with their values, positions and clocks, the winner and the reason. The loser's value is there.

            ## Where a rule is said

            ```yaml
            on-conflict: { prefer: crm }            # of all fields; this is the default: the system listed first
            entities:
              customer:
                tables: { crm: public.customer, erp: client }
                key:    { id: { crm: customer_id, erp: account_number } }
                fields:
                  name:    { crm: full_name, erp: client_name, owner: crm }
                  region:  { crm: region, erp: area, owner: crm, non-owner: keep }
                  visits:  { crm: visits, erp: visits, on-conflict: sum }
                  phone:   { crm: phone, erp: tel, on-conflict: { prefer: erp } }
                  balance: balance
                on-conflict: latest                 # of this entity's fields; or owner: crm, but not both
                non-owner: revert                   # the default for its owned fields; or keep
                update-vs-delete: update            # the default: { prefer: crm }, the system listed first
                deletes: propagate                  # the default; or ignore, review, one for each system
            ```

            A field's own rule stands over its entity's, and that over the file's. `owner` and `on-conflict` on one field
            contradict each other. Key fields take no rule: where their values differ there are two records. `sum` is said at
            single fields only. `duet run` prints the rule of every field and the line that says it.

            ## One field changed on both sides

            x was 10. crm writes (or inserts) 30, erp writes (or inserts) 20. For `sum` each adds to the 10: crm 20, erp 10.

            """;

    private static final String BETWEEN =
            """

            - Merging is by field: what only one side changed stands, whoever wins elsewhere.
            - `latest` compares commit times as corrected by what each side had seen; the same time goes to the system listed
              first. It is as good as the two machines' clocks, and decides only between changes that had not seen each other.
            - Clocks that differ by more than `settings.clock-skew` (5 s unless said otherwise) do not tell which change was the
              later: for as long as they do, `latest` asks like `review`, for fields and for records, and the entries say
              `review: latest, but the clocks differ by ...`. See the [runbook](runbook.md).
            - `max`, `min` and `version` need values with an order, `sum` needs whole numbers or decimals, on both sides: the sync
              refuses to start otherwise. `duet check` says where.
            - Give the field that is a `version` the rule `max`, so that it never falls.
            - Between equal values of `version` the later change stands.
            - With `non-owner: keep` beside `owner`, what the other system writes into the field stays there and never reaches the
              owner; `revert` is the default. It stays until a change of the owner's that touches the field arrives. Each such
              write is recorded where it stands, with the owner as the winner: `duet conflicts list` shows what is kept, `duet
              conflicts revert` writes it into the owner's side. `duet compare` counts it apart, as no difference.
            - With `review` the record waits, and nothing else does: each side keeps its own row, and what clients do to it
              meanwhile is kept, in order, in `duet.quarantine`. `duet conflicts list --open` shows what waits; `duet conflicts
              resolve --take crm` makes crm's row as it is then the row on both sides, `--set x=25` sets fields in it first. When
              clients have made both rows equal, it closes by itself. *waits* stands where others say who won: one side or
              both record it, with the later change as the winner, should it ever be asked.

            ## A record changed on one side, deleted on the other

            `update-vs-delete` decides whether it exists. An insert counts as a change: of a record that one side deleted and
            inserted again, in two transactions, while the other deleted it. In one transaction that is an update.

            """;

    private static final String ABOUT_KEYS =
            """

            - A record that stays has on both sides all its fields, and in each what the field's rule says.
            - With `delete` an update is no sign of life, so the side that deleted is the only one to record what it cost.
            - With `review` it stays where it is, and stays away where it was deleted, until a person takes one of the two.

            ## A key changed

            A changed key is the end of the old record and the beginning of a new one. So an update of the old record that the
            other side made meanwhile meets a delete, and `update-vs-delete` decides about the old record. The new one exists in
            any case, without that update: *both keys* means that a person should look. With `review` the old record waits, the new
            one does not.

            """;

    private static final String ABOUT_STORIES =
            """

            ## What is a conflict and what is not

            """;

    private static final String REMARKS =
            """

            ## A record that one side alone deletes

            `deletes` of the entity says what becomes of the record on the other side: one word for both systems, or by the system
            that still has it, `deletes: { erp: ignore }`.

            - `propagate` (the default): it is deleted there, too.
            - `ignore`: it stays there; for tables that one side empties and the other keeps. Changes made there do not bring it back
              where it was deleted: only an insert does, made on either side. Fields that the system which kept it owns stand
              as they are there then; the other side sees them with their owner's next change.
            - `review`: it stays there until a person has decided, as under *review* above: `duet conflicts list --open` shows it
              under the rule `review: deletes`. A change that had not seen the delete is decided by `update-vs-delete` first;
              where that says that the record stays, nobody is asked.

            A change of the key is no delete. A row that ceases to fit `rows` or `sends` of the file is one unless `leaving` says that
            it stays. Brakes count what is written, so
            deletes that stay where they were made never trip one.

            ## What triggers do

            A trigger of one side may alter what Duet writes there, or write other rows. `on-trigger` of the entity says what
            becomes of that:

            - `notice` (the default): a value that comes back other than it was written is written once more; what the trigger makes of
              it again stands, until either side changes the record. Another mapped row that it writes stands on its side.
            - `ignore`: what it makes of a value stands on its side, and the sides may differ in it; a later change of the field goes over as
              always. Another mapped row that it writes stands on its side.
            - `carry-back`: what it makes of a value is a change of its side that has seen what was written, and goes to the other. Another
              mapped row that it writes goes over, too.

            Under `carry-back` a field that the other side owns stands on the trigger's side, as under `ignore`. What triggers did is
            counted by entity and column (`duet status`, `duet.trigger_effect`), with a line in the log. Triggers of both sides that
            answer each other go round until the record is held under the code LOOP. Not seen at once: what they do to the rows of
            one transaction of more than 20,000 changes. With `ignore` and `carry-back` each batch reads the rows it writes before and
            after; Duet's own rows about it stand in the log alone (`duet.manifest`).

            ## What to know

            - What stands is always one side's last value, never a mixture and never an earlier one; `sum` alone adds up.
            - While both changes are under way each side shows its own; the end stands when each has read the other's. Where what
              was written in the meantime is not the end, Duet repairs it, by a marked transaction that is nobody's change.
            - A database that refuses what a rule has decided (a check, a unique key, a foreign key) has the last word: the record
              goes to quarantine, see the [runbook](runbook.md).
            - The loser's value can be had back: `duet conflicts revert` writes it into one side as any client would, so it comes
              after both changes and is carried to the other side. `duet conflicts what-if --config new.yaml` asks the rules of
              another file about what is recorded. The [runbook](runbook.md) says how.
            - What the non-owner writes into an owned field is reverted without an entry in `duet.conflict`, unless it is kept.
            - A record that comes back to where it was deleted, or comes under a new key of the owner's, has there what the owner
              has, also in fields that are kept. When people decide about a record that was held, the row that they take is on
              both sides, with all its fields.
            - An owned field's default of the table plays no part: a record that the other system inserts begins there with NULL,
              zero or empty, on both sides, until the owner says its value.
            - MySQL's foreign key actions before 9.6 are not in its log, so they take part in no conflict.
            """;

    private ConflictPage() {}

    static String markdown() {
        return HEAD
                + table("| rule | what stands | both update | both insert |", ConflictScenes.FIELDS)
                + BETWEEN
                + table(
                        "| rule | crm updates, erp deletes | crm deletes, erp updates | crm deletes"
                                + " and inserts again, erp deletes | crm deletes, erp deletes and"
                                + " inserts again |",
                        ConflictScenes.PRESENCE)
                + ABOUT_KEYS
                + table(
                        "| rule | crm changes the key, erp updates | crm updates, erp changes the"
                                + " key | crm changes the key, erp deletes | both change it to the"
                                + " same |",
                        ConflictScenes.KEYS)
                + ABOUT_STORIES
                + table(
                        "| rule of x | what happens | both sides end with |",
                        ConflictScenes.STORIES)
                + REMARKS;
    }

    private static String table(String head, List<ConflictScenes.Line> lines) {
        StringBuilder table = new StringBuilder(head).append('\n');
        table.append("|---".repeat((int) head.chars().filter(c -> c == '|').count() - 1))
                .append("|\n");
        for (ConflictScenes.Line line : lines) {
            table.append("| ").append(line.head()).append(" |");
            if (!line.meaning().isEmpty()) {
                table.append(' ').append(line.meaning()).append(" |");
            }
            line.cells().forEach(cell -> table.append(' ').append(cell.end()).append(" |"));
            table.append('\n');
        }
        return table.toString();
    }
}
