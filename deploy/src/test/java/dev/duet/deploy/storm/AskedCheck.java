package dev.duet.deploy.storm;

import dev.duet.deploy.support.LogWitness;
import dev.duet.deploy.support.Logged;
import dev.duet.deploy.support.LoggedRow;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Workbench;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// What must be true of records that a person is asked about, by the two logs alone. One thread;
/// for logs that are quiet.
final class AskedCheck {
    private static final List<String> IN_REVIEW = List.of("name", "phone");

    private final Workbench workbench;
    private final Facts facts;
    private final LogOracle oracle;

    /// Those that somebody has let go: what stands of them is what was said.
    private final Set<String> released = new HashSet<>();

    AskedCheck(Workbench workbench, LogWitness witness) throws SQLException {
        this.workbench = workbench;
        this.facts = new Facts(witness, Asked.FIELDS);
        this.oracle = new LogOracle(facts, Asked.PRESENCE, Asked.FIELDS);
        for (Shop shop : Shop.values()) {
            for (Logged each : witness.transactions(shop)) {
                each.images().stream().map(AskedCheck::released).forEach(released::add);
            }
        }
    }

    private static String released(LoggedRow row) {
        if (!row.table().equals("release")) {
            return "";
        }
        String key = Objects.requireNonNull(row.after()).get("record_key");
        return Asked.TABLE + " " + key.replaceAll("\\D", "");
    }

    /// The records of which neither side's last changes had seen the other's, so that they must
    /// wait.
    Set<String> conflicts() {
        Set<String> conflicts = new HashSet<>();
        for (String record : known()) {
            boolean isAsked = isMet(record, fact -> true, (a, b) -> a.isDelete() != b.isDelete());
            for (String field : IN_REVIEW) {
                isAsked |=
                        isMet(
                                record,
                                fact -> fact.touches(field),
                                (a, b) -> LogOracle.differ(field, a, b));
            }
            if (isAsked) {
                conflicts.add(record);
            }
        }
        return conflicts;
    }

    private interface Meeting {
        boolean differ(Fact crm, Fact erp);
    }

    private boolean isMet(String record, Predicate<Fact> which, Meeting meeting) {
        Fact crm = facts.last(Shop.CRM, record, which);
        Fact erp = facts.last(Shop.ERP, record, which);
        return crm != null
                && erp != null
                && !crm.saw(erp)
                && !erp.saw(crm)
                && meeting.differ(crm, erp);
    }

    /// Records that nobody has decided about.
    private List<String> known() {
        return facts.records().stream()
                .filter(record -> record.startsWith(Asked.TABLE + " "))
                .filter(record -> !released.contains(record))
                .toList();
    }

    /// What is wrong with records that wait: each side must hold what its own clients wrote last.
    List<String> notAsTheirOwnClientsLeftThem(Set<String> waiting) throws SQLException {
        List<String> wrong = new ArrayList<>();
        for (Shop shop : Shop.values()) {
            Map<String, Map<String, String>> rows = Asked.rows(workbench, shop);
            for (String record : known()) {
                Fact newest = facts.last(shop, record, fact -> true);
                if (!waiting.contains(record) || newest == null) {
                    continue;
                }
                Map<String, String> row = rows.get(record);
                if (isInConflict(newest, record, it -> it.isDelete() != newest.isDelete())
                        && newest.isDelete() != (row == null)) {
                    wrong.add(shop + " " + record + " is there: " + (row != null) + " " + newest);
                }
                for (String field : IN_REVIEW) {
                    if (row != null && !newest.isDelete()) {
                        wrong.addAll(wrong(shop, record, field, row));
                    }
                }
            }
        }
        return wrong;
    }

    private List<String> wrong(Shop shop, String record, String field, Map<String, String> row) {
        Fact own = facts.last(shop, record, fact -> fact.touches(field));
        return own != null
                        && !Objects.equals(own.value(field), row.get(field))
                        && isInConflict(
                                own,
                                record,
                                it -> it.touches(field) && LogOracle.differ(field, own, it))
                ? List.of(shop + " " + record + " " + field + " " + row + " " + own)
                : List.of();
    }

    private boolean isInConflict(Fact own, String record, Predicate<Fact> which) {
        Predicate<Fact> unseen = other -> !other.saw(own) && !own.saw(other);
        return facts.last(own.side().peer(), record, unseen.and(which)) != null;
    }

    /// What is wrong with the records that nobody had to decide about.
    List<String> notAsTheLogsSay() throws SQLException {
        Map<String, Map<String, String>> expected = new TreeMap<>();
        for (String record : known()) {
            if (oracle.isPresent(record)) {
                Map<String, String> row = new TreeMap<>();
                for (String field : Asked.FIELDS.keySet()) {
                    String value = oracle.value(record, field);
                    if (value != null) {
                        row.put(field, value);
                    }
                }
                expected.put(record, row);
            }
        }
        List<String> wrong = new ArrayList<>();
        for (Shop shop : Shop.values()) {
            Map<String, Map<String, String>> rows = Asked.rows(workbench, shop);
            for (String record : known()) {
                if (!Objects.equals(expected.get(record), rows.get(record))) {
                    wrong.add(
                            shop
                                    + " "
                                    + record
                                    + " "
                                    + rows.get(record)
                                    + " should be "
                                    + expected.get(record));
                }
            }
        }
        return wrong;
    }

    /// How many records nobody has decided about.
    int undecided() {
        return known().size();
    }
}
