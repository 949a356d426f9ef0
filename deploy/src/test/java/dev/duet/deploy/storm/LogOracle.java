package dev.duet.deploy.storm;

import dev.duet.deploy.support.Shop;

import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/// What both databases must hold in the end, from the facts alone: presence and each field are
/// `rule(last of crm, last of erp)`, a counter is all values and differences that no later insert
/// has wiped. Uses nothing of Duet's. Immutable.
final class LogOracle {
    private final Facts facts;

    private final Map<String, String> presence;
    private final Map<String, String> fields;

    LogOracle(Facts facts) {
        this(facts, Storm.PRESENCE, Storm.FIELDS);
    }

    /// @param presence the rule of each table
    /// @param fields the rule of each field
    LogOracle(Facts facts, Map<String, String> presence, Map<String, String> fields) {
        this.facts = facts;
        this.presence = presence;
        this.fields = fields;
    }

    private String presence(String record) {
        return presence.get(record.substring(0, record.indexOf(' ')));
    }

    /// A change of whether the record exists; where deletes win, an update is none.
    Predicate<Fact> life(String record) {
        return fact -> !fact.isUpdate() || !presence(record).equals("delete");
    }

    boolean isPresent(String record) {
        return isPresent(record, fact -> true);
    }

    private boolean isPresent(String record, Predicate<Fact> counts) {
        Fact crm = facts.last(Shop.CRM, record, life(record).and(counts));
        Fact erp = facts.last(Shop.ERP, record, life(record).and(counts));
        if (crm == null || erp == null) {
            Fact only = crm == null ? erp : crm;
            return only != null && !only.isDelete();
        }
        if (crm.saw(erp) || erp.saw(crm)) {
            return !(crm.saw(erp) ? crm : erp).isDelete();
        }
        if (crm.isDelete() == erp.isDelete()) {
            return !crm.isDelete();
        }
        return switch (presence(record)) {
            case "delete" -> false;
            case "update" -> true;
            case "latest" -> !later(crm, erp).isDelete();
            default -> !erp.isDelete();
        };
    }

    private static Fact later(Fact crm, Fact erp) {
        return crm.clock() >= erp.clock() ? crm : erp;
    }

    /// The value of a field of a record that is present.
    String value(String record, String field) {
        String rule = fields.get(field);
        if (rule.endsWith("sum")) {
            return Long.toString(sum(record, field));
        }
        if (rule.startsWith("owner")) {
            return owned(record, field, rule.endsWith("crm") ? Shop.CRM : Shop.ERP);
        }
        Fact crm = facts.last(Shop.CRM, record, fact -> fact.touches(field));
        Fact erp = facts.last(Shop.ERP, record, fact -> fact.touches(field));
        if (crm == null || erp == null) {
            return (crm == null ? erp : crm).value(field);
        }
        if (crm.saw(erp) || erp.saw(crm)) {
            return (crm.saw(erp) ? crm : erp).value(field);
        }
        return winner(rule, field, crm, erp).value(field);
    }

    private static Fact winner(String rule, String field, Fact crm, Fact erp) {
        return switch (rule) {
            case "on-conflict: latest" -> later(crm, erp);
            case "on-conflict: { prefer: crm }" -> crm;
            case "on-conflict: { prefer: erp }" -> erp;
            case "on-conflict: { version: high }" ->
                    number(crm, "high") == number(erp, "high")
                            ? later(crm, erp)
                            : number(crm, "high") > number(erp, "high") ? crm : erp;
            case "on-conflict: max" -> number(crm, field) >= number(erp, field) ? crm : erp;
            case "on-conflict: min" -> number(crm, field) <= number(erp, field) ? crm : erp;
            default -> throw new IllegalArgumentException(rule);
        };
    }

    private static long number(Fact fact, String field) {
        return Long.parseLong(fact.value(field));
    }

    private long sum(String record, String field) {
        long total = 0;
        for (Shop shop : Shop.values()) {
            for (Fact fact : facts.of(shop, record)) {
                if (fact.touches(field) && !isWiped(record, fact)) {
                    total += fact.number(field);
                }
            }
        }
        return total;
    }

    private boolean isWiped(String record, Fact fact) {
        Fact own = facts.last(fact.side(), record, Fact::isInsert);
        Fact peers = facts.last(fact.side().peer(), record, Fact::isInsert);
        return (own != null && own.at() > fact.at()) || (peers != null && peers.saw(fact));
    }

    /// The owner's last value, unless the other side has inserted the record since, not over one
    /// that was being revived.
    private String owned(String record, String field, Shop owner) {
        Fact last = facts.last(owner, record, fact -> !fact.isDelete());
        Fact reset =
                facts.last(
                        owner.peer(),
                        record,
                        fact ->
                                fact.isInsert()
                                        && (last == null || fact.saw(last))
                                        && !wasAlive(record, fact));
        return last == null || reset != null ? null : last.value(field);
    }

    /// Whether the record was alive for the side that inserted it, by all that it could know.
    private boolean wasAlive(String record, Fact insert) {
        return isPresent(
                record,
                fact ->
                        fact.side() == insert.side()
                                ? fact.at() < insert.at()
                                : fact.at() <= insert.seen());
    }

    /// Whether two changes of a field, one of each side, end in what the rule had to decide.
    static boolean differ(String field, Fact one, Fact other) {
        return !Objects.equals(one.value(field), other.value(field));
    }
}
