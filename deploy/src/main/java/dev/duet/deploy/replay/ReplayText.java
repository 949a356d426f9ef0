package dev.duet.deploy.replay;

import dev.duet.deploy.replay.HeldLog.Answer;
import dev.duet.schemas.Key;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// What a replay says before it writes. Stateless.
final class ReplayText {
    private ReplayText() {}

    /// What each log holds, and which part of it is replayed.
    static List<String> held(Map<String, Answer> held, Map<String, Span> spans) {
        return held.entrySet().stream()
                .map(
                        it -> {
                            Span span = spans.get(it.getKey());
                            String words =
                                    switch (it.getValue()) {
                                        case Answer.Readable readable -> readable.held().words();
                                        case Answer.Unreadable not -> not.reason();
                                    };
                            return "%s holds %s; %s"
                                    .formatted(
                                            it.getKey(),
                                            words,
                                            span == null
                                                    ? "none of it is replayed"
                                                    : "replayed is what clients changed "
                                                            + span.text());
                        })
                .toList();
    }

    /// What is written although logs and rules say otherwise.
    static String overruled(int records) {
        return "%,d of these records move backwards in the target: by the logs and the rules its own values would stand"
                .formatted(records);
    }

    /// What clients changed in the parts that are replayed.
    static List<String> wanted(Map<String, Map<String, Set<Key>>> wanted, Set<String> truncated) {
        List<String> counts =
                wanted.entrySet().stream()
                        .flatMap(
                                system ->
                                        system.getValue().entrySet().stream()
                                                .map(
                                                        it ->
                                                                "%s: clients changed %,d records of %s"
                                                                        .formatted(
                                                                                system.getKey(),
                                                                                it.getValue()
                                                                                        .size(),
                                                                                it.getKey())))
                        .toList();
        Stream<String> warnings =
                truncated.stream()
                        .map(
                                it ->
                                        "%s: its table was truncated, which does not say what records there were; 'duet compare --entity %s' looks at all"
                                                .formatted(it, it));
        return Stream.concat(
                        counts.isEmpty()
                                ? Stream.of("clients changed no record there")
                                : counts.stream(),
                        warnings)
                .toList();
    }
}
