package dev.duet.deploy.rights;

import dev.duet.deploy.rights.Target.Columns;

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
                : Optional.of(new Grant(missing, lacking(missing, grant.target())));
    }

    /// Of columns, those for which a right is missing.
    private Target lacking(List<String> privileges, Target target) throws SQLException {
        if (!(target instanceof Columns columns)) {
            return target;
        }
        List<String> lacking = new ArrayList<>();
        for (String name : columns.names()) {
            for (String privilege : privileges) {
                if (!lacking.contains(name)
                        && !holds(privilege, new Columns(columns.table(), List.of(name)))) {
                    lacking.add(name);
                }
            }
        }
        return new Columns(columns.table(), lacking);
    }
}
