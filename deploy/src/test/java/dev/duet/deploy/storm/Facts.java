package dev.duet.deploy.storm;

import dev.duet.deploy.support.LogWitness;
import dev.duet.deploy.support.Logged;
import dev.duet.deploy.support.LoggedRow;
import dev.duet.deploy.support.Shop;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// The two logs as facts about records. One thread.
final class Facts {
    private final Map<String, String> rules;
    private final Map<Shop, List<Logged>> logs = new EnumMap<>(Shop.class);
    private final Map<Shop, Map<String, List<Fact>>> facts = new EnumMap<>(Shop.class);

    /// Of each side, after each of its transactions how much of the peer's log its markers showed.
    private final Map<Shop, int[]> seen = new EnumMap<>(Shop.class);

    /// @param rules of the fields
    Facts(LogWitness witness, Map<String, String> rules) throws SQLException {
        this.rules = rules;
        for (Shop shop : Shop.values()) {
            logs.put(shop, witness.transactions(shop));
        }
        for (Shop shop : Shop.values()) {
            read(shop);
        }
    }

    private void read(Shop shop) {
        Map<String, List<Fact>> found = new HashMap<>();
        List<Logged> log = logs.get(shop);
        int[] seenAfter = new int[log.size() + 1];
        long clock = 0;
        for (int i = 0; i < log.size(); i++) {
            Logged each = log.get(i);
            seenAfter[i + 1] = seenAfter[i];
            if (each.isOurs()) {
                Logged.Marker marker = each.marker().orElseThrow();
                clock = Math.max(clock, marker.clock());
                seenAfter[i + 1] = number(shop.peer(), marker.position().ordinal());
            } else {
                clock = Math.max(each.micros(), clock + 1);
                Images images = new Images();
                each.images().forEach(images::add);
                for (Map.Entry<String, Images.Pair> image : images.byRecord.entrySet()) {
                    Fact fact =
                            new Fact(
                                    shop,
                                    i + 1,
                                    clock,
                                    seenAfter[i],
                                    image.getValue().before,
                                    image.getValue().after);
                    if (!Objects.equals(fact.before(), fact.after()) && !isForNobody(fact)) {
                        found.computeIfAbsent(image.getKey(), key -> new ArrayList<>()).add(fact);
                    }
                }
            }
        }
        facts.put(shop, found);
        seen.put(shop, seenAfter);
    }

    /// First before-image and last after-image of each record: one transaction is one change.
    private static final class Images {
        private final Map<String, Pair> byRecord = new LinkedHashMap<>();

        private record Pair(Map<String, String> before, Map<String, String> after) {}

        void add(LoggedRow row) {
            String from = row.before() == null ? null : record(row.table(), row.before());
            String to = row.after() == null ? null : record(row.table(), row.after());
            if (from != null && to != null && !from.equals(to)) {
                put(from, row.before(), null);
                put(to, null, row.after());
            } else {
                put(from == null ? to : from, row.before(), row.after());
            }
        }

        private void put(String record, Map<String, String> before, Map<String, String> after) {
            Pair known = byRecord.get(record);
            byRecord.put(record, new Pair(known == null ? before : known.before, after));
        }

        static boolean isOf(String record, LoggedRow row) {
            return (row.before() != null && record.equals(record(row.table(), row.before())))
                    || (row.after() != null && record.equals(record(row.table(), row.after())));
        }

        private static String record(String table, Map<String, String> row) {
            return table + " " + row.get("id");
        }
    }

    /// An update that touches nothing but the other side's fields.
    private boolean isForNobody(Fact fact) {
        return fact.isUpdate()
                && rules.keySet().stream()
                        .filter(fact::touches)
                        .allMatch(field -> isOwnedBy(field, fact.side().peer()));
    }

    private boolean isOwnedBy(String field, Shop shop) {
        return rules.get(field).equals("owner: " + shop.system());
    }

    /// How many transactions of a side's log lie at or before a position.
    int number(Shop shop, long position) {
        List<Logged> log = logs.get(shop);
        int low = 0;
        int high = log.size();
        while (low < high) {
            int middle = (low + high) / 2;
            if (log.get(middle).end() <= position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// The number of the marker by which a side's log shows a change of the peer's.
    int shown(Fact fact) {
        int[] seenAfter = seen.get(fact.side().peer());
        int low = 0;
        int high = seenAfter.length;
        while (low < high) {
            int middle = (low + high) / 2;
            if (seenAfter[middle] >= fact.at()) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    Set<String> records() {
        Set<String> records = new TreeSet<>();
        facts.values().forEach(each -> records.addAll(each.keySet()));
        return records;
    }

    /// What both logs have of a record, Duet's writes too: for whoever must find out what went
    /// wrong.
    String story(String record) {
        StringBuilder story = new StringBuilder(record);
        for (Shop shop : Shop.values()) {
            List<Logged> log = logs.get(shop);
            for (int i = 0; i < log.size(); i++) {
                for (LoggedRow row : log.get(i).images()) {
                    if (Images.isOf(record, row)) {
                        story.append("\n  ")
                                .append(shop)
                                .append(' ')
                                .append(i + 1)
                                .append(" seen ")
                                .append(seen.get(shop)[i])
                                .append(log.get(i).marker().map(m -> " " + m).orElse(" client"))
                                .append(' ')
                                .append(row.before())
                                .append(" -> ")
                                .append(row.after());
                    }
                }
            }
        }
        return story.toString();
    }

    List<Fact> of(Shop shop, String record) {
        return facts.get(shop).getOrDefault(record, List.of());
    }

    Fact last(Shop shop, String record, Predicate<Fact> which) {
        return of(shop, record).reversed().stream().filter(which).findFirst().orElse(null);
    }
}
