package dev.duet.deploy.rights;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What one user may do in one database.
public interface HeldRights {
    boolean holds(String privilege, Target target) throws SQLException;

    /// What of the grant is not held, as the grant that would add it.
    default Optional<Grant> missing(Grant grant) throws SQLException {
        List<String> missing = new ArrayList<>();
        for (String privilege : grant.privileges()) {
            if (!holds(privilege, grant.target())) {
                missing.add(privilege);
            }
        }
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(new Grant(missing, grant.target()));
    }
}
