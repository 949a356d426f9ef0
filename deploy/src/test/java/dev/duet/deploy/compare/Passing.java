package dev.duet.deploy.compare;

import dev.duet.deploy.run.OpenSystems;
import dev.duet.schemas.config.DuetConfig;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/// The fence of comparisons, for tests of others: what has passed it twice holds no record that is
/// other than it must be. Stateless.
public final class Passing {
    private Passing() {}

    /// @return what is in the way; empty when both sides are clean
    public static Optional<String> twice(DuetConfig config, OpenSystems systems, Duration limit)
            throws SQLException, InterruptedException {
        var fence = new Fence(config, systems, limit, () -> false);
        Optional<String> first = fence.pass();
        return first.isPresent() ? first : fence.pass();
    }
}
