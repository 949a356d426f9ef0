package dev.duet.apply;

import dev.duet.apply.conflict.RowWrite;
import dev.duet.mapping.Mapped;
import dev.duet.mapping.Validation;
import dev.duet.mapping.types.CannotConvert;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Writes single records for a tool beside the sync, as the sync would: through the mapping, with
/// what is computed, where it meets the rules. One thread.
public final class ToolWriter {
    /// The row was not there, or was there already.
    public static final String NOT_AS_IT_WAS = "NOT_AS_IT_WAS";

    private final TargetDatabase database;
    private final TargetTerms terms;
    private final MergeWriter merges;

    /// Why a record was not written. What a statement has done by then is the caller's to take
    /// back.
    ///
    /// @param mayPass whether what other records are may let it pass later
    public record Refusal(String code, String reason, boolean mayPass) {}

    public ToolWriter(TargetDatabase database, TargetTerms terms) {
        this.database = database;
        this.terms = terms;
        this.merges =
                new MergeWriter(
                        AbsentRowWriter.over(database, terms),
                        terms,
                        new HiddenRows(database.tableReader(), terms),
                        new LeftRows());
    }

    /// @return why not; empty when it is written
    /// @throws SQLException when the record is not to blame
    public Optional<Refusal> write(Connection connection, RowWrite write) throws SQLException {
        Optional<Validation.Broken> broken = terms.refusal(write);
        if (broken.isPresent()) {
            return Optional.of(
                    new Refusal(broken.get().rule().name(), broken.get().reason(), false));
        }
        try {
            return merges.write(connection, List.of(write)) > 0
                    ? Optional.empty()
                    : Optional.of(notAsItWas());
        } catch (RowWriter.CannotTellWhich _) {
            return Optional.of(notAsItWas());
        } catch (CannotConvert e) {
            return Optional.of(
                    new Refusal(Mapped.Refused.codeOf(e), String.valueOf(e.getMessage()), false));
        } catch (SQLException e) {
            if (database.classify(e) != Failure.DATA) {
                throw e;
            }
            return Optional.of(
                    new Refusal(
                            String.valueOf(e.getSQLState()),
                            Failure.words(e),
                            database.isForeignKey(e) || database.isDuplicate(e)));
        }
    }

    private static Refusal notAsItWas() {
        return new Refusal(NOT_AS_IT_WAS, "the row is not what it was", false);
    }
}
