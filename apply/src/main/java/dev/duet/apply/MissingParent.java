package dev.duet.apply;

import java.sql.SQLIntegrityConstraintViolationException;

/// A row needs another that is not there, though no foreign key of the database says so. It has the
/// state and the code by which databases know such a refusal, so it is treated as theirs.
public final class MissingParent extends SQLIntegrityConstraintViolationException {
    private static final long serialVersionUID = 1;
    private static final String POSTGRES_STATE = "23503";
    private static final int MYSQL_CODE = 1452;

    public MissingParent(String reason) {
        super(reason, POSTGRES_STATE, MYSQL_CODE);
    }
}
