package dev.duet.deploy.status;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.duet.deploy.terminal.TimeSpan;
import dev.duet.schemas.Lsn;
import dev.duet.schemas.config.DataSize;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/// How far back `duet replay` can read PostgreSQL's log again: what the anchor keeps of it.
///
/// @param system whose log it is
public record AnchorStatus(String system, String slot, State state) {
    /// What there is of an anchor.
    public sealed interface State {
        /// One word, for scripts.
        default String word() {
            return switch (this) {
                case Off _ -> "OFF";
                case Missing _ -> "MISSING";
                case Lost _ -> "LOST";
                case Kept _ -> "KEPT";
            };
        }
    }

    /// The file asks for none.
    public record Off() implements State {}

    /// The file asks for one that is not there.
    public record Missing() implements State {}

    /// The server has discarded what it kept.
    public record Lost() implements State {}

    /// @param begin all that stands after it can be read again
    /// @param since when the log was there, as far as it is known
    /// @param heldBytes how much log the server keeps for it
    /// @param mostBytes how much it may be, as the file says
    /// @param headroomBytes how much may be written before the server discards it; null for no
    ///   limit
    /// @param isRead whether a replay reads it at this moment, so that it is not moved on
    public record Kept(
            Lsn begin,
            @Nullable Since since,
            long heldBytes,
            long mostBytes,
            @Nullable Long headroomBytes,
            boolean isRead)
            implements State {}

    /// @param ago by the server's clock
    public record Since(Instant at, Duration ago) {}

    boolean isWrong() {
        return state instanceof Lost || state instanceof Missing;
    }

    /// One line for people.
    String text() {
        return switch (state) {
            case Off _ ->
                    "off: nothing of %s's log is kept to be read again (settings.replay-window)"
                            .formatted(system);
            case Missing _ ->
                    "none of %s's log: there is no anchor %s; 'duet run' makes it within half a minute, and from then on log is kept (max_replication_slots must leave room for it)"
                            .formatted(system, slot);
            case Lost _ ->
                    "lost: the server has discarded the log that the anchor %s of %s kept; raise max_slot_wal_keep_size above settings.replay-size, or lower that; 'duet run' makes it anew, and from then on log is kept"
                            .formatted(slot, system);
            case Kept kept ->
                    "%s's log from %s on%s, %s in the anchor %s of at most %s, %s%s"
                            .formatted(
                                    system,
                                    kept.begin.text(),
                                    kept.since == null
                                            ? ""
                                            : ", %s back".formatted(TimeSpan.text(kept.since.ago)),
                                    size(kept.heldBytes),
                                    slot,
                                    new DataSize(kept.mostBytes),
                                    kept.headroomBytes == null
                                            ? "headroom unlimited"
                                            : size(Math.max(0, kept.headroomBytes)) + " left",
                                    kept.isRead ? ", read by a replay at this moment" : "");
        };
    }

    private static String size(long bytes) {
        return bytes < DataSize.mebibytes(10).bytes()
                ? bytes / 1024 + " KiB"
                : bytes / DataSize.mebibytes(1).bytes() + " MiB";
    }

    void put(ObjectNode json) {
        json.put("system", system).put("slot", slot).put("state", state.word());
        if (state instanceof Kept kept) {
            json.put("from", kept.begin.text())
                    .put("since", kept.since == null ? null : kept.since.at.toString())
                    .put("sinceMillisAgo", kept.since == null ? null : kept.since.ago.toMillis())
                    .put("heldBytes", kept.heldBytes)
                    .put("mostBytes", kept.mostBytes)
                    .put("headroomBytes", kept.headroomBytes)
                    .put("isRead", kept.isRead);
        }
        json.put("explanation", text());
    }
}
