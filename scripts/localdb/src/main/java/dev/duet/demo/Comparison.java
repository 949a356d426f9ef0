package dev.duet.demo;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Both sides of every entity, row for row, as the same texts. Stateless.
final class Comparison {
    /// One entity: a query on each side that gives the same texts for the same values.
    private record Pair(String entity, String crm, String erp) {}

    private static final List<Pair> PAIRS =
            List.of(
                    new Pair(
                            "customer",
                            """
                            SELECT customer_id::text, full_name, vip::int, credit, to_jsonb(tags)::text, profile::text,
                                to_char(changed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')
                            FROM customer ORDER BY 1
                            """,
                            """
                            SELECT client_id, client_name, is_vip + 0, credit_line, CAST(labels AS char), CAST(attributes AS char),
                                DATE_FORMAT(modified, '%Y-%m-%d %H:%i:%s.%f')
                            FROM client ORDER BY 1
                            """),
                    new Pair(
                            "product",
                            "SELECT sku, title, price, active::int FROM product ORDER BY 1",
                            "SELECT item_code, description, list_price, is_active + 0 FROM item"
                                    + " ORDER BY 1"),
                    new Pair(
                            "order",
                            """
                            SELECT order_no, customer_id::text,
                                to_char(placed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), status, total
                            FROM sales_order ORDER BY 1
                            """,
                            """
                            SELECT order_id, client_id, DATE_FORMAT(ordered, '%Y-%m-%d %H:%i:%s.%f'), state, amount
                            FROM orders ORDER BY 1
                            """),
                    new Pair(
                            "order line",
                            "SELECT order_no, line_no, sku, quantity FROM order_line ORDER BY 1, 2",
                            "SELECT order_id, position, item_code, qty FROM order_item ORDER BY 1,"
                                    + " 2"));

    private Comparison() {}

    /// What came out for one entity.
    ///
    /// @param differing rows of either side that are not on the other
    record Result(String entity, int rowsCrm, int rowsErp, List<String> differing) {
        boolean isEqual() {
            return differing.isEmpty() && rowsCrm == rowsErp;
        }
    }

    static List<Result> of(Db crm, Db erp) throws SQLException {
        List<Result> results = new ArrayList<>();
        for (Pair pair : PAIRS) {
            List<String> ours = crm.rows(pair.crm());
            List<String> theirs = erp.rows(pair.erp());
            List<String> differing = new ArrayList<>();
            onlyIn(ours, theirs).forEach(row -> differing.add("crm only: " + row));
            onlyIn(theirs, ours).forEach(row -> differing.add("erp only: " + row));
            results.add(new Result(pair.entity(), ours.size(), theirs.size(), differing));
        }
        return results;
    }

    static boolean isEqual(Db crm, Db erp) throws SQLException {
        return of(crm, erp).stream().allMatch(Result::isEqual);
    }

    private static List<String> onlyIn(List<String> these, List<String> those) {
        List<String> left = new ArrayList<>(these);
        left.removeAll(new java.util.HashSet<>(those));
        return left;
    }
}
