package dev.duet.deploy.status;

import com.fasterxml.jackson.databind.node.ArrayNode;

import dev.duet.apply.store.CounterStore;
import dev.duet.deploy.terminal.Style;
import dev.duet.deploy.terminal.TextTable;

import java.util.ArrayList;
import java.util.List;

/// What was counted on its way into each database, for a terminal and for scripts: there is no line
/// for what never happened. Immutable.
record CounterText(List<DirectionStatus> directions, Style style) {
    List<String> lines() {
        var table = new TextTable();
        table.row("COUNTED", "ENTITY", "WHAT", "RULE", "HOW OFTEN");
        boolean isEmpty = true;
        for (DirectionStatus direction : directions) {
            for (CounterStore.Counted one : direction.counters()) {
                isEmpty = false;
                table.row(
                        style.bold(direction.direction().toString()),
                        orDash(one.counter().entity()),
                        one.counter().what(),
                        orDash(one.counter().rule()),
                        Long.toString(one.count()));
            }
        }
        if (isEmpty) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.addAll(table.lines());
        return lines;
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }

    static void put(ArrayNode json, List<CounterStore.Counted> counters) {
        for (CounterStore.Counted one : counters) {
            json.addObject()
                    .put("entity", one.counter().entity())
                    .put("what", one.counter().what())
                    .put("rule", one.counter().rule())
                    .put("count", one.count());
        }
    }
}
