package dev.duet.deploy.cli;

import java.sql.SQLException;

/// One direction of a [CliBench], so that a test can be run both ways.
enum Way {
    CRM_TO_ERP("crm", "erp"),
    ERP_TO_CRM("erp", "crm");

    private final String source;
    private final String target;

    Way(String source, String target) {
        this.source = source;
        this.target = target;
    }

    String source() {
        return source;
    }

    String target() {
        return target;
    }

    Way back() {
        return this == CRM_TO_ERP ? ERP_TO_CRM : CRM_TO_ERP;
    }

    /// With the arrow of the file's own words or another.
    String with(String arrow) {
        return source + arrow + target;
    }

    /// Runs statements on the source, written with `{t}`, `{id}` and `{name}` for the table and its
    /// columns.
    void write(CliBench bench, String... statements) throws SQLException {
        for (String sql : statements) {
            if (source.equals("crm")) {
                bench.crm(named("crm", sql));
            } else {
                bench.erp(named("erp", sql));
            }
        }
    }

    /// Makes so many records from that key on, in one transaction.
    void make(CliBench bench, int first, int count) throws SQLException {
        if (source.equals("crm")) {
            bench.crm(
                    "INSERT INTO customer SELECT g, 'made', NULL FROM generate_series(%d, %d) g"
                            .formatted(first, first + count - 1));
        } else {
            bench.erp(
                    "SET SESSION cte_max_recursion_depth = 1000000",
                    "INSERT INTO client WITH RECURSIVE n (g) AS (SELECT %d UNION ALL SELECT g + 1"
                                    .formatted(first)
                            + " FROM n WHERE g < %d) SELECT g, 'made', NULL FROM n"
                                    .formatted(first + count - 1));
        }
    }

    /// How many of these keys are in the target.
    int arrived(CliBench bench, int first, int count) throws SQLException {
        String sql =
                named(
                        target,
                        "SELECT count(*) FROM {t} WHERE {id} BETWEEN %d AND %d"
                                .formatted(first, first + count - 1));
        return Integer.parseInt(target.equals("crm") ? bench.askCrm(sql) : bench.askErp(sql));
    }

    private static String named(String system, String sql) {
        return system.equals("crm")
                ? sql.replace("{t}", "customer")
                        .replace("{id}", "customer_id")
                        .replace("{name}", "full_name")
                : sql.replace("{t}", "client")
                        .replace("{id}", "account")
                        .replace("{name}", "client_name");
    }

    @Override
    public String toString() {
        return with("→");
    }
}
