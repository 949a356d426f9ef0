package dev.duet.apply;

/// So many records were refused in a short time that the mapping or the target's structure must be
/// wrong.
public final class BudgetExceeded extends RuntimeException {
    private static final long serialVersionUID = 1;

    BudgetExceeded(String direction, int budget) {
        super(
                direction
                        + ": more than "
                        + budget
                        + " records were quarantined within the window; see 'duet quarantine list',"
                        + " mend the cause, then 'duet quarantine retry'");
    }
}
