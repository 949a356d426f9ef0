package dev.duet.apply.conflict;

import dev.duet.apply.conflict.TriggerEffect.What;
import dev.duet.apply.conflict.rules.Side;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/// Counts what triggers did, until it is taken to be reported. One thread.
final class TriggerEffects {
    private final Map<TriggerEffect, Long> counts = new LinkedHashMap<>();

    void count(Side side, String entity, @Nullable Integer column, What what) {
        counts.merge(new TriggerEffect(side, entity, column, what), 1L, Long::sum);
    }

    Map<TriggerEffect, Long> take() {
        Map<TriggerEffect, Long> taken = Map.copyOf(counts);
        counts.clear();
        return taken;
    }
}
