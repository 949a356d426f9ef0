package dev.duet.deploy.conflicts;

import dev.duet.deploy.conflicts.Rules.Verdict;
import dev.duet.deploy.run.Misfit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the rules of a file would have made of recorded conflicts. Immutable.
///
/// @param judged in the order of the conflicts
record WhatIf(List<Judged> judged) {
    WhatIf {
        judged = List.copyOf(judged);
    }

    /// A conflict, and what the file's rule says about it.
    record Judged(Conflict conflict, Verdict verdict) {
        boolean isChanged() {
            return verdict instanceof Verdict.Decided decided
                    && !decided.winner().equals(conflict.winner());
        }
    }

    /// What conflicts have in common that are counted together.
    record Group(String entity, String field, String rule) {
        static final Comparator<Group> ORDER =
                Comparator.comparing(Group::entity)
                        .thenComparing(Group::field)
                        .thenComparing(Group::rule);
    }

    record Count(long same, long changed, long unknown) {
        Count plus(Judged judged) {
            return switch (judged.verdict()) {
                case Verdict.Unknown _ -> new Count(same, changed, unknown + 1);
                case Verdict.Decided _ ->
                        judged.isChanged()
                                ? new Count(same, changed + 1, unknown)
                                : new Count(same + 1, changed, unknown);
            };
        }
    }

    /// @param misfits entities of the file that have no rules, for they do not fit their tables
    static WhatIf of(List<Conflict> conflicts, Map<String, Rules> rules, List<Misfit> misfits) {
        List<Judged> judged = new ArrayList<>();
        for (Conflict conflict : conflicts) {
            Rules own = rules.get(conflict.entry().entity());
            judged.add(
                    new Judged(
                            conflict,
                            own == null
                                    ? new Verdict.Unknown(
                                            "", why(conflict.entry().entity(), misfits))
                                    : own.judge(conflict)));
        }
        return new WhatIf(judged);
    }

    private static String why(String entity, List<Misfit> misfits) {
        return misfits.stream()
                .filter(it -> it.entity().equals(entity))
                .map(Misfit::words)
                .findFirst()
                .orElse("the file has no such entity");
    }

    Map<Group, Count> counts(Legend legend) {
        Map<Group, Count> counts = new TreeMap<>(Group.ORDER);
        for (Judged it : judged) {
            var group =
                    new Group(
                            it.conflict.entry().entity(),
                            legend.of(it.conflict.entry()),
                            it.verdict.rule());
            counts.put(group, counts.getOrDefault(group, new Count(0, 0, 0)).plus(it));
        }
        return counts;
    }

    List<Judged> changed() {
        return judged.stream().filter(Judged::isChanged).toList();
    }
}
