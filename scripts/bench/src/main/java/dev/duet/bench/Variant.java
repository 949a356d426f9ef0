package dev.duet.bench;

/// What a backlog is made of.
enum Variant {
    INSERTS_BY_100("inserts, 100 rows a transaction", 100, 1),
    INSERTS_BY_1("inserts, 1 row a transaction", 1, 2),
    UPDATES_BY_100("updates, 100 rows a transaction", 100, 1);

    private final String label;
    private final int rowsPerTransaction;
    private final int divisor;

    Variant(String label, int rowsPerTransaction, int divisor) {
        this.label = label;
        this.rowsPerTransaction = rowsPerTransaction;
        this.divisor = divisor;
    }

    /// For people.
    String label() {
        return label;
    }

    int rowsPerTransaction() {
        return rowsPerTransaction;
    }

    /// How many rows to take when the plan says so many: fewer where each costs a commit.
    int rows(int planned) {
        int rows = planned / divisor;
        return Math.max(rowsPerTransaction, rows - rows % rowsPerTransaction);
    }

    /// How many rows a target transaction of Duet's holds when there is a backlog.
    int rowsPerTargetTransaction(int maxRows, int maxTransactions) {
        return Math.min(maxRows, maxTransactions * rowsPerTransaction);
    }
}
