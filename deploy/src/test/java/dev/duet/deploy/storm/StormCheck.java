package dev.duet.deploy.storm;

import dev.duet.deploy.support.ConflictEntry;
import dev.duet.deploy.support.LogWitness;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Sql;
import dev.duet.deploy.support.Workbench;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Says what is wrong once the storm is over and the logs are quiet. One thread.
final class StormCheck {
    private static final int SHOWN_MAX = 5;
    private static final int STORIES_MAX = 3;
    private static final String QUARANTINE =
            "SELECT entity, record_key, operation, code, reason, status, position, before_image,"
                    + " after_image FROM duet.quarantine WHERE code <> 'FOLLOWS'";

    private static final String TRIGGERS =
            "SELECT entity, field, effect, happened FROM duet.trigger_effect";

    private final Workbench workbench;
    private final Facts facts;
    private final LogOracle oracle;
    private final List<String> problems = new ArrayList<>();
    private final Set<String> suspects = new TreeSet<>();
    private int conflicts;

    StormCheck(Workbench workbench, LogWitness witness) throws SQLException {
        this.workbench = workbench;
        this.facts = new Facts(witness, Storm.FIELDS);
        this.oracle = new LogOracle(facts);
    }

    List<String> problems() throws SQLException {
        rows();
        for (Shop shop : Shop.values()) {
            conflicts(shop);
            report("refused by " + shop, Sql.rows(workbench.connection(shop), QUARANTINE));
            report(
                    "triggers seen in " + shop + ", which has none",
                    Sql.rows(workbench.connection(shop), TRIGGERS));
        }
        suspects.stream().limit(STORIES_MAX).map(facts::story).forEach(problems::add);
        return problems;
    }

    /// How many the two logs hold that had to be recorded.
    int conflicts() {
        return conflicts;
    }

    Facts facts() {
        return facts;
    }

    private void rows() throws SQLException {
        Map<String, Map<String, String>> expected = new HashMap<>();
        for (String record : facts.records()) {
            if (oracle.isPresent(record)) {
                Map<String, String> row = new HashMap<>();
                for (String field : Storm.FIELDS.keySet()) {
                    String value = oracle.value(record, field);
                    if (value != null) {
                        row.put(field, value);
                    }
                }
                expected.put(record, row);
            }
        }
        Map<Shop, Map<String, Map<String, String>>> found = new EnumMap<>(Shop.class);
        for (Shop shop : Shop.values()) {
            Map<String, Map<String, String>> rows = new HashMap<>();
            for (String table : Storm.PRESENCE.keySet()) {
                Storm.rows(workbench, shop, table)
                        .forEach((id, row) -> rows.put(table + " " + id, row));
            }
            found.put(shop, rows);
            differ(shop + " is not what the logs say", expected, rows);
        }
        differ("crm is not erp", found.get(Shop.CRM), found.get(Shop.ERP));
    }

    private void differ(
            String what,
            Map<String, Map<String, String>> one,
            Map<String, Map<String, String>> other) {
        List<String> found = new ArrayList<>();
        Set<String> records = new HashSet<>(one.keySet());
        records.addAll(other.keySet());
        for (String record : records) {
            Map<String, String> left = one.get(record);
            Map<String, String> right = other.get(record);
            if (left == null || right == null) {
                if (left != right) {
                    found.add(record + " " + left + " / " + right);
                    suspects.add(record);
                }
                continue;
            }
            for (String field : Storm.FIELDS.keySet()) {
                if (!Objects.equals(left.get(field), right.get(field))) {
                    suspects.add(record);
                    found.add(
                            record
                                    + " "
                                    + field
                                    + " "
                                    + left.get(field)
                                    + " / "
                                    + right.get(field));
                }
            }
        }
        report(what, found);
    }

    private void report(String what, List<String> found) {
        if (!found.isEmpty()) {
            problems.add(
                    what
                            + ": "
                            + found.size()
                            + " "
                            + found.stream().sorted().limit(SHOWN_MAX).toList());
        }
    }

    /// Of each change of the peer's, where a side's log shows it, and the side's own last change
    /// that it had not seen: what one of them wrote stands no more, so both are recorded.
    private void conflicts(Shop shop) throws SQLException {
        Set<String> recorded = new HashSet<>();
        List<String> doubled = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (ConflictEntry entry : ConflictEntry.of(workbench, shop)) {
            String record = entry.entity() + " " + entry.key();
            int theirs = facts.number(shop.peer(), entry.theirPosition());
            int ours = facts.number(shop, entry.ourPosition());
            String pair = pair(record, entry.field(), theirs, ours);
            if (!recorded.add(pair)) {
                doubled.add(pair);
            }
            if (!isTrue(shop, record, entry, theirs, ours)) {
                wrong.add(
                        entry
                                + " "
                                + facts.last(shop.peer(), record, fact -> fact.at() == theirs)
                                + " met "
                                + facts.last(shop, record, fact -> fact.at() == ours)
                                + " "
                                + pair);
            }
        }
        List<String> missing = new ArrayList<>();
        for (String record : facts.records()) {
            for (Fact theirs : facts.of(shop.peer(), record)) {
                missing.addAll(missing(shop, record, theirs, recorded));
            }
        }
        report("recorded in " + shop + " though it is none", wrong);
        report("recorded twice in " + shop, doubled);
        report("lost and not recorded in " + shop, missing);
    }

    private boolean isTrue(Shop shop, String record, ConflictEntry entry, int theirs, int ours) {
        Fact incoming = facts.last(shop.peer(), record, fact -> fact.at() == theirs);
        Fact met = facts.last(shop, record, fact -> fact.at() == ours);
        if (incoming == null || met == null || incoming.saw(met) || met.saw(incoming)) {
            return false;
        }
        if (entry.field() == null) {
            return incoming.isDelete() != met.isDelete();
        }
        return incoming.touches(entry.field())
                && met.touches(entry.field())
                && Objects.equals(incoming.value(entry.field()), entry.theirs())
                && Objects.equals(met.value(entry.field()), entry.ours());
    }

    private List<String> missing(Shop shop, String record, Fact theirs, Set<String> recorded) {
        List<String> missing = new ArrayList<>();
        int shown = facts.shown(theirs);
        Predicate<Fact> unseen = fact -> fact.at() < shown && !theirs.saw(fact);
        Fact life = facts.last(shop, record, unseen.and(oracle.life(record)));
        if (life != null
                && oracle.life(record).test(theirs)
                && life.isDelete() != theirs.isDelete()) {
            require(pair(record, null, theirs.at(), life.at()), recorded, missing);
        }
        for (Map.Entry<String, String> field : Storm.FIELDS.entrySet()) {
            if (field.getValue().startsWith("on-conflict")
                    && !field.getValue().endsWith("sum")
                    && theirs.touches(field.getKey())) {
                Fact ours =
                        facts.last(shop, record, unseen.and(fact -> fact.touches(field.getKey())));
                if (ours != null && LogOracle.differ(field.getKey(), ours, theirs)) {
                    require(
                            pair(record, field.getKey(), theirs.at(), ours.at()),
                            recorded,
                            missing);
                }
            }
        }
        return missing;
    }

    private void require(String pair, Set<String> recorded, List<String> missing) {
        conflicts++;
        if (!recorded.contains(pair)) {
            missing.add(pair);
        }
    }

    private static String pair(String record, String field, int theirs, int ours) {
        return record + " " + (field == null ? "presence" : field) + " " + theirs + "/" + ours;
    }
}
